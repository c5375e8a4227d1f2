import { describe, expect, it } from 'vitest';
import { CorruptError } from '../../../src/core/errors.ts';
import { buildKdump, rawPage, zlibPage, type KdumpPlan } from '../../build/kdump.ts';
import { buildNotes, vmcoreinfoNote } from '../../build/notes.ts';
import { openPlan, pageOrReason } from '../../build/physical.ts';
import { pageOf, type Pieces } from '../../build/pieces.ts';

const info = 'OSRELEASE=6.1.0-test\nPAGESIZE=4096\n';
const plan: KdumpPlan = {
  pages: [rawPage(1, pageOf(1)), zlibPage(2, pageOf(2)), zlibPage(70000, pageOf(70000))],
  excluded: [3, 4],
  dumpLevel: 31,
  vmcoreinfo: info,
  notes: buildNotes([vmcoreinfoNote(info), { name: 'CORE', type: 1, desc: new Uint8Array(336) }]),
  seconds: 1795392627,
  physBase: 0x1000000n,
};

describe('kdump-compressed', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'header version %i: pages and what the header of that version says',
    (version) => {
      const memory = openPlan(buildKdump({ ...plan, version }));
      for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
      const { container } = memory;
      expect(container.dumpLevel).toBe(31);
      expect(container.machine).toBe(62);
      expect(container.physBase).toBe(0x1000000n);
      expect(container.dumpTime).toBe(1795392627);
      expect(container.notes.length).toBe(version >= 4 ? 2 : 0);
      expect(container.vmcoreinfo && new TextDecoder().decode(container.vmcoreinfo)).toBe(
        version >= 3 ? info : undefined,
      );
      expect(container.missing).toEqual([]);
    },
  );

  it.each([4096, 16384, 65536])('pages of %i bytes', (blockSize) => {
    const pages = [rawPage(0, pageOf(0, blockSize)), zlibPage(9, pageOf(9, blockSize))];
    const memory = openPlan(buildKdump({ pages, blockSize }));
    expect(memory.pageSize).toBe(blockSize);
    expect(pageOrReason(memory, 9)).toEqual(pageOf(9, blockSize));
  });

  it('says why a page is absent', () => {
    const memory = openPlan(buildKdump(plan));
    expect([0, 3, 4, 5, 70001, 1 << 30].map((pfn) => pageOrReason(memory, pfn))).toEqual([
      'hole',
      'excluded',
      'excluded',
      'hole',
      'hole',
      'hole',
    ]);
  });

  it('calls a page damaged when its bytes or its descriptor make no sense', () => {
    const broken = zlibPage(2, pageOf(2));
    const pages = [
      { ...broken, pfn: 0, stored: broken.stored.map((byte, i) => (i > 40 ? byte ^ 0x55 : byte)) },
      { ...broken, pfn: 1, descriptor: { size: 5000 } },
      { ...rawPage(2, pageOf(2)), descriptor: { size: 100 } },
      { ...broken, pfn: 3, flags: 0x20 },
      { ...broken, pfn: 4, descriptor: { offset: -1 } },
      { ...broken, pfn: 5, descriptor: { offset: 0 } },
      { ...broken, pfn: 6, descriptor: { size: 0 } },
    ];
    const memory = openPlan(buildKdump({ pages }));
    expect(pages.map(({ pfn }) => pageOrReason(memory, pfn))).toEqual(pages.map(() => 'damaged'));
  });

  it('calls a page lost when the file ends before it, or was never finished', () => {
    const whole = buildKdump(plan);
    const cut = openPlan(shorter(whole, whole.size - 10));
    expect(pageOrReason(cut, 2)).toEqual(pageOf(2));
    expect(pageOrReason(cut, 70000)).toBe('lost');
    const unfinished = {
      ...plan,
      status: 8,
      pages: [...plan.pages, { ...rawPage(9, pageOf(9)), descriptor: { offset: 0, size: 0 } }],
    };
    const memory = openPlan(buildKdump(unfinished));
    expect(pageOrReason(memory, 9)).toBe('lost');
    expect(pageOrReason(memory, 1)).toEqual(pageOf(1));
    expect(memory.container.incomplete).toBe(true);
    expect(memory.container.missing.join()).toContain('incomplete');
  });

  it.each([2, 6])('version %i: a part of a split dump has its own pages and misses the others', (version) => {
    const pages = [10, 20, 30, 40].map((pfn) => zlibPage(pfn, pageOf(pfn)));
    const memory = openPlan(buildKdump({ pages, version, part: [20, 40] }));
    expect([20, 30].map((pfn) => pageOrReason(memory, pfn))).toEqual([pageOf(20), pageOf(30)]);
    expect([10, 40].map((pfn) => pageOrReason(memory, pfn))).toEqual(['lost', 'lost']);
  });

  it('says where the file ends when it ends within its tables', () => {
    const whole = buildKdump(plan);
    for (const size of [9, 464, 4096, 8192, 20000]) {
      const open = () => openPlan(shorter(whole, size));
      expect(open).toThrow(CorruptError);
      expect(open).toThrow(/copy it again/);
    }
  });

  it('refuses header values that cannot be', () => {
    const wrong = (at: number, value: number): Pieces => {
      const field = new Uint8Array(4);
      new DataView(field.buffer).setInt32(0, value, true);
      const whole = buildKdump(plan);
      return { ...whole, pieces: [...whole.pieces, [at, field]] };
    };
    for (const [at, value] of [
      [8, 7],
      [8, -1],
      [428, 0],
      [428, 5000],
      [432, 0],
      [432, -5],
      [432, 0x7fffffff],
      [436, -1],
    ])
      expect(() => openPlan(wrong(at, value))).toThrow(CorruptError);
  });
});

/** The first `size` bytes of a planned file. */
function shorter({ pieces }: Pieces, size: number): Pieces {
  const kept = pieces
    .filter(([at]) => at < size)
    .map(([at, bytes]) => [at, bytes.subarray(0, size - at)] as const);
  return { size, pieces: kept };
}
