import { formatNames } from '../catalogue/formats.ts';
import { files, headerFacts } from '../catalogue/files.ts';
import { container as say } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CutFile, HeaderFact } from './container.ts';
import { erasureOf, MAX_ERASEINFO, type Erasure } from './erased.ts';
import { KdumpPages, STATUS, type Part } from './kdump-pages.ts';
import { parseNotes, type Note } from './notes.ts';
import { RankedBitmap } from './ranked-bitmap.ts';

/**
 * The kdump-compressed format (makedumpfile's diskdump_mod.h and IMPLEMENTATION; QEMU's dump.h), little-endian, of 64-bit and
 * 32-bit kernels, header versions 0 to 6:
 *
 *   block 0       disk_dump_header          block = block_size bytes = page size
 *   block 1       kdump_sub_header          sub_hdr_size blocks
 *   then          two bitmaps               first half: the page exists; second half: it is in the file
 *   then          page descriptors          24 bytes, one for each set bit of the second bitmap, in PFN order
 *   then          notes, VMCOREINFO, page data at the offsets named
 */
const SIGNATURE = 'KDUMP   ';
/** What diskdump wrote (RHEL 3 and 4): the same header and tables, another sub header. */
const DISKDUMP = 'DISKDUMP';

/** Where fields lie: a header of a 64-bit kernel, or of a 32-bit one, whose sub header pads 64-bit numbers or not (arm, i386). */
interface KdumpFields {
  readonly bits: 32 | 64;
  readonly seconds: number;
  readonly status: number;
  readonly blockSize: number;
  readonly subHeaderBlocks: number;
  readonly bitmapBlocks: number;
  readonly maxMapnr: number;
  readonly size: number;
  readonly sub: {
    readonly dumpLevel: number;
    readonly split: number;
    readonly startPfn: number;
    readonly endPfn: number;
    readonly vmcoreinfo: number;
    readonly note: number;
    readonly eraseinfo: number;
    readonly startPfn64: number;
    readonly endPfn64: number;
    readonly maxMapnr64: number;
    readonly size: number;
  };
}
const VERSION = 8;
const MACHINE = 8 + 4 + 65 * 4;
const FIELDS_64: KdumpFields = {
  bits: 64,
  seconds: 408,
  status: 424,
  blockSize: 428,
  subHeaderBlocks: 432,
  bitmapBlocks: 436,
  maxMapnr: 440,
  size: 464,
  sub: {
    dumpLevel: 8,
    split: 12,
    startPfn: 16,
    endPfn: 24,
    vmcoreinfo: 32,
    note: 48,
    eraseinfo: 64,
    startPfn64: 80,
    endPfn64: 88,
    maxMapnr64: 96,
    size: 104,
  },
};
const HEADER_32 = {
  bits: 32,
  seconds: 404,
  status: 412,
  blockSize: 416,
  subHeaderBlocks: 420,
  bitmapBlocks: 424,
  maxMapnr: 428,
  size: 452,
} as const;
/** The second header of 32-bit kernels as far as no 64-bit number stands before a field, so that padding does not matter. */
const SUB_32 = { dumpLevel: 4, split: 8, startPfn: 12, endPfn: 16 } as const;
const FIELDS_32: KdumpFields = {
  ...HEADER_32,
  sub: {
    ...SUB_32,
    vmcoreinfo: 24,
    note: 40,
    eraseinfo: 56,
    startPfn64: 72,
    endPfn64: 80,
    maxMapnr64: 88,
    size: 96,
  },
};
const FIELDS_32_PACKED: KdumpFields = {
  ...HEADER_32,
  sub: {
    ...SUB_32,
    vmcoreinfo: 20,
    note: 32,
    eraseinfo: 44,
    startPfn64: 56,
    endPfn64: 64,
    maxMapnr64: 72,
    size: 80,
  },
};
/** Names that the header has for machines, as ELF numbers (uname -m). */
const MACHINES: Readonly<Record<string, number>> = {
  x86_64: 62,
  aarch64: 183,
  i386: 3,
  i686: 3,
  ppc64: 21,
  ppc64le: 21,
  s390x: 22,
  armv7l: 40,
  riscv64: 243,
  loongarch64: 258,
};

