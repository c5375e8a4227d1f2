import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { Container, ContainerFormat, PageReader } from './container.ts';
import { RankedBitmap } from './ranked-bitmap.ts';

/**
 * SADUMP, what Fujitsu's firmware writes (crash-utility's sadump.h): a partition header of a block ("sadu", "mp\0\0"), on a medium
 * behind a header of its own; then the dump header ("sadump\0\0"), the sub header, a bitmap of memory and one of what
 * is in the file, and those pages as they are. Bitmaps count from the highest bit of a byte on.
 */
const PARTITION = [0x73, 0x61, 0x64, 0x75, 0x6d, 0x70, 0, 0];
const DUMP = 'sadump\0\0';
const BLOCKS = [4096, 8192, 16384, 65536];
const SET_DISK_SET = 152;
const HEADER = {
  version: 8,
  time: 16,
  compress: 36,
  blockSize: 40,
  subBlocks: 48,
  bitmap: 52,
  dumpable: 56,
  frames: 60,
  frames64: 88,
};

export const format: ContainerFormat = {
  id: 'sadump',
  title: 'SADUMP',
  probe: (source) => partitionAt(source) !== undefined,
  open,
};

function partitionAt(source: ByteSource): number | undefined {
  return [0, ...BLOCKS].find((at) => {
    const head = readBytes(source, at, 8);
    return head !== undefined && PARTITION.every((byte, i) => head[i] === byte);
  });
}

function open(source: ByteSource): Container {
  const partition = partitionAt(source) ?? 0;
  const blockSize = BLOCKS.find((size) => {
    const head = readBytes(source, partition + size, 8);
    return head !== undefined && String.fromCharCode(...head) === DUMP;
  });
  const partHeader = readBytes(source, partition, SET_DISK_SET + 4);
  if (blockSize === undefined || !partHeader)
    throw new CorruptError(say.headerCut({ file: source.name, format: 'SADUMP' }));
  if (partition === 0 && new DataView(partHeader.buffer).getUint32(SET_DISK_SET, true) !== 0)
    throw new UnsupportedError(say.diskSet({ file: source.name }));
  const headerAt = partition + blockSize;
  const head = readBytes(source, headerAt, 128);
  if (!head) throw new CorruptError(say.headerCut({ file: source.name, format: 'SADUMP' }));
  const view = new DataView(head.buffer);
  const u32 = (at: number): number => view.getUint32(at, true);
  const frames =
    (u32(HEADER.version) >= 1 && Number(view.getBigUint64(HEADER.frames64, true))) || u32(HEADER.frames);
  const bitmapAt = headerAt + blockSize * (1 + u32(HEADER.subBlocks));
  const bitmapBytes = u32(HEADER.bitmap) * blockSize;
  const dumpableBytes = u32(HEADER.dumpable) * blockSize;
  const dataAt = bitmapAt + bitmapBytes + dumpableBytes;
  if (u32(HEADER.blockSize) !== blockSize || dataAt > source.size || frames > dumpableBytes * 8)
    throw new CorruptError(say.headerCut({ file: source.name, format: 'SADUMP' }));
  const missing: Message[] = [];
  const reversed = new ReversedBits(source);
  const exists = new RankedBitmap(reversed, bitmapAt, bitmapBytes, 0);
  const stored = new RankedBitmap(reversed, bitmapAt + bitmapBytes, dumpableBytes, 0);
  const end = dataAt + stored.rank(Math.min(frames, dumpableBytes * 8)) * blockSize;
  if (end > source.size) missing.push(say.cutShort({ missing: end - source.size }));
  const facts = new DataView(head.buffer, HEADER.time);
  return {
    format: 'SADUMP',
    machine: 62,
    pages: new SadumpPages(source, blockSize, frames, dataAt, exists, stored),
    notes: [],
    dumpTime:
      Date.UTC(
        facts.getUint16(0, true),
        head[HEADER.time + 2] - 1,
        head[HEADER.time + 3],
        ...head.subarray(HEADER.time + 4, HEADER.time + 7),
      ) / 1000 || undefined,
    incomplete: end > source.size,
    headerFacts: [
      [headerFacts.pageSize(), String(blockSize)],
      [headerFacts.frames(), String(frames)],
    ],
    missing,
  };
}

/** The file with the bits of each byte the other way round. */
class ReversedBits implements ByteSource {
  readonly name: string;
  readonly size: number;

  constructor(private readonly inner: ByteSource) {
    this.name = inner.name;
    this.size = inner.size;
  }

  read(offset: number, into: Uint8Array): number {
    const got = this.inner.read(offset, into);
    for (let i = 0; i < got; i++) {
      let byte = into[i];
      byte = ((byte & 0xf0) >> 4) | ((byte & 0x0f) << 4);
      byte = ((byte & 0xcc) >> 2) | ((byte & 0x33) << 2);
      into[i] = ((byte & 0xaa) >> 1) | ((byte & 0x55) << 1);
    }
    return got;
  }
}

class SadumpPages implements PageReader {
  constructor(
    private readonly source: ByteSource,
    readonly pageSize: number,
    readonly endPfn: number,
    private readonly dataAt: number,
    private readonly exists: RankedBitmap,
    private readonly stored: RankedBitmap,
  ) {}

  status(pfn: number): PageStatus {
    if (pfn >= this.endPfn) return PageStatus.hole;
    if (!this.stored.has(pfn)) return this.exists.has(pfn) ? PageStatus.excluded : PageStatus.hole;
    return this.offset(pfn) + this.pageSize <= this.source.size ? PageStatus.present : PageStatus.lost;
  }

  next(pfn: number): number | undefined {
    const found = this.stored.next(pfn);
    return found !== undefined && found < this.endPfn ? found : undefined;
  }

  load(pfn: number, slot: number, decoder: Parameters<PageReader['load']>[2]): PageStatus {
    const status = this.status(pfn);
    if (status !== PageStatus.present) return status;
    const got = this.source.read(this.offset(pfn), decoder.slot(slot));
    return got === this.pageSize ? PageStatus.present : PageStatus.lost;
  }

  private offset(pfn: number): number {
    return this.dataAt + this.stored.rank(pfn) * this.pageSize;
  }
}
