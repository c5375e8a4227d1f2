import { describe, expect, it } from 'vitest';
import { wrapper } from '../../../src/core/container/flattened.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildFlattened, flattened, flattenedPieces } from '../../build/flattened.ts';
import { buildKdump, zlibPage } from '../../build/kdump.ts';
import { openMemory, pageOrReason } from '../../build/physical.ts';
import { joined, pageOf } from '../../build/pieces.ts';
import { seededRandom } from '../../build/random.ts';
import { said } from '../../build/said.ts';

const frames = [1, 2, 3, 900, 70000];
const kdump = buildKdump({
  pages: frames.map((pfn) => zlibPage(pfn, pageOf(pfn))),
  vmcoreinfo: 'OSRELEASE=6\n',
});
const unwrapped = (bytes: Uint8Array) => wrapper.unwrap(memorySource(bytes, 'flat'), () => undefined);
const readAll = (bytes: Uint8Array): Uint8Array => {
  const { source } = unwrapped(bytes);
  const into = new Uint8Array(source.size);
  return into.subarray(0, source.read(0, into));
};

describe('flattened files', () => {
  it.each([1000, 4096, 65536])('of a kdump in records of %i bytes open as the kdump does', (size) => {
    const memory = openMemory(memorySource(flattened(joined(kdump), size)));
    for (const pfn of frames) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    expect(memory.container.format).toBe('kdump-compressed, flattened');
    expect(memory.container.missing).toEqual([]);
  });

  it('of an ELF core open too, and holes read as zeros', () => {
    const elf = buildElf({ segments: frames.map((pfn) => ({ physical: pfn * 4096, bytes: pageOf(pfn) })) });
    const memory = openMemory(memorySource(flattenedPieces(elf)));
    for (const pfn of frames) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    const sparse = openMemory(memorySource(flattenedPieces(kdump)));
    expect(pageOrReason(sparse, 70000)).toEqual(pageOf(70000));
  });

  it('count what was written last, however records overlap', () => {
    const random = seededRandom(20261126);
    for (let round = 0; round < 300; round++) {
      const real = new Uint8Array(400);
      let end = 0;
      const records = Array.from({ length: 1 + random(12) }, (_, i): [number, Uint8Array] => {
        const offset = random(300);
        const bytes = new Uint8Array(1 + random(90)).fill(i + 1);
        real.set(bytes, offset);
        end = Math.max(end, offset + bytes.length);
        return [offset, bytes];
      });
      expect([...readAll(buildFlattened({ records }))]).toEqual([...real.subarray(0, end)]);
    }
  });

  it('that were cut off give what had arrived, and say so', () => {
    const file = flattened(joined(kdump), 4096);
    const memory = openMemory(memorySource(file.subarray(0, file.length - 16)));
    expect(said(memory.container)).toContain('has no end marker');
    for (const pfn of frames) expect(pageOrReason(memory, pfn)).toEqual(pageOf(pfn));
    // The second record of 100 bytes is cut within.
    const half = buildFlattened({
      records: [
        [0, new Uint8Array(100).fill(1)],
        [100, new Uint8Array(100).fill(2)],
      ],
    }).subarray(0, 4096 + 116 + 16 + 40);
    expect([...readAll(half)]).toEqual([...new Array<number>(100).fill(1), ...new Array<number>(40).fill(2)]);
  });

  it('end at a record that makes no sense, which is said', () => {
    const file = buildFlattened({
      records: [
        [0, pageOf(1)],
        [4096, pageOf(2)],
      ],
    });
    new DataView(file.buffer).setBigInt64(4096 + 16 + 4096 + 8, -5n);
    const { source, missing } = unwrapped(file);
    expect(source.size).toBe(4096);
    expect(missing).toHaveLength(1);
    expect(missing[0].fields).toEqual({ offset: 4096 + 16 + 4096 });
  });

  it('join records that follow each other', () => {
    const records = Array.from({ length: 2000 }, (_, i): [number, Uint8Array] => [
      i * 512,
      new Uint8Array(512).fill(i),
    ]);
    const { source } = unwrapped(buildFlattened({ records }));
    expect((source as unknown as { pieces: unknown[] }).pieces).toHaveLength(1);
    const into = new Uint8Array(3);
    source.read(512 * 1999 - 1, into);
    expect([...into]).toEqual([1998 & 255, 1999 & 255, 1999 & 255]);
  });
});
