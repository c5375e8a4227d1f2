import { hex } from '../../addr.ts';
import { startedWith } from '../../kernel/cmdline.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { resourceLimits } from '../../kernel/rlimits.ts';
import { parentAddress, parentOf, taskByAddress, tasks, threadsOf, type Task } from '../../kernel/tasks.ts';
import { durationText, uptime } from '../../kernel/time.ts';
import type { Line } from '../../rows/value.ts';
import { toRow } from '../../things/rows.ts';
import { thing } from '../../things/tasks.ts';
import { values } from '../../things/thing.ts';
import { taskFacts, taskHeading } from '../task-words.ts';

const NS = 1_000_000_000;
/** Generations that are followed; more are taken for parents in a circle. */
const MAX_GENERATIONS = 1000;

/** -a: command line and environment of each task. */
export function* commandLines(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  for (const task of of) {
    const found = startedWith(kernel, task);
    if ('absent' in found) {
      yield { ...taskHeading(kernel, task), row: { ...taskFacts(task), args: null, absent: found.absent } };
      yield {
        text:
          found.absent === 'no user memory'
            ? 'ps: no user stack'
            : `ps: cannot access user stack address: ${hex(found.address)}`,
      };
    } else {
      yield {
        ...taskHeading(kernel, task),
        row: { ...taskFacts(task), args: found.args, environment: found.environment },
      };
      yield { text: `ARG: ${found.args.join(' ')}` };
      for (const [i, variable] of found.environment.entries())
        yield { text: (i === 0 ? 'ENV: ' : '     ') + variable };
      if (found.environment.length === 0) yield { text: 'ENV: ' };
    }
    yield { text: '' };
  }
}

/** -p: the ancestors of each task, from the first on, each a blank further to the right. */
export function* ancestors(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  for (const task of of) {
    const line = [task];
    const met = new Set<bigint>([task.address]);
    for (let i = 0; i < MAX_GENERATIONS; i++) {
      const parent = parentOf(kernel, line[0]);
      if (!parent || met.has(parent.address)) break;
      met.add(parent.address);
      line.unshift(parent);
    }
    const row = { ...taskFacts(task), ancestors: line.slice(0, -1).map((each) => each.pid) };
    for (const [depth, each] of line.entries()) {
      const heading = taskHeading(kernel, each, ' '.repeat(depth));
      yield each === task ? { ...heading, row } : heading;
    }
    yield { text: '' };
  }
}

/** -c: each task, and under it its children. */
export function* children(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const byParent = kernel.remember('children by parent', () => {
    const map = new Map<bigint, Task[]>();
    for (const task of tasks(kernel)) {
      const at = parentAddress(kernel, task);
      if (at === undefined || at === task.address || !taskByAddress(kernel, at)) continue;
      const known = map.get(at);
      if (known) known.push(task);
      else map.set(at, [task]);
    }
    return map;
  });
  for (const task of of) yield* under(kernel, task, byParent.get(task.address) ?? [], 'children');
}

/** -g: the leader of each process, and under it its other threads; with `once` not again for its other threads. */
export function* threadGroups(kernel: Kernel, of: readonly Task[], once: boolean): Generator<Line> {
  const shown = new Set<number>();
  for (const task of of) {
    if (once && shown.has(task.tgid)) continue;
    shown.add(task.tgid);
    const group = threadsOf(kernel, task);
    const leader = group.find((each) => each.pid === each.tgid) ?? task;
    yield* under(
      kernel,
      leader,
      group.filter((each) => each !== leader),
      'threads',
    );
  }
}

function* under(
  kernel: Kernel,
  head: Task,
  members: readonly Task[],
  what: 'children' | 'threads',
): Generator<Line> {
  yield {
    ...taskHeading(kernel, head),
    row: { ...taskFacts(head), [what]: members.map((each) => each.pid) },
  };
  if (members.length === 0) yield { text: `  (no ${what})` };
  for (const member of members) yield taskHeading(kernel, member, '  ');
  yield { text: '' };
}

/**
 * -t: how long each task ran, when it began, and the time it took in user and kernel mode; the oldest first. The
 * run time is the difference of whole seconds, as crash has it.
 */
export function* runTimes(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const now = Math.floor(uptime(kernel) ?? 0);
  const byAge = of
    .map((task) => ({
      task,
      of: values(thing, task, kernel, ['pid', 'task', 'comm', 'start', 'utime', 'stime']),
    }))
    .sort((a, b) => Number((a.of.start ?? 0n) - (b.of.start ?? 0n)));
  for (const { task, of } of byAge) {
    const run = Math.max(0, now - Math.floor(Number(of.start ?? 0n) / NS));
    const row = { ...toRow(thing, of), run };
    yield { ...taskHeading(kernel, task), row };
    yield { text: `    RUN TIME: ${durationText(run)}` };
    yield { text: `  START TIME: ${of.start ?? 0n}` };
    yield { text: `       UTIME: ${of.utime ?? 0n}` };
    yield { text: `       STIME: ${of.stime ?? 0n}` };
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
    .map((task) => ({ task, of: values(thing, task, kernel, ['pid', 'task', 'comm', 'state', 'lastRun']) }))
    .sort((a, b) => compare(b.of.lastRun ?? 0n, a.of.lastRun ?? 0n));
  const width = String(stamped[0]?.of.lastRun ?? '').length;
  for (const { task, of } of stamped) {
    const { since = 0n } = values(thing, task, kernel, ['since']);
    const stamp = form === 'stamp' ? String(of.lastRun ?? 0n).padStart(width) : sinceText(since);
    const head = `[${stamp}] [${of.state}]  `;
    yield { ...taskHeading(kernel, task, head), row: toRow(thing, { ...of, since }) };
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** "0 00:00:00.348": days, clock, milliseconds. */
function sinceText(nanoseconds: bigint): string {
  const milliseconds = nanoseconds / 1_000_000n;
  const seconds = Number(milliseconds / 1000n);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 86400)} ${clock}.${String(milliseconds % 1000n).padStart(3, '0')}`;
}

/** -r: the resource limits of each task. */
export function* limits(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  for (const task of of) {
    yield taskHeading(kernel, task);
    const found = resourceLimits(kernel, task);
    if (!found) yield { text: 'ps: the limits of this task are not in the dump' };
    else yield { text: '      RLIMIT     CURRENT       MAXIMUM  ' };
    for (const { name, current, maximum } of found ?? [])
      yield {
        text: `${name.padStart(12)}   ${centered(amount(current))}   ${centered(amount(maximum))}`,
        row: {
          ...taskFacts(task),
          limit: name,
          current: current?.toString() ?? null,
          maximum: maximum?.toString() ?? null,
        },
      };
    yield { text: '' };
  }
}

function amount(limit: bigint | undefined): string {
  return limit === undefined ? '(unlimited)' : String(limit);
}

/** In the middle of eleven columns, to the left when that is not even. */
function centered(text: string): string {
  const left = Math.max(0, Math.floor((11 - text.length) / 2));
  return (' '.repeat(left) + text).padEnd(11);
}
