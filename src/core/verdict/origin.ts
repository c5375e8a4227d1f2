import type { Instruction, MemoryOperand } from '../arch/instruction.ts';
import { Registers } from '../arch/registers.ts';
import type { Case, Machine as Whole, Fault } from './case.ts';

/** What of a machine the way of a value asks. */
type Machine = Pick<Whole, 'registers' | 'code'>;
import { codeAround, thunkOf, type Stretch } from './code.ts';

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
  const code = codeAround(c.kernel, fault.machine.code, fault.registers.ip, WHOLE);
  if (code.index < 0) return undefined;
  const origin = originOf(fault.machine, code, code.index, register, fault.registers, 0);
  if (origin?.how !== 'argument') return origin;
  const before = origin.uncertain ? undefined : inCaller(c, fault, code, origin);
  return before ?? origin;
}

/** Questions about operands of operands. */
const MAX_NESTED = 3;
/** Ways through the code that are followed at the most. */
const MAX_WAYS = 32;

/**
 * Where the last instruction before `index` that wrote `register` took it from. `registers`: their values at
 * `index`. Where several ways lead there each is followed; a load is then what is told, since a bad pointer
 * comes out of memory, and the answer is uncertain.
 */
export function originOf(
  machine: Machine,
  code: Stretch,
  index: number,
  register: string,
  registers: Registers,
  depth: number,
  nested = 0,
): Origin | undefined {
  const search: Search = {
    machine,
    code,
    index,
    register,
    registers,
    depth,
    nested,
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
  readonly machine: Machine;
  readonly code: Stretch;
  readonly index: number;
  readonly register: string;
  readonly registers: Registers;
  readonly depth: number;
  /** How many questions about what an operand held led to this one. */
  readonly nested: number;
  /** By address of a target: indexes of the jumps that lead there. */
  readonly jumps: ReadonlyMap<bigint, readonly number[]>;
  readonly seen: Set<string>;
  readonly found: Origin[];
}

function jumpsTo(code: Stretch): Map<bigint, number[]> {
  const jumps = new Map<bigint, number[]>();
  code.instructions.forEach((each, i) => {
    if (each.target === undefined || each.flow === 'call') return;
    const list = jumps.get(each.target);
    if (list) list.push(i);
    else jumps.set(each.target, [i]);
  });
  return jumps;
}

/** What no instruction follows. */
const ENDS: ReadonlySet<Stretch['instructions'][number]['flow']> = new Set([
  'jump',
  'return',
  'stop',
  'trap',
]);

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
    if (ENDS.has(each.flow)) return others;
    const step = stepBack(search, i, wanted);
    if (step === undefined) continue;
    if (typeof step !== 'string') {
      if (step !== null) search.found.push(step);
      return others;
    }
    if (++copies > MAX_COPIES) return others;
    wanted = step;
  }
  if (search.machine.registers.arguments.includes(wanted))
    search.found.push({ how: 'argument', register: wanted, uncertain: false, depth: search.depth });
  return others;
}

/** What instruction `i` did to `wanted`: its origin, the register it was copied from, null when that is not clear, undefined when nothing. */
function stepBack(search: Search, i: number, wanted: string): Origin | string | null | undefined {
  const { machine, code, register, depth } = search;
  const each = code.instructions[i];
  const answer = { register, at: each, uncertain: false, depth };
  if (each.flow === 'call') {
    const { callerSaved, result } = machine.registers;
    if (!callerSaved.has(wanted) || machine.code.isEntryHook(code.instructions, i)) return undefined;
    return wanted === result ? { ...answer, how: 'call' } : null;
  }
  const done = machine.code.definition(each, wanted);
  switch (done?.how) {
    case undefined:
      return undefined;
    case 'zero':
      return { ...answer, how: 'zero', value: 0n };
    case 'constant':
      return { ...answer, how: 'constant', value: done.value };
    case 'copy':
      return done.from;
    case 'part': {
      const before = constantBefore(search, i, wanted);
      const value = before === undefined ? undefined : (before & done.keep) | done.value;
      return value === undefined ? null : { ...answer, how: 'constant', value };
    }
    case 'load':
    case 'address':
      return loadedFrom(search, i, done.memory, done.how);
    case 'unclear':
      return null;
  }
}

/** What `register` surely holds before instruction `at`: a constant that the code itself puts there. */
function constantBefore(search: Search, at: number, register: string): bigint | undefined {
  if (search.nested >= MAX_NESTED) return undefined;
  const { machine, code, depth, nested } = search;
  // What registers hold at the fault says nothing of what they held there.
  const unknown = Registers.some(machine.registers, {});
  const origin = originOf(machine, code, at, register, unknown, depth, nested + 1);
  if (!origin || origin.uncertain) return undefined;
  if (origin.how === 'address') return origin.address;
  return origin.how === 'constant' || origin.how === 'zero' ? origin.value : undefined;
}

/** The operand's address where its base, since overwritten, was a constant: addresses are made of two halves. */
function ofConstantBase(search: Search, at: number, memory: MemoryOperand): bigint | undefined {
  if (memory.base === undefined || memory.index !== undefined) return undefined;
  const base = constantBefore(search, at, memory.base);
  if (base === undefined) return undefined;
  const known = Registers.some(search.machine.registers, { [memory.base]: base });
  return search.machine.code.effectiveAddress(memory, known);
}

