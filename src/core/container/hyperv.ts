import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { Container, ContainerFormat, PageDecoder, PageReader } from './container.ts';
import { partitionState } from './hyperv-state.ts';

/**
 * Saved machines of Hyper-V, .vmrs (microsoft/openvmm, vm/hv1/hvs_file/FORMAT.md): two headers, a table of objects, key tables with
 * named values. RamBlockN has 1 MiB of memory each, as it is or packed by Xpress (MS-XCA 2.3, plain LZ77);
 * RamMemoryBlockN says which frames the blocks are, partition_state has the processors.
 */
const SIGNATURE = 0x01282014;
const SECOND = 4096;
const OBJECTS = 8192;
const OBJECT_TABLE = 0x01110001;
const OBJECT = 18;
const KEY_TABLE = 2;
const ENTRY = 21;
const FILE_OBJECT = 1;
const ARRAY = 7;
const BLOCK = 1024 * 1024;
const PAGE = 4096;
const PER_BLOCK = BLOCK / PAGE;
const MAX_OBJECTS = 1 << 22;
const MAX_BLOCKS = 1 << 22;
const MAX_KEY_TABLE = 1 << 20;
/** The state of some thousand processors. */
const MAX_STATE = 256 * 1024 * 1024;
/** Blocks that are kept unpacked. */
const KEPT = 8;

export const format: ContainerFormat = {
  id: 'hyperv',
  title: 'Hyper-V .vmrs',
  probe: (source) =>
    [0, SECOND].some((at) => {
      const head = readBytes(source, at, 4);
      return head !== undefined && new DataView(head.buffer).getUint32(0, true) === SIGNATURE;
    }),
  open,
};

interface Value {
  readonly at: number;
  readonly size: number;
}

/** Frames of the machine that follow each other, and their place in the blocks, in pages. */
interface Range {
  readonly pfn: number;
  readonly first: number;
  readonly pages: number;
}

function open(source: ByteSource): Container {
  const blocks = new Map<number, Value>();
  const ranges: Range[] = [];
  let state: Uint8Array | undefined;
  for (const { name, value } of values(source)) {
    if (name === 'partition_state' && value.size <= MAX_STATE)
      state ??= readBytes(source, value.at, value.size);
    const block = /^RamBlock(\d{1,7})$/.exec(name);
    if (block && Number(block[1]) < MAX_BLOCKS) blocks.set(Number(block[1]), value);
    if (!/^RamMemoryBlock\d{1,7}$/.test(name)) continue;
    const bytes = readBytes(source, value.at, 32);
    if (!bytes) continue;
    const view = new DataView(bytes.buffer);
    const word = (at: number): number => Number(view.getBigUint64(at, true));
    if (Number.isSafeInteger(word(24) + word(8)) && word(8) < 2 ** 36)
      ranges.push({ pages: word(8), first: word(16), pfn: word(24) });
  }
  if (ranges.length === 0 || blocks.size === 0)
    throw new CorruptError(say.headerCut({ file: source.name, format: 'Hyper-V' }));
  const missing: Message[] = [];
  const end = [...blocks.values()].reduce((most, each) => Math.max(most, each.at + each.size), 0);
  if (end > source.size) missing.push(say.cutShort({ missing: end - source.size }));
  const { machine, cpus } = state ? partitionState(state) : {};
  return {
    format: 'Hyper-V saved state',
    machine,
    cpus,
    takenBy: 'Hyper-V',
    pages: new BlockPages(
      source,
      ranges.sort((a, b) => a.pfn - b.pfn),
      blocks,
    ),
    notes: [],
    incomplete: false,
    headerFacts: [[headerFacts.segments(), String(ranges.length)]],
    missing,
  };
}

/** Every value of the key tables, by its own name. */
function* values(source: ByteSource): Generator<{ readonly name: string; readonly value: Value }> {
  const seen = new Set<number>();
  let objects = 0;
  for (let table: number | undefined = OBJECTS; table !== undefined && !seen.has(table);) {
    seen.add(table);
    const head = readBytes(source, table, 8);
    if (!head || new DataView(head.buffer).getUint32(0, true) !== OBJECT_TABLE) return;
    const count = new DataView(head.buffer).getUint32(4, true);
    objects += count;
    const rows: Uint8Array | undefined =
      objects <= MAX_OBJECTS ? readBytes(source, table + 8, count * OBJECT) : undefined;
    if (!rows) return;
    const view: DataView = new DataView(rows.buffer);
    table = undefined;
    for (let row = 0; row < rows.length; row += OBJECT) {
      const at = Number(view.getBigUint64(row + 5, true));
      if (rows[row] === 1) table = at;
      if (rows[row] === KEY_TABLE) yield* entries(source, at, view.getUint32(row + 13, true));
    }
  }
}

