/** Decodes one x86-64 instruction: prefixes, opcode table, operands. */
import { implicitRegisters } from './implicit.ts';
import type { Flow, Instruction, Operand } from '../../instruction.ts';
import { decodeOperand } from './operands.ts';
import { REX_B } from './prefixes.ts';
import { State } from './state.ts';
import { ONE_BYTE } from './tables/one_byte.ts';
import { MAP_38, MAP_3A } from './tables/sse.ts';
import { TWO_BYTE } from './tables/two_byte.ts';
import { couldBeVex, decorate, lengthOfEvex } from './evex.ts';
import { branchHint, mnemonic, nameRepeat } from './naming.ts';
import { vexTable } from './vex.ts';
import type { OpcodeTable, Template } from './template.ts';

const state = new State();

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
  if (escapes(s)) {
    s.opcodeEnd = s.cursor.offset;
    const table = vexTable(s, s.opcode);
    if (!table && s.vex === 4) s.opcodeEnd = s.cursor.offset;
    else if (!table) s.vex = 0;
    return table && select(s, table);
  }
  if (s.opcode !== 0x0f) return select(s, ONE_BYTE);
  s.opcode = s.cursor.u8();
  if (s.opcode !== 0x38 && s.opcode !== 0x3a) return select(s, TWO_BYTE);
  const map = s.opcode === 0x38 ? MAP_38 : MAP_3A;
  s.opcode = s.cursor.u8();
  return select(s, map);
}

/** VEX, EVEX, and 8F where it is no pop: XOP, whose maps begin with 8. */
function escapes(s: State): boolean {
  const { opcode } = s;
  if (opcode === 0x8f) return (s.cursor.peek() & 0x1f) >= 8;
  return opcode === 0xc4 || opcode === 0xc5 || opcode === 0x62;
}

/** The first form of the opcode whose conditions hold. */
function select(s: State, table: OpcodeTable): Template | undefined {
  s.opcodeEnd = s.cursor.offset;
  const slot = table.slot(s.opcode);
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
    if (t.relative && (s.mod !== 0 || s.rm !== 5)) continue;
    if (t.rm >= 0 && t.rm !== s.rm) continue;
    if (t.w >= 0 && t.w !== (s.wide() ? 1 : 0)) continue;
    if (t.l >= 0 && t.l !== (s.vectorLength === 16 ? 0 : s.vectorLength === 32 ? 1 : 2)) continue;
    if (table === ONE_BYTE && s.opcode === 0x90) {
      if (t.operation === 'nop' && exchanges(s)) continue;
      if (t.operation === 'xchg') prefixes.useData();
    }
    if (t.prefix > 0 && !s.vex) {
      if (t.prefix === 0x66) prefixes.useData();
      else prefixes.useRepeat(t.prefix);
    }
    return t;
  }
  if (slot.mandatory && slot.pair) s.unselected = mandatory !== 0;
  else if (mandatory > 0x66 && slot.templates[0].reg < 0) prefixes.useRepeat(mandatory);
  return undefined;
}

/** 90 is nop unless a prefix gives it another register or width: then it is xchg with rax. */
function exchanges(s: State): boolean {
  return (s.prefixes.rex & REX_B) !== 0 || s.prefixes.hasData;
}

function build(s: State, t: Template): Instruction {
  const count = t.operands.length;
  const operands: Operand[] = new Array<Operand>(count);
  for (let n = 0; n < count; n++) {
    const i = t.order === undefined ? n : t.order[n];
    operands[count - 1 - i] = decodeOperand(t.operands[i], t.access[i < 2 ? i : 2], s);
  }
  if (s.vex) {
    if (!t.usesVvvv && (s.vvvv & 15 || (s.vvvv & 16 && !t.vectorIndex))) s.bad = true;
    if (s.vex === 4) decorate(s, t, operands);
  }
  if (s.bad || s.cursor.overrun) return bad(s);
  let name = mnemonic(s, t, operands);
  const { segment, repeat } = s.prefixes;
  if (segment) name += branchHint(s, t.operation);
  if (name === '3dnow') return bad(s);
  if (repeat) nameRepeat(s, t.operation, operands);
  if (t.operation === 'enter') operands.reverse();
  if (s.opcode >= 0xa0 && s.opcode <= 0xa3 && name === 'movabs' && s.prefixes.hasAddressSize) name = 'mov';
  const prefixes = s.prefixes.names();
  if (s.vex === 4 && couldBeVex(s, t)) prefixes.push('{evex}');
  return finish(s, name, t.operation, prefixes, operands);
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
  const size = first && 'size' in first ? (first.size ?? 0) : 0;
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
      operand.address = BigInt.asUintN(operand.size === 2 ? 16 : 64, operand.address + next);
      instruction.target = operand.address;
    } else if (operand.kind === 'memory' && (operand.base === 'rip' || operand.base === 'eip')) {
      operand.address = BigInt.asUintN(64, operand.displacement + next);
    }
  }
  return instruction;
}

const STRING = new Set(['ins', 'outs', 'movs', 'lods', 'stos', 'cmps', 'scas']);

/** x87 instructions are told apart by their second byte. */
function isX87(s: State): boolean {
  return s.opcode >= 0xd8 && s.opcode <= 0xdf && s.cursor.bytes[s.opcodeEnd - 2] !== 0x0f && !s.vex;
}

/** Undefined opcodes are as long as their prefixes and opcode; what is cut off has one byte. */
function bad(s: State): Instruction {
  const { cursor } = s;
  const cut = cursor.overrun || cursor.length === 0;
  cursor.offset = cut ? cursor.start + 1 : s.opcodeEnd + (isX87(s) ? 1 : 0);
  return finish(s, '(bad)', '(bad)', cut || s.vex || s.unselected ? [] : s.prefixes.names(), []);
}

/** Where control goes after an operation. */
const FLOWS = new Map<string, Flow>();
const list = (flow: Flow, operations: string): void => {
  for (const operation of operations.split(' ')) FLOWS.set(operation, flow);
};
list('call', 'call lcall');
list('jump', 'jmp ljmp');
list('branch', 'loop loope loopne jrcxz jecxz xbegin');
list('return', 'ret lret iret sysret sysexit uiret erets eretu rsm');
list('trap', 'int3 int int1 ud0 ud1 ud2 syscall sysenter');
list('stop', 'hlt (bad)');

function flowOf(operation: string): Flow {
  const flow = FLOWS.get(operation);
  if (flow) return flow;
  return operation.charCodeAt(0) === 0x6a /* j */ ? 'branch' : 'next';
}
