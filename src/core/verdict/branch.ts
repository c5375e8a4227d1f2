import { hex0x } from '../addr.ts';
import { memoryFault } from '../catalogue/memory-fault.ts';
import { ifKnown } from '../errors.ts';
import { isCanonical } from '../identify/non-canonical.ts';
import { isCode } from '../kernel/code.ts';
import { moduleAt } from '../kernel/modules.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding } from '../rows/verdict.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case, Fault } from './case.ts';
import { addressEvidence, ofAddress } from './phrases.ts';

/**
 * An indirect call, jump or return that the processor refused: where it was to lead is no address at all, so that the
 * instruction pointer still stands at it (Intel SDM volume 2, CALL, JMP and RET: #GP where the target is not canonical).
 */
export interface RefusedBranch {
  readonly how: 'call' | 'jump' | 'return';
  readonly target: bigint;
  /** The register that held the target; absent where it came out of memory. */
  readonly register?: string;
  /** Where in memory it stood; absent where a register held it. */
  readonly place?: bigint;
}

/** The branch that `fault` refused; undefined where it was at something else, or the target cannot be read. */
export function refusedBranch(
  kernel: Kernel,
  { kind, instruction, registers, machine }: Fault,
): RefusedBranch | undefined {
  if (kind !== 'general-protection' && kind !== 'stack-segment') return undefined;
  if (!instruction || instruction.target !== undefined) return undefined;
  const { flow, operation } = instruction;
  const branch = (
    how: RefusedBranch['how'],
    target: bigint | undefined,
    from: Pick<RefusedBranch, 'register' | 'place'>,
  ) => (target === undefined || isCanonical(kernel, target) ? undefined : { how, target, ...from });
  const stored = (how: RefusedBranch['how'], place: bigint) =>
    branch(how, kernel.space.tryU64(place), { place });
  if (flow === 'return') return /^ret/.test(operation) ? stored('return', registers.sp) : undefined;
  if (flow !== 'call' && flow !== 'jump') return undefined;
  const operand = instruction.operands.find(
    (each) => (each.kind === 'register' || each.kind === 'memory') && each.indirect === true,
  );
  if (operand?.kind === 'register')
    return branch(flow, registers.get(operand.full), { register: operand.full });
  if (operand?.kind !== 'memory') return undefined;
  // Where the operand itself is no address, it was not reached.
  const from = machine.code.effectiveAddress(operand, registers);
  return from === undefined || !isCanonical(kernel, from) ? undefined : stored(flow, from);
}

/** What held the target of a branch: a register, or memory. */
export function targetEvidence({ machine }: Fault, { target, register, place }: RefusedBranch): Evidence {
  return place === undefined
    ? addressEvidence(target, register === undefined ? '' : machine.registers.title(register))
    : { ref: refTo.memory(place), text: hex0x(target) };
}

/**
 * The frame that called what `fault` jumped to: its return address is what the call left. Undefined where it came there by a
 * return, which took the address from where a call leaves it; what the stack shows further out was not at it then.
 */
export function jumpedFrom(c: Pick<Case, 'kernel' | 'stack'>, fault: Fault): Frame | undefined {
  const frame = c.stack?.frames[fault.index + 1];
  if (!frame || !fault.jumped) return frame;
  const left = leftByCall(c, fault);
  return left === undefined || left === frame.address ? frame : undefined;
}

/** The return address that a call left: on the stack, or in the register that is for it. */
function leftByCall({ kernel }: Pick<Case, 'kernel'>, { registers, machine }: Fault): bigint | undefined {
  const { link } = machine.registers;
  if (link === undefined) return kernel.space.tryU64(registers.sp);
  const word = registers.get(link);
  return word === undefined ? undefined : (kernel.arch.unwinding?.returnAddress?.(kernel)(word) ?? word);
}

/** Whether a call may have left `word`: it lies in code after a call; where that code cannot be read, after any instruction. */
function isReturnAddress({ kernel }: Pick<Case, 'kernel'>, { machine }: Fault, word: bigint): boolean {
  if (ifKnown(() => isCode(kernel, word - 1n)) !== true) return false;
  return !kernel.space.readable(word - 1n) || machine.code.afterCall(kernel.space, word);
}

/**
 * That a jump was a return: what stands at the stack pointer is no return address; or the register of return addresses, which a
 * call would have written, holds the very address that was jumped to.
 */
export function returnFinding(c: Pick<Case, 'kernel' | 'stack'>, fault: Fault): Finding[] {
  const left = leftByCall(c, fault);
  if (!fault.jumped || left === undefined || jumpedFrom(c, fault)) return [];
  const { link } = fault.machine.registers;
  if (link !== undefined) return byLink(c, fault, link);
  // Where the unwinder found no caller it may have been called all the same.
  if (isReturnAddress(c, fault, left)) return [];
  const { sp } = fault.registers;
  return [
    {
      rule: 'return',
      confidence: 'likely',
      text: memoryFault.byReturn({ value: ofAddress(left), overwritten: !wasCode(c, fault) }),
      evidence: [{ ref: refTo.memory(sp), text: hex0x(left) }],
    },
  ];
}

/** Whether there may have been code where the jump led to: modules are unloaded while tasks are still in them. */
function wasCode({ kernel }: Pick<Case, 'kernel'>, { registers }: Fault): boolean {
  const modules = ifKnown(() => kernel.arch.paging.moduleRange(kernel));
  return (
    modules !== undefined &&
    registers.ip >= modules.start &&
    registers.ip < modules.end &&
    ifKnown(() => moduleAt(kernel, registers.ip)) === undefined
  );
}

function byLink(c: Pick<Case, 'kernel'>, fault: Fault, link: string): Finding[] {
  const { registers, machine } = fault;
  const word = registers.get(link);
  // Of the address that was jumped to the processor may have left out bits.
  const whole = machine.trouble.reported ?? ((address: bigint) => address);
  if (word === undefined || whole(word) !== whole(registers.ip)) return [];
  return [
    {
      rule: 'return',
      confidence: 'likely',
      text: memoryFault.byReturnRegister({
        register: machine.registers.title(link),
        value: ofAddress(word),
        overwritten: !wasCode(c, fault),
      }),
      evidence: [addressEvidence(word, machine.registers.title(link))],
    },
  ];
}
