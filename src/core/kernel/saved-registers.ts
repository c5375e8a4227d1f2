import { step } from '../addr.ts';
import { part } from '../arch/arch.ts';
import { Registers, type RegisterFile } from '../arch/registers.ts';
import type { CpuState } from '../container/container.ts';
import { areFromEmulator, NT_PRSTATUS, parseNotes, type Note } from '../container/notes.ts';
import { cpuCount, seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { stackAt, taskStack } from './stack-ranges.ts';
import { runqueueTask, taskByAddress } from './tasks.ts';

/** struct elf_prstatus of 64-bit machines (include/linux/elfcore.h): pr_pid, and where the registers begin. */
const PR_PID = 32;
const PR_REG = 112;
/** Bytes looked at for a CPU's note: its name, the prstatus, the end mark. */
const CRASH_NOTE = 512;

/** The registers a CPU had when it was stopped, and who wrote them down. */
export interface SavedRegisters {
  readonly cpu: number;
  readonly registers: Registers;
  /** The kernel itself while it crashed (in memory, or as a note of the file), or who saved the machine from outside. */
  readonly source: 'crash_notes' | 'kexec note' | 'QEMU note' | 'saved machine';
  /** PID of the task that was running, where the note says it. */
  readonly pid?: number;
}

/** The registers of each CPU that left some, by CPU number; none where the machine's registers are not known yet. */
export function savedRegisters(kernel: Kernel): ReadonlyMap<number, SavedRegisters> {
  return kernel.remember('saved registers', () => {
    const found = new Map<number, SavedRegisters>();
    if (!kernel.arch.registers) return found;
    const { cpus, cpusLate, notes } = kernel.container;
    const emulated = cpus ? !cpusLate : areFromEmulator(notes);
    const fromFile = cpus ? fromSaver(kernel, cpus) : emulated ? fromEmulator(kernel) : fromKexec(kernel);
    for (const saved of [...fromMemory(kernel, emulated), ...fromFile]) {
      // What an emulator saw is newer than what the kernel wrote before it went on to stop.
      if (emulated || !found.has(saved.cpu)) found.set(saved.cpu, saved);
    }
    return found;
  });
}

/** Registers in a note. */
const noted = (form: RegisterFile): number => form.noted ?? form.names.length;
const leastBytes = (form: RegisterFile): number => PR_REG + noted(form) * 8;

function statuses(kernel: Kernel): Note[] {
  const least = leastBytes(part(kernel.arch, 'registers'));
  return kernel.container.notes.filter(
    (note) => note.type === NT_PRSTATUS && note.name === 'CORE' && note.desc.length >= least,
  );
}

function registersOf(kernel: Kernel, desc: Uint8Array): Registers {
  const form = part(kernel.arch, 'registers');
  const view = new DataView(desc.buffer, desc.byteOffset, desc.byteLength);
  return Registers.whole(
    form,
    BigUint64Array.from({ length: noted(form) }, (_, index) => view.getBigUint64(PR_REG + index * 8, true)),
  );
}

function pidOf(desc: Uint8Array): number {
  return new DataView(desc.buffer, desc.byteOffset, desc.byteLength).getInt32(PR_PID, true);
}

/** crash_notes: a per-CPU buffer in which crash_save_cpu() writes an NT_PRSTATUS note (kernel/kexec_core.c). */
function* fromMemory(kernel: Kernel, emulated: boolean): Generator<SavedRegisters> {
  const variable = kernel.symbols.image.byName('crash_notes');
  const notes = variable && kernel.space.tryU64(variable.address);
  if (!notes || emulated) return;
  const least = leastBytes(part(kernel.arch, 'registers'));
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    const bytes = offset === undefined ? undefined : kernel.space.tryRead(step(notes, offset), CRASH_NOTE);
    const note = bytes && parseNotes(bytes).find((each) => each.type === NT_PRSTATUS && each.name === 'CORE');
    if (!note || note.desc.length < least) continue;
    yield { cpu, registers: registersOf(kernel, note.desc), source: 'crash_notes', pid: pidOf(note.desc) };
  }
}

