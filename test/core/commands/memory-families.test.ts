import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../scripts/compare/fold.ts';
import { OopscopeError } from '../../../src/core/errors.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/** The commands that show types, memory, symbols and code, held against crash's own text (docs/differences.md has the reasons). */
const FAMILIES = new Set(['struct', 'union', '*', 'rd', 'sym', 'vtop', 'dis', 'eval', 'help']);
const KNOWN = new Set(['struct-u', 'dis-u', 'dis-vsnprintf', 'dis-thunk', 'rd-ctx-user-u']);
/** The current task is a kernel thread there. */
const KNOWN_THERE: Readonly<Record<string, readonly string[]>> = {
  '6.1-cloud-hung_task': ['rd-u', 'rd-zero'],
};
const DUMPS = ['6.1-null_pointer', '6.12-cloud-sysrq', '6.1-cloud-hung_task'];

function table(path: string): string[][] {
  const zoo = fileURLToPath(new URL('../../../../shared/zoo/', import.meta.url));
  return readFileSync(zoo + path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

function answer(dump: string, command: string): string {
  const { context } = openDump(dump);
  const { task } = context;
  let text = '';
  try {
    for (const part of command.split(' ;; '))
      for (const line of openDump(dump).run(part)) text += line.text + '\n';
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    text += error.message;
  } finally {
    context.task = task;
  }
  return text;
}

for (const dump of DUMPS)
  describe.skipIf(!hasDump(dump))(`on ${dump}`, () => {
    const unfit = hasDump(dump)
      ? new Set(table('unfit.tsv').map(([id, of]) => `${id} ${of}`))
      : new Set<string>();
    const commands = new Map(
      hasDump(dump) ? table(`reference/${dump}/commands.tsv`).map(([id, line]) => [id, line] as const) : [],
    );
    const cases = (hasDump(dump) ? table('plan.tsv') : []).filter(
      ([id, family]) =>
        FAMILIES.has(family) &&
        commands.has(id) &&
        !unfit.has(`${id} ${dump}`) &&
        !unfit.has(`${id} *`) &&
        !KNOWN.has(id) &&
        !KNOWN_THERE[dump]?.includes(id),
    );
    const families = [...new Set(cases.map(([, family]) => family))];
    it.each(families)('%s prints what crash prints', (family) => {
      for (const [id] of cases.filter((each) => each[1] === family)) {
        const command = commands.get(id) as string;
        const want = zooText(`reference/${dump}/${id}.txt`);
        const cut = /\n\[cut: \d+ of \d+ lines\]\s*$/.exec(want);
        const wanted = fold(cut ? want.slice(0, cut.index) : want, family);
        const had = fold(answer(dump, command), family);
        expect(cut ? had.slice(0, wanted.length) : had, `${id}: ${command}`).toEqual(wanted);
      }
    });
  });
