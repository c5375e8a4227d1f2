import { deflateSync } from 'node:zlib';
import { readBytes, type ByteSource } from '../../src/core/source/source.ts';

/**
 * Writes a kdump-compressed file with some of the pages of another. Layout and offsets: disk_dump_header,
 * kdump_sub_header and page_desc of makedumpfile's diskdump_mod.h, 64-bit little-endian, header version 6.
 */
const BLOCK_SIZE = 428;
const SUB_BLOCKS = 432;
const BITMAP_BLOCKS = 436;
const STATUS = 424;
const ZLIB = 1;
const SUB = { vmcoreinfo: 32, note: 48, erase: 64 } as const;
const DESCRIPTOR = 24;

/** A page of the new file. */
export interface SamplePage {
  readonly pfn: number;
  readonly bytes: Uint8Array;
}

/** What of the old file is kept as it is, and what the new one holds. */
export interface SamplePlan {
  readonly source: ByteSource;
  /** In order of their frames. */
  readonly pages: readonly SamplePage[];
  /** Frames that the machine had, in the file or not. */
  readonly exists: (pfn: number) => boolean;
  readonly endPfn: number;
}

/** The new file: header, sub header, notes and VMCOREINFO of the old one, its pages compressed with zlib. */
export function sampleFile(plan: SamplePlan): Uint8Array {
  const first = new DataView(part(plan.source, 0, 464).buffer);
  const blockSize = first.getInt32(BLOCK_SIZE, true);
  const head = part(plan.source, 0, blockSize);
  const sub = part(plan.source, blockSize, blockSize);
  const headView = new DataView(head.buffer);
  const subView = new DataView(sub.buffer);
  const half = Math.ceil(plan.endPfn / 8 / blockSize) * blockSize;
  const bitmapsAt = 2 * blockSize;
  const descriptorsAt = bitmapsAt + 2 * half;

  const tail: Uint8Array[] = [];
  let end = descriptorsAt + plan.pages.length * DESCRIPTOR;
  const place = (bytes: Uint8Array): number => {
    tail.push(bytes);
    end += bytes.length;
    return end - bytes.length;
  };

  headView.setInt32(SUB_BLOCKS, 1, true);
  headView.setUint32(BITMAP_BLOCKS, (2 * half) / blockSize, true);
  headView.setUint32(STATUS, ZLIB, true);
  moveNotes(plan.source, subView, place);

  const bitmaps = new Uint8Array(2 * half);
  for (let pfn = 0; pfn < plan.endPfn; pfn++) if (plan.exists(pfn)) bitmaps[pfn >> 3] |= 1 << (pfn & 7);
  const descriptors = new DataView(new ArrayBuffer(plan.pages.length * DESCRIPTOR));
  // Pages of the same bytes (zeros above all) are stored once.
  const stored = new Map<string, readonly [offset: number, size: number, flags: number]>();
  plan.pages.forEach(({ pfn, bytes }, index) => {
    bitmaps[half + (pfn >> 3)] |= 1 << (pfn & 7);
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    let known = stored.get(key);
    if (!known) {
      const packed = deflateSync(bytes, { level: 9, memLevel: 9 });
      const smaller = packed.length < bytes.length;
      known = smaller ? [place(packed), packed.length, ZLIB] : [place(bytes), bytes.length, 0];
      stored.set(key, known);
    }
    descriptors.setBigInt64(index * DESCRIPTOR, BigInt(known[0]), true);
    descriptors.setUint32(index * DESCRIPTOR + 8, known[1], true);
    descriptors.setUint32(index * DESCRIPTOR + 12, known[2], true);
  });
  return Buffer.concat([head, sub, bitmaps, new Uint8Array(descriptors.buffer), ...tail]);
}

/** Notes and VMCOREINFO, which usually lies within them, at their new places. */
function moveNotes(source: ByteSource, sub: DataView, place: (bytes: Uint8Array) => number): void {
  const pair = (at: number): readonly [offset: number, size: number] => [
    Number(sub.getBigUint64(at, true)),
    Number(sub.getBigUint64(at + 8, true)),
  ];
  const set = (at: number, offset: number): void => sub.setBigUint64(at, BigInt(offset), true);
  const [noteAt, noteSize] = pair(SUB.note);
  const [infoAt, infoSize] = pair(SUB.vmcoreinfo);
  const noteNow = noteSize > 0 ? place(part(source, noteAt, noteSize)) : 0;
  set(SUB.note, noteNow);
  if (infoSize > 0) {
    const within = infoAt >= noteAt && infoAt + infoSize <= noteAt + noteSize;
    set(SUB.vmcoreinfo, within ? noteNow + infoAt - noteAt : place(part(source, infoAt, infoSize)));
  }
  set(SUB.erase, 0);
  set(SUB.erase + 8, 0);
}

function part(source: ByteSource, offset: number, length: number): Uint8Array {
  const bytes = readBytes(source, offset, length);
  if (!bytes) throw new Error(`${source.name} ends before offset ${offset + length}; copy it again.`);
  return bytes;
}
