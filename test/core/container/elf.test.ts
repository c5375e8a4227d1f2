import { describe, expect, it } from 'vitest';
import { openContainer } from '../../../src/core/container/probe.ts';
import { CorruptError } from '../../../src/core/errors.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf, type PlannedSegment } from '../../build/elf.ts';
import { buildNotes, vmcoreinfoNote } from '../../build/notes.ts';
import { openPlan, pageOrReason } from '../../build/physical.ts';
import { said } from '../../build/said.ts';
import { joined, pageOf } from '../../build/pieces.ts';

const pages = (...pfns: number[]): Uint8Array => Uint8Array.from(pfns.flatMap((pfn) => [...pageOf(pfn)]));
const segment = (...pfns: number[]): PlannedSegment => ({ physical: pfns[0] * 4096, bytes: pages(...pfns) });

describe('ELF cores', () => {
  it('have pages in their segments, holes between, and tell what was left out', () => {
    const left = { physical: 100 * 4096, bytes: pages(100), memory: 3 * 4096 };
    const memory = openPlan(buildElf({ segments: [segment(8, 9), segment(2), left] }));
    for (const pfn of [2, 8, 9, 100]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    expect([0, 3, 10, 99, 101, 102, 103].map((pfn) => pageOrReason(memory, pfn))).toEqual([
      'hole',
      'hole',
      'hole',
      'hole',
      'excluded',
      'excluded',
      'hole',
    ]);
    expect(memory.container.pages.endPfn).toBe(103);
  });

  it('carry notes and VMCOREINFO', () => {
    const notes = buildNotes([
      vmcoreinfoNote('OSRELEASE=x\n'),
      { name: 'CORE', type: 1, desc: new Uint8Array(336) },
    ]);
    const { container } = openPlan(buildElf({ segments: [segment(1)], notes, machine: 183 }));
    expect(new TextDecoder().decode(container.vmcoreinfo)).toBe('OSRELEASE=x\n');
    expect(container.notes.map((note) => [note.name, note.type, note.desc.length])).toEqual([
      ['VMCOREINFO', 0, 12],
      ['CORE', 1, 336],
    ]);
    expect(container.machine).toBe(183);
  });

  it('may keep their number of headers in section header 0 (PN_XNUM)', () => {
    const segments = Array.from({ length: 300 }, (_, i) => segment(i * 2));
    const memory = openPlan(buildElf({ segments, manyHeaders: true }));
    expect(pageOrReason(memory, 598)).toEqual(pageOf(598));
    expect(pageOrReason(memory, 597)).toBe('hole');
  });

  it('may have the kernel image twice: in a segment of its own inside another one', () => {
    const ram = segment(10, 11, 12, 13, 14, 15);
    const image = { ...segment(12, 13), virtual: 0xffffffff81000000n };
    for (const segments of [
      [image, ram],
      [ram, image],
    ]) {
      const memory = openPlan(buildElf({ segments }));
      for (const pfn of [10, 11, 12, 13, 14, 15]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
      expect(memory.container.segments).toContainEqual(
        expect.objectContaining({ virtual: 0xffffffff81000000n, physical: 12 * 4096 }),
      );
    }
  });

  it('may have a page in several pieces, and pieces of a page', () => {
    const page = pageOf(5);
    const at = (from: number, to: number): PlannedSegment => ({
      physical: 5 * 4096 + from,
      bytes: page.subarray(from, to),
    });
    const memory = openPlan(
      buildElf({
        segments: [at(1000, 4096), at(0, 1000), { physical: 7 * 4096 + 100, bytes: page.subarray(0, 50) }],
      }),
    );
    expect(pageOrReason(memory, 5)).toEqual(page);
    const lone = pageOrReason(memory, 7) as Uint8Array;
    expect(lone.subarray(100, 150)).toEqual(page.subarray(0, 50));
    expect([...lone.subarray(0, 100), ...lone.subarray(150)].every((byte) => byte === 0)).toBe(true);
  });

  it('tell when they are cut off or unfinished', () => {
    const whole = buildElf({ segments: [segment(1, 2, 3)], flags: 1 });
    const bytes = openPlan(whole);
    expect(bytes.container.incomplete).toBe(true);
    const short = {
      size: whole.size - 5000,
      pieces: whole.pieces.map(([at, piece]) => [at, piece.subarray(0, whole.size - 5000 - at)] as const),
    };
    const memory = openPlan(short);
    expect(pageOrReason(memory, 1)).toEqual(pageOf(1));
    expect([2, 3].map((pfn) => pageOrReason(memory, pfn))).toEqual(['lost', 'lost']);
    expect(memory.container.pages.status(2)).toBe(2);
    expect(said(memory.container)).toContain(
      'the file is cut off: 5,000 bytes of its end and with them 2 of 3 pages (67 %)',
    );
  });

  it.each([
    [32, false, 3],
    [32, true, 20],
    [64, true, 22],
  ] as const)('may be of %i bits, big-endian: %s', (bits, bigEndian, machine) => {
    const segments = [segment(1, 2), { ...segment(700), virtual: 0xc0000000n }];
    for (const manyHeaders of [false, true]) {
      const memory = openPlan(buildElf({ segments, bits, bigEndian, machine, manyHeaders }));
      for (const pfn of [1, 2, 700]) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
      expect(pageOrReason(memory, 3)).toBe('hole');
      expect(memory.container.machine).toBe(machine);
      expect(memory.container.segments?.map((each) => each.virtual)).toContain(0xc0000000n);
    }
  });

  it('of netdump with more memory than 32 bits can count have all that the file has', () => {
    const plan = buildElf({
      bits: 32,
      machine: 3,
      paged: true,
      notes: buildNotes([{ name: 'CORE', type: 4, desc: new Uint8Array(8) }]),
      segments: [{ physical: 0, bytes: pageOf(0) }],
    });
    const far = 5 * 2 ** 30;
    const whole = joined(plan);
    const container = openContainer({ ...memorySource(whole), size: whole.length + far });
    expect(container.format).toBe('netdump (32-bit)');
    expect(container.pages.endPfn).toBe(1 + far / 4096);
    expect(container.pages.status(far / 4096)).toBe(0);
    expect(container.pages.status(1 + far / 4096)).toBe(3);
  });

  it('are refused when their headers lie beyond the end', () => {
    const whole = buildElf({ segments: [segment(1)] });
    expect(() => openPlan({ size: 80, pieces: [[0, whole.pieces[0][1].subarray(0, 80)]] })).toThrow(
      CorruptError,
    );
  });
});
