import type { TextRecord } from './record.ts';

/** What prefixes tell of a line; an inner prefix has precedence over one around it. */
export interface Told extends Partial<Omit<TextRecord, 'sequence' | 'line' | 'text'>> {
  /** The record's number in the kernel's ring (/dev/kmsg, netconsole): order and gaps show in it. */
  readonly number?: number;
  /** A piece of a record that was sent in pieces: its first byte and the length of the whole. */
  readonly fragment?: { readonly at: number; readonly of: number };
  /** The program that a journal says wrote the line, with its pid: "kernel", "qemu-kvm[812]". */
  readonly program?: string;
  /** The machine that a journal or a syslog server names as the one that wrote it. */
  readonly host?: string;
  /** Seconds since the line before (dmesg --reltime, --time-format delta). */
  readonly since?: number;
}

/** A line, or what is left of it, without prefixes. */
export interface Peeled extends Told {
  readonly text: string;
}

/** A line of the file. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** A line on its way to a record. */
export type Row = Line & Told;

/** One way in which lines of a log are written: a prefix with a shape of its own. Prefixes nest. */
export interface LineFormat {
  /** Names it to the user: "dmesg". */
  readonly name: string;
  /**
   * Where it stands: around the kernel's own stamp (mails, syslog), as that stamp, or within (callers). Prefixes of one
   * place are tried in the order of their names, again and again.
   */
  readonly place: 'outside' | 'stamp' | 'inside';
  /**
   * The share of lines (0 to 1) that must have this prefix before any is taken for one; absent where its shape cannot
   * be anything else.
   */
  readonly share?: number;
  /** Not only kernels' lines are written so; those of the program "kernel" are. */
  readonly ofAnybody?: true;
  /** The characters that it can begin with, where they are few: others are not asked. */
  readonly first?: string;
  /** `line` without this prefix, and what the prefix told; undefined when the line has none. */
  peel(line: string): Peeled | undefined;
}

/** One way in which a whole text is written, where a record is more than a line. */
export interface WholeFormat {
  readonly name: string;
  /** Not only logs, or not only those of a kernel, are written so. */
  readonly ofAnybody?: true;
  /** Whether the text is of this format, by its first lines (up to 200). */
  looks(head: readonly string[]): boolean;
  /** The records in `lines`; prefixes within their text are peeled afterwards. */
  rows(lines: Iterable<Line>): Iterable<Row>;
}
