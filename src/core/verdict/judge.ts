import { hex0x } from '../addr.ts';
import { sought, unchecked as not } from '../catalogue/findings.ts';
import { needs } from '../catalogue/needs.ts';
import { stops } from '../catalogue/stops.ts';
import type { Message } from '../catalogue/message.ts';
import { seenCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memorySize } from '../kernel/memory-size.ts';
import { saysNoPanic } from '../kernel/panic.ts';
import { STOPS } from '../kernel/stacks.ts';
import { taintedMask, taints } from '../kernel/taints.ts';
import { idleTasks } from '../kernel/tasks.ts';
import { crashTime, uptime } from '../kernel/time.ts';
import { systemCall } from '../kernel/syscalls.ts';
import type { Stack } from '../unwind/stack.ts';
import { uts } from '../kernel/uts.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding, Verdict } from '../rows/verdict.ts';
import { provenance } from './bad-value.ts';
import { zeroCode } from './zero-code.ts';
import { faultOnNoLock } from './no-lock.ts';
import { givenBack } from './given-back.ts';
import { byLog, namesLost } from './by-log.ts';
import { valueFindings } from './value-meaning.ts';
import type { Case, Problem, Fault } from './case.ts';
import { noticedIn, attempting, openCase, type Attempt } from './open-case.ts';
import { aroundEnd, eventViews, firstTrouble, splitOf, troubles } from './events.ts';
import { culpritOf } from './culprit.ts';
import { contradictions } from './contradictions.ts';
import { lastLines, traceFinding } from './log-shown.ts';
import { weighed } from './needs.ts';
import type { Judgement } from './rule.ts';
import { rules } from './rules/index.ts';
import { folded } from './recursion.ts';
import { BAD_VALUE, bucketOf, context, placeOf } from './where.ts';
import { frameViews, instructionViews, otherCpus, stoppedViews } from './witness.ts';

/** Seconds from 1970 to 1991: a clock that shows less was never set (machines without one that is kept by a battery). */
const BEFORE_LINUX = 662_688_000;

const dateIn = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** Judges: what happened, with its evidence. What cannot be found is absent; why stands in `unchecked`. */
export function judge(kernel: Kernel, lacks: readonly Message[]): Verdict {
  const problems: Problem[] = [];
  const attempt = attempting(problems);
  const c = openCase(kernel, attempt, problems);
  const { judgement, unchecked: missing } = firstJudgement(c, attempt);
  const blamed = attempt(sought.culprit(), () => culpritOf(c, judgement));
  const registers = judgement.stopped ?? c.fault?.registers ?? noticedIn(c)?.registers;
  const where = attempt(sought.where(), () => placeOf(c, judgement));
  const seconds = attempt(sought.uptime(), () => uptime(kernel));
  const clock = attempt(sought.date(), () => crashTime(kernel));
  const died = clock !== undefined && clock >= BEFORE_LINUX ? clock : undefined;
  if (clock !== undefined && died === undefined)
    problems.push({ what: sought.date(), why: needs.clockUnset({ shown: dateIn(clock) }) });
  const against = contradictions(c);
  const shown = judgement.stack ?? c.stack;
  const { machine } = c;
  const code = judgement.stopped && machine ? { machine, registers: judgement.stopped } : c.fault;
  const about = judgement.task ?? c.task;
  const taskRef = about && { pid: about.pid, comm: about.comm, ref: refTo.task(about.address) };
  const split = attempt(sought.events(), () => splitOf(c));
  const events = split && attempt(sought.events(), () => troubles(c, split, judgement));
  const findings: Finding[] = [
    ...judgement.findings,
    ...(c.fault ? faultFindings(c, c.fault, judgement, attempt) : []),
    ...(blamed?.findings ?? []),
    ...(events ? firstTrouble(events, judgement) : []),
    ...(
      (split && events && attempt(sought.events(), () => aroundEnd(split, events, judgement))) ??
      []
    ).filter(({ rule, evidence }) => rule !== 'lived-on' || !isTold(judgement, evidence)),
  ];
  const verdict: Omit<Verdict, 'unchecked'> = {
    source: 'dump',
    kind: judgement.kind,
    title: judgement.title,
    confidence: confidenceOf(c, judgement),
    sentence: judgement.sentence,
    access: judgement.access,
    address: judgement.address === undefined ? undefined : hex0x(judgement.address),
    task: taskRef,
    cpu: judgement.cpu ?? c.cpu,
    context:
      c.cpu === undefined
        ? undefined
        : attempt(sought.context(), () => context(c, judgement, idleTasks(kernel))),
    where,
    culprit: blamed?.culprit,
    bucket: attempt(sought.bucket(), () => bucketOf(c, judgement)),
    release: against.release,
    machine: kernel.arch.name,
    hostname: attempt(sought.hostname(), () => uts(kernel)?.nodename || undefined),
    died: died === undefined ? undefined : dateIn(died),
    uptime: seconds,
    // None at all is not known, and never said.
    cpus: attempt(sought.cpus(), () => seenCpus(kernel).length || undefined),
    memory: attempt(sought.memory(), () => memorySize(kernel)),
    taints: attempt(sought.taints(), () =>
      taintedMask(kernel) === undefined
        ? undefined
        : taints(kernel).map(({ letter, text }) => ({ letter, text })),
    ),
    events: events && eventViews(events),
    findings,
    instructions:
      judgement.shown?.instructions ?? (code && attempt(sought.code(), () => instructionViews(c, code))),
    registers:
      judgement.shown?.registers ??
      (registers && attempt(sought.registers(), () => stoppedViews(kernel, registers, code))),
    trace:
      judgement.shown?.trace ?? (shown && folded(frameViews(kernel, shown, beginning(c, judgement, shown)))),
    syscall: attempt(sought.syscall(), () => systemCall(kernel, shown)),
    otherCpus: attempt(sought.otherCpus(), () => otherCpus(c)),
    log: attempt(sought.log(), () => lastLines(c, events?.find((each) => each.ended)?.sequence)),
  };
  const whole: Verdict = {
    ...verdict,
    unchecked: [...missing, ...unsaid(c, judgement), ...against.unchecked, ...unchecked(c, lacks, problems)],
  };
  return namesLost(kernel) ? byLog(whole, split) : whole;
}

