import { hex } from '../addr.ts';
import { identity } from '../catalogue/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicTask } from '../kernel/panic.ts';
import { vmaAt, vmaFile } from '../kernel/vmas.ts';
import { halfOf } from '../memory/tables.ts';
import { readable } from '../rows/readable.ts';
import type { Answer, Identity } from './identity.ts';

/** An address of the half that belongs to processes. */
export const answer: Answer = {
  id: 'user',
  order: 80,
  identify(kernel, value) {
    // Small numbers are numbers, not addresses.
    return value >= 0x10000n && halfOf(kernel.layout.userTables, value) === 'user'
      ? (mapped(kernel, value) ?? { kind: 'user', text: identity.user() })
      : undefined;
  },
};

/** What the task that panicked had there: every process has its own memory at `value`, and its is the one that is looked at most. */
function mapped(kernel: Kernel, value: bigint): Identity | undefined {
  if (!kernel.types.has('task_struct', 'mm') || !kernel.types.has('vm_area_struct', 'vm_start'))
    return undefined;
  const task = panicTask(kernel);
  const area =
    task && task.mm !== 0n ? vmaAt(kernel, kernel.at('struct mm_struct', task.mm), value) : undefined;
  if (!task || !area || value >= area.end || value < area.start) return undefined;
  return {
    kind: 'user',
    text: identity.userOf({ comm: task.comm, pid: task.pid, file: readable(vmaFile(kernel, area)) }),
    ref: `vma:${hex(task.address, 16)}.${hex(area.start)}`,
  };
}
