import { hex, hex0x } from '../../addr.ts';
import { named, type Message } from '../../catalogue/message.ts';
import { taint } from '../../catalogue/taint.ts';
import { textFinding, textLacks, textSays, textTitle } from '../../catalogue/reports.ts';
import { finding } from '../../catalogue/findings.ts';
import { blameOf, type Blame } from '../../reports/blame.ts';
import { eventsOf, type Event } from '../../reports/events.ts';
import { factsOf, machineOf, type Facts } from '../../reports/facts.ts';
import { plainName } from '../../reports/never-blame.ts';
import { faultOf, type Fault } from '../../reports/refine.ts';
import type { LogLine, Report } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';
import { refTo } from '../../rows/ref.ts';
import type { Evidence, Finding, FrameView, LogLineView, Verdict } from '../../rows/verdict.ts';
import { culpritOfText } from './culprit.ts';
import { mainReport } from './main.ts';
import { sentenceOf, titleOf } from './wording.ts';

/** One report with all that was found in it. */
export interface TextCase {
  readonly log: Split;
  readonly report: Report;
  readonly facts: Facts;
  readonly fault: Fault;
  readonly blame: Blame;
  readonly events: readonly Event[];
}

/** Judges a log: what happened, from the lines of the report that matters; nothing where there is none. */
export function judgeText(log: Split): Verdict {
  const usual = machineOf([...log.machine, ...log.reports.flatMap(({ lines }) => lines).slice(0, 300)]);
  const facts = new Map<Report, Facts>();
  const factsFor = (report: Report): Facts => {
    let known = facts.get(report);
    if (!known) facts.set(report, (known = factsOf(report, usual)));
    return known;
  };
  const events = eventsOf(log, (report) => faultOf(report, factsFor(report)).kind);
  const report = mainReport(log, (each) => faultOf(each, factsFor(each)).kind);
  if (!report) return withoutReport(log, events, usual?.name);
  const own = factsFor(report);
  const c: TextCase = {
    log,
    report,
    facts: own,
    fault: faultOf(report, own),
    blame: blameOf(report, own),
    events,
  };
  return verdictOf(c, usual?.name);
}

function verdictOf(c: TextCase, usual: string | undefined): Verdict {
  const { facts, fault, blame, report, log } = c;
  const { kind } = fault;
  const { where } = blame;
  const culprit = culpritOfText(c);
  return {
    source: 'text',
    kind,
    title: titleOf(c),
    confidence: 'likely',
    sentence: sentenceOf(c),
    access: fault.access,
    address: fault.address === undefined ? undefined : hex0x(fault.address),
    task: taskOf(c),
    cpu: cpuOf(c),
    context: contextOf(c),
    where: where && { symbol: plainName(where.symbol), offset: where.offset, module: where.module },
    culprit,
    bucket: bucketOf(c),
    release: facts.release ?? releaseOf(log),
    machine: facts.machine?.name ?? usual,
    uptime: report.main.line.time,
    taints: facts.taints === undefined ? undefined : taintsIn(facts.taints),
    findings: findingsOf(c),
    trace: traceViews(c),
    events: eventViews(c.events),
    log: linesAround(report),
    unchecked: unchecked(log),
  };
}

function withoutReport(log: Split, events: readonly Event[], machine: string | undefined): Verdict {
  const rebooted = log.rebooted;
  const kind = rebooted ? 'reboot' : 'nothing';
  return {
    source: 'text',
    kind,
    title: rebooted ? textTitle.reboot() : log.lines === 0 ? textTitle.empty() : textTitle.nothing(),
    confidence: 'likely',
    sentence: rebooted ? textSays.reboot() : textSays.nothing({ lines: log.lines }),
    release: releaseOf(log),
    machine,
    findings: rebooted ? [quoteLine('reboot', rebooted)] : [],
    events: eventViews(events),
    log: log.tail.map(lineView),
    unchecked: unchecked(log),
  };
}

/** The task that the heading names stands above the one that printed the report. */
function taskOf({ report, facts }: TextCase): Verdict['task'] {
  const { comm, pid } = report.main.groups;
  if (comm !== undefined && pid !== undefined) return { pid: Number(pid), comm };
  return facts.task;
}

function cpuOf({ report, facts }: TextCase): number | undefined {
  if (report.main.heading.id === 'hung-task') return undefined;
  const told = report.main.groups.cpu;
  return told !== undefined ? Number(told) : facts.cpu;
}

function contextOf(c: TextCase): Verdict['context'] {
  const { blame, facts } = c;
  const frames = blame.trace?.frames ?? [];
  const at = Math.max(0, blame.index ?? frames.findIndex((each) => each.symbol === blame.where?.symbol));
  const outer = frames.slice(at);
  if (frames.length > 0) {
    if (outer.some(({ stack }) => stack === 'NMI')) return 'nmi';
    if (outer.some(({ symbol }) => /^(?:__do_softirq|handle_softirqs|do_softirq|run_ksoftirqd)/.test(symbol)))
      return 'softirq';
    if (outer.some(({ stack }) => stack === 'IRQ'))
      return frames.length - outer.length > 0 || outer[0]?.stack === 'IRQ' ? 'hardirq' : undefined;
  }
  const task = taskOf(c);
  if (!task) return undefined;
  if (task.pid === 0) return frames.length > 0 && facts.traces.length > 0 ? 'idle' : undefined;
  return 'process';
}

