import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { Codec, Container, ContainerFormat, HeaderFact, PageDecoder, PageReader } from './container.ts';
import { parseNotes, type Note } from './notes.ts';
import { RankedBitmap } from './ranked-bitmap.ts';

/**
 * The kdump-compressed format (makedumpfile's diskdump_mod.h and IMPLEMENTATION; QEMU's dump.h), 64-bit
 * little-endian layout, header versions 1 to 6:
 *
 *   block 0       disk_dump_header          block = block_size bytes = page size
 *   block 1       kdump_sub_header          sub_hdr_size blocks
 *   then          two bitmaps               first half: the page exists; second half: it is in the file
 *   then          page descriptors          24 bytes, one for each set bit of the second bitmap, in PFN order
 *   then          notes, VMCOREINFO, page data at the offsets named
 */
const SIGNATURE = 'KDUMP   ';
const HEADER = {
  version: 8,
  machine: 8 + 4 + 65 * 4,
  seconds: 408,
  status: 424,
  blockSize: 428,
  subHeaderBlocks: 432,
  bitmapBlocks: 436,
  maxMapnr: 440,
  size: 464,
} as const;
const SUB = {
  physBase: 0,
  dumpLevel: 8,
  split: 12,
  startPfn: 16,
  endPfn: 24,
  vmcoreinfo: 32,
  note: 48,
  erase: 64,
  startPfn64: 80,
  endPfn64: 88,
  maxMapnr64: 96,
  size: 104,
} as const;
const STATUS = { zlib: 1, lzo: 2, snappy: 4, incomplete: 8, excludedVmemmap: 0x10, zstd: 0x20 } as const;
const DESCRIPTOR = 24;
/** A note area or VMCOREINFO larger than this is taken for damage. */
const MAX_NOTES = 64 * 1024 * 1024;

export const format: ContainerFormat = {
  id: 'kdump',
  title: 'kdump-compressed (makedumpfile, QEMU dump-guest-memory)',
  probe(source) {
    const head = readBytes(source, 0, 8);
    return head !== undefined && String.fromCharCode(...head) === SIGNATURE;
  },
  open,
};

function open(source: ByteSource): Container {
  const head = readBytes(source, 0, HEADER.size);
  if (!head)
    throw new CorruptError(
      `${source.name} begins like a kdump file but ends within its header (${source.size} bytes); copy it again.`,
    );
  const view = new DataView(head.buffer);
  const version = view.getInt32(HEADER.version, true);
  const blockSize = view.getInt32(HEADER.blockSize, true);
  if (version < 0 || version > 6 || ![4096, 16384, 65536].includes(blockSize))
    throw new CorruptError(
      `${source.name} has a kdump header of version ${version} with ${blockSize} bytes a block; known are versions 0 to 6 with 4, 16 or 64 KiB blocks.`,
    );
  const status = view.getUint32(HEADER.status, true);
  const subBlocks = view.getInt32(HEADER.subHeaderBlocks, true);
  const bitmapBlocks = view.getUint32(HEADER.bitmapBlocks, true);
  const sub = readBytes(source, blockSize, SUB.size) ?? new Uint8Array(SUB.size);
  const subView = new DataView(sub.buffer);
  const since = (first: number, offset: number): number =>
    version >= first ? Number(subView.getBigUint64(offset, true)) : 0;
  let maxMapnr = view.getUint32(HEADER.maxMapnr, true);
  if (version >= 6) maxMapnr = since(6, SUB.maxMapnr64) || maxMapnr;

  const bitmapBytes = bitmapBlocks * blockSize;
  const bitmapAt = (1 + subBlocks) * blockSize;
  const missing: string[] = [];
  if (subBlocks < 1 || bitmapAt + bitmapBytes > source.size)
    throw new CorruptError(
      `${source.name} ends at ${source.size} bytes, within its page bitmaps (${bitmapAt + bitmapBytes} bytes needed); the copy is cut off, copy it again.`,
    );
  // Old diskdump files have one bitmap only: then a half has no room for a bit per frame.
  const half = bitmapBytes / 2;
  const two = half * 8 >= maxMapnr;
  const part = partOf(subView, version, maxMapnr);
  const stored = new RankedBitmap(source, bitmapAt + (two ? half : 0), two ? half : bitmapBytes, part.start);
  const exists = two ? new RankedBitmap(source, bitmapAt, half, 0) : stored;

  const notes = readNotes(source, since(4, SUB.note), since(4, SUB.note + 8), missing);
  const infoOffset = since(3, SUB.vmcoreinfo);
  const infoSize = since(3, SUB.vmcoreinfo + 8);
  const info =
    infoOffset > 0 && infoSize > 0 && infoSize < 1 << 20
      ? readBytes(source, infoOffset, infoSize)
      : undefined;
  const dumpLevel = version >= 1 ? subView.getInt32(SUB.dumpLevel, true) : undefined;
  const incomplete = (status & STATUS.incomplete) !== 0;
  if (incomplete) missing.push('the dump is marked incomplete: makedumpfile could not write all of it');
  const facts: HeaderFact[] = [
    ['header version', String(version)],
    ['page size', String(blockSize)],
    ['compression', compression(status)],
    ['frames', String(maxMapnr)],
  ];
  if (dumpLevel !== undefined) facts.push(['dump level', String(dumpLevel)]);
  return {
    format: 'kdump-compressed',
    machine: machineOf(head),
    pages: new KdumpPages(source, {
      pageSize: blockSize,
      // No more frames than the bitmap has bits.
      endPfn: Math.min(maxMapnr, (two ? half : bitmapBytes) * 8),
      descriptors: bitmapAt + bitmapBytes,
      exists,
      stored,
      part,
      incomplete,
    }),
    notes,
    vmcoreinfo: info ?? notes.find((note) => note.name === 'VMCOREINFO')?.desc,
    dumpTime: Number(view.getBigInt64(HEADER.seconds, true)) || undefined,
    dumpLevel,
    part: part.split ? { start: part.start, end: part.end } : undefined,
    incomplete,
    physBase: subView.getBigInt64(SUB.physBase, true),
    headerFacts: facts,
    missing,
  };
}

