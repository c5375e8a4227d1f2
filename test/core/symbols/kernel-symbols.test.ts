import { describe, expect, it } from 'vitest';
import { KernelSymbols } from '../../../src/core/symbols/kernel-symbols.ts';
import { NameTable, PlainNames } from '../../../src/core/symbols/name-table.ts';

function table(symbols: readonly (readonly [address: bigint, letterAndName: string])[], module?: string) {
  return new NameTable(
    new PlainNames(symbols.map(([, name]) => name)),
    BigUint64Array.from(symbols, ([address]) => address),
    module,
  );
}

describe('the names of the kernel and its modules', () => {
  const names = new KernelSymbols(table([[0x1000n, 'T_stext']]), 0x1000n, 0x2000n);
  // A module that is being loaded: what it drops later lies far from its text, or is gone from where it lay.
  const module = table(
    [
      [0x5000n, 'r__UNIQUE_ID_modinfo'],
      [0x9010n, 'tlab_init'],
    ],
    'lab',
  );
  names.add({ start: 0x9000n, end: 0xa000n, table: module });

  it('name an address of a module by what begins in the same range', () => {
    expect(names.byAddress(0x9018n)).toMatchObject({ symbol: { name: 'lab_init' }, offset: 8 });
  });

  it('give the beginning of a range no name of another one', () => {
    expect(names.byAddress(0x9008n)).toBeUndefined();
    expect(names.byAddress(0x5004n)).toBeUndefined();
  });

  it('give names of the image to addresses of the image alone', () => {
    expect(names.byAddress(0x1fffn)).toMatchObject({ symbol: { name: '_stext' } });
    expect(names.byAddress(0x2000n)).toBeUndefined();
  });
});
