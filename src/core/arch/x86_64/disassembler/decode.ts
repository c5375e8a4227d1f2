/** Decodes one x86-64 instruction: prefixes, opcode table, operands. */
import { flowOf } from './flow.ts';
import { implicitRegisters } from './implicit.ts';
import type { Instruction, Operand } from './instruction.ts';
import { decodeOperand } from './operands.ts';
import { REX_B } from './prefixes.ts';
import { printedRepeat } from './repeat.ts';
import { State } from './state.ts';
import { ONE_BYTE } from './tables/one_byte.ts';
import { MAP_38, MAP_3A } from './tables/sse.ts';
import { TWO_BYTE } from './tables/two_byte.ts';
import { nameWithImmediate } from './predicates.ts';
import { vexTable } from './vex.ts';
import type { OpcodeTable, Template } from './template.ts';

const state = new State();
const NOP = ONE_BYTE[0x90]?.templates.find((t) => t.operation === 'nop');

/**
 * The instruction at `bytes[offset]`, whose address is `address`. Never throws; bytes that are no instruction give
 * `(bad)`, as does an instruction cut off by the end of `bytes` (then one byte long).
 */
export function decode(bytes: Uint8Array, offset: number, address: bigint): Instruction {
  const s = state;
  s.begin(bytes, offset, address);
  const scan = s.prefixes.scan(s.cursor);
  if (scan === 'alone') return finish(s, s.prefixes.names().join(' '), 'prefix', [], []);
  if (scan === 'wait') return finish(s, 'fwait', 'fwait', s.prefixes.names(), []);
  const template = findTemplate(s);
  if (template === undefined) return bad(s);
  return build(s, template);
}

function findTemplate(s: State): Template | undefined {
  s.opcode = s.cursor.u8();
  if (s.opcode === 0xc4 || s.opcode === 0xc5 || s.opcode === 0x62) {
    const table = vexTable(s, s.opcode);
    return table && select(s, table);
  }
  if (s.opcode !== 0x0f) return select(s, ONE_BYTE);
  s.opcode = s.cursor.u8();
  if (s.opcode !== 0x38 && s.opcode !== 0x3a) return select(s, TWO_BYTE);
  const map = s.opcode === 0x38 ? MAP_38 : MAP_3A;
  s.opcode = s.cursor.u8();
  return select(s, map);
}

/** The first form of the opcode whose conditions hold. */
function select(s: State, table: OpcodeTable): Template | undefined {
  const slot = table[s.opcode];
  if (slot === undefined) return undefined;
  if (slot.modrm) s.readModrm();
  const { prefixes } = s;
  if (s.vex === 4) lengthOfEvex(s);
  const mandatory = s.vex
    ? s.vexPrefix
    : slot.mandatory
      ? prefixes.repeat || (prefixes.hasData ? 0x66 : 0)
      : 0;
  for (const t of slot.templates) {
    if (t.prefix >= 0 && t.prefix !== mandatory) continue;
    if (t.reg >= 0 && t.reg !== s.reg) continue;
    if (t.direct >= 0 && (t.direct === 1) !== (s.mod === 3)) continue;
    if (t.rm >= 0 && t.rm !== s.rm) continue;
    if (t.w >= 0 && t.w !== (s.wide() ? 1 : 0)) continue;
    if (t.l >= 0 && t.l !== (s.vectorLength === 16 ? 0 : s.vectorLength === 32 ? 1 : 2)) continue;
    if (t === NOP && t.operation === 'nop' && exchanges(s)) continue;
    if (t.prefix > 0 && !s.vex) {
      if (t.prefix === 0x66) prefixes.useData();
      else prefixes.useRepeat();
    }
    return t;
  }
  return undefined;
}

/** 90 is nop unless a prefix gives it another register or width: then it is xchg with rax. */
function exchanges(s: State): boolean {
  return (s.prefixes.rex & REX_B) !== 0 || s.prefixes.hasData;
}

/** In register forms the bit b makes L'L a rounding, and the vector is of 512 bits. */
function lengthOfEvex(s: State): void {
  if (s.evexB && s.mod === 3) s.vectorLength = 64;
  else if (s.evexLength === 3) s.bad = true;
}

