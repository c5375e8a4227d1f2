/**
 * The printed name of a form: by operand size, with size suffix, with a predicate in it, with what prefixes add to it.
 */
import type { Operand } from '../../instruction.ts';
import type { State } from './state.ts';
import type { Template } from './template.ts';

/** May take an immediate out of `operands` that became part of the name. */
export function mnemonic(s: State, t: Template, operands: Operand[]): string {
  let name = t.names[0];
  if (t.names.length === 3) {
    const size = s.operandSize();
    name = t.names[size === 2 ? 0 : size === 4 ? 1 : 2];
  } else if (t.names.length === 2) name = t.names[s.stackSize() === 2 ? 0 : 1];
  return t.suffix ? withSuffix(s, t, name, operands) : name;
}

const SUFFIXES: Record<number, string> = { 1: 'b', 2: 'w', 4: 'l', 8: 'q' };

/** The name with its size suffix. */
function withSuffix(s: State, t: Template, name: string, operands: Operand[]): string {
  if (t.suffix === '!') return s.prefixes.wait ? name.replace('fn', 'f') : name;
  if (t.suffix === '@') return s.addressSize() === 8 ? name : name === 'jrcxz' ? 'jecxz' : name + 'l';
  if (t.suffix === '+') return s.mod !== 3 && s.stackSize() === 2 ? name + 'w' : name;
  if (t.suffix === '?') return withImmediate(name, operands);
  if (t.suffix === '%') return s.mod === 3 || (s.vex === 4 && s.evexB) ? name : name + vectorLetter(s, t);
  let operand = operands[operands.length - 1];
  if (t.suffix === '^') {
    if (operand.kind === 'register' && operand.port) operand = operands[0];
  } else if (s.mod === 3) return name;
  else operand = operands.find((o) => o.kind === 'memory') ?? operand;
  return 'size' in operand ? name + (SUFFIXES[operand.size ?? 0] ?? '') : name;
}

function withImmediate(name: string, operands: Operand[]): string {
  const first = operands[0];
  const named = first.kind === 'immediate' ? nameWithImmediate(name, Number(first.value)) : undefined;
  if (named) operands.shift();
  return named ?? name;
}

/** Two vector lengths share a destination of 128 bits, or all share a mask register. */
function vectorLetter(s: State, t: Template): string {
  if (s.vectorLength === 64) return t.operands[0].kind === 'KG' ? 'z' : '';
  return s.vectorLength === 32 ? 'y' : 'x';
}

/** Intel SDM volume 2, table 3-1 (CMPPD) and VCMPPD. */
const FLOAT = (
  'eq lt le unord neq nlt nle ord eq_uq nge ngt false neq_oq ge gt true ' +
  'eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s eq_us nge_uq ngt_uq false_os neq_os ge_oq gt_oq true_us'
).split(' ');
/** VPCMPD; 3 and 7 (always false, always true) have no name. */
const INTEGER = ['eq', 'lt', 'le', '', 'neq', 'nlt', 'nle', ''];

/** AMD APM volume 5, table A-1: the suffix byte of 3DNow!. */
const THREE_D_NOW: Record<number, string> = {
  0x0c: 'pi2fw',
  0x0d: 'pi2fd',
  0x1c: 'pf2iw',
  0x1d: 'pf2id',
  0x8a: 'pfnacc',
  0x8e: 'pfpnacc',
  0x90: 'pfcmpge',
  0x94: 'pfmin',
  0x96: 'pfrcp',
  0x97: 'pfrsqrt',
  0x9a: 'pfsub',
  0x9e: 'pfadd',
  0xa0: 'pfcmpgt',
  0xa4: 'pfmax',
  0xa6: 'pfrcpit1',
  0xa7: 'pfrsqit1',
  0xaa: 'pfsubr',
  0xae: 'pfacc',
  0xb0: 'pfcmpeq',
  0xb4: 'pfmul',
  0xb6: 'pfrcpit2',
  0xb7: 'pmulhrw',
  0xbb: 'pswapd',
  0xbf: 'pavgusb',
};
/** VPCOMB of XOP. */
const XOP = ['lt', 'le', 'gt', 'ge', 'eq', 'neq', 'false', 'true'];

