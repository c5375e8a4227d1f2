import { describe, expect, it } from 'vitest';
import { waysBy } from '../../../src/core/arch/x86_64/unwinding.ts';
import { isMessage } from '../../../src/core/catalogue/message.ts';
import { sleepingStart, unwindWorld } from '../../../src/core/kernel/stacks.ts';
import { activeCpu } from '../../../src/core/kernel/running.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import type { Stack } from '../../../src/core/unwind/stack.ts';
import { unwind } from '../../../src/core/unwind/unwinder.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/**
 * Every sleeping task of real dumps unwound as if there were no ORC: by what the code of each function pushes. Frame by frame
 * it must come to what ORC tells, with the place of each; but for the boot CPU's idle task, whose first functions are freed,
 * and those of whose code makedumpfile left out pages (7-cloud-uaf).
 */
const shape = ({ frames, complete, user }: Stack): string =>
  [
    ...frames.map(({ symbol, sp }) => `${symbol?.symbol.name ?? '?'}@${sp.toString(16)}`),
    complete,
    user?.sp,
  ].join(' ');

describe.each<[string, number, number]>([
  ['sample', 80, 1],
  ['5.10-cloud-null_pointer', 73, 1],
  ['6.1-cloud-hung_task', 82, 1],
  ['6.12-cloud-sysrq', 89, 1],
  ['7-cloud-uaf', 61, 2],
])('%s', (name, least, mostDiffering) => {
  it.skipIf(!hasDump(name))('has the same stacks without unwind tables', () => {
    const { kernel } = openDump(name);
    const world = unwindWorld(kernel);
    const bare = { ...world, ways: waysBy(() => undefined) };
    let all = 0;
    const differing = tasks(kernel).flatMap((task) => {
      const start = activeCpu(kernel, task) === undefined ? sleepingStart(kernel, task) : undefined;
      if (!start || isMessage(start)) return [];
      all++;
      return shape(unwind(bare, start)) === shape(unwind(world, start)) ? [] : [task.comm];
    });
    expect(differing.length, differing.join(' ')).toBeLessThanOrEqual(mostDiffering);
    expect(all).toBeGreaterThanOrEqual(least);
  });
});
