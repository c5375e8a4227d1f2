import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { Container, ContainerFormat, CpuState, PageReader } from './container.ts';
import { RankedBitmap } from './ranked-bitmap.ts';
import { diskOf, diskSet, piecesOf, SADUMP_PARTITION, type DiskSet, type Piece } from './sadump-disks.ts';

/**
 * SADUMP, what Fujitsu's firmware writes (crash-utility's sadump.h): a partition header of a block ("sadu", "mp\0\0"), on a medium
 * after a header of its own, on the first disk of a set before the set's header; then the dump header ("sadump\0\0"), the sub header, a
 * bitmap of memory and one of what is in the file, and those pages as they are, which go on on the other disks of a set. Bitmaps count
 * from the highest bit of a byte on. The sub header has the size of all states of CPUs, 16 bytes of APIC for each CPU, then the states:
 * what the processor wrote into SMRAM when the firmware took over (Intel SDM vol. 3, 64-bit SMRAM state save map).
 */
const DUMP = 'sadump\0\0';
const BLOCKS = [4096, 8192, 16384, 65536];
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
  cpus: 80,
};
/** Blocks of a disk set's header: 15 disks of 32 bytes take one. */
const MAX_SET_BLOCKS = 16;
/** Bytes of a CPU's APIC, and of its state in SMRAM; where general registers lie in it, a 64-bit word each. */
const APIC = 16;
const STATE = 1024;
const MAX_CPUS = 4096;
const GENERAL = 'r15 r14 r13 r12 r11 r10 r9 r8 rax rcx rdx rbx rsp rbp rsi rdi'.split(' ');
const GENERAL_AT = 796;
const STATE_AT = { cs: 940, ss: 944, rip: 984, rflags: 1000 } as const;

export const format: ContainerFormat = {
  id: 'sadump',
  title: 'SADUMP',
  probe: (source) => partitionAt(source) !== undefined,
  open,
};

function partitionAt(source: ByteSource): number | undefined {
  return [0, ...BLOCKS].find((at) => {
    const head = readBytes(source, at, 8);
    return head !== undefined && SADUMP_PARTITION.every((byte, i) => head[i] === byte);
  });
}

function open(given: ByteSource, more: readonly ByteSource[]): Container {
  const partition = partitionAt(given) ?? 0;
  const self = partition === 0 ? diskOf(given) : undefined;
  const set = self && self.number > 0 ? diskSet(self, more) : undefined;
  const source = set?.first.source ?? given;
  const blockSize = BLOCKS.find((size) => {
    const head = readBytes(source, partition + size * (1 + headerBlocks(source, size, set)), 8);
    return head !== undefined && String.fromCharCode(...head) === DUMP;
  });
  if (blockSize === undefined) throw new CorruptError(say.headerCut({ file: source.name, format: 'SADUMP' }));
  const headerAt = partition + blockSize * (1 + headerBlocks(source, blockSize, set));
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
  const reversed = new ReversedBits(source);
  const exists = new RankedBitmap(reversed, bitmapAt, bitmapBytes, 0);
  const stored = new RankedBitmap(reversed, bitmapAt + bitmapBytes, dumpableBytes, 0);
  const wanted = stored.rank(Math.min(frames, dumpableBytes * 8)) * blockSize;
  const { pieces, lacks, missing, taken } = set
    ? piecesOf(set, dataAt, blockSize)
    : { pieces: [{ source, from: 0, to: Infinity, at: dataAt }], lacks: false, missing: [], taken: [] };
  const there = pieces.reduce((sum, piece) => sum + storedOf(piece, wanted), 0);
  const said: Message[] = [...missing];
  // What lies on a disk that was not given is not cut off.
  if (!lacks && there < wanted) said.push(say.cutShort({ missing: wanted - there }));
  const facts = new DataView(head.buffer, HEADER.time);
  return {
    format: set ? 'SADUMP disk set' : 'SADUMP',
    machine: 62,
    pages: new SadumpPages(pieces, blockSize, frames, exists, stored),
    notes: [],
    cpus: cpusOf(source, headerAt + blockSize, u32(HEADER.subBlocks) * blockSize, u32(HEADER.cpus)),
    cpusLate: true,
    takenBy: 'SADUMP',
    dumpTime:
      Date.UTC(
        facts.getUint16(0, true),
        head[HEADER.time + 2] - 1,
        head[HEADER.time + 3],
        ...head.subarray(HEADER.time + 4, HEADER.time + 7),
      ) / 1000 || undefined,
    incomplete: there < wanted,
    headerFacts: [
      [headerFacts.pageSize(), String(blockSize)],
      [headerFacts.frames(), String(frames)],
      ...(set ? [[headerFacts.parts(), String(set.disks.length)] as const] : []),
    ],
    missing: said,
    taken,
  };
}

