import { describe, expect, it } from 'vitest';
import { openContainer } from '../../../src/core/container/probe.ts';
import { CorruptError } from '../../../src/core/errors.ts';
import type { ByteSource } from '../../../src/core/source/source.ts';
import { buildKdump, rawPage, zlibPage, type KdumpPlan } from '../../build/kdump.ts';
import { buildNotes, vmcoreinfoNote } from '../../build/notes.ts';
import { openPlan, pageOrReason } from '../../build/physical.ts';
import { said } from '../../build/said.ts';
import { joined, pageOf, type Pieces } from '../../build/pieces.ts';

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
  it('is not believed to have 2^40 frames, even where a sparse file has their bitmaps', () => {
    const sparse = ({ size, pieces }: Pieces): ByteSource => ({
      name: 'sparse',
      size,
      read(offset, into) {
        into.fill(0);
        for (const [at, bytes] of pieces) {
          const part = bytes.subarray(Math.max(0, offset - at), Math.max(0, offset + into.length - at));
          if (part.length > 0) into.set(part, Math.max(0, at - offset));
        }
        return Math.max(0, Math.min(into.length, size - offset));
      },
    });
    const large = openContainer(sparse(buildKdump({ ...plan, maxMapnr: 2 ** 26 })));
    expect(large.pages.status(70000)).toBe(0);
    expect(() => openContainer(sparse(buildKdump({ ...plan, maxMapnr: 2 ** 40 })))).toThrow(CorruptError);
  });

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

  it.each(['32', '32-packed'] as const)('of a 32-bit kernel (%s), header versions 1 to 6', (layout) => {
    for (const version of [1, 2, 3, 4, 5, 6]) {
      const small = { ...plan, machine: layout === '32' ? 'armv7l' : 'i686', physBase: 0x1000n };
      const memory = openPlan(buildKdump({ ...small, layout, version }));
      for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
      const { container } = memory;
      expect(container).toMatchObject({ dumpLevel: 31, dumpTime: 1795392627, physBase: 0x1000n });
      expect(container.machine).toBe(layout === '32' ? 40 : 3);
      expect(container.notes.length).toBe(version >= 4 ? 2 : 0);
      expect(container.vmcoreinfo?.length).toBe(version >= 3 ? info.length : undefined);
      const part = openPlan(buildKdump({ ...small, layout, version, part: [2, 70000] }));
      if (version >= 2)
        expect([1, 2].map((pfn) => typeof pageOrReason(part, pfn))).toEqual(['string', 'object']);
    }
  });

  it('diskdump of RHEL 3 and 4 has the same tables', () => {
    const memory = openPlan(buildKdump({ ...plan, version: 0, signature: 'DISKDUMP' }));
    for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    expect(memory.container.format).toBe('diskdump');
    expect(memory.container.dumpLevel).toBeUndefined();
  });

  it('with its names four bytes too early (makedumpfile before 1.6.9, kernels from 5.11 on) has no machine, all else', () => {
    const file = joined(buildKdump(plan));
    file.copyWithin(12, 16, 402);
    const memory = openPlan({ size: file.length, pieces: [[0, file]] });
    expect(memory.container.machine).toBeUndefined();
    expect(memory.container.dumpTime).toBe(1795392627);
    for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
  });

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
    expect(said(memory.container)).toContain('incomplete');
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

  const wrong = (at: number, value: number, bytes: 4 | 8 = 4): Pieces => {
    const field = new Uint8Array(bytes);
    new DataView(field.buffer).setInt32(bytes - 4, value, true);
    const whole = buildKdump(plan);
    return { ...whole, pieces: [...whole.pieces, [at, field]] };
  };

  it.each([0, 5000, -4096, 65536])(
    'takes the block size that fits when the header says %i, and says so',
    (size) => {
      const memory = openPlan(wrong(428, size));
      for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
      expect(said(memory.container)).toBe(
        `the header's block size (${size}) does not fit its other fields; they fit 4096, which was taken`,
      );
    },
  );

  it('takes the number of frames that the bitmaps have room for when the header says an impossible one', () => {
    // max_mapnr_64 of the sub header: 2^52.
    const memory = openPlan(wrong(4096 + 96, 1 << 20, 8));
    for (const pfn of [1, 2, 70000]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    expect(said(memory.container)).toContain(
      '(max_mapnr 4,503,599,627,370,496) does not fit its bitmaps; 70,001 was taken',
    );
  });

  it('tells a file that was cut off, with how much is missing', () => {
    const pages = Array.from({ length: 2000 }, (_, i) => rawPage(i, pageOf(i)));
    const whole = buildKdump({ ...plan, pages });
    const { container } = openPlan(shorter(whole, whole.size - 1000 * 4096 - 1));
    expect(container.cut).toEqual({ missingBytes: 1000 * 4096 + 1, missingPages: 1001, pages: 2000 });
    expect(said(container)).toMatch(
      /^the file is cut off: 4\.1 MB of its end and with them 1,001 of 2,000 pages \(50 %\)/,
    );
    expect(openPlan(shorter(whole, whole.size - 1)).container.cut?.missingPages).toBe(1);
    expect(openPlan(whole).container.cut).toBeUndefined();
  });

  it('is not deceived by descriptors that make no sense', () => {
    const last = { ...rawPage(3, pageOf(3)), descriptor: { offset: 2 ** 50 } };
    const { container } = openPlan(buildKdump({ pages: [rawPage(1, pageOf(1)), last] }));
    expect(container.cut).toBeUndefined();
  });

  it('still has its VMCOREINFO when it ends within its bitmaps', () => {
    const whole = buildKdump(plan);
    const text = new TextEncoder().encode(info);
    const where = new DataView(new ArrayBuffer(16));
    where.setBigUint64(0, 4300n, true);
    where.setBigUint64(8, BigInt(text.length), true);
    const early: Pieces = {
      ...whole,
      pieces: [...whole.pieces, [4300, text], [4096 + 32, new Uint8Array(where.buffer)]],
    };
    const memory = openPlan(shorter(early, 20000));
    expect(new TextDecoder().decode(memory.container.vmcoreinfo)).toBe(info);
    expect(said(memory.container)).toContain('the file is cut off at 20,000 bytes');
    expect(pageOrReason(memory, 1)).not.toEqual(pageOf(1));
  });

  it('says that VMCOREINFO and notes lie after the end, not that there are none', () => {
    const whole = buildKdump(plan);
    // The descriptors end at 32840; VMCOREINFO, notes and pages follow.
    const { container } = openPlan(shorter(whole, 32850));
    expect(container.vmcoreinfo).toBeUndefined();
    expect(said(container)).toMatch(/VMCOREINFO \(\d+ bytes at 32,840\) lies after the end of the file/);
    expect(said(container)).toMatch(/the notes \([\d,]+ bytes at [\d,]+\) are not in the file/);
    expect(container.cut).toMatchObject({ missingPages: 3, pages: 3 });
  });

  it('refuses header values that cannot be', () => {
    for (const [at, value] of [
      [8, 7],
      [8, -1],
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
