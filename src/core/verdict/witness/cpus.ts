import { seenCpus } from '../../kernel/cpus.ts';
import { savedRegisters } from '../../kernel/saved-registers.ts';
import { unwindTask } from '../../kernel/stacks.ts';
import { currentTask, idleTasks } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { CpuView } from '../../rows/verdict.ts';
import { symbolText } from '../../symbols/symbol.ts';
import { ifKnown, type Case } from '../case.ts';

/** CPUs that are told one by one; more are left to the view of the CPUs. */
const MAX_CPUS = 64;

/** What the CPUs other than the one that panicked were doing. */
export function otherCpus(c: Case): CpuView[] {
  const { kernel } = c;
  return seenCpus(kernel)
    .filter((cpu) => cpu !== c.cpu)
    .slice(0, MAX_CPUS)
    .map((cpu) => {
      const task = ifKnown(() => currentTask(kernel, cpu));
      return {
        cpu,
        task: task && { pid: task.pid, comm: task.comm, ref: refTo.task(task.address) },
        text: doing(c, cpu),
      };
    });
}

function doing(c: Case, cpu: number): string {
  const { kernel, say } = c;
  const task = ifKnown(() => currentTask(kernel, cpu));
  const saved = ifKnown(() => savedRegisters(kernel).get(cpu));
  if (saved?.registers.user) return say('cpu.user');
  if (task && idleTasks(kernel).some((idle) => idle.address === task.address)) return say('cpu.idle');
  const stack = task && ifKnown(() => unwindTask(kernel, task));
  if (stack?.user && stack.frames.length === 0) return say('cpu.user');
  // What stopped the CPU (the NMI or IPI of the one that panicked) is not what it was doing.
  const after =
    stack?.frames.findLastIndex(
      (frame) =>
        frame.entered &&
        !frame.entered.user &&
        /nmi|reboot|call_function/.test(frame.symbol?.symbol.name ?? ''),
    ) ?? -1;
  if (
    stack &&
    stack.frames.some(
      (frame, i) =>
        i === stack.frames.length - 1 &&
        frame.entered?.user &&
        /nmi|sysvec/.test(frame.symbol?.symbol.name ?? ''),
    )
  )
    return say('cpu.user');
  const frame = stack?.frames[after + 1];
  if (frame?.symbol) return say('cpu.kernel', { where: symbolText(frame.symbol, 16) });
  return saved ? say('cpu.kernel', { where: saved.registers.ip.toString(16) }) : say('cpu.unknown');
}
