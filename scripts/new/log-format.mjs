export const about = 'a way in which lines of a log are written (src/core/textlog/formats)';

export const files = ({ kebab }) => ({
  [`src/core/textlog/formats/${kebab}.ts`]: `import type { LineFormat } from '../format.ts';

/** Say here which program writes it, and where its documentation or source shows the shape. */
const PREFIX = /^${kebab}\\|(\\d{1,9}\\.\\d{6})\\| ?/;

/** Lines as ${kebab} writes them: "${kebab}|12.345678| text". */
export const format: LineFormat = {
  name: '${kebab}',
  place: 'outside',
  first: '${kebab[0]}',
  peel(line) {
    const found = PREFIX.exec(line);
    return found ? { time: Number(found[1]), text: line.slice(found[0].length) } : undefined;
  },
};
`,
  [`test/core/textlog/formats/${kebab}.test.ts`]: `import { expect, it } from 'vitest';
import { reportsIn } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';

it('lines as ${kebab} writes them give their text and what their prefix tells', () => {
  const text = '${kebab}|1.000000| usb 1-1: new\\n${kebab}|12.345678| BUG: bad\\n';
  const { records } = readTextLog(new TextEncoder().encode(text), reportsIn)!;
  expect(records.map(({ time, text: said }) => [time, said])).toEqual([
    [1, 'usb 1-1: new'],
    [12.345678, 'BUG: bad'],
  ]);
});
`,
});
