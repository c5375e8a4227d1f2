import { logSays } from '../catalogue/log-rings.ts';
import { MissingError } from '../errors.ts';
import { latin1 } from '../source/source.ts';
import type { Kernel } from './kernel.ts';
import { bufferOf } from './printk-buffer.ts';
import {
  callerOf,
  flagsOf,
  LOG_NEWLINE,
  machineView,
  type KernelLog,
  type LogRecord,
  type Loss,
} from './printk-record.ts';

/**
 * The log of 3.5 to 5.9 (kernel/printk/printk.c; kernel/printk.c before 3.11): records of struct printk_log, struct log
 * before 3.11, one after the other in log_buf, each followed by its text and its dictionary.
 *
 *   u64 ts_nsec, u16 len, u16 text_len, u16 dict_len, u8 facility, u8 flags (5 bits) and level (3 bits)
 *   u32 caller_id      since 5.1, with CONFIG_PRINTK_CALLER
 *
 * In 3.5 the last two bytes are one u16, level and facility as in syslog(3), and there are no flags. A record of length
 * 0 says that the next one lies at the start of the buffer.
 */
const HEADER = 16;
const WITH_CALLER = 20;
const LEN = 8;
const TEXT_LEN = 10;
const DICT_LEN = 12;
const FACILITY = 14;
const FLAGS = 15;
const CALLER = 16;
/** Records lie at multiples of this (LOG_ALIGN of machines with efficient unaligned access; 8 else). */
const ALIGN = 4;
/** LOG_LINE_MAX and the prefix; dictionaries are short. */
const MAX_RECORD = 4096;
/** Records of which one must have flags, which all but those of 3.5 have. */
const FLAGLESS = 64;

/** The log between log_first_idx and log_next_idx; undefined for kernels without these. */
export function bufferedLog(kernel: Kernel): KernelLog | undefined {
  const { image } = kernel.symbols;
  const at = (name: string): bigint | undefined =>
    image.byName(name)?.address ?? kernel.vmcoreinfo.symbol(name);
  const firstAt = at('log_first_idx');
  const nextAt = at('log_next_idx');
  if (firstAt === undefined || nextAt === undefined) return undefined;
  const buffer = bufferOf(kernel);
  if (!buffer) throw new MissingError(logSays.noRing());
  const first = kernel.space.u32(firstAt);
  const next = kernel.space.u32(nextAt);
  const sequence = at('log_first_seq');
  const firstSequence = Number((sequence === undefined ? undefined : kernel.space.tryU64(sequence)) ?? 0n);
  return {
    *records(lost) {
      const bytes = buffer.bytes(lost);
      const header = headerOf(kernel, bytes, first);
      const flagless = isFlagless(bytes, header, first, next);
      let number = firstSequence;
      for (const offset of walk(bytes, header, first, next, lost))
        yield recordAt(bytes, header, flagless, offset, number++);
    },
  };
}

/** Bytes of the header: what the types or VMCOREINFO say, else whichever leads from the first record to another. */
function headerOf(kernel: Kernel, bytes: Uint8Array, first: number): number {
  for (const struct of ['printk_log', 'log']) {
    const type = kernel.types.struct(struct);
    const size = type && kernel.types.has(struct, 'text_len') ? type.size : kernel.vmcoreinfo.size(struct);
    if (size === HEADER || size === WITH_CALLER) return size;
  }
  // The first record may be broken.
  for (let at = first & ~(ALIGN - 1); at < first + MAX_RECORD; at += ALIGN) {
    const without = chain(bytes, at, HEADER);
    const withCaller = chain(bytes, at, WITH_CALLER);
    if (Math.max(without, withCaller) > 2) return withCaller > without ? WITH_CALLER : HEADER;
  }
  return HEADER;
}

/** How many sound records follow each other from `at` on, up to some. */
function chain(bytes: Uint8Array, at: number, header: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (; count < 16 && isSound(view, at, header); count++) at += view.getUint16(at + LEN, true);
  return count;
}