/** A note area or VMCOREINFO larger than this is taken for damage. */
const MAX_NOTES = 64 * 1024 * 1024;
const MAX_VMCOREINFO = 1 << 20;
const BLOCK_SIZES: readonly number[] = [4096, 16384, 65536];
/** Notes and VMCOREINFO stand in the sub header's blocks: a note for each CPU. */
const MAX_SUB_BLOCKS = 65536;
/** More frames than this, 256 TB of addresses, are taken for damage: their bitmaps alone would be 16 GB to be counted. */
const MAX_FRAMES = 2 ** 36;

export const format: ContainerFormat = {
  id: 'kdump',
  title: formatNames.kdump(),
  probe(source) {
    const head = readBytes(source, 0, 8);
    const text = head && String.fromCharCode(...head);
    return text === SIGNATURE || text === DISKDUMP;
  },
  open,
};

function open(source: ByteSource): Container {
  const head = readBytes(source, 0, FIELDS_64.size);
  if (!head) throw new CorruptError(files.kdumpHeaderCut({ file: source.name, size: source.size }));
  const missing: Message[] = [];
  const header = readHeader(source, new DataView(head.buffer), missing);
  const { version, blockSize, frames, fields, bitmapAt, bitmapBytes } = header;
  // The sub header of diskdump has the registers of one CPU, nothing that ours has.
  const diskdump = head[0] === DISKDUMP.charCodeAt(0);
  const sub = diskdump ? new DataView(new ArrayBuffer(FIELDS_64.sub.size)) : header.sub;
  // A size is as long as an unsigned long.
  const range = (first: number, at: number): readonly [offset: number, size: number] =>
    version < first
      ? [0, 0]
      : [
          Number(sub.getBigUint64(at, true)),
          fields.bits === 64 ? Number(sub.getBigUint64(at + 8, true)) : sub.getUint32(at + 8, true),
        ];
  const notes = readNotes(source, ...range(4, fields.sub.note), missing);
  const info =
    readVmcoreinfo(source, ...range(3, fields.sub.vmcoreinfo), missing) ??
    notes.find((note) => note.name === 'VMCOREINFO')?.desc;
  const erased = readErased(source, ...range(5, fields.sub.eraseinfo), missing);
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
  const part = partOf(sub, fields, version, frames);
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
  const dumpLevel = version >= 1 && !diskdump ? sub.getInt32(fields.sub.dumpLevel, true) : undefined;
  const facts: HeaderFact[] = [
    [headerFacts.version(), String(version)],
    [headerFacts.pageSize(), String(blockSize)],
    [headerFacts.compression(), compression(status)],
    [headerFacts.frames(), String(frames)],
  ];
  if (dumpLevel !== undefined) facts.push([headerFacts.dumpLevel(), String(dumpLevel)]);
  return {
    format: diskdump ? 'diskdump' : 'kdump-compressed',
    machine: machineOf(head),
    pages,
    notes,
    vmcoreinfo: info,
    dumpTime: header.seconds || undefined,
    dumpLevel,
    part: part.split ? { start: part.start, end: part.end } : undefined,
    incomplete,
    cut,
    erased,
    physBase: fields.bits === 64 ? sub.getBigInt64(0, true) : BigInt(sub.getUint32(0, true)),
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
  readonly fields: KdumpFields;
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
  const fields = fieldsOf(source, view);
  const version = view.getInt32(VERSION, true);
  const said = view.getInt32(fields.blockSize, true);
  const subBlocks = view.getInt32(fields.subHeaderBlocks, true);
  const bitmapBlocks = view.getUint32(fields.bitmapBlocks, true);
  const framesOf32 = view.getUint32(fields.maxMapnr, true);
  const subAt = (blockSize: number): DataView =>
    new DataView(
      (readBytes(source, blockSize, FIELDS_64.sub.size) ?? new Uint8Array(FIELDS_64.sub.size)).buffer,
    );
  const framesOf64 = (blockSize: number): number =>
    (version >= 6 && Number(subAt(blockSize).getBigUint64(fields.sub.maxMapnr64, true))) || framesOf32;
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
  // Bits for more frames than there are, and no such bytes in the file either; or, in a sparse file, than any machine has.
  const tooMany = bitmapBytes > Math.min(MAX_FRAMES / 4, Math.max(source.size, frames / 4 + 2 * blockSize));
  if (subBlocks < 1 || subBlocks > MAX_SUB_BLOCKS || tooMany)
    throw new CorruptError(files.kdumpSizes({ file: source.name, subBlocks, bitmapBytes, frames }));
  return {
    version,
    status: view.getUint32(fields.status, true),
    seconds:
      fields.bits === 64
        ? Number(view.getBigInt64(fields.seconds, true))
        : view.getUint32(fields.seconds, true),
    blockSize,
    frames,
    fields,
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

/** The list of what was erased; that it cannot be read is said, for then erased bytes look like data. */
function readErased(
  source: ByteSource,
  offset: number,
  size: number,
  missing: Message[],
): Erasure | undefined {
  if (offset <= 0 || size <= 0) return undefined;
  const bytes = size <= MAX_ERASEINFO ? readBytes(source, offset, size) : undefined;
  const erased = bytes && erasureOf(bytes);
  missing.push(erased ? say.erased({ ...erased }) : say.erasedUnreadable({ offset, size }));
  return erased;
}

/**
 * The layout whose block size makes sense; of the 32-bit ones that whose max_mapnr_64 is what max_mapnr says (i386 does not
 * align 64-bit numbers).
 */
function fieldsOf(source: ByteSource, view: DataView): KdumpFields {
  const sensible = ({ blockSize, subHeaderBlocks }: KdumpFields): boolean => {
    const subBlocks = view.getInt32(subHeaderBlocks, true);
    return (
      BLOCK_SIZES.includes(view.getInt32(blockSize, true)) && subBlocks >= 1 && subBlocks <= MAX_SUB_BLOCKS
    );
  };
  if (sensible(FIELDS_64) || !sensible(FIELDS_32)) return FIELDS_64;
  const sub = readBytes(source, view.getInt32(FIELDS_32.blockSize, true), FIELDS_32.sub.size);
  const frames = BigInt(view.getUint32(FIELDS_32.maxMapnr, true));
  const fields = sub && new DataView(sub.buffer);
  return fields?.getBigUint64(FIELDS_32_PACKED.sub.maxMapnr64, true) === frames ||
    /^i\d86/.test(machineText(view))
    ? FIELDS_32_PACKED
    : FIELDS_32;
}

function machineText(view: DataView): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, MACHINE, 65)).replace(/\0.*$/s, '');
}

/**
 * Undefined where the name is none that is known: QEMU may write "Unknown", and with kernels from 5.11 on makedumpfile before 1.6.9
 * wrote all names four bytes too early ("64"); VMCOREINFO tells then.
 */
function machineOf(head: Uint8Array): number | undefined {
  const name = machineText(new DataView(head.buffer));
  return Object.hasOwn(MACHINES, name) ? MACHINES[name] : undefined;
}

function compression(status: number): string {
  const names = (['zlib', 'lzo', 'snappy', 'zstd'] as const).filter((name) => status & STATUS[name]);
  return names.join(', ') || 'none said';
}

function partOf(sub: DataView, { bits, sub: at }: KdumpFields, version: number, frames: number): Part {
  const whole = { split: false, start: 0, end: frames };
  if (version < 2 || sub.getUint32(at.split, true) === 0) return whole;
  const frame = (of32: number, of64: number): number => {
    if (version >= 6) return Number(sub.getBigUint64(of64, true));
    return bits === 64 ? Number(sub.getBigUint64(of32, true)) : sub.getUint32(of32, true);
  };
  return { split: true, start: frame(at.startPfn, at.startPfn64), end: frame(at.endPfn, at.endPfn64) };
}