function loadedFrom(search: Search, at: number, memory: MemoryOperand, how: 'load' | 'address'): Origin {
  const { machine, code, index, register, registers, depth } = search;
  const each = code.instructions[at];
  // After the asked place (round a loop) nothing is known of the registers then.
  const intact =
    at < index &&
    [memory.base, memory.index].every(
      (name) => name === undefined || !changedBetween(machine, code, at, index, name),
    );
  return {
    how,
    register,
    at: each,
    memory,
    address: intact ? machine.code.effectiveAddress(memory, registers) : ofConstantBase(search, at, memory),
    uncertain: false,
    depth,
  };
}

/** Whether instructions `from` to `to` (excluded) write `register`. */
export function changedBetween(
  machine: Machine,
  code: Stretch,
  from: number,
  to: number,
  register: string,
): boolean {
  return code.instructions.slice(from, to).some((each, i) => {
    if (each.flow === 'call' && machine.registers.callerSaved.has(register))
      return !machine.code.isEntryHook(code.instructions, from + i);
    return machine.code.definition(each, register) !== undefined;
  });
}

/** The same question in the caller: at its call, with the registers that the faulting function has not written since. */
function inCaller(
  c: Pick<Case, 'kernel' | 'stack'>,
  fault: Fault,
  callee: Stretch,
  origin: Origin,
): Origin | undefined {
  const frame = c.stack?.frames[fault.index + 1];
  if (!frame || frame.exact || !frame.symbol) return undefined;
  // The return address may be the function's end: ask from the call itself.
  const code = codeAround(c.kernel, fault.machine.code, frame.address - 1n, WHOLE);
  const call = code.instructions.findIndex(
    (each) => each.flow === 'call' && each.address + BigInt(each.length) === frame.address,
  );
  if (call < 0) return undefined;
  const { machine } = fault;
  const kept = keptIn(machine, callee, fault.registers);
  const led = ledTo(c, fault, code.instructions[call], kept);
  const start = callee.instructions[0].address;
  // Another function was called, which ended in a jump to this one: it may have passed anything.
  if (led !== undefined && led !== start) return undefined;
  const found = originOf(machine, code, call, origin.register, kept, 1);
  return found && led === undefined ? { ...found, uncertain: true } : found;
}

/** Where `call` led to; undefined where neither it nor `registers` (as they were at it) and memory tell. */
function ledTo(
  { kernel }: Pick<Case, 'kernel'>,
  { machine }: Fault,
  { target, operands }: Instruction,
  registers: Registers,
): bigint | undefined {
  const thunk = target === undefined ? undefined : thunkOf(kernel, machine.code, target);
  if (target !== undefined && thunk === undefined) return target;
  const operand = operands.find((each) => each.kind === 'register' || each.kind === 'memory');
  if (operand?.kind === 'memory') {
    const place = machine.code.effectiveAddress(operand, registers);
    return place === undefined ? undefined : kernel.space.tryU64(place);
  }
  const register = thunk ?? (operand?.kind === 'register' ? operand.full : undefined);
  return register === undefined ? undefined : registers.get(register);
}

/** Indexes of instructions from which others lead to the one that `code` stands at: those after it in a loop, too. */
function leadingHere(code: Stretch): Set<number> {
  const jumps = jumpsTo(code);
  const met = new Set<number>();
  const waiting = [code.index];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const before = [...(jumps.get(code.instructions[at].address) ?? [])];
    if (at > 0 && !ENDS.has(code.instructions[at - 1].flow)) before.push(at - 1);
    for (const each of before)
      if (!met.has(each)) {
        met.add(each);
        waiting.push(each);
      }
  }
  return met;
}

/** Those of `registers` that the function `code` has not written until it came where it stands: its caller's. */
function keptIn(machine: Machine, code: Stretch, registers: Registers): Registers {
  const known: Record<string, bigint> = {};
  const behind = [...leadingHere(code)].filter((each) => each >= code.index);
  for (const [name, value] of registers.entries())
    if (
      name !== machine.registers.sp &&
      name !== machine.registers.ip &&
      !changedBetween(machine, code, 0, code.index, name) &&
      !behind.some((each) => changedBetween(machine, code, each, each + 1, name))
    )
      known[name] = value;
  return Registers.some(machine.registers, known);
}

/** The registers of the caller, as far as the function that was interrupted with `registers` has left them alone. */
export function callersRegisters(
  { kernel }: Pick<Case, 'kernel'>,
  machine: Machine,
  registers: Registers,
): Registers | undefined {
  const code = codeAround(kernel, machine.code, registers.ip, WHOLE);
  return code.index < 0 ? undefined : keptIn(machine, code, registers);
}

/** A register that surely still holds what the function that was interrupted with `registers` was called with first. */
export function firstArgument(
  { kernel }: Pick<Case, 'kernel'>,
  machine: Machine,
  registers: Registers,
): readonly [register: string, value: bigint] | undefined {
  const code = codeAround(kernel, machine.code, registers.ip, WHOLE);
  if (code.index < 0) return undefined;
  const [argument] = machine.registers.arguments;
  for (const [register, value] of registers.entries()) {
    if (register === machine.registers.sp || register === machine.registers.ip) continue;
    const origin = originOf(machine, code, code.index, register, registers, 0);
    if (origin?.how === 'argument' && origin.register === argument && !origin.uncertain)
      return [register, value];
  }
  return undefined;
}
