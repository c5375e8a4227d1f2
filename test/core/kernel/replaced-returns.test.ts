import { describe, expect, it } from 'vitest';
import { step, type Addr } from '../../../src/core/addr.ts';
import { trueReturn } from '../../../src/core/kernel/replaced-returns.ts';
import { panicTask } from '../../../src/core/kernel/panic.ts';
import { unwindTask } from '../../../src/core/kernel/stacks.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

// 5.10 keeps the instances of all tasks in one hash table.
const DUMP = '5.10-cloud-null_pointer';

describe.skipIf(!hasDump(DUMP))('a return address that a kretprobe took the place of', () => {
  const { kernel } = openDump(DUMP);
  const task = panicTask(kernel)!;
  const { slot, address: caller } = unwindTask(kernel, task).frames[2];
  const trampoline = kernel.symbols.byName('kretprobe_trampoline')!.address;
  const table = kernel.symbols.byName('kretprobe_inst_table')!.address;
  const member = (name: string): number => kernel.types.offsetOf('kretprobe_instance', name);
  /** Room of the dump for an instance. */
  const node = step(kernel.symbols.byName('init_task')!.address, 64);
  const found = (more: ReadonlyMap<bigint, bigint>): Addr =>
    trueReturn(
      patchedKernel(
        kernel,
        new Map<bigint, bigint>([
          [step(table, 5 * 8), step(node, member('hlist'))],
          [step(node, member('hlist')), 0n],
          [step(node, member('task')), task.address],
          [step(node, member('fp')), slot!],
          [step(node, member('ret_addr')), caller],
          ...more,
        ]),
      ),
      trampoline,
      slot!,
      task.address,
    );

  it('is in the instance of that task and that place', () => {
    expect(found(new Map())).toBe(caller);
  });

  it('stays where the instance is of another task or place, or the list goes round', () => {
    expect(found(new Map([[step(node, member('task')), kernel.symbols.byName('init_task')!.address]]))).toBe(
      trampoline,
    );
    expect(found(new Map([[step(node, member('fp')), step(slot!, 8)]]))).toBe(trampoline);
    const round = new Map([
      [step(node, member('fp')) as bigint, 0n],
      [step(node, member('hlist')), step(node, member('hlist')) as bigint],
    ]);
    expect(found(round)).toBe(trampoline);
  });
});
