import { deflateSync } from 'node:zlib';
import type { Pieces } from './pieces.ts';

/** A page of a planned dump, by what is stored for it. */
export interface PlannedPage {
  readonly pfn: number;
  /** Stored bytes; with `flags` as in the descriptor (0 raw, 1 zlib, 2 LZO, 4 snappy, 0x20 zstd). */
  readonly stored: Uint8Array;
  readonly flags: number;
  /** Written in place of the true offset and size. */
  readonly descriptor?: { readonly offset?: number; readonly size?: number };
}

/** A kdump-compressed file to be written. */
export interface KdumpPlan {
  readonly pages: readonly PlannedPage[];
  /** 6 when absent. */
  readonly version?: number;
  readonly blockSize?: number;
  readonly maxMapnr?: number;
  /** Frames that exist but were left out. */
  readonly excluded?: readonly number[];
  readonly dumpLevel?: number;
  /** Bits of the header's status: 8 incomplete. */
  readonly status?: number;
  readonly notes?: Uint8Array;
  readonly vmcoreinfo?: string;
  /** What `makedumpfile --config` erased. */
  readonly eraseinfo?: string;
  readonly machine?: string;
  readonly seconds?: number;
  readonly physBase?: bigint;
  /** 64 when absent; 32 with 64-bit numbers aligned (arm), or packed (i386). */
  readonly layout?: '64' | '32' | '32-packed';
  readonly signature?: string;
  /** Only descriptors of frames in this range are in the file. */
  readonly part?: readonly [start: number, end: number];
}

export const rawPage = (pfn: number, page: Uint8Array): PlannedPage => ({ pfn, stored: page, flags: 0 });
export const zlibPage = (pfn: number, page: Uint8Array): PlannedPage => ({ pfn, stored: deflateSync(page), flags: 1 });

/**
 * Writes a kdump-compressed file (makedumpfile's diskdump_mod.h: disk_dump_header, kdump_sub_header, two bitmaps,
 * page_desc), little-endian. What a header version does not have stays zero.
 */
export function buildKdump(plan: KdumpPlan): Pieces {
  const { version = 6, blockSize = 4096 } = plan;
  const pages = [...plan.pages].sort((a, b) => a.pfn - b.pfn);
  const exists = [...pages.map((page) => page.pfn), ...(plan.excluded ?? [])];
  const maxMapnr = plan.maxMapnr ?? Math.max(0, ...exists) + 1;
  const half = Math.ceil(maxMapnr / 8 / blockSize) * blockSize;
  const bitmapsAt = 2 * blockSize;
  const inFile = pages.filter(({ pfn }) => !plan.part || (pfn >= plan.part[0] && pfn < plan.part[1]));
  const descriptorsAt = bitmapsAt + 2 * half;
  let end = descriptorsAt + inFile.length * 24;
  const pieces: [number, Uint8Array][] = [];
  const place = (bytes: Uint8Array): number => {
    pieces.push([end, bytes]);
    end += bytes.length;
    return end - bytes.length;
  };
  const sub = new DataView(new ArrayBuffer(blockSize));
  writeSub(sub, version, plan, maxMapnr, place);
  const descriptors = new DataView(new ArrayBuffer(inFile.length * 24));
  inFile.forEach((page, index) => {
    const offset = place(page.stored);
    descriptors.setBigInt64(index * 24, BigInt(page.descriptor?.offset ?? offset), true);
    descriptors.setUint32(index * 24 + 8, page.descriptor?.size ?? page.stored.length, true);
    descriptors.setUint32(index * 24 + 12, page.flags, true);
  });
  pieces.push([0, header(plan, version, blockSize, maxMapnr, (2 * half) / blockSize)]);
  pieces.push([blockSize, new Uint8Array(sub.buffer)], [descriptorsAt, new Uint8Array(descriptors.buffer)]);
  pieces.push(...bitmap(bitmapsAt, exists), ...bitmap(bitmapsAt + half, pages.map((page) => page.pfn)));
  return { size: end, pieces };
}

