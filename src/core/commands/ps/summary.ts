import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { factsOf } from '../../kernel/task-facts.ts';

/** -S: how many tasks are in each state, in the order in which the states are met. */
export function* summary(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const counts = new Map<string, number>();
  for (const task of of) {
    const { state } = factsOf(kernel, task);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  for (const [state, count] of counts) yield { text: `  ${state}: ${count}`, row: { state, count } };
}
