import type { Severity } from '../../arch/machine-check.ts';
import type { Message } from '../../catalogue/message.ts';
import type { LogLine } from '../report.ts';

/** An error that hardware reported, as the lines of the log tell it. */
export interface HardwareError {
  /** Its first line. */
  readonly line: LogLine;
  /** Who tells: a bank, the firmware, a device. */
  readonly source: Message;
  readonly severity: Severity;
  readonly what: readonly Message[];
  /** The part: a memory module, a device, as printed. */
  readonly place?: string;
  /** The physical address, as printed. */
  readonly address?: string;
  /** How many times it was reported. */
  readonly count: number;
  /** A bank, a record or status bits were decoded: it is proof. A line that only says so is none. */
  readonly decoded: boolean;
  /** Software may have caused it as well: a driver that asks a device for what it cannot do, a program on a GPU. */
  readonly perhapsSoftware?: boolean;
}

/** An error whose lines are still being read. */
export type Building = { -readonly [Key in keyof HardwareError]: HardwareError[Key] };

/** One way in which kernels print such errors: a file of this folder. */
export interface HardwareSource {
  readonly name: string;
  /** Begins to read one log: errors are added to `found`; true when the line is one of this source. */
  start(found: Building[]): (line: LogLine, text: string) => boolean;
}
