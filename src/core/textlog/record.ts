import type { Message } from '../catalogue/message.ts';

/** One line of a kernel's log, as a text of it tells. */
export interface TextRecord {
  /** 0, 1, 2 … in order. */
  readonly sequence: number;
  /** The line of the file it began on, from 1. */
  readonly line: number;
  /** Seconds since boot: "[   12.345678]". */
  readonly time?: number;
  /** The wall clock as printed: "Nov 26 12:00:01". */
  readonly wall?: string;
  /** 0 (emergency) to 7 (debug), where the format tells. */
  readonly level?: number;
  /** syslog's facility, 0 for the kernel, where the format tells. */
  readonly facility?: number;
  /** Who printed it, where CONFIG_PRINTK_CALLER is on: "T277" a task, "C0" a CPU. */
  readonly caller?: string;
  /** The kernel's own text, without prefixes and escape codes. */
  readonly text: string;
  /** False where the format says that user space wrote it: a facility that is not 0, another program's line of a journal. */
  readonly own: boolean;
}

/** A text that was read as a kernel's log. */
export interface TextLog {
  /** In order of time as far as the text has one. */
  readonly records: readonly TextRecord[];
  /** How it is written, outermost first: "syslog", "dmesg". */
  readonly format: string;
  /** Any text may be written so: nothing but what its lines say tells whether it is a kernel's. */
  readonly ofAnybody: boolean;
  /** The machines that a journal or a syslog server names as those that wrote it, the most frequent first. */
  readonly hosts: readonly string[];
  /** What is missing, cut, or was put in order. */
  readonly remarks: readonly Message[];
}
