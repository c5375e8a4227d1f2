import { logSays } from '../catalogue/kernel.ts';
import type { Message } from '../catalogue/message.ts';
import { step, type Addr } from '../addr.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { Kernel } from './kernel.ts';

/** Who printed a record: kernel/printk/printk.c, printk_caller_id(). */
export interface LogCaller {
  readonly kind: 'task' | 'cpu';
  /** PID of the thread, or number of the CPU when no task was running (interrupts). */
  readonly id: number;
}

/** A record of the kernel's log. */
export interface LogRecord {
  readonly sequence: number;
  /** Nanoseconds since boot (local_clock). */
  readonly time: bigint;
  /** 0 (emergency) to 7 (debug). */
  readonly level: number;
  /** 0 for the kernel, as in syslog(3). */
  readonly facility: number;
  readonly caller?: LogCaller;
  /** Bytes above 0x7f as Latin-1; newlines stand where the kernel printed several lines at once. */
  readonly text: string;
  /** Of dev_printk(): "pci", "+pci:0000:00:1f.2". */
  readonly subsystem?: string;
  readonly device?: string;
  /** The next record goes on with this one's line (LOG_NEWLINE not set). */
  readonly continued: boolean;
  /** The ring kept fewer bytes than were printed. */
  readonly truncated: boolean;
}

/** What of the log is not there, in sentences. */
export interface LogGaps {
  readonly reasons: Message[];
}

/** Descriptor states in the top two bits of state_var (kernel/printk/printk_ringbuffer.h, 5.10 on). */
const COMMITTED = 1n;
const FINALIZED = 2n;
const ID_MASK = (1n << 62n) - 1n;
/** enum printk_info_flags: the record ends a line. */
const LOG_NEWLINE = 2;
/** log_buf_len goes to 2 GiB (LOG_BUF_LEN_MAX), a descriptor stands for 32 bytes of text. */
const MAX_SIZE_BITS = 31;
const MAX_COUNT_BITS = 26;
const MAX_GAPS = 20;

interface Ring {
  readonly descs: Addr;
  readonly infos: Addr;
  readonly count: bigint;
  readonly head: bigint;
  readonly tail: bigint;
  readonly data: Addr;
  readonly sizeBits: bigint;
  readonly layout: Layout;
}
interface Layout {
  readonly descSize: number;
  readonly state: number;
  readonly begin: number;
  readonly next: number;
  readonly infoSize: number;
  readonly seq: number;
  readonly time: number;
  readonly length: number;
  readonly caller: number;
  readonly subsystem: number;
  readonly device: number;
  readonly subsystemRoom: number;
  readonly deviceRoom: number;
}

/**
 * The records of the printk ring buffer (kernel/printk/printk_ringbuffer.c, 5.10 on) from the oldest to the
 * newest. Never throws for damage: a broken record is skipped, `gaps` then says why. Without a ring that can be
 * read there are no records, and `gaps` says so too.
 */
export function* logRecords(kernel: Kernel, gaps?: LogGaps): Generator<LogRecord, void, void> {
  const say = (reason: Message): void => {
    if (gaps && gaps.reasons.length < MAX_GAPS) gaps.reasons.push(reason);
  };
  let ring: Ring;
  try {
    ring = openRing(kernel);
  } catch (error) {
    if (!(error instanceof FaultError || error instanceof MissingError)) throw error;
    return say(logSays.unreadable({ why: error.said }));
  }
  const reach = (ring.head - ring.tail) & ID_MASK;
  // head - tail is below the number of descriptors; else the ring is damaged and every descriptor is looked at.
  const steps = reach < ring.count ? reach + 1n : ring.count;
  if (reach >= ring.count) say(logSays.headAndTail({ head: ring.head, tail: ring.tail, count: ring.count }));
  for (let i = 0n; i < steps; i++) {
    const id = (ring.tail + i) & ID_MASK;
    try {
      const record = readRecord(kernel, ring, id, say);
      if (record) yield record;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      say(logSays.recordUnreadable({ id, why: error.said }));
    }
  }
}

/** Throws what says why no record can be read, when the ring or the place of its texts is not in the dump. */
export function requireLog(kernel: Kernel): void {
  const { descs, infos, data } = openRing(kernel);
  for (const at of [descs, infos, data]) kernel.space.u8(at);
}

function openRing(kernel: Kernel): Ring {
  const { space, vmcoreinfo } = kernel;
  const symbol = kernel.symbols.image.byName('prb')?.address ?? vmcoreinfo.symbol('prb');
  if (symbol === undefined) throw new MissingError(logSays.noRing());
  const ring = space.u64(symbol);
  const at = (struct: string, member: string): number => offset(kernel, struct, member);
  const desc = step(ring, at('printk_ringbuffer', 'desc_ring'));
  const text = step(ring, at('printk_ringbuffer', 'text_data_ring'));
  const countBits = space.u32(step(desc, at('prb_desc_ring', 'count_bits')));
  const sizeBits = space.u32(step(text, at('prb_data_ring', 'size_bits')));
  if (countBits > MAX_COUNT_BITS || sizeBits > MAX_SIZE_BITS)
    throw new MissingError(logSays.ringDamaged({ countBits, sizeBits }));
  return {
    descs: space.u64(step(desc, at('prb_desc_ring', 'descs'))),
    infos: space.u64(step(desc, at('prb_desc_ring', 'infos'))),
    count: 1n << BigInt(countBits),
    head: space.u64(step(desc, at('prb_desc_ring', 'head_id'))) & ID_MASK,
    tail: space.u64(step(desc, at('prb_desc_ring', 'tail_id'))) & ID_MASK,
    data: space.u64(step(text, at('prb_data_ring', 'data'))),
    sizeBits: BigInt(sizeBits),
    layout: layoutOf(kernel),
  };
}

