import { hex, hex0x } from '../addr.ts';
import { doing, value as bad } from '../catalogue/findings.ts';
import type { Message } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import type { Instruction } from '../arch/instruction.ts';
import type { Registers } from '../arch/registers.ts';
import { frameView } from '../identify/frame-view.ts';
import { identify } from '../identify/index.ts';
import { registerViews } from '../identify/register-views.ts';
import { seenCpus } from '../kernel/cpus.ts';
import { savedRegisters } from '../kernel/saved-registers.ts';
import { stoppedThrough, unwindTask } from '../kernel/stacks.ts';
import { currentTask } from '../kernel/running.ts';
import { idleTasks } from '../kernel/tasks.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { CpuView, FrameView, InstructionView, RegisterView } from '../rows/verdict.ts';
import type { Stack } from '../unwind/stack.ts';
import type { Case, Fault } from './case.ts';
import { codeAround, instructionText } from './code.ts';
import { ofAddress, ofFrame, ofPlace } from './phrases.ts';

/** What stands beside the findings of a verdict: the code, the stack, what the other CPUs did. */

/** A place in code with the registers there: a fault, or where a CPU stood that did not get on. */
type Stopped = Pick<Fault, 'machine' | 'registers'> & Partial<Pick<Fault, 'instruction'>>;

const BEFORE = 5;
const AFTER = 3;

/** The faulting instruction with its neighbours; what its operands were stands beside it. */
export function instructionViews(c: Case, fault: Stopped): InstructionView[] {
  const code = codeAround(c.kernel, fault.machine.code, fault.registers.ip, AFTER);
  const whole =
    code.index >= 0
      ? code.instructions.slice(Math.max(0, code.index - BEFORE))
      : fault.instruction
        ? [fault.instruction]
        : [];
  return whole.map((each) => {
    const faulting = each.address === fault.registers.ip;
    return {
      address: hex(each.address, 16),
      bytes: [...each.bytes].map((byte) => hex(byte, 2)).join(' '),
      text: instructionText(c.kernel, fault.machine.code, each),
      faulting,
      note: faulting ? operandNotes(c, each, fault) : undefined,
    };
  });
}

/** The registers that `each` went by: those it computed an address from or read. */
function usedBy(each: Instruction, { machine }: Stopped): Set<string> {
  const names = new Set<string>();
  for (const operand of each.operands) {
    if (operand.kind === 'memory') for (const name of machine.code.pointersOf(operand)) names.add(name);
    if (operand.kind === 'register' && operand.access.includes('r')) names.add(operand.full);
  }
  return names;
}

/** The registers that are known; those that the instruction there went by are marked. */
export function stoppedViews(kernel: Kernel, registers: Registers, at: Stopped | undefined): RegisterView[] {
  const used =
    at?.instruction && at.registers === registers
      ? [...usedBy(at.instruction, at)].map((name) => at.machine.registers.title(name))
      : [];
  return registerViews(kernel, registers).map((view) =>
    used.includes(view.name) ? { ...view, used: true } : view,
  );
}

/** "RAX = 0 → NULL · RDI = ffff… → task_struct of sh (PID 1)". */
function operandNotes(c: Case, each: Instruction, fault: Stopped): Message {
  const notes: Message[] = [];
  for (const name of usedBy(each, fault)) {
    const value = fault.registers.get(name);
    if (value === undefined) continue;
    const what = identify(c.kernel, value);
    notes.push(
      bad.register({
        name: fault.machine.registers.title(name),
        value: value < 10n ? String(value) : { text: hex0x(value), ref: refTo.address(value) },
        what: what?.text,
      }),
    );
  }
  const memory = each.operands.find((operand) => operand.kind === 'memory');
  if (
    memory &&
    (memory.base === undefined || fault.machine.code.pointersOf(memory).length > 0) &&
    (memory.index !== undefined || memory.displacement !== 0n)
  ) {
    const address = fault.machine.code.effectiveAddress(memory, fault.registers);
    if (address !== undefined) notes.push(bad.address({ address: ofAddress(address) }));
  }
  return bad.notes({ notes });
}

/** The frames of `stack`, innermost first, ready to print. */
export function frameViews(kernel: Kernel, stack: Stack, from = 0): FrameView[] {
  return stack.frames.slice(from).map((frame) => frameView(kernel.arch, frame));
}

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
        text: doingOf(c, cpu),
      };
    });
}

function doingOf(c: Case, cpu: number): Message {
  const { kernel } = c;
  const task = ifKnown(() => currentTask(kernel, cpu));
  const saved = c.machine && ifKnown(() => savedRegisters(kernel).get(cpu));
  if (saved?.registers.user) return doing.user();
  if (task && idleTasks(kernel).some((idle) => idle.address === task.address)) return doing.idle();
  const stack = c.machine && task && ifKnown(() => unwindTask(kernel, task));
  if (stack?.user && stack.frames.length === 0) return doing.user();
  // What stopped the CPU (the NMI or IPI of the one that panicked) is not what it was doing.
  const after = stack ? stoppedThrough(kernel, stack) : -1;
  if (
    stack &&
    stack.frames.some(
      (frame, i) =>
        i === stack.frames.length - 1 &&
        frame.entered?.user &&
        c.machine?.trouble.isUnasked.test(frame.symbol?.symbol.name ?? ''),
    )
  )
    return doing.user();
  const frame = stack?.frames[after + 1];
  const where = ofFrame(frame) ?? (saved && ofPlace(c, saved.registers.ip));
  return where ? doing.kernel({ where }) : doing.unknown();
}
