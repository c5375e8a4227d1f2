import { describe, expect, it } from 'vitest';
import { paging } from '../../../../src/core/arch/x86_64/paging.ts';
import { halfOf, linearPhysical, linearVirtual } from '../../../../src/core/memory/tables.ts';
import { Vmcoreinfo } from '../../../../src/core/symbols/vmcoreinfo.ts';
import { hasDump, openDump } from '../../../build/zoo.ts';

const layoutOf = (text: string, more: object = {}): ReturnType<typeof paging.layout> =>
  paging.layout({ vmcoreinfo: new Vmcoreinfo(text), ...more });

describe('memory of x86-64', () => {
  it('has the image where phys_base moves it, negative ones too', () => {
    const low = layoutOf('NUMBER(phys_base)=-16777216').image;
    expect(linearPhysical(low, 0xffffffff82000000n)).toBe(0x1000000);
    expect(linearVirtual(low, 0x1000000)).toBe(0xffffffff82000000n);
    expect(linearPhysical(low, 0xffffffff00000000n)).toBeUndefined();
    expect(linearPhysical(low, 0xffffffffc0000000n)).toBeUndefined();
    // An address that would lie below all memory.
    expect(linearPhysical(low, 0xffffffff80000000n)).toBeUndefined();
  });

  it('takes phys_base from the header, then from the piece of memory that holds the image', () => {
    expect(linearPhysical(layoutOf('', { physBase: 0x2000000n }).image, 0xffffffff80000000n)).toBe(0x2000000);
    const segments = [
      { virtual: 0xffff888000000000n, physical: 0, memory: 0x100000 },
      { virtual: 0xffffffff81000000n, physical: 0x5000000, memory: 0x100000 },
    ];
    expect(linearPhysical(layoutOf('', { segments }).image, 0xffffffff81234567n)).toBe(0x5234567);
    expect(() => layoutOf('')).toThrow('phys_base');
  });

  it('knows four levels and five', () => {
    const four = layoutOf('NUMBER(phys_base)=0').tables;
    const five = layoutOf('NUMBER(phys_base)=0\nNUMBER(pgtable_l5_enabled)=1').tables;
    expect(paging.levelNames(four)).toEqual(['PGD', 'PUD', 'PMD', 'PTE']);
    expect(paging.levelNames(five)).toEqual(['PGD', 'P4D', 'PUD', 'PMD', 'PTE']);
    const halves = (value: bigint): unknown[] => [halfOf(four, value), halfOf(five, value)];
    expect(halves(0x00007fffffffffffn)).toEqual(['user', 'user']);
    expect(halves(0x0000800000000000n)).toEqual([undefined, 'user']);
    expect(halves(0x00ffffffffffffffn)).toEqual([undefined, 'user']);
    expect(halves(0x0100000000000000n)).toEqual([undefined, undefined]);
    expect(halves(0xfeffffffffffffffn)).toEqual([undefined, undefined]);
    expect(halves(0xff00000000000000n)).toEqual([undefined, 'kernel']);
    expect(halves(0xffff7fffffffffffn)).toEqual([undefined, 'kernel']);
    expect(halves(0xffff800000000000n)).toEqual(['kernel', 'kernel']);
  });

  it('takes the encryption bit out of entries', () => {
    const { entry } = layoutOf('NUMBER(phys_base)=0\nNUMBER(sme_mask)=0x800000000000').tables;
    expect(entry.keep).toBe(0x000f7ffffffff000n);
  });

  it('names the bits of an entry', () => {
    expect(paging.entryFlags((1n << 63n) | 0x63n)).toBe('PRESENT|RW|ACCESSED|DIRTY|NX');
  });
});

describe.each(['sample', '5.10-cloud-null_pointer', '7-cloud-uaf'])(
  '%s without the variables that KASLR sets',
  (name) => {
    it.skipIf(!hasDump(name))('has the direct map by the page tables, struct page by mem_section', () => {
      const { kernel } = openDump(name);
      const image = { byName: () => undefined };
      const bare = {
        space: kernel.space,
        types: kernel.types,
        vmcoreinfo: kernel.vmcoreinfo,
        layout: kernel.layout,
        symbols: { image } as unknown as typeof kernel.symbols,
        remember: <T>(_: string, make: () => T): T => make(),
      };
      expect(paging.directMap(bare)).toEqual(paging.directMap(kernel));
      expect(paging.vmemmap(bare)).toBe(paging.vmemmap(kernel));
    });
  },
);
