import { addr } from '../addr.ts';
import type { Instruction } from '../arch/instruction.ts';
import { memoryFault } from '../catalogue/memory-fault.ts';
import { plainName } from '../reports/never-blame.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Frame } from '../unwind/stack.ts';
import { jumpedFrom } from './branch.ts';
import type { Case, Fault } from './case.ts';
import { codeAround, instructionText, thunkOf, type Stretch } from './code.ts';
import { ofPlace, ofSymbol } from './phrases.ts';

/**
 * A jump to nowhere that was no call: the innermost return address is that of a direct call to another function than the one that
 * was jumped to, so that function, or what it went on to, jumped there as its last act (a tail call) and has no frame of its own.
 */
export interface TailCall {
  /** The call whose return address is the innermost. */
  readonly call: Instruction;
  /** The function that was called; at the jump where it has only one that may have been it. */
  readonly frame: Frame;
  /** The jump, and the code around it. */
  readonly jump?: Instruction;
  readonly code: Stretch;
  /** The register that held its target, and holds it still. */
  readonly register?: string;
}

/** Instructions of the called function that are gone through. */
const WHOLE = 4096;

/** What made the jump of `fault`, where it was made without a call. */
export function tailCall(
  c: Pick<Case, 'kernel' | 'stack' | 'mayBeBlamed'>,
  fault: Fault,
): TailCall | undefined {
  const from = fault.jumped ? jumpedFrom(c, fault) : undefined;
  if (!from || from.exact) return undefined;
  const { kernel } = c;
  const { machine, registers } = fault;
  const call = codeAround(kernel, machine.code, from.address - 1n, 2).instructions.find(
    (each) => each.flow === 'call' && each.address + BigInt(each.length) === from.address,
  );
  const target = call?.target;
  if (
    !call ||
    target === undefined ||
    target === registers.ip ||
    thunkOf(c.kernel, fault.machine.code, target) !== undefined
  )
    return undefined;
  const function_ = kernel.symbols.byAddress(target);
  if (function_?.offset !== 0) return undefined;
  const code = codeAround(kernel, machine.code, target, WHOLE);
  const jumps = code.instructions.filter((each) => isIndirectJump(c, fault, each));
  // Where it may have gone on to another function, which jumps through the same registers, none is surely the one.
  const made = code.instructions.some((each) => leaves(c, fault, each, function_.symbol))
    ? []
    : jumps.filter((each) => registers.get(registerOf(c, fault, each) ?? '') === registers.ip);
  const jump = made.length === 1 ? made[0] : jumps.length === 1 ? jumps[0] : undefined;
  const at = addr(jump?.address ?? target);
  return {
    call,
    frame: { ...from, address: at, symbol: kernel.symbols.byAddress(at), slot: undefined },
    jump,
    code,
    register: made.length === 1 ? registerOf(c, fault, made[0]) : undefined,
  };
}

/** Whether `each`, of `own`, leads to another function without calling it; what functions return through is none. */
function leaves(
  c: Pick<Case, 'kernel' | 'mayBeBlamed'>,
  fault: Fault,
  { flow, target }: Instruction,
  own: KernelSymbol,
): boolean {
  if ((flow !== 'jump' && flow !== 'branch') || target === undefined) return false;
  const other = c.kernel.symbols.byAddress(target)?.symbol;
  if (other?.address === own.address || thunkOf(c.kernel, fault.machine.code, target) !== undefined)
    return false;
  return !other || (c.mayBeBlamed(other) && plainName(other.name) !== plainName(own.name));
}

function isIndirectJump(c: Pick<Case, 'kernel'>, fault: Fault, { flow, target }: Instruction): boolean {
  return (
    flow === 'jump' && (target === undefined || thunkOf(c.kernel, fault.machine.code, target) !== undefined)
  );
}

/** The register that a jump takes its target from: its own operand, or the one that its thunk is for. */
function registerOf(c: Pick<Case, 'kernel'>, fault: Fault, jump: Instruction): string | undefined {
  const operand = jump.operands.at(0);
  return operand?.kind === 'register'
    ? operand.full
    : jump.target === undefined
      ? undefined
      : thunkOf(c.kernel, fault.machine.code, jump.target);
}

/** That the function called last made the jump, not who called it. */
export function tailFinding(c: Case, { machine }: Fault, { call, frame, jump, register }: TailCall): Finding {
  const text = (each: Instruction): string =>
    instructionText(c.kernel, machine.code, each).replace(/\s+/g, ' ');
  return {
    rule: 'tail-call',
    confidence: register === undefined ? 'likely' : 'proven',
    text: memoryFault.tailCall({
      caller: ofPlace(c, call.address),
      function: frame.symbol ? ofSymbol({ ...frame.symbol, offset: 0 }) : '?',
      jump: jump && text(jump),
      register: register === undefined ? undefined : machine.registers.title(register),
    }),
    evidence: [
      { ref: refTo.code(call.address), text: text(call) },
      ...(jump ? [{ ref: refTo.code(jump.address), text: text(jump) }] : []),
    ],
  };
}