/** Blocks of the set's header, which says so first. */
function headerBlocks(source: ByteSource, blockSize: number, set: DiskSet | undefined): number {
  const head = set && readBytes(source, blockSize, 4);
  return head ? Math.min(new DataView(head.buffer).getUint32(0, true), MAX_SET_BLOCKS) : 0;
}

/** Bytes of the first `wanted` that `piece` has, and its file really has. */
function storedOf({ source, from, to, at }: Piece, wanted: number): number {
  return Math.max(0, Math.min(Math.min(to, wanted) - from, source.size - at));
}

/** The states of the CPUs in the sub header at `at`; those that are all zeros are of no CPU. */
function cpusOf(source: ByteSource, at: number, room: number, count: number): CpuState[] | undefined {
  const first = 4 + count * APIC;
  if (count < 1 || count > MAX_CPUS || first + count * STATE > room) return undefined;
  const bytes = readBytes(source, at, first + count * STATE);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer);
  // The first word has the size of all states together; of another size their layout is not known.
  if (view.getUint32(0, true) !== count * STATE) return undefined;
  const found: CpuState[] = [];
  for (let cpu = 0; cpu < count; cpu++) {
    const state = first + cpu * STATE;
    const registers: Record<string, bigint> = {
      cs: BigInt(view.getUint32(state + STATE_AT.cs, true)),
      ss: BigInt(view.getUint32(state + STATE_AT.ss, true)),
      rip: view.getBigUint64(state + STATE_AT.rip, true),
      rflags: view.getBigUint64(state + STATE_AT.rflags, true),
    };
    GENERAL.forEach((name, i) => (registers[name] = view.getBigUint64(state + GENERAL_AT + i * 8, true)));
    if (registers.rip !== 0n) found.push({ cpu, registers });
  }
  return found.length > 0 ? found : undefined;
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
    private readonly pieces: readonly Piece[],
    readonly pageSize: number,
    readonly endPfn: number,
    private readonly exists: RankedBitmap,
    private readonly stored: RankedBitmap,
  ) {}

  status(pfn: number): PageStatus {
    if (pfn >= this.endPfn) return PageStatus.hole;
    if (!this.stored.has(pfn)) return this.exists.has(pfn) ? PageStatus.excluded : PageStatus.hole;
    return this.place(pfn) ? PageStatus.present : PageStatus.lost;
  }

  next(pfn: number): number | undefined {
    const found = this.stored.next(pfn);
    return found !== undefined && found < this.endPfn ? found : undefined;
  }

  load(pfn: number, slot: number, decoder: Parameters<PageReader['load']>[2]): PageStatus {
    const status = this.status(pfn);
    const place = status === PageStatus.present ? this.place(pfn) : undefined;
    if (!place) return status;
    const got = place.source.read(place.at, decoder.slot(slot));
    return got === this.pageSize ? PageStatus.present : PageStatus.lost;
  }

  /** Where the stored page `pfn` lies; undefined where no file has it. */
  private place(pfn: number): { readonly source: ByteSource; readonly at: number } | undefined {
    const offset = this.stored.rank(pfn) * this.pageSize;
    const piece = this.pieces.find(({ from, to }) => offset >= from && offset < to);
    const at = piece ? piece.at + offset - piece.from : 0;
    return piece && at + this.pageSize <= piece.source.size ? { source: piece.source, at } : undefined;
  }
}
