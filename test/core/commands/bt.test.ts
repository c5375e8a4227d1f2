import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/core/errors.ts';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

describe.skipIf(!hasDump('6.1-null_pointer'))('bt', () => {
  const name = '6.1-null_pointer';

  it('gives rows with the way each frame was found', () => {
    const rows = [...openDump(name).run('bt')].flatMap((line) => line.row ?? []);
    expect(rows[2]).toMatchObject({ pid: 166, frame: 2, symbol: 'crash_kexec', method: 'prologue' });
    expect(rows[7]).toMatchObject({ frame: 7, symbol: 'do_one_initcall', offset: 89, method: 'orc' });
  });

  it('refuses what it cannot do with a sentence', () => {
    expect(() => textOf(name, 'bt 99999')).toThrow(new RequestError('bt: invalid task or pid value: 99999'));
    expect(() => textOf(name, 'bt -c 99')).toThrow(new RequestError('bt: invalid cpu specification: 99'));
    expect(() => textOf(name, 'bt -I ffffffffa7773a97')).toThrow(/-I needs -S/);
    expect(() => textOf(name, 'bt -S 12')).toThrow(/no stack address/);
  });

  it('finds no stack that ran over its end', () => {
    expect(textOf(name, 'bt -v')).toBe('No stack overflows detected\n');
  });
});
