export const about = 'a table of the page (src/core/tables)';

export const files = ({ kebab, plain }) => ({
  [`src/core/tables/${kebab}.ts`]: `import type { Kernel } from '../kernel/kernel.ts';
import type { TableSource } from '../rows/table.ts';

/** ${plain}: say here what a row is and from which structures of the kernel it comes. */
export const table: TableSource<Kernel> = {
  id: '${kebab}',
  title: '${plain}',
  columns: [
    { id: 'fact', title: 'Fact', kind: 'text' },
    { id: 'value', title: 'Value', kind: 'text' },
  ],
  *rows(kernel) {
    yield [{ text: 'release' }, { text: kernel.vmcoreinfo.release ?? '' }];
  },
};
`,
  [`test/core/tables/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { tables } from '../../../src/core/tables/index.ts';
import { table } from '../../../src/core/tables/${kebab}.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

describe('the table ${kebab}', () => {
  it('is gathered, with columns that have names of their own', () => {
    expect(tables).toContain(table);
    expect(new Set(table.columns.map((column) => column.id)).size).toBe(table.columns.length);
  });
});

describe.skipIf(!hasDump(DUMP))('the table ${kebab} of a real dump', () => {
  it('has a cell for each column', () => {
    for (const row of table.rows(openDump(DUMP).kernel)) expect(row.length).toBe(table.columns.length);
  });
});
`,
});