const XOP_COMPARE = /^(vpcom)(u?[bwdq])$/;
const FLOAT_COMPARE = /^(v?cmp)(ps|pd|ss|sd|ph|sh)$/;
const INTEGER_COMPARE = /^(vpcmp)(u?[bwdq])$/;
const CARRYLESS = /^(v?pclmul)qdq$/;

/** The name with the immediate in it; undefined when this value has none. */
function nameWithImmediate(name: string, value: number): string | undefined {
  if (name === '3dnow') return THREE_D_NOW[value];
  const xop = XOP_COMPARE.exec(name);
  if (xop) return value < 8 ? xop[1] + XOP[value] + xop[2] : undefined;
  const float = FLOAT_COMPARE.exec(name);
  if (float) return value < (name[0] === 'v' ? 32 : 8) ? float[1] + FLOAT[value] + float[2] : undefined;
  const integer = INTEGER_COMPARE.exec(name);
  if (integer) return INTEGER[value] ? integer[1] + INTEGER[value] + integer[2] : undefined;
  const carryless = CARRYLESS.exec(name);
  if (!carryless || value & ~0x11) return undefined;
  return `${carryless[1]}${value & 1 ? 'h' : 'l'}q${value & 0x10 ? 'h' : 'l'}qdq`;
}

/* What 0xf2, 0xf3, 0x2e and 0x3e mean to an instruction that they did not select. */

const REP = new Set(['ins', 'outs', 'movs', 'lods', 'stos']);
const BRANCH = new Set(['call', 'jmp', 'ret']);
/** With lock and a memory destination these may begin or end a transaction (Intel SDM volume 1, 16.3.5). */
const LOCKABLE = new Set(
  'add adc and btc btr bts cmpxchg cmpxchg8b cmpxchg16b dec inc neg not or sbb sub xor xadd xchg'.split(' '),
);

/** Says which of the prefixes f2 and f3 `operation` uses, and what they are called before it: rep, repz, bnd, xacquire. */
export function nameRepeat(s: State, operation: string, operands: Operand[]): void {
  const { prefixes } = s;
  if (prefixes.hasRepz && REP.has(operation)) prefixes.useRepeat(0xf3, 'rep');
  if (prefixes.hasRepnz && (BRANCH.has(operation) || isConditional(s, operation)))
    prefixes.useRepeat(0xf2, 'bnd');
  const exchange = operation === 'xchg' && operands[0].kind === 'memory';
  if (!exchange && operands[operands.length - 1]?.kind !== 'memory') return;
  if (prefixes.hasRepz && elides(s, operation, true)) prefixes.useRepeat(0xf3, 'xrelease');
  if (prefixes.hasRepnz && elides(s, operation, false)) prefixes.useRepeat(0xf2, 'xacquire');
}

/** xchg locks by itself; a store may end a transaction without a lock. */
function elides(s: State, operation: string, release: boolean): boolean {
  if (operation === 'mov')
    return release && s.prefixes.repeat === 0xf3 && [0x88, 0x89, 0xc6, 0xc7].includes(s.opcode);
  return LOCKABLE.has(operation) && (s.prefixes.lockAt >= 0 || operation === 'xchg');
}

function isConditional(s: State, operation: string): boolean {
  return operation.startsWith('j') && s.opcode !== 0xe3;
}

/**
 * Branch hints: what 0x2e and 0x3e add to the name of a conditional branch. 0x3e before an indirect branch takes it
 * out of indirect branch tracking.
 */
export function branchHint(s: State, operation: string): string {
  const { prefixes } = s;
  if (s.opcode === 0xff) {
    if (prefixes.segment === 0x3e && (operation === 'call' || operation === 'jmp'))
      prefixes.useSegment('notrack');
    return '';
  }
  if (prefixes.hint === 0 || operation === 'jmp' || !/^(j|loop)/.test(operation)) return '';
  prefixes.useSegment();
  return prefixes.hint === 0x2e ? ',pn' : ',pt';
}
