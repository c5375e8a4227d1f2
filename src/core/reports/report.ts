import type { Message } from '../catalogue/message.ts';
import type { Frame } from './frames.ts';

/** A line of a kernel's log, of a text or of a dump's ring. */
export interface LogLine {
  /** Names it: log:1234. */
  readonly sequence: number;
  /** Seconds since boot. */
  readonly time?: number;
  /** The wall clock as printed: "Nov 26 12:00:01". */
  readonly wall?: string;
  readonly level?: number;
  /** Who printed it, where the log tells: "T277" a task, "C0" a CPU. */
  readonly caller?: string;
  readonly text: string;
  /** False: user space wrote it, and it proves nothing. */
  readonly own: boolean;
}

/** What happened, as verdicts name it (verdict-json: `kind`). */
export type Kind = string;

/** Where a report of some kind says who is to blame. */
export type Place =
  /** The line itself names it (group `symbol`), else the trace. */
  | 'named'
  /** The interrupted instruction, else the trace. */
  | 'registers'
  /** The first function of the trace that may be blamed. */
  | 'trace'
  /** Of lock checking: where the lock was being taken. */
  | 'acquired'
  /** Of what did not get on: what was asked of the kernel, since the very top of the stack is random. */
  | 'stalled'
  /** Nobody's. */
  | 'none';

/** A line by which the kernel begins to tell of one trouble, or adds to what kind of trouble it is. */
export interface Heading {
  readonly id: string;
  readonly kind: Kind;
  /** Named groups: symbol, address, comm, pid, cpu, seconds, what. Tried against lines that `MAYBE` let pass. */
  readonly pattern: RegExp;
  /** In a few words, for the list of events. */
  readonly about: () => Message;
  readonly place: Place;
  /** Of several in one report the highest tells its kind; 5 where nothing is said. */
  readonly rank?: number;
  /** Only adds to a report that another line began: stands alone as nothing. */
  readonly adds?: boolean;
  /** One line that is no report by itself, such as an I/O error: an event. */
  readonly minor?: boolean;
  /** Comes again and again beside others: it does not cut a report that is being printed. */
  readonly aside?: boolean;
  /** Ends the machine. */
  readonly ends?: boolean;
  /** Of a panic: it only carries out what a report of one of these kinds said before. */
  readonly after?: readonly Kind[];
}

/** A heading with the line that had it. */
export interface Found {
  readonly heading: Heading;
  readonly line: LogLine;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

/** A run of frames, and what the line before it said of them. */
export interface Trace {
  readonly title: string;
  readonly frames: readonly Frame[];
  /** Of its first line. */
  readonly sequence: number;
}

/** One trouble that the kernel reported, with the lines that belong to it and nothing else. */
export interface Report {
  /** What tells its kind, the strongest of `found`. */
  readonly main: Found;
  readonly found: readonly Found[];
  readonly lines: readonly LogLine[];
  /** The panic or reboot that it ended in. */
  readonly end?: Found;
}
