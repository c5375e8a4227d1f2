import { readFileSync } from 'node:fs';

/** Field offsets of disk_dump_header, kdump_sub_header and page_desc (makedumpfile's diskdump_mod.h), 64-bit. */
const HEADER = { blockSize: 428, subBlocks: 432, bitmapBlocks: 436 } as const;
const SUB = { vmcoreinfo: 32, notes: 48, eraseinfo: 64 } as const;
const DESCRIPTOR = 24;

/**
 * The kdump-compressed file at `path` with the pages of `keep` only: header, notes and the list of pages that exist
 * stay as they were, stored pages are copied byte for byte. The pages left out count as excluded.
 */
export function thinKdump(path: string, keep: ReadonlySet<number>): Uint8Array {
  const file = readFileSync(path);
  const block = file.readInt32LE(HEADER.blockSize);
  const bitmapAt = (1 + file.readInt32LE(HEADER.subBlocks)) * block;
  const bitmapBytes = file.readUInt32LE(HEADER.bitmapBlocks) * block;
  const half = bitmapBytes / 2;
  const head = Buffer.from(file.subarray(0, bitmapAt + bitmapBytes));
  const parts: Buffer[] = [];
  const descriptors: Buffer[] = [];
  const stored = head.subarray(bitmapAt + half, bitmapAt + bitmapBytes);
  let end = bitmapAt + bitmapBytes + countKept(stored, keep) * DESCRIPTOR;
  const place = (from: number, size: number): number => {
    parts.push(file.subarray(from, from + size));
    end += size;
    return end - size;
  };
  for (const field of [SUB.vmcoreinfo, SUB.notes, SUB.eraseinfo].map((offset) => block + offset)) {
    const size = Number(head.readBigUInt64LE(field + 8));
    if (size > 0) head.writeBigUInt64LE(BigInt(place(Number(head.readBigUInt64LE(field)), size)), field);
  }
  const placed = new Map<number, number>();
  let rank = 0;
  for (let pfn = 0; pfn < half * 8; pfn++) {
    if ((stored[pfn >> 3] & (1 << (pfn & 7))) === 0) continue;
    const at = bitmapAt + bitmapBytes + rank++ * DESCRIPTOR;
    if (!keep.has(pfn)) {
      stored[pfn >> 3] &= ~(1 << (pfn & 7));
      continue;
    }
    const descriptor = Buffer.from(file.subarray(at, at + DESCRIPTOR));
    const offset = Number(descriptor.readBigInt64LE(0));
    // Zero pages share their bytes.
    const moved = placed.get(offset) ?? place(offset, descriptor.readUInt32LE(8));
    placed.set(offset, moved);
    descriptor.writeBigInt64LE(BigInt(moved), 0);
    descriptors.push(descriptor);
  }
  return Buffer.concat([head, ...descriptors, ...parts]);
}

function countKept(stored: Buffer, keep: ReadonlySet<number>): number {
  let count = 0;
  for (const pfn of keep) if (stored[pfn >> 3] & (1 << (pfn & 7))) count++;
  return count;
}
