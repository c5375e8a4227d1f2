import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tasks } from '../kernel/tasks.ts';

/** What every task has as long as it lives (include/linux/sched.h); kernel threads too. */
const OWN = ['signal', 'sighand', 'real_cred', 'fs', 'files', 'nsproxy'] as const;
/** Tasks that are looked at, spread over all. */
const MOST = 128;

/**
 * What is said where the filter left out pages that the kernel was using: makedumpfile takes them for free or user pages when it does not know how this
 * kernel marks them (its issue 21: huge pages of 6.6; free pages and slabs of later ones). Lists and links then end at places that nothing else explains.
 */
export function usedLeftOut(kernel: Kernel): Message | undefined {
  if ((kernel.container.dumpLevel ?? 0) === 0) return undefined;
  const all = tasks(kernel);
  const step = Math.max(1, Math.floor(all.length / MOST));
  const members = OWN.filter((name) => kernel.types.has('task_struct', name));
  let [looked, lacking] = [0, 0];
  for (let i = 0; i < all.length && looked < MOST; i += step) {
    looked++;
    const { object } = all[i];
    const lost = members.some((name) => {
      const at = object.try((task) => task.get(name).pointer()) ?? 0n;
      return at !== 0n && kernel.space.absence(at) === 'excluded';
    });
    if (lost) lacking++;
  }
  return lacking > 0 ? say.usedLeftOut({ tasks: lacking, of: looked }) : undefined;
}
