import { sought } from '../catalogue/findings.ts';
import type { Message } from '../catalogue/message.ts';
import { FaultError, MissingError, OopscopeError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicCpu, panicTask } from '../kernel/panic.ts';
import { logRecords, type LogRecord } from '../kernel/printk.ts';
import { unwindCpu, unwindTask } from '../kernel/stacks.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import { examineFault, type Fault } from './fault.ts';
import { LogFacts, type LogFact } from './log.ts';
import { isNeverBlamed } from './never-blame.ts';

/** A place on the stack where the CPU came into the kernel's handlers out of kernel mode. */
export interface Interruption {
  /** The entry code's name: asm_exc_page_fault, asm_sysvec_apic_timer_interrupt … */
  readonly entry: string;
  readonly registers: Registers;
  /** Index of the interrupted frame in the stack; frames.length when it has none. */
  readonly index: number;
}

/** What a verdict is made from: the facts that every rule may want, each found once. */
export interface Case {
  readonly kernel: Kernel;
  readonly log: LogFacts;
  /** The last panic's message. */
  readonly panic?: LogFact;
  readonly cpu?: number;
  readonly task?: Task;
  readonly stack?: Stack;
  readonly interruptions: readonly Interruption[];
  /** The fault that led to the stop. */
  readonly fault?: Fault;
  /** Index of the first frame that may be blamed, from `from` on. */
  blame(from?: number): Frame | undefined;
  /** Whether the stack goes through one of `functions`. */
  through(...functions: string[]): Frame | undefined;
}

/** Something that was looked for and could not be found out, and why. */
export interface Problem {
  readonly what: Message;
  readonly why: Message;
}
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

export function openCase(kernel: Kernel, attempt: Attempt): Case {
  const records = attempt(sought.log(), () => [...logRecords(kernel)]) ?? ([] as LogRecord[]);
  const log = new LogFacts(records);
  const cpu = attempt(sought.cpu(), () => panicCpu(kernel));
  const task = attempt(sought.task(), () => panicTask(kernel));
  // Without its types a kernel tells no tasks; the registers that the CPU left still lead up its stack.
  const stack = task
    ? attempt(sought.stack(), () => unwindTask(kernel, task))
    : cpu !== undefined
      ? attempt(sought.cpuStack(), () => unwindCpu(kernel, cpu))
      : undefined;
  const frames = stack?.frames ?? [];
  const interruptions = interruptionsOf(frames);
  const partial = {
    kernel,
    log,
    cpu,
    task,
    stack,
    interruptions,
    panic: log.last('panic'),
  };
  return {
    ...partial,
    fault: attempt(sought.fault(), () => examineFault(partial)),
    blame: (from = 0) =>
      frames
        .slice(from)
        .find(
          (frame) => frame.symbol && !isNeverBlamed(frame.symbol.symbol.name, frame.symbol.symbol.module),
        ),
    through: (...functions) => frames.find((frame) => functions.includes(frame.symbol?.symbol.name ?? '')),
  };
}

function interruptionsOf(frames: readonly Frame[]): Interruption[] {
  return frames.flatMap((frame, i) =>
    frame.entered && !frame.entered.user
      ? [{ entry: frame.symbol?.symbol.name ?? '', registers: frame.entered, index: i + 1 }]
      : [],
  );
}

/** `read`'s answer; undefined when memory or types for it are absent. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultError || error instanceof MissingError) return undefined;
    throw error;
  }
}
