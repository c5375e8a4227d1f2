import { hex, hex0x } from '../../addr.ts';
import { named } from '../../catalogue/message.ts';
import { taint } from '../../catalogue/taint.ts';
import { finding } from '../../catalogue/findings.ts';
import { textFinding } from '../../catalogue/reports.ts';
import { blameOf, type Blame } from '../../reports/blame.ts';
import { eventsOf, isHarmless } from '../../reports/events.ts';
import { factsOf, machineOf, type Facts } from '../../reports/facts.ts';
import { isUncorrected } from '../../reports/hardware/index.ts';
import { plainName } from '../../reports/never-blame.ts';
import { faultOf, type Fault } from '../../reports/refine.ts';
import type { Report } from '../../reports/report.ts';
import { ofOneBoot, type Split } from '../../reports/split.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding, FrameView, LogLineView, Verdict } from '../../rows/verdict.ts';
import { asciiOf, fillOf } from '../../identify/non-canonical.ts';
import { poisonOf } from '../../identify/poison.ts';
import { identity, poison as poisons } from '../../catalogue/identity.ts';
import type { TextCase } from './case.ts';
import { codeOf, instructionViews, type TextCode } from './code.ts';
import {
  deviceBefore,
  guestOf,
  initFinding,
  machineFindings,
  meansFinding,
  moduleFinding,
  noticedFinding,
  ownTaskFinding,
  registerAccess,
  systemErrorFindings,
  tableFindings,
  userCrashFinding,
  waitFinding,
  wordFindings,
} from './surroundings.ts';
import { badValueOf, timeFinding, unshadowed, valueFindings, type BadValue } from './values.ts';
import { HANGS, culpritOfText, onFreeList } from './culprit.ts';
import { folded } from '../recursion.ts';
import { hardwareFindings } from '../hardware.ts';
import { eventViews, lineEvidence, lineView, quoteLine, releaseOf, unchecked } from './lines.ts';
import { orderFindings } from '../order.ts';
import { mainReport } from './main.ts';
import { ownerFindings } from './owners.ts';
import { withoutReport } from './quiet.ts';
import { sentenceOf, stalledCpus, titleOf } from './wording.ts';

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
  const report = mainReport(log);
  if (!report) return withoutReport(log, events, usual?.name);
  const own = factsFor(report);
  const code = codeOf(own);
  const value = badValueOf(code);
  const fault = deeper(faultOf(report, own), own, code, value);
  const c: TextCase = {
    log,
    report,
    facts: own,
    fault,
    blame: blameIn(log, report, own, usual),
    events,
    code,
    value,
  };
  return verdictOf(c, usual?.name);
}

/** Seconds within which a report that was cut off goes on in the next one. */
const CUT_OFF = 1;

/** Who is to blame; of a report that another one of the same caller cut off before its trace, by the trace that followed. */
function blameIn(log: Split, report: Report, own: Facts, usual: Facts['machine']): Blame {
  const blame = blameOf(report, own);
  if (blame.where !== undefined || report.main.heading.place === 'none') return blame;
  const next = log.reports[log.reports.indexOf(report) + 1] as Report | undefined;
  const [before, after] = [report.lines.at(-1), next?.main.line];
  if (!before || !after || !next || before.caller !== after.caller) return blame;
  const stamped = before.time !== undefined && after.time !== undefined;
  if (stamped ? after.time! - before.time! > CUT_OFF : before.time !== after.time) return blame;
  const whole = { ...report, lines: [...report.lines, ...next.lines] };
  return blameOf(whole, factsOf(whole, usual));
}

/** Kinds of faults whose bad value may tell of something deeper. */
const DEEPER = new Set(['non-canonical', 'bad-address', 'null-pointer', 'user-access']);

/** The fault with what its registers and code prove: poison of freed memory, KASAN's shadow of a NULL pointer, the access. */
function deeper(fault: Fault, facts: Facts, code: TextCode | undefined, value: BadValue | undefined): Fault {
  if (!DEEPER.has(fault.kind) || fault.access === 'execute') return fault;
  const operand = code?.operand;
  const how = operand?.memory.access;
  const access = fault.shadow
    ? undefined
    : (fault.access ?? (how === undefined || how === 'none' ? undefined : how === 'r' ? 'read' : 'write'));
  const address = fault.address ?? operand?.address;
  if (value?.poison?.freed) return { ...fault, kind: 'use-after-free', access, address };
  const real = address === undefined ? undefined : unshadowed(facts, address);
  if (real !== undefined && !fault.shadow)
    return {
      ...fault,
      kind: real < 4096n ? 'null-pointer' : fault.kind,
      address: real,
      access: undefined,
      shadow: { from: real, to: real + 7n },
    };
  return { ...fault, access, address };
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
    access:
      kind === 'sysrq'
        ? undefined
        : kind === 'system-error' && where
          ? registerAccess(where.symbol)
          : fault.access,
    address: fault.address === undefined || kind === 'sysrq' ? undefined : hex0x(fault.address),
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
    instructions: c.code && instructionViews(c.code),
    registers: registerViews(c),
    trace: traceViews(c),
    events: eventViews(
      c.events.map((each) => (each.sequence === c.report.main.line.sequence ? { ...each, kind } : each)),
    ),
    log: linesAround(report),
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
  const stalled = stalledCpus(report);
  if (stalled.length === 1) return Number(stalled[0]);
  const told = report.main.groups.cpu;
  return told !== undefined ? Number(told) : facts.cpu;
}