function build(s: State, t: Template): Instruction {
  const count = t.operands.length;
  const operands: Operand[] = new Array<Operand>(count);
  for (let i = 0; i < count; i++) {
    operands[count - 1 - i] = decodeOperand(t.operands[i], t.access[i < 2 ? i : 2], s);
  }
  if (s.vex) {
    if (!t.usesVvvv && (s.vvvv & 15 || (s.vvvv & 16 && !t.vectorIndex))) s.bad = true;
    if (s.vex === 4) decorate(s, t, operands);
  }
  if (s.bad || s.cursor.overrun) return bad(s);
  let name = t.names[0];
  if (t.names.length === 3) {
    const size = s.operandSize();
    name = t.names[size === 2 ? 0 : size === 4 ? 1 : 2];
  } else if (t.names.length === 2) name = t.names[s.stackSize() === 2 ? 0 : 1];
  if (t.suffix) name = withSuffix(s, t, name, operands);
  printedRepeat(s, t.operation);
  return finish(s, name, t.operation, s.prefixes.names(), operands);
}

const ROUNDINGS = ['rn-sae', 'rd-sae', 'ru-sae', 'rz-sae'];

/** Mask on the destination and rounding, which stands after immediates and general registers. */
function decorate(s: State, t: Template, operands: Operand[]): void {
  const destination = operands[operands.length - 1];
  if (destination.kind === 'register' || destination.kind === 'memory') {
    if (s.evexMask) destination.mask = `k${s.evexMask}`;
    if (s.evexZero) destination.zeroing = true;
  }
  if (!s.evexB || s.mod !== 3) return;
  if (t.rounding === 0) s.bad = true;
  const name = t.rounding === 1 ? ROUNDINGS[s.evexLength] : 'sae';
  const first = operands[0];
  const after = first.kind === 'immediate' || t.operands[t.operands.length - 1].kind === 'E' ? 1 : 0;
  operands.splice(after, 0, { kind: 'rounding', name });
}

const SUFFIXES: Record<number, string> = { 1: 'b', 2: 'w', 4: 'l', 8: 'q' };

function withSuffix(s: State, t: Template, name: string, operands: Operand[]): string {
  if (t.suffix === '!') return s.prefixes.wait ? name.replace('fn', 'f') : name;
  if (t.suffix === '?') return withImmediate(name, operands);
  if (t.suffix === '%')
    return s.mod === 3 ? name : name + (s.vectorLength === 16 ? 'x' : s.vectorLength === 32 ? 'y' : 'z');
  let operand = operands[operands.length - 1];
  if (t.suffix === '^') {
    if (operand.kind === 'register' && operand.port) operand = operands[0];
  } else if (t.suffix === '&') operand = operands[operands.length - 2];
  else if (s.mod === 3) return name;
  else operand = operands.find((o) => o.kind === 'memory') ?? operand;
  return 'size' in operand ? name + (SUFFIXES[operand.size] ?? '') : name;
}

function withImmediate(name: string, operands: Operand[]): string {
  const first = operands[0];
  const named = first.kind === 'immediate' ? nameWithImmediate(name, Number(first.value)) : undefined;
  if (named) operands.shift();
  return named ?? name;
}

/** Relative targets and rip-relative addresses count from the end of the instruction. */
function finish(
  s: State,
  mnemonic: string,
  operation: string,
  prefixes: string[],
  operands: Operand[],
): Instruction {
  const length = s.cursor.length;
  const next = s.address + BigInt(length);
  const first = operands[operands.length - 1];
  const size = first && 'size' in first ? first.size : 0;
  const instruction: Instruction = {
    address: s.address,
    length,
    bytes: s.cursor.bytes.subarray(s.cursor.start, s.cursor.offset),
    mnemonic,
    operation,
    prefixes,
    operands,
    flow: flowOf(operation),
    implicit: implicitRegisters(
      operation,
      operands.length,
      size,
      prefixes.length > 0 && prefixes.some((p) => p.startsWith('rep') && STRING.has(operation)),
    ),
  };
  for (const operand of operands) {
    if (operand.kind === 'target') {
      operand.address = BigInt.asUintN(64, operand.address + next);
      instruction.target = operand.address;
    } else if (operand.kind === 'memory' && (operand.base === 'rip' || operand.base === 'eip')) {
      operand.address = BigInt.asUintN(operand.base === 'rip' ? 64 : 32, operand.displacement + next);
    }
  }
  return instruction;
}

const STRING = new Set(['ins', 'outs', 'movs', 'lods', 'stos', 'cmps', 'scas']);

function bad(s: State): Instruction {
  if (s.cursor.overrun || s.cursor.length === 0) s.cursor.offset = s.cursor.start + 1;
  return finish(s, '(bad)', '(bad)', s.cursor.overrun ? [] : s.prefixes.names(), []);
}
