import type { Message } from '../catalogue/message.ts';
import type { Split } from './split.ts';
import type { Found, Kind, Report } from './report.ts';

/** One trouble of a log. */
export interface Event {
  readonly kind: Kind;
  /** Seconds since boot. */
  readonly at?: number;
  readonly sequence: number;
  /** The kernel's line. */
  readonly line: string;
  readonly about: Message;
  readonly first?: true;
  /** The one that the machine did not survive. */
  readonly ended?: true;
}

const MAX_EVENTS = 200;

/** Lines that stand for trouble which others outlive daily: told as events, never as what all began with. */
const HARMLESS =
  /\bfloppy\b|\bdev (?:fd|sr)\d|^Memory cgroup out of memory|\bCONSTRAINT_MEMCG\b|segfault at|\[Hardware Error\]: (?:Corrected error|Machine check events logged|It has been corrected)|event severity: (?:corrected|info)/;

/** Whether a report tells of nothing that was wrong. */
export const isHarmless = ({ kind, text }: { readonly kind: Kind; readonly text: string }): boolean =>
  kind === 'nothing' || HARMLESS.test(text);

/** Every trouble of `log` in order; the first one marked, and the one that ended the machine where one did. */
export function eventsOf(
  { reports, minor }: Pick<Split, 'reports' | 'minor'>,
  kindOf: (report: Report) => Kind,
): Event[] {
  const found: { event: Event; report?: Report }[] = [
    ...reports.map((report) => ({ event: eventOf(report.main, kindOf(report)), report })),
    ...minor
      .filter(({ heading }) => heading.kind !== 'nothing')
      .map((each) => ({ event: eventOf(each, each.heading.kind) })),
  ].sort((a, b) => a.event.sequence - b.event.sequence);
  const last = lastOf(reports);
  // Of a flood of the same line the first is told.
  const told = found.filter(
    ({ event, report }, i) =>
      report !== undefined ||
      i === 0 ||
      found[i - 1].report !== undefined ||
      found[i - 1].event.about.id !== event.about.id,
  );
  const kept = told.length > MAX_EVENTS ? [...told.slice(0, MAX_EVENTS - 10), ...told.slice(-10)] : told;
  const first = kept.findIndex(({ event }) => !isHarmless({ kind: event.kind, text: event.line }));
  return kept.map(({ event, report }, i) => ({
    ...event,
    ...(i === Math.max(first, 0) && { first: true as const }),
    ...(report !== undefined && report === last && { ended: true as const }),
  }));
}

/** The report that the machine did not survive: the one that a panic followed, or that is one. */
export function lastOf(reports: readonly Report[]): Report | undefined {
  return reports.findLast(({ end, main }) => end !== undefined || main.heading.ends === true);
}

function eventOf({ heading, line }: Found, kind: Kind): Event {
  return { kind, at: line.time, sequence: line.sequence, line: line.text, about: heading.about() };
}