/**
 * Notes of /proc/vmcore stand in the order of the CPUs, without those that wrote none; pr_pid is the PID of the
 * task that ran, which tells when some are missing.
 */
function* fromKexec(kernel: Kernel): Generator<SavedRegisters> {
  const notes = statuses(kernel);
  const cpus = [...seenCpus(kernel)];
  const counted = cpus.length > 0;
  for (const note of notes) {
    const pid = pidOf(note.desc);
    if (!counted) {
      const registers = registersOf(kernel, note.desc);
      const cpu = cpuOfStack(kernel, registers.sp, pid);
      if (cpu !== undefined) yield { cpu, registers, source: 'kexec note', pid };
      continue;
    }
    const fits = (cpu: number): boolean => runqueueTask(kernel, cpu)?.pid === pid;
    const index = cpus.length <= notes.length ? 0 : cpus.findIndex(fits);
    const cpu = cpus.splice(Math.max(0, index), 1)[0];
    if (cpu === undefined) return;
    yield { cpu, registers: registersOf(kernel, note.desc), source: 'kexec note', pid };
  }
}

/** Where nothing tells which CPUs there were: the CPU of the task `pid` if `sp` lies on its stack. */
function cpuOfStack(kernel: Kernel, sp: bigint, pid: number): number | undefined {
  const owner = stackAt(kernel, sp)?.task;
  const task = owner === undefined ? undefined : taskByAddress(kernel, owner);
  return task?.pid === pid && task.cpu < cpuCount(kernel) ? task.cpu : undefined;
}

/** QEMU writes a note for each CPU in order, with the CPU's number + 1 in place of a PID (target/i386/arch_dump.c). */
function* fromEmulator(kernel: Kernel): Generator<SavedRegisters> {
  for (const note of statuses(kernel)) {
    const cpu = pidOf(note.desc) - 1;
    if (cpu >= 0 && cpu < cpuCount(kernel))
      yield { cpu, registers: registersOf(kernel, note.desc), source: 'QEMU note' };
  }
}

/**
 * What hypervisors and firmware saved beside memory. They may count CPUs in another order than Linux (APIC ids): a stack pointer
 * within the stack of what a CPU was running tells whose it is; what is left goes by its number, else to the CPUs that are left.
 */
function* fromSaver(kernel: Kernel, states: readonly CpuState[]): Generator<SavedRegisters> {
  const form = part(kernel.arch, 'registers');
  const count = cpuCount(kernel);
  const left = new Set(Array.from({ length: count }, (_, cpu) => cpu));
  const stacks = runningStacks(kernel, count);
  const owners = states.slice(0, left.size).map((state) => {
    const registers = Registers.some(form, form.completed?.(state.registers) ?? state.registers);
    const found = stacks.find(({ low, high }) => registers.sp >= low && registers.sp < high)?.cpu;
    const owner = found !== undefined && left.delete(found) ? found : undefined;
    return { state, registers, owner };
  });
  for (const { state, registers, owner } of owners) {
    const cpu = owner ?? (left.has(state.cpu) ? state.cpu : left.values().next().value);
    if (cpu === undefined) return;
    left.delete(cpu);
    yield { cpu, registers, source: 'saved machine' };
  }
}

/** The stack of the task that each CPU was running. */
function runningStacks(
  kernel: Kernel,
  count: number,
): { readonly cpu: number; readonly low: bigint; readonly high: bigint }[] {
  return Array.from({ length: count }, (_, cpu) => {
    const task = runqueueTask(kernel, cpu);
    const stack = task && taskStack(kernel, task);
    return stack ? [{ cpu, low: stack.low, high: stack.high }] : [];
  }).flat();
}
