import { describe, expect, it } from 'vitest';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';

const read = (text: string) => readTextLog(new TextEncoder().encode(text), reportsIn);

describe('a text read as a log', () => {
  it('tells time and caller of each line', () => {
    const log = read('[    0.000000] Linux version 6.1\n[   12.345678][  T277] BUG: bad\nno stamp\n');
    expect(log?.records).toEqual([
      { sequence: 0, line: 1, time: 0, text: 'Linux version 6.1', own: true },
      { sequence: 1, line: 2, time: 12.345678, caller: 'T277', text: 'BUG: bad', own: true },
      { sequence: 2, line: 3, text: 'no stamp', own: true },
    ]);
  });

  it('is one where user space wrote bytes of whatever kind onto the console', () => {
    const junk = String.fromCharCode(1, 2, 0xfffd, 0xfffd);
    const lines = Array.from(
      { length: 40 },
      (_, i) => `${junk}[  234.9074${10 + i}] a line of the kernel's own, and more of it here`,
    );
    expect(read(lines.join('\n'))?.records.filter(({ text }) => text.includes('a line of'))).toHaveLength(40);
    expect(read(Array.from({ length: 40 }, () => junk.repeat(4)).join('\n'))).toBeUndefined();
  });

  it('is whole where it was copied from the middle of its first stamp on', () => {
    const rest = '\n[   56.424737][ T6829] caller is plum+0x1/0x2';
    expect(read(`   56.424728][ T6829] BUG: bad${rest}`)?.records[0]).toMatchObject({
      time: 56.424728,
      caller: 'T6829',
      text: 'BUG: bad',
    });
    expect(read(`.424728] BUG: bad${rest}`)?.records[0].text).toBe('BUG: bad');
    expect(read(`1.5] is no stamp${rest}`)?.records[0].text).toBe('1.5] is no stamp');
  });

  it('is none where bytes are no text', () => {
    expect(readTextLog(new Uint8Array([0x4b, 0, 0, 0]), reportsIn)).toBeUndefined();
  });
});
