import { hex0x, hex } from '../addr.ts';
import { OopscopeError } from '../errors.ts';
import { seenCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memorySize } from '../kernel/memory-size.ts';
import { taints } from '../kernel/taints.ts';
import { idleTasks } from '../kernel/tasks.ts';
import { crashTime, uptime } from '../kernel/time.ts';
import { syscalls } from '../kernel/syscalls.ts';
import type { Stack } from '../unwind/stack.ts';
import { uts } from '../kernel/uts.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding, Verdict } from '../rows/verdict.ts';
import { shownName } from '../symbols/symbol.ts';
import { bucketOf } from './bucket.ts';
import { openCase, type Case } from './case.ts';
import type { Fault } from './fault.ts';
import { context } from './context.ts';
import { culpritOf } from './culprit.ts';
import { loggedPlace } from './logged-place.ts';
import type { Language } from './messages/say.ts';
import { taintText } from './messages/taints.ts';
import { isNeverBlamed } from './never-blame.ts';
import { logEvidence } from './phrases.ts';
import { provenance } from './provenance.ts';
import type { Judgement } from './rule.ts';
import { rules } from './rules/index.ts';
import { unchecked } from './unchecked.ts';
import { otherCpus } from './witness/cpus.ts';
import { instructionViews } from './witness/instructions.ts';
import { traceFinding } from './witness/log-trace.ts';
import { lastLines } from './witness/log.ts';
import { registerViews } from '../identify/register-views.ts';
import { frameViews } from './witness/trace.ts';
import { valueFindings } from './values.ts';

/** Judges: what happened, with its evidence. What cannot be found is absent; why stands in `unchecked`. */
export function judge(kernel: Kernel, lacks: readonly string[], language: Language = 'en'): Verdict {
  const problems: string[] = [];
  const c = openCase(kernel, language, problems);
  const attempt = <T>(what: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      problems.push(`${what}: ${error.message}`);
      return undefined;
    }
  };
  const judgement = firstJudgement(c, attempt);
  const blamed = attempt('the culprit', () => culpritOf(c, judgement));
  const registers = c.fault?.registers ?? c.interruptions.at(-1)?.registers;
  const where = attempt('where it happened', () => placeOf(c, judgement));
  const seconds = attempt('the uptime', () => uptime(kernel));
  const died = attempt('the date', () => crashTime(kernel));
  const shown = judgement.stack ?? c.stack;
  const about = judgement.task ?? c.task;
  const taskRef = about && { pid: about.pid, comm: about.comm, ref: refTo.task(about.address) };
  const findings: Finding[] = [
    ...judgement.findings,
    ...(c.fault ? faultFindings(c, c.fault, judgement, attempt) : []),
    ...(blamed?.findings ?? []),
    ...earlierTrouble(c, judgement),
  ];
  const verdict: Omit<Verdict, 'unchecked'> = {
    kind: judgement.kind,
    title: judgement.title,
    confidence: judgement.confidence,
    sentence: judgement.sentence,
    access: judgement.access,
    address: judgement.address === undefined ? undefined : hex0x(judgement.address),
    task: taskRef,
    cpu: c.cpu,
    context:
      c.cpu === undefined
        ? undefined
        : attempt('the context', () => context(c, judgement, idleTasks(kernel))),
    where,
    culprit: blamed?.culprit,
    bucket: bucketOf(c, judgement),
    release: kernel.vmcoreinfo.release,
    machine: kernel.arch.name,
    hostname: attempt('the host name', () => uts(kernel)?.nodename),
    died: died === undefined ? undefined : new Date(died * 1000).toISOString().replace('.000Z', 'Z'),
    uptime: seconds,
    cpus: attempt('the CPUs', () => seenCpus(kernel).length),
    memory: attempt('the memory', () => memorySize(kernel)),
    taints: attempt('the taints', () =>
      taints(kernel).map(({ letter, text }) => ({ letter, text: taintText(language, letter, text) })),
    ),
    findings,
    instructions:
      c.fault && attempt('the code', () => instructionViews(c, c.fault as NonNullable<Case['fault']>)),
    registers: registers && attempt('the registers', () => registerViews(kernel, registers, language)),
    trace: shown && frameViews(shown),
    syscall: attempt('the system call', () => systemCall(kernel, shown)),
    otherCpus: attempt('the other CPUs', () => otherCpus(c)),
    log: attempt('the log', () => lastLines(c)),
  };
  return { ...verdict, unchecked: unchecked(c, lacks, problems) };
}

