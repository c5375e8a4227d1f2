import { step, type Addr } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { taskByAddress, tasks, type Task } from './tasks.ts';

/** Whom a timer will wake or send a signal, or which work it will queue. */
export interface TimerOwner {
  readonly task?: Task;
  /** Function of the work item. */
  readonly work?: Addr;
}

/** What holds a timer, by the function that the timer runs, and how its owner is known. */
interface Holder {
  readonly struct: string;
  /** The timer within it. */
  readonly timer: string;
  readonly owner: (kernel: Kernel, holder: CObject) => TimerOwner | undefined;
}

const HOLDERS: Readonly<Record<string, Holder>> = {
  // schedule_timeout() (kernel/time/timer.c, sleep_timeout.c); before 4.15 the timer's data was the task
  process_timeout: { struct: 'process_timer', timer: 'timer', owner: (kernel, at) => sleeper(kernel, at) },
  // nanosleep(), futexes, poll(): struct hrtimer_sleeper (include/linux/hrtimer.h)
  hrtimer_wakeup: { struct: 'hrtimer_sleeper', timer: 'timer', owner: (kernel, at) => sleeper(kernel, at) },
  // timer_create(): struct k_itimer (include/linux/posix-timers.h)
  posix_timer_fn: {
    struct: 'k_itimer',
    timer: 'it.real.timer',
    owner: (kernel, at) => process(kernel, at.get('it_signal').bigint()),
  },
  // setitimer(ITIMER_REAL), alarm(): signal_struct.real_timer (kernel/time/itimer.c)
  it_real_fn: {
    struct: 'signal_struct',
    timer: 'real_timer',
    owner: (kernel, at) => process(kernel, at.address),
  },
  // queue_delayed_work() (include/linux/workqueue.h)
  delayed_work_timer_fn: {
    struct: 'delayed_work',
    timer: 'timer',
    owner: (_kernel, at) => ({ work: at.get('work.func').pointer() }),
  },
};

/** Whose the timer at `address` is that runs `fn`; undefined where its function does not tell. */
export function timerOwner(kernel: Kernel, address: Addr, fn: bigint): TimerOwner | undefined {
  const at = kernel.symbols.byAddress(fn);
  const holder =
    at?.offset === 0 && Object.hasOwn(HOLDERS, at.symbol.name) ? HOLDERS[at.symbol.name] : undefined;
  if (!holder) return undefined;
  return ifKnown(() => {
    const offset = kernel.types.offsetOf(holder.struct, holder.timer);
    return kernel
      .at(`struct ${holder.struct}`, step(address, -offset))
      .try((each) => holder.owner(kernel, each));
  });
}

function sleeper(kernel: Kernel, holder: CObject): TimerOwner | undefined {
  const task = taskByAddress(kernel, holder.get('task').pointer());
  return task && { task };
}

/** The process whose signal_struct lies at `signal`; since 6.15 the lowest bit of such a pointer says that the timer is being deleted. */
function process(kernel: Kernel, signal: bigint): TimerOwner | undefined {
  const leaders = kernel.remember('processes by signal_struct', () => {
    const found = new Map<bigint, Task>();
    for (const task of tasks(kernel)) {
      const of = task.object.try((each) => each.get('signal').pointer());
      if (of && (task.pid === task.tgid || !found.has(of))) found.set(of, task);
    }
    return found;
  });
  const task = leaders.get(BigInt.asUintN(64, signal) & ~1n);
  return task && { task };
}
