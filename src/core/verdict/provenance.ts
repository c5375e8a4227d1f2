import { hex0x, step } from '../addr.ts';
import {
  format,
  type Instruction,
  type MemoryOperand,
  type RegisterOperand,
} from '../arch/x86_64/disassembler/index.ts';
import type { RegisterName, Registers } from '../arch/x86_64/registers.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Case } from './case.ts';
import { codeAround, type Code } from './code.ts';
import { effectiveAddress, type Fault } from './fault.ts';

/** Registers that a called function may change (System V ABI, AMD64 supplement, 3.2.1). */
const CALLER_SAVED = new Set(['rax', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11']);
/** Arguments in order. */
const ARGUMENTS = ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'];
/** Copies from register to register that are followed. */
const COPIES_MOST = 4;

/** Where the value of a register came from, as far as the code before tells. */
export interface Origin {
  readonly how: 'load' | 'zero' | 'constant' | 'address' | 'call' | 'argument' | 'copy';
  readonly register: string;
  readonly at?: Instruction;
  readonly memory?: MemoryOperand;
  readonly value?: bigint;
  /** A branch lies between: other ways may lead here too. */
  readonly uncertain: boolean;
}

/** The last thing that gave `register` its value before instruction `index` of `code`. */
export function originOf(code: Code, index: number, register: string): Origin | undefined {
  const { instructions } = code;
  let wanted = register;
  let uncertain = false;
  let copies = 0;
  const targets = new Set(
    instructions.flatMap((each) => (each.target !== undefined && each.flow !== 'call' ? [each.target] : [])),
  );
  for (let i = index - 1; i >= 0; i--) {
    // Somebody else jumps to the instruction behind: what stands before need not have run.
    if (targets.has(instructions[i + 1].address)) uncertain = true;
    const each = instructions[i];
    if (each.flow === 'jump' || each.flow === 'return' || each.flow === 'stop') return undefined;
    if (each.flow === 'call') {
      if (!CALLER_SAVED.has(wanted)) continue;
      // The hook at a function's beginning keeps all registers.
      if (isFentry(instructions, i)) continue;
      return wanted === 'rax' ? { how: 'call', register: wanted, at: each, uncertain } : undefined;
    }
    if (each.implicit.writes.includes(wanted)) return undefined;
    const target = each.operands.at(-1);
    if (target?.kind !== 'register' || target.full !== wanted || !target.access.includes('w')) continue;
    if (target.size < 4) return undefined;
    const source = each.operands[0];
    if (/^(xor|sub)$/.test(each.operation) && source.kind === 'register' && source.full === wanted)
      return { how: 'zero', register: wanted, at: each, value: 0n, uncertain };
    if (!/^mov(abs|zx|sx|sxd|slq|zb|zw|sb|sw|sl)?/.test(each.operation) && each.operation !== 'lea')
      return undefined;
    if (each.operation.startsWith('cmov')) return undefined;
    if (source.kind === 'memory')
      return {
        how: each.operation === 'lea' ? 'address' : 'load',
        register: wanted,
        at: each,
        memory: source,
        uncertain,
      };
    if (source.kind === 'immediate')
      return { how: 'constant', register: wanted, at: each, value: source.value, uncertain };
    if (source.kind !== 'register' || ++copies > COPIES_MOST) return undefined;
    wanted = (source as RegisterOperand).full;
  }
  return ARGUMENTS.includes(wanted) ? { how: 'argument', register: wanted, uncertain } : undefined;
}

function isFentry(instructions: readonly Instruction[], index: number): boolean {
  return (
    index <= 1 &&
    instructions.slice(0, index).every((each) => each.operation === 'endbr64' || each.operation === 'nop')
  );
}

/** Whether `register` is written between instruction `from` (excluded) and `to`: then its value now is not what it was. */
function changedBetween(code: Code, from: Instruction, to: number, register: string | undefined): boolean {
  if (register === undefined || register === 'rip') return false;
  const start = code.instructions.indexOf(from);
  return code.instructions.slice(start, to).some((each) => {
    if (each.implicit.writes.includes(register)) return true;
    if (each.flow === 'call' && CALLER_SAVED.has(register)) return true;
    const target = each.operands.at(-1);
    return target?.kind === 'register' && target.full === register && target.access.includes('w');
  });
}

/** The findings on where the bad value came from. */
export function provenance(c: Case, fault: Fault): Finding[] {
  const memory = fault.operand?.memory;
  const register = suspect(memory, fault.registers);
  if (register === undefined || memory === undefined) return [];
  const code = codeAround(c.kernel, fault.registers.ip);
  if (code.index < 0) return [];
  const origin = originOf(code, code.index, register);
  const finding = origin && describe(c, fault, code, origin, register);
  return finding ? [finding] : [];
}

/** The register of the operand whose value is to blame: the base, or the index when the base looks sound. */
function suspect(memory: MemoryOperand | undefined, registers: Registers): string | undefined {
  if (!memory?.base || memory.base === 'rip') return memory?.index;
  const base = registers.get(memory.base as RegisterName);
  const index = memory.index === undefined ? undefined : registers.get(memory.index as RegisterName);
  return base !== undefined && base >> 47n === 0x1ffffn && index !== undefined ? memory.index : memory.base;
}

function describe(c: Case, fault: Fault, code: Code, origin: Origin, register: string): Finding | undefined {
  const name = register.toUpperCase();
  const confidence = origin.uncertain ? 'likely' : 'proven';
  const where = origin.at ? spot(c, origin.at) : '';
  const evidence = origin.at ? [{ ref: refTo.code(origin.at.address), text: text(c, origin.at) }] : [];
  switch (origin.how) {
    case 'zero':
      return {
        rule: 'provenance',
        confidence,
        text: c.say('from.zero', { register: name, at: where }),
        evidence,
      };
    case 'constant':
      return {
        rule: 'provenance',
        confidence,
        text: c.say('from.constant', { register: name, at: where, value: hex0x(origin.value ?? 0n) }),
        evidence,
      };
    case 'call': {
      const target = origin.at?.target;
      const at = target === undefined ? undefined : c.kernel.symbols.byAddress(target);
      return {
        rule: 'provenance',
        confidence,
        text: c.say('from.result', { register: name, function: at ? symbolText(at, 16) : 'a call' }),
        evidence,
      };
    }
    case 'argument':
      return {
        rule: 'provenance',
        confidence: 'likely',
        text: c.say('from.argument', { register: name, number: ARGUMENTS.indexOf(origin.register) + 1 }),
        evidence,
      };
    case 'load':
      return loaded(c, fault, code, origin, name, confidence);
    default:
      return undefined;
  }
}

function loaded(
  c: Case,
  fault: Fault,
  code: Code,
  origin: Origin,
  name: string,
  confidence: Finding['confidence'],
): Finding | undefined {
  const { memory, at } = origin;
  if (!memory || !at) return undefined;
  const moved =
    changedBetween(code, at, code.index, memory.base) || changedBetween(code, at, code.index, memory.index);
  const address = moved ? undefined : effectiveAddress(memory, fault.registers);
  const evidence = [{ ref: refTo.code(at.address), text: text(c, at) }];
  const operand = format(at)
    .replace(/^\S+\s+/, '')
    .split(/,(?![^(]*\))/)[0];
  const symbol = address === undefined ? undefined : c.kernel.symbols.byAddress(address);
  const place = symbol
    ? c.say('place.variable', { name: symbolText(symbol, 16), address: hex0x(address ?? 0n) })
    : address === undefined
      ? operand
      : c.say('place.memory', { operand, address: hex0x(address) });
  const now = address === undefined ? undefined : c.kernel.space.tryU64(address);
  if (address !== undefined)
    evidence.push({ ref: refTo.memory(address), text: symbol ? symbolText(symbol, 16) : hex0x(address) });
  // Copies are not followed by value: the register that faulted holds what the load gave.
  const then = fault.registers.get(origin.register as RegisterName);
  const id =
    now === undefined || then === undefined || memory.size !== 8
      ? 'loaded'
      : now === then
        ? 'loaded.still'
        : 'loaded.changed';
  return {
    rule: 'provenance',
    confidence,
    text: c.say(id, {
      register: name,
      at: spot(c, at),
      place,
      value: now === undefined ? '' : now === 0n ? '0' : hex0x(now),
    }),
    evidence,
  };
}

function spot(c: Case, at: Instruction): string {
  const symbol = c.kernel.symbols.byAddress(at.address);
  return symbol ? symbolText(symbol, 16) : hex0x(at.address);
}

function text(c: Case, at: Instruction): string {
  return format(at, (address) => {
    const symbol = c.kernel.symbols.byAddress(address);
    return symbol && symbolText(symbol, 16);
  }).replace(/\s+/g, ' ');
}

/** Where a load at `origin` read from, for rules that look at that object. */
export function loadAddress(c: Case, fault: Fault, register: string): bigint | undefined {
  const code = codeAround(c.kernel, fault.registers.ip);
  if (code.index < 0) return undefined;
  const origin = originOf(code, code.index, register);
  if (origin?.how !== 'load' || !origin.memory || !origin.at) return undefined;
  // A load that overwrites its own base (mov 8(%rdi),%rdi) leaves no way back to the object.
  if (changedBetween(code, origin.at, code.index, origin.memory.base)) return undefined;
  const address = effectiveAddress(origin.memory, fault.registers);
  return address === undefined ? undefined : step(address, 0);
}
