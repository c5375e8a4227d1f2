import { hex0x } from '../addr.ts';

/**
 * The instructions of eBPF as text, in the manner of the verifier's log (Documentation/bpf/standardization/
 * instruction-set.rst): eight bytes each, an opcode, two registers, an offset and a number; a number of 64 bits takes two.
 */
export interface BpfInstruction {
  /** In units of eight bytes from the start of the program. */
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** What is known of the numbers in a program. */
export interface BpfNames {
  /** Of the function `imm` bytes after __bpf_call_base. */
  helper(imm: number): string | undefined;
  /** Of a 64-bit number: the map that lies there. */
  constant(value: bigint): string | undefined;
}

const SIZES = ['u32', 'u16', 'u8', 'u64'] as const;
const ALU = ['+=', '-=', '*=', '/=', '|=', '&=', '<<=', '>>=', '', '%=', '^=', '=', 's>>='] as const;
const JUMPS: Readonly<Record<number, string>> = {
  1: '==',
  2: '>',
  3: '>=',
  4: '&',
  5: '!=',
  6: 's>',
  7: 's>=',
  10: '<',
  11: '<=',
  12: 's<',
  13: 's<=',
};
const ATOMICS: Readonly<Record<number, string>> = { 0x00: '+=', 0x40: '|=', 0x50: '&=', 0xa0: '^=' };

/** The instructions of `code`. */
export function* bpfInstructions(code: Uint8Array, names: BpfNames): Generator<BpfInstruction, void, void> {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const count = Math.floor(code.length / 8);
  for (let index = 0; index < count; index++) {
    const wide = code[index * 8] === 0x18 && index + 1 < count;
    const bytes = code.subarray(index * 8, (index + (wide ? 2 : 1)) * 8);
    const parts: Parts = {
      opcode: bytes[0],
      to: bytes[1] & 15,
      from: bytes[1] >> 4,
      offset: view.getInt16(index * 8 + 2, true),
      imm: view.getInt32(index * 8 + 4, true),
      high: wide ? view.getUint32(index * 8 + 12, true) : 0,
    };
    yield { index, bytes, text: `(${bytes[0].toString(16).padStart(2, '0')}) ${textOf(parts, names)}` };
    if (wide) index++;
  }
}

interface Parts {
  readonly opcode: number;
  readonly to: number;
  readonly from: number;
  readonly offset: number;
  readonly imm: number;
  /** Upper half of a 64-bit number. */
  readonly high: number;
}

function textOf(parts: Parts, names: BpfNames): string {
  switch (parts.opcode & 7) {
    case 0:
      return load(parts, names);
    case 1:
      return `r${parts.to} = ${place(parts, parts.from, (parts.opcode & 0xe0) === 0x80)}`;
    case 2:
      return `${place(parts, parts.to)} = ${parts.imm}`;
    case 3:
      return store(parts);
    case 4:
      return arithmetic(parts, 'w');
    case 7:
      return arithmetic(parts, 'r');
    default:
      return jump(parts, names);
  }
}

/** "*(u32 *)(r10 -4)". */
function place({ opcode, offset }: Parts, register: number, signed = false): string {
  const size = SIZES[(opcode >> 3) & 3];
  return `*(${signed ? size.replace('u', 's') : size} *)(r${register} ${offset < 0 ? offset : `+${offset}`})`;
}

function load(parts: Parts, names: BpfNames): string {
  const { opcode, to, from, imm, high } = parts;
  const size = SIZES[(opcode >> 3) & 3];
  if (opcode === 0x18) {
    const value = (BigInt(high) << 32n) | BigInt(imm >>> 0);
    return `r${to} = ${names.constant(value) ?? hex0x(value)}`;
  }
  if ((opcode & 0xe0) === 0x20) return `r0 = *(${size} *)skb[${imm}]`;
  if ((opcode & 0xe0) === 0x40) return `r0 = *(${size} *)skb[r${from} + ${imm}]`;
  return unknown(parts);
}

function store(parts: Parts): string {
  const { opcode, to, from, imm } = parts;
  if ((opcode & 0xe0) === 0x60) return `${place(parts, to)} = r${from}`;
  if ((opcode & 0xe0) !== 0xc0) return unknown(parts);
  const fetch = (imm & 1) !== 0;
  if (imm === 0xe1) return `r${from} = xchg(${place(parts, to)}, r${from})`;
  if (imm === 0xf1) return `r0 = cmpxchg(${place(parts, to)}, r0, r${from})`;
  const sign = ATOMICS[imm & 0xf0];
  if (sign === undefined) return unknown(parts);
  return fetch
    ? `r${from} = atomic_fetch(${place(parts, to)} ${sign} r${from})`
    : `lock ${place(parts, to)} ${sign} r${from}`;
}

/** The arithmetic of both widths: whole registers r, their lower halves w. */
function arithmetic(parts: Parts, letter: 'r' | 'w'): string {
  const { opcode, to, from, offset, imm } = parts;
  const target = `${letter}${to}`;
  const byRegister = (opcode & 8) !== 0;
  const operation = opcode >> 4;
  if (operation === 8) return `${target} = -${target}`;
  if (operation === 13)
    return letter === 'r'
      ? `r${to} = bswap${imm} r${to}`
      : `r${to} = ${byRegister ? 'be' : 'le'}${imm} r${to}`;
  const sign = ALU[operation];
  if (!sign) return unknown(parts);
  // With an offset a move extends the sign, and a division is signed.
  const moved = operation === 11 && byRegister && offset > 0 ? `(s${offset})` : '';
  const signed = (operation === 3 || operation === 9) && offset === 1 ? 's' : '';
  return `${target} ${signed}${sign} ${byRegister ? `${moved}${letter}${from}` : imm}`;
}

function jump(parts: Parts, names: BpfNames): string {
  const { opcode, to, from, offset, imm } = parts;
  const goal = (by: number): string => `pc${by < 0 ? by : `+${by}`}`;
  const narrow = (opcode & 7) === 6;
  switch (opcode >> 4) {
    case 0:
      return narrow ? `gotol ${goal(imm)}` : `goto ${goal(offset)}`;
    case 8:
      if (from === 1) return `call ${goal(imm)}`;
      return `call ${names.helper(imm) ?? `unknown#${imm}`}`;
    case 9:
      return 'exit';
    default: {
      const sign = JUMPS[opcode >> 4];
      if (sign === undefined) return unknown(parts);
      const letter = narrow ? 'w' : 'r';
      const other = (opcode & 8) !== 0 ? `${letter}${from}` : imm < 0 ? String(imm) : hex0x(imm);
      return `if ${letter}${to} ${sign} ${other} goto ${goal(offset)}`;
    }
  }
}

function unknown({ opcode }: Parts): string {
  return `BUG_${opcode.toString(16).padStart(2, '0')}`;
}
