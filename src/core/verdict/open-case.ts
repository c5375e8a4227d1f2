import { needs } from '../catalogue/needs.ts';
import { sought } from '../catalogue/findings.ts';
import type { Message } from '../catalogue/message.ts';
import { OopscopeError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicCpu, panicTask } from '../kernel/panic.ts';
import { logRecords, type LogGaps, type LogRecord } from '../kernel/printk.ts';
import { STOPS, unwindCpu, unwindTask } from '../kernel/stacks.ts';
import { blameTest } from '../reports/never-blame.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case, Interruption, Machine, Problem } from './case.ts';
import { examineFault } from './fault.ts';
import { LogFacts } from './log.ts';
import { lostOf } from './needs.ts';

/** Does `work`; where the dump does not have what it needs, notes that and answers undefined. */
export type Attempt = <T>(what: Message, work: () => T) => T | undefined;

/** An attempt that notes its failures in `problems`. */
export function attempting(problems: Problem[]): Attempt {
  return (what, work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      problems.push({ what, why: error.said });
      return undefined;
    }
  };
}

/** Collects the facts that rules look at; what fails goes into `problems` by `attempt`, and the rest stands. */
export function openCase(kernel: Kernel, attempt: Attempt, problems: readonly Problem[]): Case {
  const machine = machineOf(kernel);
  const mayBeBlamed = blameTest(machine?.trouble.neverBlamed);
  const gaps: LogGaps = { reasons: [] };
  const records = attempt(sought.log(), () => [...logRecords(kernel, gaps)]) ?? ([] as LogRecord[]);
  const log = new LogFacts(records, kernel.arch.faultLog?.patterns);
  const cpu = attempt(sought.cpu(), () => panicCpu(kernel));
  const task = attempt(sought.task(), () => panicTask(kernel));
  // Without its types a kernel tells no tasks; the registers that the CPU left still lead up its stack.
  const stack = !machine
    ? undefined
    : task
      ? attempt(sought.stack(), () => unwindTask(kernel, task))
      : cpu !== undefined
        ? attempt(sought.cpuStack(), () => unwindCpu(kernel, cpu))
        : undefined;
  const frames = stack?.frames ?? [];
  const interruptions = interruptionsOf(frames);
  const partial = {
    kernel,
    machine,
    mayBeBlamed,
    log,
    cpu,
    task,
    stack,
    interruptions,
    panic: log.last('panic'),
    logGaps: [...gaps.reasons, ...gapsIn(records)],
  };
  const fault = attempt(sought.fault(), () => examineFault(partial));
  return {
    ...partial,
    fault,
    lost: lostOf({ ...partial, fault }, problems, gaps.reasons),
    blame: (from = 0) =>
      actors(machine, frames, from).find((frame) => frame.symbol && mayBeBlamed(frame.symbol.symbol)),
    through: (...functions) => frames.find((frame) => functions.includes(frame.symbol?.symbol.name ?? '')),
  };
}

/**
 * Those of `frames`, from `from` on, that did something themselves: what an interrupt or an NMI came into was not the actor of
 * what happened in it.
 */
export function actors(
  machine: Pick<Machine, 'trouble'> | undefined,
  frames: readonly Frame[],
  from: number,
): readonly Frame[] {
  const own = frames.slice(from);
  const end = own.findIndex(
    ({ entered, symbol }) =>
      entered && !entered.user && machine?.trouble.entryKind(symbol?.symbol.name ?? '') !== 'exception',
  );
  return end < 0 ? own : own.slice(0, end);
}

/**
 * What the CPU was at when it was noticed that it did not get on: what the innermost interrupt or NMI, in which the kernel
 * stopped, came into. Interrupts further out may have come before, into whatever: a softirq runs at their end.
 */
export function noticedIn({
  stack,
  interruptions,
}: Pick<Case, 'stack' | 'interruptions'>): Interruption | undefined {
  const stop = (stack?.frames ?? []).findLastIndex(({ symbol }) => STOPS.test(symbol?.symbol.name ?? ''));
  return interruptions.find(({ index }) => index > stop) ?? interruptions.at(-1);
}

/** Records that are missing between others, and records that were cut, by what the records themselves say. */
export function gapsIn(records: readonly LogRecord[]): Message[] {
  const gaps: Message[] = [];
  records.forEach(({ sequence, found }, i) => {
    const before = records[i - 1] as LogRecord | undefined;
    const count = before && !found ? sequence - before.sequence - 1 : 0;
    if (count > 0 && gaps.length < MAX_GAPS) gaps.push(needs.missed({ count, before: sequence }));
  });
  const cut = records.filter(({ truncated }) => truncated);
  if (cut.length > 0) gaps.push(needs.cut({ count: cut.length, first: cut[0].sequence }));
  return gaps;
}
const MAX_GAPS = 8;

function interruptionsOf(frames: readonly Frame[]): Interruption[] {
  return frames.flatMap((frame, i) =>
    frame.entered && !frame.entered.user
      ? [{ entry: frame.symbol?.symbol.name ?? '', registers: frame.entered, index: i + 1 }]
      : [],
  );
}

/** The machine's parts, where it has all of them. */
export function machineOf({ arch }: Pick<Kernel, 'arch'>): Machine | undefined {
  const { registers, code, trouble } = arch;
  return registers && code && trouble && { registers, code, trouble };
}
