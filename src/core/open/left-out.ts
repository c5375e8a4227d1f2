import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tasks } from '../kernel/tasks.ts';

/** What every task has as long as it lives (include/linux/sched.h); kernel threads too. */
const OWN = ['signal', 'sighand', 'real_cred', 'fs', 'files', 'nsproxy'] as const;
/** Tasks that are looked at, spread over all. */
const MOST = 128;
/** Pages that must be left out: a single one may have been freed by mistake, which is what the crash is about. */
const LEAST = 3;

/**
 * What is said where the filter left out pages that the kernel was using: makedumpfile takes them for free or user pages when it does not know how this
 * kernel marks them (its issue 21: huge pages of 6.6; free pages and slabs of later ones). Lists and links then end at places that nothing else explains.
 */
export function usedLeftOut(kernel: Kernel): Message | undefined {
  if ((kernel.container.dumpLevel ?? 0) === 0) return undefined;
  const all = tasks(kernel);
  const step = Math.max(1, Math.floor(all.length / MOST));
  const members = OWN.filter((name) => kernel.types.has('task_struct', name));
  const pages = new Set<bigint>();
  let [looked, lacking] = [0, 0];
  for (let i = 0; i < all.length && looked < MOST; i += step) {
    looked++;
    const { object } = all[i];
    const lost = members
      .map((name) => object.try((task) => task.get(name).pointer()) ?? 0n)
      .filter((at) => at !== 0n && kernel.space.absence(at) === 'excluded');
    for (const at of lost) pages.add(at / BigInt(kernel.layout.pageSize));
    if (lost.length > 0) lacking++;
  }
  return pages.size >= LEAST ? say.usedLeftOut({ tasks: lacking, of: looked }) : undefined;
}
