import type { Report } from '../../reports/report.ts';
import { ofOneBoot, type Split } from '../../reports/split.ts';

/** Seconds after which a kernel has got over a report that did not stop it. */
const LIVED_ON = 5;

/** What ends a task after an oops (arch/x86/entry, kernel/exit.c). */
const DYING = /^\s*(?:\[<[0-9a-f]+>\] )?(?:rewind_stack_\w+|make_task_dead|oops_end)\+0x/;

/** Oopses and panics: the task, or the machine, did not go on. */
const isFatal = ({ main, found, end }: Report): boolean =>
  end !== undefined ||
  main.heading.ends === true ||
  found.some(({ heading }) => heading.place === 'registers' && !heading.adds && heading.kind !== 'unknown');

/**
 * A fault that arm tells of programs' instructions, too (do_DataAbort() in arch/arm/mm/fault.c, do_alignment()): of the kernel's die()
 * says more.
 */
const isProgram = ({ main, lines }: Report): boolean =>
  /^(?:alignment|unhandled-fault)$/.test(main.heading.id) &&
  !lines.some(({ text }) => /^(?:Internal error|CPU: \d|PC is at|Oops|\s*Call [Tt]race)/.test(text));

/**
 * The report that the verdict is about; undefined where there is none: the first one, as what follows comes of it, but
 * where the kernel lived on after complaints the first that it did not survive. The others stand among the events.
 */
export function mainReport(log: Pick<Split, 'reports' | 'boots'>): Report | undefined {
  const kernels = log.reports.filter((report) => !isProgram(report));
  const reports = kernels.length > 0 ? kernels : log.reports;
  const fatal = reports.find(isFatal);
  // Of one whose first line is lost nobody knows what it was: one that says what ended the machine tells more.
  const first = reports[0]?.main.heading.kind === 'unknown' ? (fatal ?? reports[0]) : reports[0];
  if (!first || isFatal(first)) return first;
  // The kernel lived on until another boot: what that one did not survive tells more.
  if (fatal && !ofOneBoot(log, first.main.line.sequence, fatal.main.line.sequence)) return fatal;
  // A complaint without a WARNING of its own, soon before the end: that it ended tells more.
  if (first.main.heading.adds && !first.found.some(({ heading }) => heading.kind === 'warn'))
    return fatal ?? first;
  // A task that an oops put an end to goes on complaining: the oops itself may be lost, the next one is not.
  if (first.lines.some(({ text }) => DYING.test(text))) return fatal ?? first;
  const began = first.main.line.time;
  const when = fatal?.main.line.time;
  return began !== undefined && when !== undefined && when - began >= LIVED_ON ? fatal : first;
}