/** Offsets from BTF, else from VMCOREINFO, which has them so that logs can be read without types. */
function offset(kernel: Kernel, struct: string, member: string): number {
  const found = kernel.types.has(struct, member)
    ? kernel.types.offsetOf(struct, member)
    : kernel.vmcoreinfo.offset(`${struct}.${member}`);
  if (found === undefined) throw new MissingError(logSays.noOffset({ member: `${struct}.${member}` }));
  return found;
}

function sizeOf(kernel: Kernel, struct: string): number {
  const found = kernel.types.struct(struct)?.size ?? kernel.vmcoreinfo.size(struct);
  if (!found) throw new MissingError(logSays.noSize({ struct }));
  return found;
}

function layoutOf(kernel: Kernel): Layout {
  const at = (struct: string, member: string): number => offset(kernel, struct, member);
  const block = at('prb_desc', 'text_blk_lpos');
  const info = at('printk_info', 'dev_info');
  const subsystem = at('dev_printk_info', 'subsystem');
  const device = at('dev_printk_info', 'device');
  return {
    descSize: sizeOf(kernel, 'prb_desc'),
    state: at('prb_desc', 'state_var'),
    begin: block + at('prb_data_blk_lpos', 'begin'),
    next: block + at('prb_data_blk_lpos', 'next'),
    infoSize: sizeOf(kernel, 'printk_info'),
    seq: at('printk_info', 'seq'),
    time: at('printk_info', 'ts_nsec'),
    length: at('printk_info', 'text_len'),
    caller: at('printk_info', 'caller_id'),
    subsystem: info + subsystem,
    device: info + device,
    subsystemRoom: device - subsystem,
    deviceRoom: sizeOf(kernel, 'dev_printk_info') - device,
  };
}

function readRecord(
  kernel: Kernel,
  ring: Ring,
  id: bigint,
  say: (reason: Message) => void,
): LogRecord | undefined {
  const { space } = kernel;
  const { layout } = ring;
  const index = Number(id & (ring.count - 1n));
  const desc = step(ring.descs, index * layout.descSize);
  const state = space.u64(step(desc, layout.state));
  const kind = state >> 62n;
  if ((state & ID_MASK) !== id) return undefined;
  if (kind === 0n) say(logSays.beingWritten({ id }));
  if (kind !== COMMITTED && kind !== FINALIZED) return undefined;
  const begin = space.u64(step(desc, layout.begin));
  const next = space.u64(step(desc, layout.next));
  const info = space.view(step(ring.infos, index * layout.infoSize), layout.infoSize);
  const length = info.getUint16(layout.length, true);
  // facility follows text_len; flags (5 bits) and level (3 bits) follow it.
  const flags = info.getUint8(layout.length + 3);
  const caller = info.getUint32(layout.caller, true);
  const head = {
    sequence: Number(info.getBigUint64(layout.seq, true)),
    time: info.getBigUint64(layout.time, true),
    level: flags >> 5,
    facility: info.getUint8(layout.length + 2),
    caller: callerOf(caller),
    subsystem: textAt(info, layout.subsystem, layout.subsystemRoom) || undefined,
    device: textAt(info, layout.device, layout.deviceRoom) || undefined,
    continued: (flags & LOG_NEWLINE) === 0,
  };
  const text = readText(kernel, ring, id, begin, next, length, say);
  return text === undefined ? undefined : { ...head, text, truncated: text.length < length };
}

function callerOf(word: number): LogCaller | undefined {
  if (word === 0) return undefined;
  return word >>> 31 ? { kind: 'cpu', id: word & 0x7fffffff } : { kind: 'task', id: word };
}

/** The text of a data block: it begins with the descriptor's id; a block that would pass the ring's end lies at its start. */
function readText(
  kernel: Kernel,
  ring: Ring,
  id: bigint,
  begin: bigint,
  next: bigint,
  length: number,
  say: (reason: Message) => void,
): string | undefined {
  // Both odd: no data. FAILED_LPOS (1): there was no room for the text; EMPTY_LINE_LPOS (3): an empty line.
  if (begin & 1n && next & 1n) return begin === 1n ? undefined : '';
  const size = 1n << ring.sizeBits;
  let from = begin & (size - 1n);
  const to = next & (size - 1n);
  let room = (next - begin) & ((1n << 64n) - 1n);
  if (begin >> ring.sizeBits !== next >> ring.sizeBits && to !== 0n) {
    from = 0n;
    room = to;
  }
  if (room < 8n || room > size) {
    say(logSays.blockSize({ id, room, size }));
    return undefined;
  }
  const at = step(ring.data, from);
  const owner = kernel.space.u64(at);
  if (owner !== id) {
    say(logSays.otherOwner({ id, owner }));
    return undefined;
  }
  const known = Math.min(length, Number(room) - 8);
  const bytes = kernel.space.readSome(step(at, 8), known);
  if (bytes.length < known) say(logSays.textCut({ id, had: bytes.length, length: known }));
  return latin1(bytes);
}

function textAt(view: DataView, at: number, room: number): string {
  const bytes = new Uint8Array(
    view.buffer,
    view.byteOffset + at,
    Math.max(0, Math.min(room, view.byteLength - at)),
  );
  const end = bytes.indexOf(0);
  return latin1(end < 0 ? bytes : bytes.subarray(0, end));
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
