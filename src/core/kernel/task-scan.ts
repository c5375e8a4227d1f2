import { taskScanSays as say } from '../catalogue/task-scan.ts';
import type { Addr } from '../addr.ts';
import { FaultError, MissingError, OopscopeError } from '../errors.ts';
import { linearVirtual } from '../memory/tables.ts';
import type { Kernel } from './kernel.ts';
import { requireTasks, taskAt, tasks, type Task } from './tasks.ts';

/**
 * Tasks by what a task_struct looks like, wherever it lies: its sched_class is one of the kernel's few
 * (kernel/sched/sched.h), its PID can be one and its name is a name. Finds those whose lists are broken, and those that
 * have exited and whose memory nobody has taken since.
 */
const CLASSES = ['fair', 'rt', 'dl', 'idle', 'stop', 'ext'].map((name) => `${name}_sched_class`);
/** PID_MAX_LIMIT (include/linux/threads.h). */
const MAX_PID = 4 * 1024 * 1024;
/** EXIT_DEAD and TASK_DEAD (include/linux/sched.h). */
const DEAD = 0x10 | 0x80;

/** What is looked for, and where in a task_struct it stands. */
export interface TaskSignature {
  readonly values: readonly bigint[];
  readonly offset: number;
}

/** A task that was found. */
export interface FoundTask {
  readonly task: Task;
  /** listed: on the kernel's lists; exited: its end is written down; else on no list. */
  readonly standing: 'listed' | 'exited' | 'unlisted';
}

/** Throws MissingError where symbols, types or the direct map do not say enough. */
export function taskSignature(kernel: Kernel): TaskSignature {
  requireTasks(kernel);
  const values = CLASSES.flatMap((name) => kernel.symbols.image.byName(name)?.address ?? []);
  if (values.length === 0) throw new MissingError(say.noClasses());
  if (!kernel.arch.paging.directMap(kernel)) throw new MissingError(say.noDirectMap());
  return { values, offset: kernel.types.offsetOf('task_struct', 'sched_class') };
}

/** The task whose sched_class stands at physical address `physical`; undefined when it is none. */
export function taskOfHit(
  kernel: Kernel,
  { offset }: TaskSignature,
  physical: number,
): FoundTask | undefined {
  const direct = kernel.arch.paging.directMap(kernel);
  const start = physical - offset;
  const mapped = direct && start >= 0 ? linearVirtual(direct, start) : undefined;
  if (mapped === undefined || mapped % 8n !== 0n) return undefined;
  // The first task lies in the image, and is listed with its address there.
  const init = kernel.symbols.image.byName('init_task')?.address;
  const address = init !== undefined && kernel.space.translate(init) === start ? init : mapped;
  try {
    const task = taskAt(kernel, address);
    if (!isTask(task)) return undefined;
    const standing = listed(kernel).has(address) ? 'listed' : task.stateBits & DEAD ? 'exited' : 'unlisted';
    return { task, standing };
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

function isTask({ pid, tgid, comm, parent, mm }: Task): boolean {
  const numbered = pid >= 0 && pid <= MAX_PID && tgid >= 0 && tgid <= MAX_PID;
  const kernelHalf = (pointer: Addr): boolean => pointer === 0n || pointer >> 63n === 1n;
  return numbered && /^[\x20-\x7e\x80-\xff]{1,15}$/.test(comm) && kernelHalf(mm) && kernelHalf(parent);
}

function listed(kernel: Kernel): ReadonlySet<bigint> {
  return kernel.remember('addresses of listed tasks', () => {
    try {
      return new Set<bigint>(tasks(kernel).map(({ address }) => address));
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      return new Set<bigint>();
    }
  });
}
