import type { Message } from '../catalogue/message.ts';

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
  /** Nothing says when it was printed; `time` is 0 then. */
  readonly undated?: true;
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
  /** Its text was found lying in memory, not by the log's structures: it proves nothing. */
  readonly found?: true;
}

/** What of the log is not there, in sentences. */
export interface LogGaps {
  readonly reasons: Message[];
}

/** Told what of the log is lost. */
export type Loss = (reason: Message) => void;

/** A log of one generation, opened: its layout is known and stands in memory. */
export interface KernelLog {
  /** From the oldest to the newest. Never throws for damage. */
  records(lost: Loss): Generator<LogRecord, void, void>;
}

/** enum printk_info_flags, enum log_flags before 5.10: the record ends a line. */
export const LOG_NEWLINE = 2;

/** The word that printk_caller_id() makes: bit 31 says that it is a CPU. */
export function callerOf(word: number): LogCaller | undefined {
  if (word === 0) return undefined;
  return word >>> 31 ? { kind: 'cpu', id: word & 0x7fffffff } : { kind: 'task', id: word };
}

/** `bytes` as the machine reads them that wrote them: what is asked for as little-endian is big-endian where `big` says so. */
export function machineView(bytes: Uint8Array, big = false): DataView {
  const View = big ? TurnedView : DataView;
  return new View(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class TurnedView extends DataView<ArrayBufferLike> {
  override getUint16(at: number, little?: boolean): number {
    return super.getUint16(at, !little);
  }
  override getUint32(at: number, little?: boolean): number {
    return super.getUint32(at, !little);
  }
  override getBigUint64(at: number, little?: boolean): bigint {
    return super.getBigUint64(at, !little);
  }
}

/** The lower and the upper 32 bits of the 64-bit number at `at`, of whichever machine. */
export function lowHalf(view: DataView, at: number): number {
  return view.getUint32(view instanceof TurnedView ? at + 4 : at, true);
}
/** The upper 32 bits, see `lowHalf`. */
export function highHalf(view: DataView, at: number): number {
  return view.getUint32(view instanceof TurnedView ? at : at + 4, true);
}

/** The byte of two bit-fields, five bits of flags and three of the level: C fills it from its low end, on big-endian machines from the high one. */
export function flagsOf(byte: number, big = false): { readonly flags: number; readonly level: number } {
  return big ? { flags: byte >> 3, level: byte & 7 } : { flags: byte & 31, level: byte >> 5 };
}