/** Whether `evidence` is of what the judgement itself is about: then it is nothing that came before. */
const isTold = ({ findings }: Judgement, evidence: Finding['evidence']): boolean =>
  evidence.some(({ ref }) => findings.some((each) => each.evidence.some((own) => own.ref === ref)));

/** Index of the frame of `stack` where it happened: what reported it and stopped the machine lies inside. */
function beginning(c: Case, judgement: Judgement, stack: Stack): number {
  const { frames } = stack;
  const index = judgement.stack
    ? (judgement.blameFrom ?? 0)
    : (c.fault?.index ??
      judgement.blameFrom ??
      frames.findLastIndex(({ symbol }) => STOPS.test(symbol?.symbol.name ?? '')) + 1);
  return index < frames.length ? index : 0;
}

/** What is told of a fault beyond its kind: where the bad value came from, what it is, and whether the log's trace agrees. */
function faultFindings(c: Case, fault: Fault, judgement: Judgement, attempt: Attempt): Finding[] {
  const value = BAD_VALUE.has(judgement.kind);
  return [
    ...((value && attempt(sought.origin(), () => provenance(c, fault))) || []),
    ...((value && attempt(sought.value(), () => valueFindings(c, fault))) || []),
    ...(attempt(sought.value(), () => [
      ...zeroCode(c, fault),
      ...givenBack(c, fault),
      ...faultOnNoLock(c, fault),
    ]) ?? []),
    ...(attempt(sought.loggedTrace(), () => traceFinding(c, fault)) ?? []),
  ];
}

/** What rests on texts that were found lying in memory, and on no stack, is not proven. */
function confidenceOf(c: Case, { confidence }: Judgement): Judgement['confidence'] {
  const found = c.log.records.some((record) => record.found) && !c.stack;
  return found && confidence === 'proven' ? 'likely' : confidence;
}

function firstJudgement(c: Case, attempt: Attempt): ReturnType<typeof weighed> {
  for (const rule of rules) {
    const found = attempt(sought.rule({ id: rule.id }), () => rule.examine(c));
    if (found) return weighed(c, rule, found);
  }
  const judgement: Judgement = {
    kind: 'unknown',
    title: stops.unknownTitle(),
    confidence: 'guess',
    sentence: '',
    findings: [],
  };
  return { judgement, unchecked: [] };
}

/** Who it was, where it is not known although the kernel panicked and its types tell of tasks. */
function unsaid(c: Case, { kind }: Judgement): Problem[] {
  const why = c.lost.get(c.cpu === undefined ? 'panic-cpu' : 'task');
  if (why === undefined || kind === 'live' || saysNoPanic(c.kernel)) return [];
  if (c.cpu !== undefined && !c.kernel.types.has('task_struct', 'pid')) return [];
  return [{ what: c.cpu === undefined ? needs.panicCpu() : needs.task(), why }];
}

/** makedumpfile's dump level (makedumpfile(8), -d). */
const LEVELS = [
  [1, 'zero'],
  [2, 'cache'],
  [4, 'private'],
  [8, 'user'],
  [16, 'free'],
] as const;

/** What could not be checked, and why. */
function unchecked(c: Case, lacks: readonly Message[], problems: readonly Problem[]): Verdict['unchecked'] {
  const found: Verdict['unchecked'][number][] = [];
  const level = c.kernel.container.dumpLevel;
  const classes = LEVELS.filter(([bit]) => ((level ?? 0) & bit) !== 0 && bit !== 1).map(([, name]) =>
    not[name](),
  );
  if (level !== undefined && classes.length > 0)
    found.push({
      what: not.pages({ classes }),
      why: not.pagesWhy({ level }),
    });
  found.push({ what: not.lines(), why: not.linesWhy() });
  const first = c.log.records[0];
  if (first && first.sequence > 0)
    found.push({ what: not.log(), why: not.logWhy({ sequence: first.sequence }) });
  for (const why of c.logGaps) found.push({ what: needs.gaps(), why });
  if (!c.machine) found.push({ what: not.machine(), why: not.machineWhy({ machine: c.kernel.arch.title }) });
  else if (c.stack && !c.stack.complete)
    found.push({
      what: not.trace({ function: c.stack.frames.at(-1)?.symbol?.symbol.name ?? '?' }),
      why: c.stack.stopped,
    });
  if (c.fault && !c.fault.instruction && !c.fault.jumped)
    found.push({ what: not.code(), why: not.codeWhy() });
  for (const lack of lacks) found.push({ what: lack, why: '' });
  found.push(...problems);
  return found;
}