/** Whether a record can be at `at`: its parts fill it, but for what it is aligned by, and its text is text. */
export function isSound(view: DataView, at: number, header: number): boolean {
  if (at + header > view.byteLength) return false;
  const length = view.getUint16(at + LEN, true);
  if (length < header || length > MAX_RECORD || length % ALIGN !== 0 || at + length > view.byteLength)
    return false;
  const text = view.getUint16(at + TEXT_LEN, true);
  const rest = length - header - text - view.getUint16(at + DICT_LEN, true);
  if (rest < 0 || rest >= 8 || view.getUint8(at + FACILITY) >= 128) return false;
  return text === 0 || isText(view.getUint8(at + header));
}

/** Whether `byte` may begin the text of a record: printable, a byte of UTF-8, tab, line feed or escape. */
export function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 9 || byte === 10 || byte === 27;
}

/** Offsets of the records from `first` to `next`. Where one is broken the next sound one is looked for. */
function* walk(
  bytes: Uint8Array,
  header: number,
  first: number,
  next: number,
  lost: Loss,
): Generator<number, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  let at = first;
  let wrapped = false;
  /** Whether `at` is where a record must be, and not just looked at. */
  let reached = true;
  // The whole buffer is gone round once at most.
  for (let steps = Math.ceil(end / ALIGN) + 2; steps > 0 && at !== next; steps--) {
    if (wrapped && at > next) return;
    if (at % ALIGN === 0 && isSound(view, at, header)) {
      yield at;
      at += view.getUint16(at + LEN, true);
      reached = true;
      continue;
    }
    const wraps = reached && at % ALIGN === 0 && at + header <= end && view.getUint16(at + LEN, true) === 0;
    if (wraps || at + header > end) {
      if (wrapped) return;
      wrapped = true;
      reached = true;
      at = 0;
      continue;
    }
    if (reached) lost(logSays.recordBroken({ at }));
    reached = false;
    at += ALIGN - (at % ALIGN);
  }
}

/** Whether these are records of 3.5: none of the first ones has flags. */
function isFlagless(bytes: Uint8Array, header: number, first: number, next: number): boolean {
  let seen = 0;
  for (const at of walk(bytes, header, first, next, () => undefined)) {
    if (bytes[at + FLAGS] !== 0) return false;
    if (++seen >= FLAGLESS) break;
  }
  return seen > 0;
}

/** The record at `at`, which is sound. */
export function recordAt(
  bytes: Uint8Array,
  header: number,
  flagless: boolean,
  at: number,
  sequence: number,
  big = false,
): LogRecord {
  const view = machineView(bytes, big);
  const length = view.getUint16(at + TEXT_LEN, true);
  const start = at + header;
  const { flags, level } = flagsOf(bytes[at + FLAGS], big);
  const priority = view.getUint16(at + FACILITY, true);
  const dictionary = dictionaryOf(
    bytes.subarray(start + length, start + length + view.getUint16(at + DICT_LEN, true)),
  );
  return {
    sequence,
    time: view.getBigUint64(at, true),
    level: flagless ? priority & 7 : level,
    facility: flagless ? priority >> 3 : bytes[at + FACILITY],
    caller: header === WITH_CALLER ? callerOf(view.getUint32(at + CALLER, true)) : undefined,
    text: latin1(bytes.subarray(start, start + length)),
    subsystem: dictionary.get('SUBSYSTEM'),
    device: dictionary.get('DEVICE'),
    continued: !flagless && (flags & LOG_NEWLINE) === 0,
    truncated: false,
  };
}

/** "SUBSYSTEM=pci\0DEVICE=+pci:0000:00:1f.2". */
function dictionaryOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of latin1(bytes).split('\0')) {
    const equals = line.indexOf('=');
    if (equals > 0) found.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return found;
}
