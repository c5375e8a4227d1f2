/**
 * Operands of A64 instructions, by the letters of the tables:
 *
 *     Rd Rn Rm Ra   a general register by bit 31 (Wd: 32 bits, Xd: 64, Sd: by bit 30, Td: by bit 31, W where it is 0);
 *                   d, n, a, m: the field at bit 0, 5, 10, 16; a tail p: 31 is sp; + the next one of an even one; ^ shifted, < without rotation; 30, 31: left out if it is this
 *     #16.5 %16.5   an immediate of 5 bits from bit 16, printed in hexadecimal or decimal; s before: signed; *16: times; =15: usual
 *     AI LI MW MN MZ   immediates of add, of logical instructions, of movk, mov
 *     EX            an extended register          BL BW BX   lsb and width of bit fields
 *     C Ci          conditions at bit 12, opposite   T14 T19 T26 ADR ADRP   addresses
 *     M…            memory (memory.ts)            SR SYS PS DB Cn Cm   what has names (system.ts)
 *     .… V…         vector registers (vectors.ts)
 */
import { addr } from '../../../addr.ts';
import type { Access, Operand } from '../../instruction.ts';
import { bitMask, field, FIELDS, general, signedField } from './fields.ts';
import { memoryOperand } from './memory.ts';
import { barrierName, prefetch, pstateName, systemInstruction, systemRegister } from './system.ts';
import type { OperandSpec } from './template.ts';
import { elementList, floatText, list, vectorOperand, wholeList } from './vectors.ts';
import { shiftedConstant, vectorShift } from './constants.ts';

/** Names of the conditions by their four bits (DDI 0487, C1.2.4). */
export const CONDITIONS = 'eq ne cs cc mi pl vs vc hi ls ge lt gt le al nv'.split(' ');

const SHIFTS = ['lsl', 'lsr', 'asr', 'ror'];
const EXTENDS = ['uxtb', 'uxth', 'uxtw', 'uxtx', 'sxtb', 'sxth', 'sxtw', 'sxtx'];

const immediate = (value: bigint | number, decimal = false, size = 8): Operand => ({
  kind: 'immediate',
  value: BigInt(value),
  size,
  ...(decimal ? { decimal } : {}),
});

/** What `spec` is in `word` at `address`: null when it is left out, undefined when its value is reserved. */
export function decodeOperand(
  spec: OperandSpec,
  word: number,
  address: bigint,
): Operand | Operand[] | null | undefined {
  const { kind, access, optional } = spec;
  const fixed = FIXED[kind] as
    ((word: number, address: bigint, access: Access) => ReturnType<typeof decodeOperand>) | undefined;
  if (fixed) return fixed(word, address, access);
  switch (kind[0]) {
    case 'M':
      return memoryOperand(kind, word, address, access);
    case '.':
    case 'V':
      return vectorOperand(kind, word, access);
    case '#':
    case '%':
      return number(kind, word, optional);
    default:
      return register(kind, word, access, optional);
  }
}

function register(kind: string, word: number, access: Access, optional: boolean): Operand | null | undefined {
  const wide = { R: word < 0, T: word < 0, S: (word & (1 << 30)) !== 0, X: true, W: false }[kind[0]];
  const value = field(word, FIELDS[kind[1]], 5) + (kind[2] === '+' ? 1 : 0);
  if (optional && value === Number(kind.slice(2))) return null;
  const found = general(value, wide ? 64 : 32, kind[2] === 'p', access);
  if (kind[2] === '+' && (value & 1) === 0) return undefined;
  if (kind[2] !== '^' && kind[2] !== '<') return found;
  const amount = field(word, 10, 6);
  if (!wide && amount > 31) return undefined;
  const shift = field(word, 22, 2);
  // Sums have no rotation.
  if (shift === 3 && kind[2] === '<') return undefined;
  return amount === 0 && shift === 0 ? found : { ...found, modifier: { name: SHIFTS[shift], amount } };
}