/** Letters as printed, with what they mean (Documentation/admin-guide/tainted-kernels.rst). */
function taintsIn(letters: string): NonNullable<Verdict['taints']> {
  const { unknown: _, ...meanings } = taint;
  return [...letters].flatMap((letter) => {
    const text = named(meanings, letter);
    return text ? [{ letter, text }] : [];
  });
}

export function releaseOf(log: Split): string | undefined {
  for (const { text } of log.machine) {
    const found = /^Linux version (\S+)/.exec(text);
    if (found) return found[1];
  }
  return undefined;
}

const FUNCTIONS = 5;

/** As the buckets of dumps: kind, then the first functions, without offsets and what compilers add. */
function bucketOf({ fault, blame }: TextCase): string {
  const names: string[] = [];
  const first = blame.blamed ?? blame.where;
  const frames = (blame.trace?.frames ?? []).filter((each) => each.sure && !each.inline);
  const start = Math.max(
    0,
    frames.findIndex((each) => each.symbol === first?.symbol),
  );
  for (const each of [...(first ? [first] : []), ...frames.slice(start)]) {
    const name = plainName(each.symbol) + (each.module ? `[${each.module}]` : '');
    if (names.at(-1) !== name) names.push(name);
    if (names.length === FUNCTIONS) break;
  }
  return [fault.kind, names.join('<-')].filter((part) => part !== '').join(':');
}

export function lineEvidence(line: LogLine): Evidence {
  return { ref: refTo.log(line.sequence), text: line.text };
}
export function quoteLine(rule: string, line: LogLine): Finding {
  return {
    rule,
    confidence: 'proven',
    text: finding.logLine({ line: lineEvidence(line) }),
    evidence: [lineEvidence(line)],
  };
}

function findingsOf(c: TextCase): Finding[] {
  const { report, events } = c;
  const found: Finding[] = report.found.map(({ heading, line }) => quoteLine(heading.id, line));
  const first = events[0] as Event | undefined;
  const { main } = report;
  if (
    first &&
    first.sequence < main.line.sequence &&
    !report.found.some(({ line }) => line.sequence === first.sequence)
  )
    found.push({
      rule: 'first-trouble',
      confidence: 'likely',
      text: textFinding.first({
        about: first.about,
        seconds:
          first.at === undefined || main.line.time === undefined ? undefined : main.line.time - first.at,
        line: { text: first.line, ref: refTo.log(first.sequence) },
      }),
      evidence: [{ ref: refTo.log(first.sequence), text: first.line }],
    });
  if (report.end)
    found.push({
      rule: 'ended',
      confidence: 'proven',
      text: textFinding.ended({ about: report.end.heading.about(), line: lineEvidence(report.end.line) }),
      evidence: [lineEvidence(report.end.line)],
    });
  return found;
}

function traceViews({ blame }: TextCase): readonly FrameView[] | undefined {
  const { trace } = blame;
  return trace?.frames.map((each) => ({
    address: each.address === undefined ? '' : hex(each.address, 16),
    text:
      (each.sure ? '' : '? ') +
      each.symbol +
      (each.offset === undefined
        ? ''
        : `+0x${each.offset.toString(16)}${each.size === undefined ? '' : `/0x${each.size.toString(16)}`}`) +
      (each.module ? ` [${each.module}]` : '') +
      (each.source ? ` ${each.source}` : '') +
      (each.inline ? ' [inline]' : ''),
    symbol: each.sure ? plainName(each.symbol) : undefined,
    offset: each.offset,
    module: each.module,
    method: each.sure ? 'log' : 'guess',
    boundary: each.stack,
  }));
}

function eventViews(events: readonly Event[]): Verdict['events'] {
  return events.map(({ kind, at, sequence, line, first, ended }) => ({
    kind,
    at,
    ref: refTo.log(sequence),
    text: line,
    ...(first && { first }),
    ...(ended && { ended }),
  }));
}

const LINES = 12;
function linesAround(report: Report): LogLineView[] {
  return report.lines.slice(0, LINES).map(lineView);
}
function lineView({ sequence, time, level, text }: LogLine): LogLineView {
  return { sequence, time: time === undefined ? '' : time.toFixed(6), level: level ?? 6, text };
}

function unchecked(log: Split): Verdict['unchecked'] {
  const found: { what: Message; why: Message | string }[] = [
    { what: textLacks.memory(), why: textLacks.memoryWhy() },
  ];
  const start = log.first?.time;
  if (start !== undefined && start > 1)
    found.push({ what: textLacks.start(), why: textLacks.startWhy({ time: start.toFixed(6) }) });
  return found;
}