function readNotes(source: ByteSource, offset: number, size: number, missing: string[]): Note[] {
  if (offset <= 0 || size <= 0) return [];
  const bytes = size <= MAX_NOTES ? readBytes(source, offset, size) : undefined;
  if (!bytes) missing.push(`the note area (${size} bytes at ${offset}) is not in the file`);
  return bytes ? parseNotes(bytes) : [];
}

function machineOf(head: Uint8Array): number | undefined {
  const text = String.fromCharCode(...head.subarray(HEADER.machine, HEADER.machine + 65)).replace(
    /\0.*$/s,
    '',
  );
  return { x86_64: 62, aarch64: 183 }[text];
}

function compression(status: number): string {
  const names = (['zlib', 'lzo', 'snappy', 'zstd'] as const).filter((name) => status & STATUS[name]);
  return names.join(', ') || 'none said';
}

/** The frames whose descriptors this file has: all of them, or those of its part of a split dump. */
interface Part {
  readonly split: boolean;
  readonly start: number;
  readonly end: number;
}

function partOf(sub: DataView, version: number, maxMapnr: number): Part {
  const whole = { split: false, start: 0, end: maxMapnr };
  if (version < 2 || sub.getUint32(SUB.split, true) === 0) return whole;
  const [start, end] = version >= 6 ? [SUB.startPfn64, SUB.endPfn64] : [SUB.startPfn, SUB.endPfn];
  return {
    split: true,
    start: Number(sub.getBigUint64(start, true)),
    end: Number(sub.getBigUint64(end, true)),
  };
}

interface Layout {
  readonly pageSize: number;
  readonly endPfn: number;
  /** File offset of the page descriptors. */
  readonly descriptors: number;
  readonly exists: RankedBitmap;
  readonly stored: RankedBitmap;
  readonly part: Part;
  readonly incomplete: boolean;
}

class KdumpPages implements PageReader {
  readonly pageSize: number;
  readonly endPfn: number;
  private readonly descriptor = new Uint8Array(DESCRIPTOR);
  private readonly view = new DataView(this.descriptor.buffer);

  constructor(
    private readonly source: ByteSource,
    private readonly layout: Layout,
  ) {
    this.pageSize = layout.pageSize;
    this.endPfn = layout.endPfn;
  }

  status(pfn: number): PageStatus {
    const { exists, stored, part } = this.layout;
    if (pfn >= this.endPfn) return PageStatus.hole;
    // The bitmaps of a split dump speak of the whole: what other parts have is missing here.
    if (stored.has(pfn)) return pfn >= part.start && pfn < part.end ? PageStatus.present : PageStatus.lost;
    return exists.has(pfn) ? PageStatus.excluded : PageStatus.hole;
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const status = this.status(pfn);
    if (status !== PageStatus.present) return status;
    const at = this.layout.descriptors + this.layout.stored.rank(pfn) * DESCRIPTOR;
    if (this.source.read(at, this.descriptor) !== DESCRIPTOR) return PageStatus.lost;
    const offset = Number(this.view.getBigInt64(0, true));
    const size = this.view.getUint32(8, true);
    const flags = this.view.getUint32(12, true);
    if (offset <= 0) return this.layout.incomplete ? PageStatus.lost : PageStatus.damaged;
    if (offset + size > this.source.size) return PageStatus.lost;
    // A page that did not shrink is stored as it is; a compressed one is never longer than a page.
    if (size > this.pageSize) return PageStatus.damaged;
    const codec = codecOf(flags);
    if (codec === undefined) {
      if (size !== this.pageSize) return PageStatus.damaged;
      return this.source.read(offset, decoder.slot(slot)) === size ? PageStatus.present : PageStatus.lost;
    }
    if (this.source.read(offset, decoder.input(size)) !== size) return PageStatus.lost;
    return decoder.decode(codec, size, slot) ? PageStatus.present : PageStatus.damaged;
  }
}

function codecOf(flags: number): Codec | undefined {
  if (flags & STATUS.zlib) return 'zlib';
  if (flags & STATUS.lzo) return 'lzo';
  if (flags & STATUS.snappy) return 'snappy';
  return flags & STATUS.zstd ? 'zstd' : undefined;
}
