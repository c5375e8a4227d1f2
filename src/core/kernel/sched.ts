import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './tasks.ts';

/** Scheduling policies by number: include/uapi/linux/sched.h (SCHED_EXT since 6.12). */
const POLICIES = ['NORMAL', 'FIFO', 'RR', 'BATCH', 'ISO', 'IDLE', 'DEADLINE', 'EXT'] as const;
const NAMES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(POLICIES.map((name, i) => [name, i])),
  OTHER: 0,
};

/** The number of the policy `text` names, or is; undefined when there is none such. */
export function policyOf(text: string): number | undefined {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : NAMES[text.toUpperCase()];
  return number !== undefined && number < POLICIES.length ? number : undefined;
}

/** The name of a scheduling policy (include/uapi/linux/sched.h) without SCHED_. */
export function policyName(policy: number): string {
  return POLICIES[policy] ?? `policy ${policy}`;
}

/** The scheduling policy of `task` as a number; undefined where it cannot be read. */
export function taskPolicy(task: Task): number | undefined {
  return task.object.try((object) => object.get('policy').number());
}

/**
 * When `task` came onto a CPU last, in nanoseconds of the scheduler's clock: sched_info.last_arrival
 * (CONFIG_SCHED_INFO), else last_run.
 */
export function lastRun(task: Task): bigint {
  return (
    task.object.try((object) =>
      (
        object.find('sched_info.last_arrival') ??
        object.find('last_run') ??
        object.get('se.exec_start')
      ).bigint(),
    ) ?? 0n
  );
}

/** The scheduler's clock of CPU `cpu` when it was last read: rq.clock. */
function runqueueClock(kernel: Kernel, cpu: number): bigint | undefined {
  return kernel.remember(`clock of CPU ${cpu}`, () => {
    if (!kernel.symbols.image.byName('runqueues') || !kernel.types.struct('rq')) return undefined;
    return kernel.perCpu('runqueues', cpu, 'struct rq').try((rq) => rq.find('clock')?.bigint());
  });
}

/** Nanoseconds since `task` came onto its CPU last, by that CPU's clock. */
export function sinceLastRun(kernel: Kernel, task: Task): bigint {
  const clock = runqueueClock(kernel, task.cpu) ?? 0n;
  const last = lastRun(task);
  return clock > last ? clock - last : 0n;
}

/** Nanoseconds after boot at which `task` was made: start_time. */
export function startTime(task: Task): bigint {
  return task.object.try((object) => object.get('start_time').bigint()) ?? 0n;
}

/** The stack pointer that a task that does not run was left with: thread.sp (x86), thread.cpu_context.sp (arm64). */
export function savedStackPointer(kernel: Kernel, task: Task): bigint {
  const { types } = kernel;
  const offset = kernel.remember('offset of the saved stack pointer', () => {
    const member = ['thread.sp', 'thread.cpu_context.sp'].find((each) => types.has('task_struct', each));
    return member === undefined ? -1 : types.offsetOf('task_struct', member);
  });
  return offset < 0 ? 0n : (kernel.space.tryU64(step(task.address, offset)) ?? 0n);
}
