import { describe, expect, it } from 'vitest';
import { hasDump, openDump, textOf } from '../build/zoo.ts';

const ORIGINAL = '6.1-null_pointer';

describe('the bundled sample', () => {
  it('tells its crash without anything else at hand', () => {
    const verdict = openDump('sample').verdict();
    expect(verdict).toMatchObject({
      kind: 'null-pointer',
      access: 'write',
      task: { pid: 166, comm: 'insmod' },
      where: { symbol: 'null_pointer_init', offset: 31, module: 'null_pointer' },
    });
  });
});

describe.skipIf(!hasDump(ORIGINAL))('the bundled sample beside the dump it was made of', () => {
  it('has the same verdict', () => {
    expect(openDump('sample').verdict()).toEqual(openDump(ORIGINAL).verdict());
  });

  it.each(['sys -t', 'log', 'ps', 'mod', 'bt -a'])('answers "%s" alike', (line) => {
    expect(textOf('sample', line)).toBe(textOf(ORIGINAL, line));
  });
});
