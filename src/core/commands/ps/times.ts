import type { Kernel } from '../../kernel/kernel.ts';
import { lastRun, sinceLastRun, startTime } from '../../kernel/sched.ts';
import { stateShort, type Task } from '../../kernel/tasks.ts';
import { durationText, uptime } from '../../kernel/time.ts';
import type { Line } from '../../rows/value.ts';
import { taskFacts, taskHeading } from '../task-heading.ts';

const NS = 1_000_000_000;

/**
 * -t: how long each task ran, when it began, and the time it took in user and kernel mode; the oldest first. The
 * run time is the difference of whole seconds, as crash has it.
 */
export function* runTimes(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const now = Math.floor(uptime(kernel) ?? 0);
  const byAge = of
    .map((task) => ({ task, start: startTime(task) }))
    .sort((a, b) => Number(a.start - b.start));
  for (const { task, start } of byAge) {
    const run = Math.max(0, now - Math.floor(Number(start) / NS));
    const user = task.object.try((each) => each.get('utime').bigint()) ?? 0n;
    const system = task.object.try((each) => each.get('stime').bigint()) ?? 0n;
    const row = { ...taskFacts(task), run, start: Number(start), utime: Number(user), stime: Number(system) };
    yield { ...taskHeading(kernel, task), row };
    yield { text: `    RUN TIME: ${durationText(run)}` };
    yield { text: `  START TIME: ${start}` };
    yield { text: `       UTIME: ${user}` };
    yield { text: `       STIME: ${system}` };
    yield { text: '' };
  }
}

/** -l and -m: the tasks by when they ran last, the latest first; -m as days, hours, minutes, seconds since. */
export function* lastRuns(
  kernel: Kernel,
  of: readonly Task[],
  form: 'stamp' | 'since',
  cpus?: readonly number[],
): Generator<Line> {
  if (cpus === undefined) {
    yield* sorted(kernel, of, form);
    return;
  }
  for (const [i, cpu] of cpus.entries()) {
    if (i > 0) yield { text: '' };
    yield { text: `CPU: ${cpu}` };
    yield* sorted(
      kernel,
      of.filter((task) => task.cpu === cpu),
      form,
    );
  }
}

function* sorted(kernel: Kernel, of: readonly Task[], form: 'stamp' | 'since'): Generator<Line> {
  const stamped = of
    .map((task) => ({ task, at: lastRun(task) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
  const width = String(stamped[0]?.at ?? '').length;
  for (const { task, at } of stamped) {
    const since = sinceLastRun(kernel, task);
    const stamp = form === 'stamp' ? String(at).padStart(width) : sinceText(since);
    const head = `[${stamp}] [${stateShort(task)}]  `;
    const row = { ...taskFacts(task), lastRun: Number(at), since: Number(since) };
    yield { ...taskHeading(kernel, task, head), row };
  }
}

/** "0 00:00:00.348": days, clock, milliseconds. */
function sinceText(nanoseconds: bigint): string {
  const milliseconds = nanoseconds / 1_000_000n;
  const seconds = Number(milliseconds / 1000n);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 86400)} ${clock}.${String(milliseconds % 1000n).padStart(3, '0')}`;
}
