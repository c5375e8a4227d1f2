import { describe, expect, it } from 'vitest';
import { NameTable, PlainNames } from '../../../src/core/symbols/name-table.ts';
import { shownName, symbolText } from '../../../src/core/symbols/symbol.ts';

function table(
  symbols: readonly (readonly [address: bigint, letterAndName: string])[],
  module?: string,
): NameTable {
  return new NameTable(
    new PlainNames(symbols.map(([, name]) => name)),
    BigUint64Array.from(symbols, ([address]) => address),
    module,
  );
}

describe('symbols at one address', () => {
  const names = table([
    [0x1000n, 'Tmemcpy'],
    [0x1000n, 'T__memcpy'],
    [0x1010n, 'Tnext'],
  ]);
  it('are named by the first of their letters at the address, by the last behind it', () => {
    expect(names.byAddress(0x1000n)?.symbol.name).toBe('__memcpy');
    expect(names.byAddress(0x1001n)?.symbol.name).toBe('memcpy');
    expect(names.aliases(0x1000n).map(({ name }) => name)).toEqual(['__memcpy', 'memcpy']);
  });
  it('of a module stay as the module has them', () => {
    const own = table(
      [
        [0x1000n, 'tvirtio_init'],
        [0x1000n, 'Tinit_module'],
      ],
      'virtio',
    );
    expect(own.aliases(0x1000n).map(({ name }) => name)).toEqual(['virtio_init', 'init_module']);
  });
  it('are in order and have their size however many they are', () => {
    // Kernels have thousands at one address (__kstrtabns_…).
    const many = Array.from({ length: 5000 }, (_, i) => `r${String((i * 7919) % 5000).padStart(4, '0')}`);
    const crowded = table([
      [0x900n, 'Tbefore'],
      ...many.map((name) => [0x1000n, name] as const),
      [0x1010n, 'Tnext'],
    ]);
    const all = [...crowded.all()].map(({ name }) => name);
    expect(all).toEqual(['before', ...many.map((name) => name.slice(1)).sort(), 'next']);
    expect(crowded.byName('2500')?.size).toBe(16);
    expect(crowded.byName('before')?.size).toBe(0x700);
    expect(crowded.byAddress(0x1000n)?.symbol.name).toBe('0000');
    expect(crowded.byAddress(0x100fn)?.symbol.name).toBe('4999');
    expect(crowded.inOrder(2501)?.name).toBe('2500');
    expect(crowded.position(0x1010n)).toBe(5001);
    expect(crowded.aliases(0x1000n)).toHaveLength(1000);
  });
  it('of a table out of order are found all the same', () => {
    const mixed = table([
      [0x3000n, 'Tc'],
      [0x1000n, 'Tb'],
      [0x1000n, 'Ta'],
    ]);
    expect([...mixed.all()].map(({ name, size }) => [name, size])).toEqual([
      ['a', 0x2000],
      ['b', 0x2000],
      ['c', undefined],
    ]);
    expect(mixed.byAddress(0x1008n)?.symbol.name).toBe('b');
  });
  it('end where the next begins, and nothing is before the first', () => {
    expect(names.byAddress(0xfffn)).toBeUndefined();
    expect(names.byAddress(0x100fn)?.offset).toBe(15);
    expect(names.byName('next')?.address).toBe(0x1010n);
  });
});

describe('the name that is shown', () => {
  it('is cut before what compilers add', () => {
    expect(shownName('foo.isra.0')).toBe('foo');
    expect(shownName('foo.isra.0.cold')).toBe('foo');
    expect(shownName('foo.part.0')).toBe('foo');
    expect(shownName('foo.part.0.isra.0')).toBe('foo.part.0');
    expect(shownName('foo.constprop.0')).toBe('foo.constprop.0');
    expect(shownName('foo.cold')).toBe('foo.cold');
    expect(shownName('.isra.0')).toBe('.isra.0');
  });
  it('has its offset in the radix asked for, and its module', () => {
    const symbol = { name: 'foo.isra.0', address: 0x1000n as never, letter: 't', module: 'm' };
    expect(symbolText({ symbol, offset: 16 }, 16)).toBe('foo+0x10 [m]');
    expect(symbolText({ symbol, offset: 16 }, 10, false)).toBe('foo+16');
  });
});
