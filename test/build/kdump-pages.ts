import { readFileSync } from 'node:fs';

/**
 * The stored pages of a kdump-compressed file (64-bit little-endian header), for tests and benchmarks of the decoders.
 * Layout: `disk_dump_header`, `kdump_sub_header` and `page_desc` of makedumpfile's diskdump_mod.h. This reader trusts its
 * input and knows only what is needed to reach every page; the program's own reader lives in src/core/container.
 */

export type PageCodec = 'raw' | 'zlib' | 'lzo' | 'snappy' | 'zstd';

export interface StoredPage {
  readonly pfn: number;
  readonly codec: PageCodec;
  readonly bytes: Uint8Array;
}

export interface KdumpPages {
  readonly pageSize: number;
  /** Each stored page once; zero pages, which share one descriptor, come once too. */
  pages(): Generator<StoredPage>;
}

const STATUS_OFFSET = 428; // block_size; sub_hdr_size, bitmap_blocks follow
const SUB_HEADER_MAX_MAPNR_64 = 96;
const DESCRIPTOR_SIZE = 24;
const CODEC_OF_FLAGS: ReadonlyMap<number, PageCodec> = new Map([
  [0, 'raw'],
  [1, 'zlib'],
  [2, 'lzo'],
  [4, 'snappy'],
  [0x20, 'zstd'],
]);

export function openKdumpPages(path: string): KdumpPages {
  const file = readFileSync(path);
  if (file.toString('latin1', 0, 8) !== 'KDUMP   ') throw new Error(`${path} is not a kdump-compressed file.`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const version = view.getInt32(8, true);
  const pageSize = view.getInt32(STATUS_OFFSET, true);
  const subHeaderBlocks = view.getInt32(STATUS_OFFSET + 4, true);
  const bitmapBlocks = view.getUint32(STATUS_OFFSET + 8, true);
  const maxPfn =
    version >= 6
      ? Number(view.getBigUint64(pageSize + SUB_HEADER_MAX_MAPNR_64, true))
      : view.getUint32(STATUS_OFFSET + 12, true);
  const bitmap = (1 + subHeaderBlocks) * pageSize;
  const halfBitmap = (bitmapBlocks * pageSize) / 2;
  const descriptors = bitmap + bitmapBlocks * pageSize;

  function* pages(): Generator<StoredPage> {
    const seen = new Set<number>();
    let rank = 0;
    for (let pfn = 0; pfn < maxPfn; pfn++) {
      if (((file[bitmap + halfBitmap + (pfn >>> 3)] >>> (pfn & 7)) & 1) === 0) continue;
      const at = descriptors + rank++ * DESCRIPTOR_SIZE;
      const offset = Number(view.getBigInt64(at, true));
      const size = view.getUint32(at + 8, true);
      const codec = CODEC_OF_FLAGS.get(view.getUint32(at + 12, true));
      if (offset === 0 || seen.has(offset)) continue;
      if (codec === undefined) throw new Error(`Page ${pfn} of ${path} has unknown flags.`);
      seen.add(offset);
      yield { pfn, codec, bytes: file.subarray(offset, offset + size) };
    }
  }
  return { pageSize, pages };
}
