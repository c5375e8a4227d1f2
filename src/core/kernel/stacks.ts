import type { Addr } from '../addr.ts';
import { isMessage, type Message } from '../catalogue/message.ts';
import { stopped as why } from '../catalogue/unwind.ts';
import { lackOf, part } from '../arch/arch.ts';
import type { Registers } from '../arch/registers.ts';
import type { UnwindWorld } from '../arch/unwinding.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import { boundaryOf, type Frame, type Stack } from '../unwind/stack.ts';
import { unwind, type UnwindStart } from '../unwind/unwinder.ts';
import { isCode } from './code.ts';
import type { Kernel } from './kernel.ts';
import { moduleAt } from './modules.ts';
import { crashStop } from './crash-stop.ts';
import { trueReturn } from './replaced-returns.ts';
import { savedRegisters } from './saved-registers.ts';
import { stackAround, stackAt, taskStack } from './stack-ranges.ts';
import { activeCpu } from './running.ts';
import type { Task } from './tasks.ts';

/** Functions that stop the machine for whoever called them (kernel/panic.c). */
export const STOPS = /^(panic|vpanic|nmi_panic|_?_?crash_kexec)(\.|$)/;

/** Names kept. */
const MAX_KEPT = 100_000;

const nothing = (stopped: Message): Stack => ({ frames: [], complete: false, stopped });

/** What the unwinder needs of `kernel`. */
export function unwindWorld(kernel: Kernel): UnwindWorld {
  return kernel.remember('unwind world', () => ({
    space: kernel.space,
    registers: part(kernel.arch, 'registers'),
    code: part(kernel.arch, 'code'),
    ways: part(kernel.arch, 'unwinding').ways(kernel, (address) => moduleAt(kernel, address)?.module.object),
    stackAt: (address: bigint) =>
      stackAt(kernel, address) ??
      (kernel.types.has('task_struct', 'stack') ? undefined : stackAround(kernel, address)),
    isCode: keptCode(kernel),
    symbolAt: keptSymbols(kernel),
    returnAddress: kernel.arch.unwinding?.returnAddress?.(kernel),
    recover: (address: Addr, slot: Addr, task: Addr) => trueReturn(kernel, address, slot, task),
    byName: (name: string) => kernel.symbols.byName(name),
  }));
}

/** Names by address, kept: the stacks of a dump share most of their return addresses. */
function keptSymbols(kernel: Kernel): (address: bigint) => SymbolAt | undefined {
  const kept = new Map<bigint, SymbolAt | undefined>();
  return (address) => {
    const known = kept.get(address);
    if (known || kept.has(address)) return known;
    const found = kernel.symbols.byAddress(address);
    if (kept.size < MAX_KEPT) kept.set(address, found);
    return found;
  };
}

function keptCode(kernel: Kernel): (address: bigint) => boolean {
  const kept = new Map<bigint, boolean>();
  return (address) => {
    let known = kept.get(address);
    if (known === undefined) {
      known = isCode(kernel, address);
      if (kept.size < MAX_KEPT) kept.set(address, known);
    }
    return known;
  };
}

/** The stack of `task`: from where it sleeps, or from what its CPU did last when it was running. */
export function unwindTask(kernel: Kernel, task: Task): Stack {
  const lack = lackOf(kernel.arch, 'stacks');
  if (lack) return nothing(lack);
  const cpu = activeCpu(kernel, task);
  return cpu === undefined ? unwindSleeping(kernel, task) : unwindActive(kernel, task, cpu);
}

/** What CPU `cpu` did last, from the registers that were saved for it; what is left to say where tasks cannot be read. */
export function unwindCpu(kernel: Kernel, cpu: number): Stack {
  const lack = lackOf(kernel.arch, 'stacks');
  if (lack) return nothing(lack);
  const saved = savedRegisters(kernel).get(cpu);
  if (!saved) return nothing(why.noRegisters({ cpu }));
  const own = stackAround(kernel, saved.registers.sp);
  return (
    crashStop(kernel, unwindWorld(kernel), own, cpu, saved.registers) ?? unwindFrom(kernel, saved.registers)
  );
}

/** Index of the frame through which the CPU of `stack` was stopped (the NMI or IPI of the one that panicked); -1 where it was not. */
export function stoppedThrough({ arch }: Kernel, { frames }: Stack): number {
  const stop = arch.trouble?.isStop;
  return frames.findLastIndex(
    ({ entered, symbol }) => entered && !entered.user && stop?.test(symbol?.symbol.name ?? ''),
  );
}

/**
 * The frames of what a running task did itself, innermost first: without what stopped its CPU, without what an exception
 * made of it on the CPU that panicked.
 */
export function ownFrames(kernel: Kernel, stack: Stack): readonly Frame[] {
  const stopped = stoppedThrough(kernel, stack);
  if (stopped >= 0) return stack.frames.slice(stopped + 1);
  const broken = stack.frames.findIndex((frame) => boundaryOf(kernel.arch, frame) === 'exception');
  if (broken >= 0) return stack.frames.slice(broken + 1);
  return stack.frames.slice(
    stack.frames.findLastIndex(({ symbol }) => STOPS.test(symbol?.symbol.name ?? '')) + 1,
  );
}

/** From given registers on. */
function unwindFrom(kernel: Kernel, registers: Registers, task?: Task): Stack {
  if (registers.user) return { frames: [], complete: true, stopped: why.userMode(), user: registers };
  return unwind(unwindWorld(kernel), {
    ip: registers.ip,
    sp: registers.sp,
    fp: registers.fp,
    registers,
    task: task?.address,
    exact: true,
    method: 'saved-registers',
  });
}

/** Where a task that is not running left the CPU. */
function unwindSleeping(kernel: Kernel, task: Task): Stack {
  const start = sleepingStart(kernel, task);
  return isMessage(start) ? nothing(start) : unwind(unwindWorld(kernel), start);
}

/** The state in which `task` left the CPU; why not, where it is not told. */
export function sleepingStart(kernel: Kernel, task: Task): UnwindStart | Message {
  const stack = taskStack(kernel, task);
  if (!stack) return why.noStackLeft();
  const left = part(kernel.arch, 'stacks').sleeping(kernel, task.address, stack);
  if (isMessage(left)) return left;
  // A task that never ran yet begins at the first instruction of ret_from_fork, which no call stands before.
  const exact = unwindWorld(kernel).symbolAt(left.ip)?.offset === 0;
  return { ...left, exact, stack, method: 'saved-registers' };
}

/** A task that CPU `cpu` was running when the machine stopped. */
function unwindActive(kernel: Kernel, task: Task, cpu: number): Stack {
  const saved = savedRegisters(kernel).get(cpu);
  const rested = crashStop(kernel, unwindWorld(kernel), taskStack(kernel, task), cpu, saved?.registers);
  if (rested) return rested;
  if (saved) return unwindFrom(kernel, saved.registers, task);
  return nothing(why.noRegisters({ cpu }));
}
