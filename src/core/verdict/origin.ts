import type { Instruction, MemoryOperand } from '../arch/x86_64/disassembler/index.ts';
import { Registers, type RegisterName } from '../arch/x86_64/registers.ts';
import type { Case } from './case.ts';
import { codeAround, effectiveAddress, type Code } from './code.ts';
import type { Fault } from './fault.ts';

/** Registers that a called function may change (System V ABI, AMD64 supplement, 3.2.1). */
const CALLER_SAVED = new Set(['rax', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11']);
/** Arguments in order. */
export const ARGUMENTS = ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'];
/** Instructions after the asked one that are looked at: loops lead back from there. */
const WHOLE = 4096;
/** Copies from register to register that are followed. */
const MAX_COPIES = 4;

/** What gave a register its value, as far as the code before tells. */
export interface Origin {
  readonly how: 'load' | 'zero' | 'constant' | 'address' | 'call' | 'argument';
  readonly register: string;
  readonly at?: Instruction;
  readonly memory?: MemoryOperand;
  /** Where a load read from, when its registers still hold what they held then. */
  readonly address?: bigint;
  readonly value?: bigint;
  /** A branch leads in between: other ways may lead here too. */
  readonly uncertain: boolean;
  /** 0: in the function that faulted, 1: in its caller. */
  readonly depth: number;
}

/** Where the value of `register` at the fault came from: in the faulting function, or in its caller when it came in as an argument. */
export function traceOrigin(
  c: Pick<Case, 'kernel' | 'stack'>,
  fault: Fault,
  register: string,
): Origin | undefined {
  const code = codeAround(c.kernel, fault.registers.ip, WHOLE);
  if (code.index < 0) return undefined;
  const origin = originOf(code, code.index, register, fault.registers, 0);
  if (origin?.how !== 'argument') return origin;
  const before = origin.uncertain ? undefined : inCaller(c, fault, code, origin);
  return before ?? origin;
}

/** Ways through the code that are followed at the most. */
const MAX_WAYS = 32;

/**
 * Where the last instruction before `index` that wrote `register` took it from. `registers`: their values at
 * `index`. Where several ways lead there each is followed; a load is then what is told, since a bad pointer
 * comes out of memory, and the answer is uncertain.
 */
export function originOf(
  code: Code,
  index: number,
  register: string,
  registers: Registers,
  depth: number,
): Origin | undefined {
  const search: Search = {
    code,
    index,
    register,
    registers,
    depth,
    jumps: jumpsTo(code),
    seen: new Set(),
    found: [],
  };
  const ways: Way[] = [{ from: index, wanted: register, copies: 0 }];
  for (let count = 0; ways.length > 0 && count < MAX_WAYS; count++)
    ways.push(...follow(search, ways.pop() as Way));
  const [first] = search.found;
  if (search.found.length < 2) return ways.length > 0 ? first && { ...first, uncertain: true } : first;
  return { ...(search.found.find((each) => each.how === 'load') ?? first), uncertain: true };
}

interface Way {
  /** Index of the instruction before which `wanted` has the value. */
  readonly from: number;
  readonly wanted: string;
  readonly copies: number;
}
interface Search {
  readonly code: Code;
  readonly index: number;
  readonly register: string;
  readonly registers: Registers;
  readonly depth: number;
  /** By address of a target: indexes of the jumps that lead there. */
  readonly jumps: ReadonlyMap<bigint, readonly number[]>;
  readonly seen: Set<string>;
  readonly found: Origin[];
}

function jumpsTo(code: Code): Map<bigint, number[]> {
  const jumps = new Map<bigint, number[]>();
  code.instructions.forEach((each, i) => {
    if (each.target === undefined || each.flow === 'call') return;
    const list = jumps.get(each.target);
    if (list) list.push(i);
    else jumps.set(each.target, [i]);
  });
  return jumps;
}

/** Goes back from `way` to what wrote its register; answers the other ways that lead in. */
function follow(search: Search, way: Way): Way[] {
  const { instructions } = search.code;
  const others: Way[] = [];
  let { wanted, copies } = way;
  for (let i = way.from - 1; i >= -1; i--) {
    const after = instructions[i + 1];
    const key = `${i + 1} ${wanted}`;
    if (search.seen.has(key)) return others;
    search.seen.add(key);
    for (const jump of search.jumps.get(after?.address ?? -1n) ?? [])
      others.push({ from: jump, wanted, copies });
    if (i < 0) break;
    const each = instructions[i];
    if (each.flow === 'jump' || each.flow === 'return' || each.flow === 'stop' || each.flow === 'trap')
      return others;
    const step = stepBack(search, i, wanted);
    if (step === undefined) continue;
    if (typeof step !== 'string') {
      if (step !== null) search.found.push(step);
      return others;
    }
    if (++copies > MAX_COPIES) return others;
    wanted = step;
  }
  if (ARGUMENTS.includes(wanted))
    search.found.push({ how: 'argument', register: wanted, uncertain: false, depth: search.depth });
  return others;
}

/** What instruction `i` did to `wanted`: its origin, the register it was copied from, null when that is not clear, undefined when nothing. */
function stepBack(search: Search, i: number, wanted: string): Origin | string | null | undefined {
  const { code, register, depth } = search;
  const each = code.instructions[i];
  const answer = { register, at: each, uncertain: false, depth };
  if (each.flow === 'call') {
    if (!CALLER_SAVED.has(wanted) || isEntryHook(code.instructions, i)) return undefined;
    return wanted === 'rax' ? { ...answer, how: 'call' } : null;
  }
  if (each.implicit.writes.includes(wanted)) return null;
  const target = each.operands.at(-1);
  if (target?.kind !== 'register' || target.full !== wanted || !target.access.includes('w')) return undefined;
  const source = each.operands[0];
  if (/^(xor|sub)$/.test(each.operation) && source.kind === 'register' && source.full === wanted)
    return { ...answer, how: 'zero', value: 0n };
  if (target.size < 4 || !(each.operation === 'lea' || /^mov/.test(each.operation))) return null;
  if (source.kind === 'memory') return loadedFrom(search, i, source);
  if (source.kind === 'immediate') return { ...answer, how: 'constant', value: source.value };
  return source.kind === 'register' ? source.full : null;
}

function loadedFrom(search: Search, at: number, memory: MemoryOperand): Origin {
  const { code, index, register, registers, depth } = search;
  const each = code.instructions[at];
  // Behind the asked place (round a loop) nothing is known of the registers then.
  const intact =
    at < index &&
    !changedBetween(code, at, index, memory.base) &&
    !changedBetween(code, at, index, memory.index);
  const how = each.operation === 'lea' ? 'address' : 'load';
  return {
    how,
    register,
    at: each,
    memory,
    address: intact ? effectiveAddress(memory, registers) : undefined,
    uncertain: false,
    depth,
  };
}

/**
 * The call of __fentry__ at a function's beginning keeps all registers (arch/x86/kernel/ftrace_64.S). Where it is not
 * traced a NOP stands in its place: a call after that is one of the function's own.
 */
function isEntryHook(instructions: readonly Instruction[], index: number): boolean {
  return index <= 1 && instructions.slice(0, index).every((each) => each.operation === 'endbr64');
}

/** Whether instructions `from` to `to` (excluded) write `register`. */
function changedBetween(code: Code, from: number, to: number, register: string | undefined): boolean {
  if (register === undefined || register === 'rip') return false;
  return code.instructions
    .slice(from, to)
    .some(
      (each, i) =>
        writes(each, register) && !(each.flow === 'call' && isEntryHook(code.instructions, from + i)),
    );
}

function writes(each: Instruction, register: string): boolean {
  if (each.implicit.writes.includes(register)) return true;
  if (each.flow === 'call') return CALLER_SAVED.has(register);
  return each.operands.some(
    (operand) => operand.kind === 'register' && operand.full === register && operand.access.includes('w'),
  );
}

/** The same question in the caller: at its call, with the registers that the faulting function has not written since. */
function inCaller(
  c: Pick<Case, 'kernel' | 'stack'>,
  fault: Fault,
  callee: Code,
  origin: Origin,
): Origin | undefined {
  const frame = c.stack?.frames[fault.index + 1];
  if (!frame || frame.exact || !frame.symbol) return undefined;
  // The return address may be the function's end: ask from the call itself.
  const code = codeAround(c.kernel, frame.address - 1n, WHOLE);
  const call = code.instructions.findIndex(
    (each) => each.flow === 'call' && each.address + BigInt(each.length) === frame.address,
  );
  if (call < 0) return undefined;
  const known: Partial<Record<RegisterName, bigint>> = {};
  for (const [name, value] of fault.registers.entries())
    if (name !== 'rsp' && name !== 'rip' && !changedBetween(callee, 0, callee.index, name))
      known[name] = value;
  return originOf(code, call, origin.register, Registers.some(known), 1);
}
