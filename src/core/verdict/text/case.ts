import type { Blame } from '../../reports/blame.ts';
import type { Event } from '../../reports/events.ts';
import type { Facts } from '../../reports/facts.ts';
import type { Fault } from '../../reports/refine.ts';
import type { Report } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';
import type { TextCode } from './code.ts';
import type { BadValue } from './values.ts';

/** One report with all that was found in it. */
export interface TextCase {
  readonly log: Split;
  readonly report: Report;
  readonly facts: Facts;
  readonly fault: Fault;
  readonly blame: Blame;
  readonly events: readonly Event[];
  readonly code?: TextCode;
  readonly value?: BadValue;
}