const NUMBER = /^([#%])(s?)(\d+)\.(\d+)(?:\*(\d+))?(?:=(\d+))?$/;

function number(kind: string, word: number, optional: boolean): Operand | null {
  const [, base, sign, from, length, times, usual] = NUMBER.exec(kind) as RegExpExecArray;
  const read = sign ? signedField : field;
  const value = read(word, Number(from), Number(length));
  if (optional && value === Number(usual ?? 0)) return null;
  return immediate(value * Number(times ?? 1), base === '%');
}

/** The register before it in add and sub of extended registers; those print lsl where an operand is the stack pointer. */
function extended(word: number): Operand | undefined {
  const option = field(word, 13, 3);
  const amount = field(word, 10, 3);
  if (amount > 4) return undefined;
  const wide = word < 0;
  const found = general(field(word, 16, 5), wide && (option & 3) === 3 ? 64 : 32, false, 'r');
  const stack = field(word, 5, 5) === 31 || (field(word, 0, 5) === 31 && (word & (1 << 29)) === 0);
  const plain = stack && option === (wide ? 3 : 2);
  if (plain) return amount === 0 ? found : { ...found, modifier: { name: 'lsl', amount } };
  return { ...found, modifier: amount === 0 ? { name: EXTENDS[option] } : { name: EXTENDS[option], amount } };
}

function logical(word: number): Operand | undefined {
  const bits = word < 0 ? 64 : 32;
  const value = bitMask(field(word, 22, 1), field(word, 10, 6), field(word, 16, 6), bits);
  return value === undefined ? undefined : immediate(value, false, bits / 8);
}

/** 16 bits with their place; at 48 and 32 there is nothing in a register of 32 bits. */
function wideImmediate(word: number): Operand | undefined {
  const amount = field(word, 21, 2) * 16;
  if (word >= 0 && amount > 16) return undefined;
  const value = BigInt(field(word, 5, 16));
  return { kind: 'immediate', value, size: 8, ...(amount > 0 ? { shift: { name: 'lsl', amount } } : {}) };
}

/** What mov moves: the 16 bits in their place, for movn all bits turned. */
function moved(word: number, inverted: boolean): Operand | undefined {
  const amount = field(word, 21, 2) * 16;
  if (word >= 0 && amount > 16) return undefined;
  const value = BigInt(field(word, 5, 16)) << BigInt(amount);
  return immediate(BigInt.asUintN(word < 0 ? 64 : 32, inverted ? ~value : value), false, word < 0 ? 8 : 4);
}

/** The operands of sys: what the instruction that it is an alias of works on, else the numbers. */
function system(word: number): Operand[] {
  const register = general(field(word, 0, 5), 64, false, 'r');
  const found = systemInstruction(word);
  if (found) return [{ kind: 'name', text: found.name }, ...(found.plain ? [] : [register])];
  return [
    immediate(field(word, 16, 3), true),
    { kind: 'name', text: `C${field(word, 12, 4)}` },
    { kind: 'name', text: `C${field(word, 8, 4)}` },
    immediate(field(word, 5, 3), true),
    ...(register.full === 'xzr' ? [] : [register]),
  ];
}

/** Where copies and fills are: the register goes on with the bytes that are done. */
function updated(number: number, access: Access): Operand {
  const base = general(number, 64, false, 'rw').full;
  return {
    kind: 'memory',
    size: 0,
    base,
    scale: 1,
    displacement: 0n,
    access,
    displaced: false,
    writeback: 'before',
  };
}

/** A place counted in lengths of vectors, which no register here tells. */
function scalable(word: number): Operand {
  const count = signedField(word, 16, 6) * 8 + field(word, 10, 3);
  const base = general(field(word, 5, 5), 64, true, 'r').full;
  return name(count === 0 ? `[${base}]` : `[${base}, #${count}, mul vl]`) as Operand;
}

const target = (address: bigint, offset: number): Operand => ({
  kind: 'target',
  address: addr(address + BigInt(offset)),
});

const condition = (value: number): Operand => ({ kind: 'name', text: CONDITIONS[value] });
const name = (text: string | undefined): Operand | undefined =>
  text === undefined ? undefined : { kind: 'name', text };

const FIXED: Readonly<
  Record<string, (word: number, address: bigint, access: Access) => Operand | Operand[] | undefined>
> = {
  Td: (word, _, access) => general(field(word, 0, 5), word < 0 ? 64 : 32, false, access),
  AI: (word) => ({
    kind: 'immediate',
    value: BigInt(field(word, 10, 12)),
    size: 8,
    ...(word & (1 << 22) ? { shift: { name: 'lsl', amount: 12 } } : {}),
  }),
  LI: logical,
  MW: wideImmediate,
  MN: (word) => moved(word, true),
  MZ: (word) => moved(word, false),
  EX: extended,
  // The place of the lowest bit is counted from the left in inserting forms.
  BL: (word) => immediate(-field(word, 16, 6) & (word < 0 ? 63 : 31), true),
  BW: (word) => immediate(field(word, 10, 6) + 1, true),
  BX: (word) => immediate(field(word, 10, 6) - field(word, 16, 6) + 1, true),
  '%tb': (word) => immediate((field(word, 31, 1) << 5) | field(word, 19, 5), true),
  C: (word) => condition(field(word, 12, 4)),
  Ci: (word) => condition(field(word, 12, 4) ^ 1),
  T26: (word, address) => target(address, signedField(word, 0, 26) * 4),
  T19: (word, address) => target(address, signedField(word, 5, 19) * 4),
  T14: (word, address) => target(address, signedField(word, 5, 14) * 4),
  ADR: (word, address) => target(address, (signedField(word, 5, 19) << 2) | field(word, 29, 2)),
  ADRP: (word, address) => ({
    kind: 'target',
    address: addr(
      (address & ~0xfffn) + (BigInt((signedField(word, 5, 19) << 2) | field(word, 29, 2)) << 12n),
    ),
  }),
  FB: (word) => (word >= 0 && field(word, 10, 6) < 32 ? undefined : immediate(64 - field(word, 10, 6), true)),
  F0: () => name('#0.0'),
  I0: () => immediate(0, true),
  FI: (word) => name(floatText(field(word, 13, 8))),
  GE: (word) => general(field(word, 5, 5), field(word, 16, 4) === 8 ? 64 : 32, false, 'r'),
  L: (word) => list(field(word, 5, 5), field(word, 13, 2) + 1, '16b'),
  SRR: (word) => vectorShift(word, 'right'),
  SL: (word) => vectorShift(word, 'left'),
  VI: (word) => shiftedConstant(word, 'lsl'),
  VM: (word) => shiftedConstant(word, 'msl'),
  VB: (word) => shiftedConstant(word, 'bytes'),
  VF: (word) => name(floatText((field(word, 16, 3) << 5) | field(word, 5, 5))),
  W1: (word) => wholeList(word, 1),
  W2: (word) => wholeList(word, 2),
  W3: (word) => wholeList(word, 3),
  W4: (word) => wholeList(word, 4),
  E1: (word) => elementList(word, 1),
  E2: (word) => elementList(word, 2),
  E3: (word) => elementList(word, 3),
  E4: (word) => elementList(word, 4),
  Zd: (word) => name(`z${field(word, 0, 5)}`),
  Pd: (word) => name(`p${field(word, 0, 4)}`),
  'Pd:b': (word) => name(`p${field(word, 0, 4)}.b`),
  'Pn:b': (word) => name(`p${field(word, 5, 4)}.b`),
  ZM: (word) => scalable(word),
  SR: (word) => name(systemRegister(word)),
  SYS: system,
  PF: prefetch,
  MD: (word) => updated(field(word, 0, 5), 'w'),
  MS: (word) => updated(field(word, 16, 5), 'r'),
  ML: (word) => {
    const size = general(field(word, 5, 5), 64, false, 'rw');
    return { ...size, name: `${size.name}!` };
  },
  PS: (word) => name(pstateName(word)),
  DB: (word) => name(barrierName(field(word, 8, 4))),
  DBn: (word) => name(['oshnxs', 'nshnxs', 'ishnxs', 'synxs'][field(word, 10, 2)]),
  Cn: (word) => name(`C${field(word, 12, 4)}`),
  Cm: (word) => name(`C${field(word, 8, 4)}`),
};