type Attempt = <T>(what: string, work: () => T) => T | undefined;

/** What is told of a fault beyond its kind: where the bad value came from, what it is, and whether the log's trace agrees. */
function faultFindings(c: Case, fault: Fault, judgement: Judgement, attempt: Attempt): Finding[] {
  const value = FAULTS.has(judgement.kind);
  return [
    ...((value && attempt('the origin of the bad value', () => provenance(c, fault))) || []),
    ...((value && attempt('the bad value', () => valueFindings(c, fault))) || []),
    ...(attempt('the call trace of the log', () => traceFinding(c, fault)) ?? []),
  ];
}

/** Kinds whose bad value is worth tracing back. */
const FAULTS = new Set([
  'null-pointer',
  'bad-address',
  'user-access',
  'non-canonical',
  'read-only-write',
  'use-after-free',
  'bad-jump',
  'no-exec',
]);

function firstJudgement(c: Case, attempt: Attempt): Judgement {
  for (const rule of rules) {
    const found = attempt(`the rule ${rule.id}`, () => rule.examine(c));
    if (found) return found;
  }
  return { kind: 'unknown', title: c.say('unknown.title'), confidence: 'guess', sentence: '', findings: [] };
}

/** The system call at the bottom of `stack`: orig_rax of the registers that entry_SYSCALL_64 saved. */
function systemCall(kernel: Kernel, stack: Stack | undefined): Verdict['syscall'] {
  const entry = stack?.frames.at(-1);
  const number = entry?.entered?.user ? Number(entry.entered.get('orig_rax') ?? -1n) : -1;
  if (!/^entry_SYSCALL_64/.test(entry?.symbol?.symbol.name ?? '') || number < 0 || number > 4096)
    return undefined;
  const name = syscalls(kernel)[number]?.symbol?.name;
  return { number, name: name?.replace(/^(__x64_|__do_|__se_)?sys_/, '') };
}

/** Where it happened: the interrupted instruction, else the first function that may be blamed. */
function placeOf(c: Case, judgement: Judgement): Verdict['where'] {
  const frames = c.stack?.frames ?? [];
  const at = judgement.blameFrom === undefined ? undefined : frames[judgement.blameFrom];
  const own = at?.symbol?.symbol;
  // Of a fault it is the instruction; where the kernel only noticed, it is what may be blamed.
  const exact = at?.exact && own && (FAULTS.has(judgement.kind) || !isNeverBlamed(own.name, own.module));
  const logged = loggedPlace(c, judgement.blameFrom);
  if (!judgement.where && at && logged)
    return {
      symbol: logged.symbol,
      offset: logged.offset,
      module: logged.module,
      address: hex(at.address, 16),
    };
  const frame = judgement.where ?? (exact ? at : (c.blame(judgement.blameFrom ?? 0) ?? at));
  const symbol = frame?.symbol;
  return (
    symbol && {
      symbol: shownName(symbol.symbol.name),
      offset: symbol.offset,
      module: symbol.symbol.module,
      address: hex(frame.address, 16),
    }
  );
}

/** The first trouble in the log, when it stands before what ended the machine. */
function earlierTrouble(c: Case, judgement: Judgement): Finding[] {
  const last = c.log.all.findLast((fact) => fact.pattern.about !== undefined);
  const first = c.log.all.find((fact) => fact.pattern.about !== undefined);
  if (!first || !last || judgement.kind === 'live') return [];
  const seconds = Number(last.record.time - first.record.time) / 1e9;
  if (seconds < 1) return [];
  const before = `${seconds.toFixed(1)} s`;
  return [
    {
      rule: 'first-trouble',
      confidence: 'likely',
      text: c.say('first-trouble', {
        about: first.pattern.about ? c.say(first.pattern.about) : '',
        before,
        line: first.record.text.split('\n')[0],
      }),
      evidence: [logEvidence(first)],
    },
  ];
}
