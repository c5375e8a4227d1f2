import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { questions } from '../../scripts/sample/questions.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import { dumpPath, hasDump, openDump, textOf } from '../build/zoo.ts';

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

  it('is small', () => {
    expect(statSync(dumpPath('sample')).size).toBeLessThan(8e6);
  });
});

describe.skipIf(!hasDump(ORIGINAL))('the bundled sample beside the dump it was made of', () => {
  it('has the same verdict', () => {
    expect(openDump('sample').verdict()).toEqual(openDump(ORIGINAL).verdict());
  });

  /** What a command prints, or why it does not. */
  const answer = (dump: string, line: string): string => {
    try {
      return textOf(dump, line);
    } catch (error) {
      if (error instanceof OopscopeError) return error.message;
      throw error;
    }
  };

  it('answers what it was made for, as far as there are commands for it', () => {
    const lines = [...questions(openDump(ORIGINAL))];
    expect(lines.filter((line) => answer('sample', line) !== answer(ORIGINAL, line))).toEqual([]);
  });
});