function contextOf(c: TextCase): Verdict['context'] {
  const { blame } = c;
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
  if (task.pid !== 0) return 'process';
  if (blame.where === undefined || /idle|halt/.test(blame.where.symbol)) return 'idle';
  // An idle CPU runs other code in interrupts only; in their handlers themselves interrupts are off.
  const on = c.code?.file.interrupts(c.code.registers)?.on;
  return on === undefined ? undefined : on ? 'softirq' : 'hardirq';
}

/** Letters as printed, with what they mean (Documentation/admin-guide/tainted-kernels.rst). */
function taintsIn(letters: string): NonNullable<Verdict['taints']> {
  const { unknown: _, ...meanings } = taint;
  return [...letters].flatMap((letter) => {
    const text = named(meanings, letter);
    return text ? [{ letter, text }] : [];
  });
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

/** Kinds of faults that an address tells of. */
const ADDRESSED = new Set([...DEEPER, 'use-after-free', 'read-only-write', 'reserved-bit']);

function freeListFinding(c: TextCase): Finding[] {
  const { where } = c.blame;
  if (!where || !onFreeList(c)) return [];
  return [
    {
      rule: 'free-list',
      confidence: 'likely',
      text: finding.freeList({ function: plainName(where.symbol) }),
      evidence: [lineEvidence(c.facts.placeLine ?? c.report.main.line)],
    },
  ];
}

function deviceFinding({ log, report }: TextCase): Finding[] {
  const gone = HANGS.has(report.main.heading.kind) ? deviceBefore(log, report) : undefined;
  if (!gone) return [];
  const { line } = gone.found;
  const { time } = report.main.line;
  return [
    {
      rule: 'device-gone',
      confidence: 'likely',
      text: textFinding.gone({
        line: lineEvidence(line),
        seconds: line.time === undefined || time === undefined ? undefined : time - line.time,
      }),
      evidence: [lineEvidence(line)],
    },
  ];
}

/** Errors of the hardware: all of them where they are what it died of, else those before it that nobody could correct. */
function hardwareFinding({ log, fault, facts, report }: TextCase): Finding[] {
  const died = fault.kind === 'machine-check' || fault.kind === 'system-error';
  const errors = log.hardware.filter(
    (each) => died || (isUncorrected(each) && each.line.sequence < report.main.line.sequence),
  );
  return hardwareFindings(errors, guestOf(log, facts.hardware));
}

/** What each register holds, as far as the value itself tells. */
function registerViews({ code, facts, fault }: TextCase): Verdict['registers'] {
  if (!code || facts.registers.size === 0 || !ADDRESSED.has(fault.kind)) return undefined;
  return code.file.listed.flatMap((name) => {
    const value = code.registers.get(name);
    if (value === undefined) return [];
    const poison = poisonOf(value);
    const byte = fillOf(value);
    const text =
      value === 0n
        ? 'NULL'
        : poison
          ? poisons[poison.name]()
          : byte !== undefined
            ? identity.fill({ byte })
            : (asciiOf(value) ?? '');
    return [
      {
        name: code.file.title(name),
        value: hex(value, 16),
        text: typeof text === 'string' && text !== 'NULL' && text !== '' ? JSON.stringify(text) : text,
      },
    ];
  });
}

function findingsOf(c: TextCase): Finding[] {
  const { report, events } = c;
  const { code, value, facts, fault } = c;
  const hardware = hardwareFinding(c);
  const found: Finding[] = [
    ...report.found.map(({ heading, line }) => quoteLine(heading.id, line)),
    ...wordFindings(c),
    ...(code && ADDRESSED.has(fault.kind) ? valueFindings(facts, fault, code, value) : []),
    ...(code && ADDRESSED.has(fault.kind) ? timeFinding(code, value, report.main.line) : []),
    ...moduleFinding(c),
    ...meansFinding(c),
    ...ownTaskFinding(c),
    ...tableFindings(c),
    ...waitFinding(c),
    ...(HANGS.has(fault.kind) ? ownerFindings(c.log, taskOf(c)?.pid) : []),
    ...noticedFinding(c),
    ...systemErrorFindings(c),
    ...freeListFinding(c),
    ...initFinding(c),
    ...userCrashFinding(c),
    ...deviceFinding(c),
    ...hardware,
    ...machineFindings(
      c,
      hardware.some(({ rule }) => rule === 'hardware-guest'),
    ),
  ];
  const { main } = report;
  const first = events.find(
    ({ sequence, kind, line }) =>
      ofOneBoot(c.log, sequence, main.line.sequence) && !isHarmless({ kind, text: line }),
  );
  if (
    first &&
    first.sequence < main.line.sequence &&
    !report.found.some(({ line }) => line.sequence === first.sequence) &&
    !found.some(
      ({ rule, evidence }) => rule === 'device-gone' && evidence[0]?.ref === refTo.log(first.sequence),
    )
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
  found.push(...orderFindings(c.log, report, facts.taints));
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
  return (
    trace &&
    folded(
      trace.frames.map((each) => ({
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
      })),
    )
  );
}

const LINES = 12;
function linesAround(report: Report): LogLineView[] {
  const first = report.lines.slice(0, LINES);
  // The panic that the report ended in is the last of the log, however long the report.
  const end = report.end?.line;
  return (end && !first.includes(end) ? [...first.slice(0, LINES - 1), end] : first).map(lineView);
}
