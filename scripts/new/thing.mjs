export const about = 'a kind of thing: table, view, inspector, palette, JSON (src/core/things)';

export const files = ({ kebab, pascal, plain }) => ({
  [`src/core/things/${kebab}.ts`]: `import { subject } from '../catalogue/message.ts';
import { modules, type Module } from '../kernel/modules.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

/** The words of this kind, in every language; they travel to the page with the values. */
const say = subject('things.${kebab}', {
  title: { en: '${pascal}', ko: '${pascal} 목록' },
  one: { en: '${plain}', ko: '${plain} 항목' },
  empty: { en: 'There is no ${plain} in this dump.', ko: '이 덤프에 ${plain} 항목이 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  hint: { en: 'as the kernel calls it', ko: '커널이 쓰는 이름' },
});

/** ${plain}: name here the kernel's structure and header. What is computed from memory belongs into src/core/kernel. */
export const thing = describe<Module>()({
  id: '${kebab}',
  ...namesOf(say),
  view: { group: 'inside', order: 90 },
  columns: {
    name: {
      title: say.name(),
      hint: say.hint(),
      kind: 'text',
      value: ({ name }) => name,
      ref: refOf,
    },
    module: structColumn('module', ({ object }) => object.address),
  },

  list: modules,
  count: (kernel) => modules(kernel).length,
  ref: foundIn('${kebab}', modules, refOf),
  *named(kernel, test) {
    if (!kernel) return;
    for (const each of modules(kernel)) if (test(each.name)) yield { name: each.name, ref: refOf(each) };
  },

  name: ({ name }) => name,
  place: ({ object }) => ({ address: object.address, type: 'module' }),
});

function refOf({ name }: Module): string {
  return \`${kebab}:\${name}\`;
}
`,
  [`test/core/things/${kebab}.test.ts`]: `import { expect, it } from 'vitest';
import { thing } from '../../../src/core/things/${kebab}.ts';
import { find } from '../../../src/core/things/find.ts';
import { batchOf, headOf, tableRows } from '../../../src/core/things/rows.ts';
import { viewsFrom } from '../../../src/app/views/view.ts';
import { openDump } from '../../build/zoo.ts';

const session = openDump('sample');
const { kernel } = session;

it('${kebab}: gathered, a table and a view of the page, found by name, inspected', () => {
  expect(session.things).toContain(thing);
  const objects = [...tableRows(thing, kernel)];
  const batch = batchOf(thing, kernel, objects);
  expect(batch.count).toBeGreaterThan(0);
  const name = String(batch.columns[0]?.values[0]);
  const ref = batch.columns[0]?.refs?.[0] ?? '';
  expect(find(kernel, name, 50).map((offer) => offer.ref)).toContain(ref);
  expect(session.inspect(ref).title).toBe(name);
  const [view] = viewsFrom([], [headOf(thing, kernel)]);
  expect(view).toMatchObject({ id: '${kebab}', table: '${kebab}', opens: ['${kebab}'] });
});
`,
});
