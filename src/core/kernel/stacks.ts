import { stopped as why } from '../catalogue/unwind.ts';
import { isMessage, type Message } from '../catalogue/message.ts';
import { step, type Addr } from '../addr.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import type { Stack } from '../unwind/stack.ts';
import { unwind, type UnwindStart, type UnwindWorld } from '../unwind/unwinder.ts';
import { isCode } from './code.ts';
import type { Kernel } from './kernel.ts';
import { orcLookup } from './orc-tables.ts';
import { trueReturn } from './replaced-returns.ts';
import { savedRegisters } from './saved-registers.ts';
import { stackAround, stackAt, taskStack } from './stack-ranges.ts';
import { activeCpu, type Task } from './tasks.ts';
import { landing } from './landing.ts';

/** Words of struct inactive_task_frame before the return address: r15 r14 r13 r12 rbx rbp (arch/x86/include/asm/switch_to.h, 4.9 on). */
const INACTIVE_BP = 5 * 8;
const INACTIVE_RETURN = 6 * 8;

/** Names kept. */
const MAX_KEPT = 100_000;

const nothing = (stopped: Message): Stack => ({ frames: [], complete: false, stopped });

/** What the unwinder needs of `kernel`. */
export function unwindWorld(kernel: Kernel): UnwindWorld {
  return kernel.remember('unwind world', () => ({
    space: kernel.space,
    orc: orcLookup(kernel),
    stackAt: (address: bigint) =>
      stackAt(kernel, address) ??
      (kernel.types.has('task_struct', 'stack') ? undefined : stackAround(kernel, address)),
    isCode: keptCode(kernel),
    symbolAt: keptSymbols(kernel),
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
  const cpu = activeCpu(kernel, task);
  return cpu === undefined ? unwindSleeping(kernel, task) : unwindActive(kernel, task, cpu);
}

/** What CPU `cpu` did last, from the registers that were saved for it; what is left to say where tasks cannot be read. */
export function unwindCpu(kernel: Kernel, cpu: number): Stack {
  const saved = savedRegisters(kernel).get(cpu);
  if (!saved) return nothing(why.noRegisters({ cpu }));
  const own = stackAround(kernel, saved.registers.sp);
  return (
    landing(kernel, unwindWorld(kernel), own, cpu, saved.registers) ?? unwindFrom(kernel, saved.registers)
  );
}

/** From given registers on. */
function unwindFrom(kernel: Kernel, registers: Registers, task?: Task): Stack {
  if (registers.user) return { frames: [], complete: true, stopped: why.userMode(), user: registers };
  return unwind(unwindWorld(kernel), {
    ip: registers.ip,
    sp: registers.sp,
    bp: registers.bp,
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

/** The state in which __switch_to_asm left `task`: task_struct.thread.sp points at its inactive_task_frame. */
export function sleepingStart(kernel: Kernel, task: Task): UnwindStart | Message {
  const stack = taskStack(kernel, task);
  if (!stack) return why.noStackLeft();
  const at = kernel.remember('offset of task_struct.thread.sp', () =>
    kernel.types.offsetOf('task_struct', 'thread.sp'),
  );
  const sp = kernel.space.tryU64(step(task.address, at));
  if (sp === undefined) return why.noThread();
  if (sp < stack.low || sp >= stack.high) return why.spOutside({ sp });
  const slot = step(sp, INACTIVE_RETURN);
  const ip = kernel.space.tryU64(slot);
  const bp = kernel.space.tryU64(step(sp, INACTIVE_BP));
  if (ip === undefined || bp === undefined) return why.stackAbsent({ sp });
  // A task that never ran yet begins at the first instruction of ret_from_fork, which no call stands before.
  const exact = unwindWorld(kernel).symbolAt(ip)?.offset === 0;
  return { ip, sp: step(slot, 8), bp, exact, slot, stack, method: 'saved-registers' };
}

/** A task that CPU `cpu` was running when the machine stopped. */
function unwindActive(kernel: Kernel, task: Task, cpu: number): Stack {
  const saved = savedRegisters(kernel).get(cpu);
  const landed = landing(kernel, unwindWorld(kernel), taskStack(kernel, task), cpu, saved?.registers);
  if (landed) return landed;
  if (saved) return unwindFrom(kernel, saved.registers, task);
  return nothing(why.noRegisters({ cpu }));
}
