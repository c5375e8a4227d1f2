import { parseHex } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { taskByAddress, taskByPid, tasks, type Task } from './tasks.ts';

/**
 * The tasks that `word` means: a decimal PID (0: every idle task), the address of a task_struct, a PID in
 * hexadecimal. Empty when there is none.
 */
export function tasksMeant(kernel: Kernel, word: string): readonly Task[] {
  if (/^\d{1,10}$/.test(word)) {
    const found = withPid(kernel, Number(word));
    if (found.length > 0) return found;
  }
  const address = parseHex(word);
  if (address === undefined) return [];
  const task = taskByAddress(kernel, address);
  if (task) return [task];
  return address < 1n << 31n ? withPid(kernel, Number(address)) : [];
}

function withPid(kernel: Kernel, pid: number): readonly Task[] {
  if (pid === 0) return tasks(kernel).filter((task) => task.pid === 0);
  const task = taskByPid(kernel, pid);
  return task ? [task] : [];
}

/** Whether `word` has the form of a PID or an address, as against a name. */
export function looksLikeNumber(word: string): boolean {
  return /^(\d+|0x[0-9a-f]+|[0-9a-f]{8,16})$/i.test(word);
}
