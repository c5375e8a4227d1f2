import { finding } from '../catalogue/findings.ts';
import { eventsOf, isHarmless, type Event } from '../reports/events.ts';
import { factsOf, machineOf } from '../reports/facts.ts';
import { isUncorrected } from '../reports/hardware/index.ts';
import { faultOf } from '../reports/refine.ts';
import type { LogLine } from '../reports/report.ts';
import { splitLog, type Split } from '../reports/split.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding, VerdictEvent } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import { hardwareFindings } from './hardware.ts';
import { orderFindings } from './order.ts';
import { guestOf } from './text/surroundings.ts';
import type { Judgement } from './rule.ts';

/** The troubles that a dump's log tells of, in order: what came first, what the kernel lived on after, what ended it. */

/** The log cut into what the kernel reported. */
export function splitOf(c: Pick<Case, 'log'>): Split {
  return splitLog(
    c.log.records.map((record): LogLine => ({
      sequence: record.sequence,
      time: Number(record.time) / 1e9,
      level: record.level,
      // What user space wrote to /dev/kmsg has another facility and proves nothing.
      own: record.facility === 0,
      text: record.text,
    })),
  );
}

/** Every trouble of the log; what ended the machine has the kind that was judged. */
export function troubles(
  c: Pick<Case, 'log' | 'panic' | 'kernel'>,
  split: Split,
  judgement: Judgement,
): Event[] {
  const usual = machineOf([...split.machine, ...split.reports.flatMap(({ lines }) => lines).slice(0, 300)]);
  const events = eventsOf(split, (report) => faultOf(report, factsOf(report, usual)).kind);
  if (judgement.kind === 'live') return events;
  // An oops that went straight into the crash kernel says no panic: the last report is it, if anything died at all.
  const ended =
    events.findLastIndex((each) => each.ended) >= 0
      ? events.findLastIndex((each) => each.ended)
      : c.panic === undefined && c.kernel.vmcoreinfo.crashTime === undefined
        ? -1
        : lastReport(split, events);
  const first = events.findIndex(({ kind, line }) => !isHarmless({ kind, text: line }));
  return events.map((each, i): Event => {
    const { first: _first, ended: _ended, ...event } = each;
    return {
      ...event,
      ...(i === first && { first: true as const }),
      ...(i === ended && {
        ended: true as const,
        kind: judgement.kind === 'unknown' ? each.kind : judgement.kind,
      }),
    };
  });
}

function lastReport(split: Split, events: readonly Event[]): number {
  const last = split.reports.at(-1)?.main.line.sequence;
  return last === undefined ? -1 : events.findLastIndex(({ sequence }) => sequence === last);
}

/** The events as the verdict carries them. */
export function eventViews(events: readonly Event[]): VerdictEvent[] {
  return events.map(({ kind, at, sequence, line, first, ended }) => ({
    kind,
    at,
    ref: refTo.log(sequence),
    text: line.split('\n', 1)[0],
    first,
    ended,
  }));
}

/** The first trouble of the log, where it is another one than what ended the machine. */
export function firstTrouble(
  events: readonly Event[],
  { kind, findings }: Pick<Judgement, 'kind' | 'findings'>,
): Finding[] {
  const ended = events.findLast((each) => each.ended);
  if (!ended || kind === 'live') return [];
  const first = events.find((each) => each.first);
  if (!first || first === ended || first.sequence >= ended.sequence) return [];
  // What the rule told itself is part of the same trouble.
  const ref = refTo.log(first.sequence);
  if (findings.some(({ evidence }) => evidence.some((each) => each.ref === ref))) return [];
  const seconds =
    first.at === undefined || ended.at === undefined ? undefined : Math.max(0, ended.at - first.at);
  const evidence = { ref, text: first.line.split('\n', 1)[0] };
  return [
    {
      rule: 'first-trouble',
      confidence: 'likely',
      text: finding.earlier({ about: first.about, seconds: seconds ?? 0, line: evidence }),
      evidence: [evidence],
    },
  ];
}

/** What came before the end in the log of a dump: oopses that the kernel survived, since when it is damaged, errors of the hardware. */
export function aroundEnd(
  split: Split,
  events: readonly Event[],
  { kind }: Pick<Judgement, 'kind'>,
): Finding[] {
  const ended = events.findLast((each) => each.ended);
  const report = ended && split.reports.find(({ main }) => main.line.sequence === ended.sequence);
  const errors = split.hardware.filter(
    (each) => isUncorrected(each) && (!ended || each.line.sequence < ended.sequence),
  );
  return [
    ...(report ? orderFindings({ ...split, last: undefined }, report, factsOf(report).taints) : []),
    ...(kind === 'machine-check' ? [] : hardwareFindings(errors, guestOf(split))),
  ];
}
