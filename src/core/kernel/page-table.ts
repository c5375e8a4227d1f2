import type { AddressSpace } from '../memory/space.ts';
import type { Kernel } from './kernel.ts';
import { taskAt } from './tasks.ts';

/**
 * The user space of the task at `task`: the page tables of task_struct.mm, of active_mm's none. undefined for
 * kernel threads, and when its mm_struct or top table is not in the dump.
 */
export function taskSpace(kernel: Kernel, task: bigint): AddressSpace | undefined {
  return kernel.remember(`user space of ${task}`, () => {
    const { object, pid, comm } = taskAt(kernel, task);
    const mm = object.get('mm').pointer();
    const top = mm === 0n ? undefined : object.try((each) => each.get('mm.pgd').pointer());
    const root = top === undefined ? undefined : kernel.space.translate(top);
    return root === undefined ? undefined : kernel.userSpace(`user space of PID ${pid} (${comm})`, root);
  });
}