function header(plan: KdumpPlan, version: number, blockSize: number, maxMapnr: number, bitmapBlocks: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(464));
  const text = (at: number, value: string): void => {
    new Uint8Array(view.buffer).set(new TextEncoder().encode(value), at);
  };
  const wide = (plan.layout ?? '64') === '64';
  const after = wide ? 0 : -12;
  text(0, plan.signature ?? 'KDUMP   ');
  view.setInt32(8, version, true);
  text(12, 'Linux');
  text(12 + 4 * 65, plan.machine ?? 'x86_64');
  if (wide) view.setBigInt64(408, BigInt(plan.seconds ?? 0), true);
  else view.setUint32(404, plan.seconds ?? 0, true);
  view.setUint32(424 + after, plan.status ?? 0, true);
  view.setInt32(428 + after, blockSize, true);
  view.setInt32(432 + after, 1, true);
  view.setUint32(436 + after, bitmapBlocks, true);
  view.setUint32(440 + after, Math.min(maxMapnr, 0xffffffff), true);
  return new Uint8Array(view.buffer);
}

/** Where the sub header's fields lie: level, split, start and end of a part, VMCOREINFO, notes, start and end and max_mapnr in 64 bits. */
const SUB = {
  '64': [8, 12, 16, 24, 32, 48, 80, 88, 96],
  '32': [4, 8, 12, 16, 24, 40, 72, 80, 88],
  '32-packed': [4, 8, 12, 16, 20, 32, 56, 64, 72],
} as const;

function writeSub(sub: DataView, version: number, plan: KdumpPlan, maxMapnr: number, place: (bytes: Uint8Array) => number): void {
  const layout = plan.layout ?? '64';
  const wide = layout === '64';
  const [level, split, startAt, endAt, info, note, start64, end64, frames64] = SUB[layout];
  const long = (at: number, value: bigint): void => {
    if (wide) sub.setBigInt64(at, value, true);
    else sub.setUint32(at, Number(BigInt.asUintN(32, value)), true);
  };
  const pair = (at: number, bytes: Uint8Array): void => {
    sub.setBigUint64(at, BigInt(place(bytes)), true);
    long(at + 8, BigInt(bytes.length));
  };
  long(0, plan.physBase ?? 0n);
  if (version >= 1) sub.setInt32(level, plan.dumpLevel ?? 0, true);
  const [start, end] = plan.part ?? [0, 0];
  if (version >= 2 && plan.part) sub.setInt32(split, 1, true);
  if (version >= 2) long(startAt, BigInt(start));
  if (version >= 2) long(endAt, BigInt(end));
  if (version >= 3 && plan.vmcoreinfo !== undefined) pair(info, new TextEncoder().encode(plan.vmcoreinfo));
  if (version >= 4 && plan.notes) pair(note, plan.notes);
  if (version >= 5 && wide && plan.eraseinfo !== undefined) pair(64, new TextEncoder().encode(plan.eraseinfo));
  if (version < 6) return;
  sub.setBigUint64(start64, BigInt(start), true);
  sub.setBigUint64(end64, BigInt(end), true);
  sub.setBigUint64(frames64, BigInt(maxMapnr), true);
}

/** The bits of `frames` as pieces of 4 KiB, so that a bitmap of a terabyte stays small. */
function bitmap(offset: number, frames: readonly number[]): [number, Uint8Array][] {
  const chunks = new Map<number, Uint8Array>();
  for (const pfn of frames) {
    const byte = Math.floor(pfn / 8);
    const chunk = Math.floor(byte / 4096);
    const bytes = chunks.get(chunk) ?? new Uint8Array(4096);
    bytes[byte % 4096] |= 1 << (pfn % 8);
    chunks.set(chunk, bytes);
  }
  return [...chunks].map(([chunk, bytes]) => [offset + chunk * 4096, bytes]);
}