function* entries(
  source: ByteSource,
  at: number,
  size: number,
): Generator<{ readonly name: string; readonly value: Value }> {
  const bytes = size <= MAX_KEY_TABLE ? readBytes(source, at, size) : undefined;
  if (!bytes || bytes.length < 10) return;
  const view = new DataView(bytes.buffer);
  if (view.getUint16(0, true) !== 2) return;
  for (let row = 10; row + ENTRY < bytes.length;) {
    const length = view.getUint32(row + 2, true);
    const data = row + ENTRY + bytes[row + 20];
    if (length < ENTRY || row + length > bytes.length) return;
    if (bytes[row] === ARRAY && data + 4 <= row + length) {
      const name = String.fromCharCode(...bytes.subarray(row + ENTRY, data)).replace(/\0.*/s, '');
      const valueSize = view.getUint32(data, true);
      if ((bytes[row + 1] & FILE_OBJECT) === 0) yield { name, value: { at: at + data + 4, size: valueSize } };
      else if (data + 12 <= row + length)
        yield { name, value: { at: Number(view.getBigUint64(data + 4, true)), size: valueSize } };
    }
    row += length;
  }
}

class BlockPages implements PageReader {
  readonly pageSize = PAGE;
  readonly endPfn: number;
  private readonly kept = new Map<number, Uint8Array>();

  constructor(
    private readonly source: ByteSource,
    private readonly ranges: readonly Range[],
    private readonly blocks: ReadonlyMap<number, Value>,
  ) {
    this.endPfn = ranges.reduce((most, each) => Math.max(most, each.pfn + each.pages), 0);
  }

  status(pfn: number): PageStatus {
    const page = this.page(pfn);
    if (page === undefined) return PageStatus.hole;
    const block = this.blocks.get(Math.floor(page / PER_BLOCK));
    return block && block.at + block.size <= this.source.size ? PageStatus.present : PageStatus.lost;
  }

  next(pfn: number): number | undefined {
    const range = this.ranges.find((each) => pfn < each.pfn + each.pages);
    return range && Math.max(pfn, range.pfn);
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const status = this.status(pfn);
    if (status !== PageStatus.present) return status;
    const page = this.page(pfn) ?? 0;
    const index = Math.floor(page / PER_BLOCK);
    const within = (page % PER_BLOCK) * PAGE;
    const { at, size } = this.blocks.get(index) as Value;
    if (size >= BLOCK)
      return this.source.read(at + within, decoder.slot(slot)) === PAGE
        ? PageStatus.present
        : PageStatus.lost;
    const bytes = this.unpacked(index, at, size).subarray(within, within + PAGE);
    if (bytes.length < PAGE) return PageStatus.damaged;
    decoder.slot(slot).set(bytes);
    return PageStatus.present;
  }

  /** Which page of all blocks frame `pfn` is. */
  private page(pfn: number): number | undefined {
    const range = this.ranges.find((each) => pfn >= each.pfn && pfn < each.pfn + each.pages);
    return range && range.first + pfn - range.pfn;
  }

  private unpacked(index: number, at: number, size: number): Uint8Array {
    const known = this.kept.get(index);
    if (known) return known;
    const stored = readBytes(this.source, at, size) ?? new Uint8Array();
    const made = unpackXpress(stored, BLOCK);
    this.kept.set(index, made);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value ?? -1);
    return made;
  }
}

/** The lengths of matches, which are spread over the stream: half a byte, then a byte, then more (MS-XCA 2.4.4). */
class MatchLengths {
  /** Where the next half byte stands, in a byte whose other half was used; -1: in a byte of its own. */
  private half = -1;

  constructor(
    private readonly from: Uint8Array,
    private readonly view: DataView,
  ) {}

  /** The length whose lowest bits are `low`, and where the stream goes on after what is read at `at`; undefined at its end. */
  read(low: number, at: number): { readonly length: number; readonly at: number } | undefined {
    if (low < 7) return { length: low + 3, at };
    let nibble: number;
    if (this.half < 0) {
      this.half = at;
      nibble = this.from[at++] & 15;
    } else {
      nibble = this.from[this.half] >> 4;
      this.half = -1;
    }
    if (nibble < 15) return { length: nibble + 10, at };
    const byte = this.from[at++] as number | undefined;
    if (byte === undefined) return undefined;
    if (byte < 255) return { length: byte + 25, at };
    if (at + 2 > this.from.length) return undefined;
    const short = this.view.getUint16(at, true);
    at += 2;
    if (short !== 0) return { length: short + 3, at };
    if (at + 4 > this.from.length) return undefined;
    return { length: this.view.getUint32(at, true) + 3, at: at + 4 };
  }
}

/** What `from` packs (MS-XCA 2.3.4), at most `most` bytes; what came out before something made no sense. */
export function unpackXpress(from: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most);
  const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
  const lengths = new MatchLengths(from, view);
  let at = 0;
  let to = 0;
  let flags = 0;
  let left = 0;
  while (to < most) {
    if (left === 0) {
      if (at + 4 > from.length) break;
      flags = view.getUint32(at, true);
      at += 4;
      left = 32;
    }
    left--;
    if (at >= from.length) break;
    if (((flags >>> left) & 1) === 0) {
      out[to++] = from[at++];
      continue;
    }
    if (at + 2 > from.length) break;
    const word = view.getUint16(at, true);
    const distance = (word >> 3) + 1;
    const match = lengths.read(word & 7, at + 2);
    if (!match || distance > to) break;
    at = match.at;
    const end = Math.min(to + match.length, most);
    for (; to < end; to++) out[to] = out[to - distance];
  }
  return out.subarray(0, to);
}
