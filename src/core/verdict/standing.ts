import { ifKnown } from '../errors.ts';
import type { Registers } from '../arch/registers.ts';
import { savedRegisters } from '../kernel/saved-registers.ts';
import { stoppedThrough, unwindTask } from '../kernel/stacks.ts';
import { activeCpu, currentTask } from '../kernel/running.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import type { Case } from './case.ts';
import { noticedIn } from './open-case.ts';

/** Where a CPU or a task stood when the machine stopped: what it was doing itself, not what stopped or watched it. */
export interface Standing {
  readonly task?: Task;
  readonly cpu?: number;
  readonly stack: Stack;
  /** Index of the first frame that is its own doing. */
  readonly from: number;
  /** The registers there, where something interrupted it. */
  readonly registers?: Registers;
}

/** Where CPU `cpu` stood. */
export function cpuStanding(c: Case, cpu: number): Standing | undefined {
  if (cpu === c.cpu) {
    if (!c.stack) return undefined;
    const at = noticedIn(c);
    return { task: c.task, cpu, stack: c.stack, from: at?.index ?? 0, registers: at?.registers };
  }
  const { kernel, machine } = c;
  const task = machine && ifKnown(() => currentTask(kernel, cpu));
  const stack = task && ifKnown(() => unwindTask(kernel, task));
  if (!machine || !stack) return undefined;
  // What stopped the CPU (the NMI or IPI of the one that panicked) is not what it was doing.
  const after = stoppedThrough(kernel, stack);
  const saved = after < 0 ? ifKnown(() => savedRegisters(kernel).get(cpu)?.registers) : undefined;
  const registers = stack.frames[after]?.entered ?? saved;
  return {
    task,
    cpu,
    stack,
    from: after + 1,
    registers: registers?.user ? undefined : registers,
  };
}

/** Where `task` stood: on a CPU, or asleep. */
export function taskStanding(c: Case, task: Task): Standing | undefined {
  const cpu = ifKnown(() => activeCpu(c.kernel, task));
  if (cpu !== undefined) return cpuStanding(c, cpu);
  const stack = c.machine && ifKnown(() => unwindTask(c.kernel, task));
  return stack && { task, stack, from: 0 };
}

/** The frame of the first function that may be blamed. */
export function blamedFrame(c: Case, { stack, from }: Standing): Frame | undefined {
  return stack.frames.slice(from).find(({ symbol }) => symbol && c.mayBeBlamed(symbol.symbol));
}
