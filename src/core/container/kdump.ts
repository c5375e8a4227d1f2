import { files, headerFacts } from '../catalogue/files.ts';
import { container as say } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CutFile, HeaderFact } from './container.ts';
import { KdumpPages, STATUS, type Part } from './kdump-pages.ts';
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
/** A note area or VMCOREINFO larger than this is taken for damage. */
const MAX_NOTES = 64 * 1024 * 1024;
const MAX_VMCOREINFO = 1 << 20;
const BLOCK_SIZES: readonly number[] = [4096, 16384, 65536];
/** Notes and VMCOREINFO stand in the sub header's blocks: a note for each CPU. */
const MAX_SUB_BLOCKS = 65536;

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
  if (!head) throw new CorruptError(files.kdumpHeaderCut({ file: source.name, size: source.size }));
  const missing: Message[] = [];
  const header = readHeader(source, new DataView(head.buffer), missing);
  const { version, blockSize, frames, sub, bitmapAt, bitmapBytes } = header;
  const since = (first: number, offset: number): number =>
    version >= first ? Number(sub.getBigUint64(offset, true)) : 0;
  const notes = readNotes(source, since(4, SUB.note), since(4, SUB.note + 8), missing);
  const info =
    readVmcoreinfo(source, since(3, SUB.vmcoreinfo), since(3, SUB.vmcoreinfo + 8), missing) ??
    notes.find((note) => note.name === 'VMCOREINFO')?.desc;
  if (bitmapAt + bitmapBytes > source.size) {
    // Without its bitmaps a file has no page; its VMCOREINFO still says whose it is and when it died.
    if (!info)
      throw new CorruptError(
        files.kdumpBitmapsCut({ file: source.name, size: source.size, needed: bitmapAt + bitmapBytes }),
      );
    missing.push(say.cutTables({ size: source.size, needed: bitmapAt + bitmapBytes }));
  }

  // Old diskdump files have one bitmap only: then a half has no room for a bit per frame.
  const half = bitmapBytes / 2;
  const two = half * 8 >= frames;
  const part = partOf(sub, version, frames);
  const bitmap = (at: number, length: number, first: number): RankedBitmap =>
    new RankedBitmap(source, at, Math.max(0, Math.min(length, source.size - at)), first);
  const stored = bitmap(bitmapAt + (two ? half : 0), two ? half : bitmapBytes, part.start);
  const { status } = header;
  const incomplete = (status & STATUS.incomplete) !== 0;
  if (incomplete) missing.push(say.incomplete());
  const pages = new KdumpPages(source, {
    pageSize: blockSize,
    // No more frames than the bitmap has bits.
    endPfn: Math.min(frames, (two ? half : bitmapBytes) * 8),
    descriptors: bitmapAt + bitmapBytes,
    exists: two ? bitmap(bitmapAt, half, 0) : stored,
    stored,
    part,
    incomplete,
  });
  const cut = bitmapAt + bitmapBytes > source.size ? NOTHING_LEFT : pages.cut();
  if (cut && cut !== NOTHING_LEFT) missing.push(say.cut({ ...cut }));
  const dumpLevel = version >= 1 ? sub.getInt32(SUB.dumpLevel, true) : undefined;
  const facts: HeaderFact[] = [
    [headerFacts.version(), String(version)],
    [headerFacts.pageSize(), String(blockSize)],
    [headerFacts.compression(), compression(status)],
    [headerFacts.frames(), String(frames)],
  ];
  if (dumpLevel !== undefined) facts.push([headerFacts.dumpLevel(), String(dumpLevel)]);
  return {
    format: 'kdump-compressed',
    machine: machineOf(head),
    pages,
    notes,
    vmcoreinfo: info,
    dumpTime: header.seconds || undefined,
    dumpLevel,
    part: part.split ? { start: part.start, end: part.end } : undefined,
    incomplete,
    cut,
    physBase: sub.getBigInt64(SUB.physBase, true),
    headerFacts: facts,
    missing,
  };
}

/** Of a file that ends within its bitmaps it is not even known how many pages it had. */
const NOTHING_LEFT: CutFile = { missingBytes: undefined, missingPages: 0, pages: 0 };

interface Header {
  readonly version: number;
  readonly status: number;
  readonly seconds: number;
  readonly blockSize: number;
  /** max_mapnr: one more than the highest frame number. */
  readonly frames: number;
  readonly sub: DataView;
  /** File offset and length of both bitmaps. */
  readonly bitmapAt: number;
  readonly bitmapBytes: number;
}

