import { expect, it } from 'vitest';
import { crashStop } from '../../../src/core/kernel/crash-stop.ts';
import { panicTask } from '../../../src/core/kernel/panic.ts';
import { unwindTask, unwindWorld } from '../../../src/core/kernel/stacks.ts';
import { taskStack } from '../../../src/core/kernel/stack-ranges.ts';
import { activeCpu } from '../../../src/core/kernel/running.ts';
import { tasks, type Task } from '../../../src/core/kernel/tasks.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** A panic without a crash kernel: the machine's owner saved its memory while its CPUs stood in endless loops. */
const halted = '6.12-arm64-null_pointer';
/** A panic that went into a crash kernel. */
const crashed = '6.1-null_pointer';

const namesOf = (stack: ReturnType<typeof unwindTask> | undefined): string[] =>
  stack?.frames.map(({ symbol }) => symbol?.symbol.name ?? '?') ?? [];

/** The stack of `task`, as if the registers of its CPU had not been saved. */
function withoutRegisters(kernel: Kernel, task: Task): ReturnType<typeof crashStop> {
  return crashStop(kernel, unwindWorld(kernel), taskStack(kernel, task), activeCpu(kernel, task)!, undefined);
}

it.skipIf(!hasDump(halted))('finds where each CPU of a halted machine stands without registers', () => {
  const { kernel } = openDump(halted);
  const running = tasks(kernel).filter((each) => activeCpu(kernel, each) !== undefined);
  expect(running.length).toBeGreaterThan(1);
  for (const task of running) {
    const known = unwindTask(kernel, task);
    const found = withoutRegisters(kernel, task);
    const names = namesOf(found);
    expect(['panic', 'local_cpu_stop']).toContain(names[0]);
    // What the loop itself calls has no return address of its own to be found by.
    expect(namesOf(known).slice(-names.length)).toEqual(names);
    expect(found?.complete).toBe(true);
  }
});

it.skipIf(!hasDump(crashed))('goes by the way into the crash kernel where there was one', () => {
  const { kernel } = openDump(crashed);
  const task = panicTask(kernel)!;
  expect(namesOf(withoutRegisters(kernel, task))[0]).toBe('machine_kexec');
});

it.skipIf(!hasDump(crashed))('finds nothing on the stack of a task that stopped nothing', () => {
  const { kernel } = openDump(crashed);
  const init = tasks(kernel).find(({ pid }) => pid === 1)!;
  expect(crashStop(kernel, unwindWorld(kernel), taskStack(kernel, init), 5, undefined)).toBeUndefined();
});
