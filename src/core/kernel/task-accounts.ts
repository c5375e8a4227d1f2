import type { Kernel } from './kernel.ts';
import type { Task } from './tasks.ts';

/** What the kernel counted of a task: struct task_struct's own, of this thread alone. */
export interface TaskAccounts {
  /** How often it gave up its CPU by itself, and how often it was made to. */
  readonly voluntary?: number;
  readonly involuntary?: number;
  /** Nanoseconds that it was runnable and waited for a CPU (sched_info.run_delay, CONFIG_SCHED_INFO). */
  readonly waited?: bigint;
  /** Page faults without and with input. */
  readonly minorFaults?: number;
  readonly majorFaults?: number;
  /** Bytes that went to and from block devices for it (CONFIG_TASK_IO_ACCOUNTING). */
  readonly readBytes?: bigint;
  readonly writtenBytes?: bigint;
}

/** The accounts of `task`; what this kernel does not count, or is not in the dump, is absent. */
export function taskAccounts({ object }: Task): TaskAccounts {
  const count = (path: string): number | undefined => object.try((each) => each.find(path)?.number());
  const wide = (path: string): bigint | undefined => object.try((each) => each.find(path)?.bigint());
  return {
    voluntary: count('nvcsw'),
    involuntary: count('nivcsw'),
    waited: wide('sched_info.run_delay'),
    minorFaults: count('min_flt'),
    majorFaults: count('maj_flt'),
    readBytes: wide('ioac.read_bytes'),
    writtenBytes: wide('ioac.write_bytes'),
  };
}

/** PF_KTHREAD, PF_WQ_WORKER (include/linux/sched.h). */
const PF_KTHREAD = 0x00200000;
const PF_WQ_WORKER = 0x00000020;

/**
 * The function that a kernel thread was made for; of a worker of a workqueue the work item that it was at, if any:
 * struct kthread at worker_private since 5.17 (e32cf5dfbe22), set_child_tid before (kernel/kthread.c).
 */
export function threadFunction(kernel: Kernel, { object, flags }: Task): bigint | undefined {
  if ((flags & PF_KTHREAD) === 0 || !kernel.types.has('kthread', 'data')) return undefined;
  return object.try((task) => {
    const at = (task.find('worker_private') ?? task.get('set_child_tid')).pointer();
    if (at === 0n) return undefined;
    const thread = kernel.at('struct kthread', at);
    if ((flags & PF_WQ_WORKER) !== 0) {
      const worker = thread.get('data').pointer();
      const at = worker === 0n ? 0n : kernel.at('struct worker', worker).get('current_func').pointer();
      if (at !== 0n) return at;
    }
    // threadfn since 5.12 (1c6c53ab8ce5).
    const made = thread.find('threadfn')?.pointer();
    return made === 0n ? undefined : made;
  });
}
