import type { Kernel } from '../../kernel/kernel.ts';
import { parentAddress, parentOf, taskByAddress, tasks, threadsOf, type Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { taskFacts, taskHeading } from '../task-heading.ts';

/** Generations that are followed; more are taken for parents in a circle. */
const MAX_GENERATIONS = 1000;

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