/**
 * The header's numbers, of which one may be damaged: block size, number of frames and blocks of bitmap say the same
 * thing three times (makedumpfile and QEMU round each bitmap up to a block).
 */
function readHeader(source: ByteSource, view: DataView, missing: Message[]): Header {
  const version = view.getInt32(HEADER.version, true);
  const said = view.getInt32(HEADER.blockSize, true);
  const subBlocks = view.getInt32(HEADER.subHeaderBlocks, true);
  const bitmapBlocks = view.getUint32(HEADER.bitmapBlocks, true);
  const framesOf32 = view.getUint32(HEADER.maxMapnr, true);
  const subAt = (blockSize: number): DataView =>
    new DataView((readBytes(source, blockSize, SUB.size) ?? new Uint8Array(SUB.size)).buffer);
  const framesOf64 = (blockSize: number): number =>
    (version >= 6 && Number(subAt(blockSize).getBigUint64(SUB.maxMapnr64, true))) || framesOf32;
  const fits = (blockSize: number, frames: number): boolean =>
    BLOCK_SIZES.includes(blockSize) && 2 * Math.ceil(Math.ceil(frames / 8) / blockSize) === bitmapBlocks;

  let blockSize = said;
  let frames = BLOCK_SIZES.includes(said) ? framesOf64(said) : framesOf32;
  if (!fits(blockSize, frames)) {
    const mended = BLOCK_SIZES.find(
      (each) => each !== said && fits(each, framesOf64(each)) && fits(each, framesOf32),
    );
    const fromBitmap = Math.min(bitmapBlocks, source.size) * said * 4;
    if (mended !== undefined) {
      missing.push(say.wrongBlockSize({ said, taken: mended }));
      blockSize = mended;
      frames = framesOf64(mended);
    } else if (BLOCK_SIZES.includes(said) && frames > fromBitmap * 2) {
      const taken = fits(said, framesOf32) ? framesOf32 : fromBitmap;
      missing.push(say.wrongFrames({ said: frames, taken }));
      frames = taken;
    }
  }
  if (version < 0 || version > 6 || !BLOCK_SIZES.includes(blockSize))
    throw new CorruptError(files.kdumpVersion({ file: source.name, version, blockSize: said }));
  const bitmapBytes = bitmapBlocks * blockSize;
  // Bits for more frames than there are, and no such bytes in the file either.
  const tooMany = bitmapBytes > Math.max(source.size, frames / 4 + 2 * blockSize);
  if (subBlocks < 1 || subBlocks > MAX_SUB_BLOCKS || tooMany)
    throw new CorruptError(files.kdumpSizes({ file: source.name, subBlocks, bitmapBytes, frames }));
  return {
    version,
    status: view.getUint32(HEADER.status, true),
    seconds: Number(view.getBigInt64(HEADER.seconds, true)),
    blockSize,
    frames,
    sub: subAt(blockSize),
    bitmapAt: (1 + subBlocks) * blockSize,
    bitmapBytes,
  };
}

function readNotes(source: ByteSource, offset: number, size: number, missing: Message[]): Note[] {
  if (offset <= 0 || size <= 0) return [];
  const bytes = size <= MAX_NOTES ? readBytes(source, offset, size) : undefined;
  if (!bytes) missing.push(say.notesAfterEnd({ offset, size }));
  return bytes ? parseNotes(bytes) : [];
}

function readVmcoreinfo(
  source: ByteSource,
  offset: number,
  size: number,
  missing: Message[],
): Uint8Array | undefined {
  if (offset <= 0 || size <= 0 || size > MAX_VMCOREINFO) return undefined;
  const bytes = readBytes(source, offset, size);
  if (!bytes) missing.push(say.vmcoreinfoAfterEnd({ offset, size }));
  return bytes;
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

function partOf(sub: DataView, version: number, frames: number): Part {
  const whole = { split: false, start: 0, end: frames };
  if (version < 2 || sub.getUint32(SUB.split, true) === 0) return whole;
  const [start, end] = version >= 6 ? [SUB.startPfn64, SUB.endPfn64] : [SUB.startPfn, SUB.endPfn];
  return {
    split: true,
    start: Number(sub.getBigUint64(start, true)),
    end: Number(sub.getBigUint64(end, true)),
  };
}
