import { order } from '../catalogue/order.ts';
import { lastOf } from '../reports/events.ts';
import type { LogLine, Report } from '../reports/report.ts';
import { ofOneBoot, type Split } from '../reports/split.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding } from '../rows/verdict.ts';

/**
 * What came after what: how long the kernel lived on after troubles that did not stop it, and since when it marks itself as
 * damaged (Documentation/admin-guide/tainted-kernels.rst: D an oops, W a WARNING; a report prints the letters that were
 * set before it).
 */

/** Seconds from which on it matters that the kernel went on. */
const WENT_ON = 1;

const evidenceOf = ({ sequence, text }: LogLine): Evidence => ({
  ref: refTo.log(sequence),
  text: text.split('\n', 1)[0],
});
const between = (from: LogLine, to: LogLine | undefined): number | undefined =>
  from.time === undefined || to?.time === undefined ? undefined : Math.max(0, to.time - from.time);

/** Whether `report` is of an exception in the kernel, after which the task died and the kernel may have gone on. */
const isOops = ({ found }: Report): boolean =>
  found.some(({ heading }) => heading.place === 'registers' && !heading.adds);
/** Reports that set W: __warn() (kernel/panic.c), and __schedule_bug(), __might_resched() and the like (kernel/sched/core.c). */
const WARNS = new Set(['warn', 'atomic-context']);
const isWarning = ({ found }: Report): boolean => found.some(({ heading }) => WARNS.has(heading.kind));

/** Findings about what came before `report` and after it. `letters`: the taints that it prints; undefined where it prints none. */
export function orderFindings(
  log: Pick<Split, 'reports' | 'last' | 'rebooted' | 'boots'>,
  report: Report,
  letters: string | undefined,
): Finding[] {
  const { line } = report.main;
  // What another boot reported came neither before nor after.
  const reports = log.reports.filter((each) => ofOneBoot(log, each.main.line.sequence, line.sequence));
  const before = reports.filter((each) => each !== report && each.main.line.sequence < line.sequence);
  const { last, rebooted } = log;
  const on = !rebooted && last && ofOneBoot(log, line.sequence, last.sequence) ? last : undefined;
  return [
    ...livedOn(before, line),
    ...damaged('D', letters, before.find(isOops)),
    ...damaged('W', letters, before.find(isWarning)),
    ...(endedBy(reports, report) ?? wentOn(report, on)),
  ];
}

/** The first oops that the kernel survived. */
function livedOn(before: readonly Report[], line: LogLine): Finding[] {
  const oopses = before.filter((each) => isOops(each) && !each.end);
  if (oopses.length === 0) return [];
  const { main } = oopses[0];
  const evidence = evidenceOf(main.line);
  return [
    {
      rule: 'lived-on',
      confidence: 'proven',
      text: order.livedOn({
        about: main.heading.about(),
        line: evidence as { text: string; ref: string },
        seconds: between(main.line, line),
        others: oopses.length - 1,
      }),
      evidence: [evidence],
    },
  ];
}

/** Since when the taint `letter` stands: the report that set it, or that the log does not have it. */
function damaged(letter: 'D' | 'W', letters: string | undefined, by: Report | undefined): Finding[] {
  if (letters?.includes(letter) !== true) return [];
  if (!by)
    // Whatever else sets the letter, it is not a line that is known here.
    return [{ rule: 'damaged', confidence: 'likely', text: order.damagedBefore({ letter }), evidence: [] }];
  const evidence = evidenceOf(by.main.line);
  return [
    {
      rule: 'damaged',
      confidence: 'proven',
      text: order.damaged({ letter, line: evidence as { text: string; ref: string }, at: by.main.line.time }),
      evidence: [evidence],
    },
  ];
}

/** The later report that the kernel did not survive. */
function endedBy(reports: readonly Report[], report: Report): Finding[] | undefined {
  const last = report.end || report.main.heading.ends ? undefined : lastOf(reports);
  const { line } = report.main;
  if (!last || last === report || last.main.line.sequence <= line.sequence) return undefined;
  const evidence = evidenceOf(last.main.line);
  return [
    {
      rule: 'lived-on',
      confidence: 'proven',
      text: order.livedUntil({
        seconds: between(line, last.main.line),
        about: last.main.heading.about(),
        line: evidence as { text: string; ref: string },
      }),
      evidence: [evidence],
    },
  ];
}

/** The log goes on after the report: so did the kernel. */
function wentOn({ main, end }: Report, last: LogLine | undefined): Finding[] {
  const seconds = between(main.line, last);
  if (end || main.heading.ends === true || !last || seconds === undefined || seconds < WENT_ON) return [];
  return [
    {
      rule: 'went-on',
      confidence: 'proven',
      text: order.wentOn({ seconds }),
      evidence: [evidenceOf(last)],
    },
  ];
}
