import { addr } from '../../../addr.ts';
import type { Access, MemoryOperand } from '../../instruction.ts';
import { field, general, signedField } from './fields.ts';
import { listBytes } from './vectors.ts';

/**
 * Memory operands: M, a letter for the way of addressing, the bytes moved, of pairs those of one register.
 *
 *     u  12 bits, scaled by the size      s o e  9 bits with sign: offset, after the access, before it
 *     r  an index register                p q w  7 bits with sign, scaled, of pairs: offset, after, before
 *     b  the base alone                   l      relative to the instruction, 19 bits of words
 *     x  10 bits with sign, scaled by 8   g h i  9 bits with sign, scaled by 16: offset, after, before (tags)
 *     v y  the base of a list of vectors (vectors.ts); y: a register or the bytes moved are added to it afterwards
 */
const FORM = /^M([a-z])(\d*)$/;
const EXTENDS: readonly (string | undefined)[] = ['', '', 'uxtw', 'lsl', '', '', 'sxtw', 'sxtx'];

interface Place {
  displacement?: number;
  displaced?: boolean;
  writeback?: 'before' | 'after';
}

const forms = new Map<string, { mode: string; size: number }>();

function formOf(kind: string): { mode: string; size: number } {
  let form = forms.get(kind);
  if (!form) {
    const [, mode, size] = FORM.exec(kind) as RegExpExecArray;
    forms.set(kind, (form = { mode, size: Number(size || 0) }));
  }
  return form;
}

/** What `kind` is in `word`, an instruction that stands at `address`; undefined when the encoding is reserved. */
export function memoryOperand(
  kind: string,
  word: number,
  address: bigint,
  access: Access,
): MemoryOperand | undefined {
  if (kind[1] === 'v' || kind[1] === 'y') return listed(kind, word, access);
  const { mode, size } = formOf(kind);
  const bytes = 'pqw'.includes(mode) ? size * 2 : size;
  const plain = {
    kind: 'memory',
    size: bytes,
    scale: 1,
    access,
    displacement: 0n,
    displaced: false,
  } as const;
  if (mode === 'l') {
    const to = addr(address + BigInt(signedField(word, 5, 19) * 4));
    return { ...plain, base: 'pc', address: to };
  }
  const base = general(field(word, 5, 5), 64, true, 'r').full;
  if (mode === 'r') return indexed(plain, base, word, size);
  const { displacement = 0, displaced = displacement !== 0, writeback } = placeOf(mode, size, word);
  return {
    ...plain,
    base,
    displacement: BigInt(displacement),
    displaced,
    ...(writeback ? { writeback } : {}),
  };
}

function placeOf(mode: string, size: number, word: number): Place {
  const nine = signedField(word, 12, 9);
  const seven = signedField(word, 15, 7) * size;
  switch (mode) {
    case 'u':
      return { displacement: field(word, 10, 12) * size };
    case 's':
      return { displacement: nine };
    case 'o':
      return { displacement: nine, displaced: true, writeback: 'after' };
    case 'e':
      return { displacement: nine, displaced: true, writeback: 'before' };
    case 'p':
      return { displacement: seven };
    case 'q':
      return { displacement: seven, displaced: true, writeback: 'after' };
    case 'w':
      return { displacement: seven, displaced: true, writeback: 'before' };
    case 'g':
      return { displacement: nine * 16 };
    case 'h':
      return { displacement: nine * 16, displaced: true, writeback: 'after' };
    case 'i':
      return { displacement: nine * 16, displaced: true, writeback: 'before' };
    case 'x': {
      const displacement = ((word & (1 << 22) ? -512 : 0) + field(word, 12, 9)) * 8;
      return word & (1 << 11) ? { displacement, displaced: true, writeback: 'before' } : { displacement };
    }
    default:
      return {};
  }
}

/** Lists of vectors, whose size the list tells. */
function listed(kind: string, word: number, access: Access): MemoryOperand {
  const size = listBytes(word, Number(kind[3]), kind[2] === 'W');
  const base = general(field(word, 5, 5), 64, true, 'r').full;
  const plain = { kind: 'memory', size, base, scale: 1, access, displacement: 0n, displaced: false } as const;
  if (kind[1] === 'v') return plain;
  const by = field(word, 16, 5);
  return by === 31
    ? { ...plain, displacement: BigInt(size), writeback: 'after' }
    : { ...plain, index: `x${by}`, writeback: 'after' };
}

/** Base and index; a shift of 0 is printed where it is encoded, which only bytes can have. */
function indexed(
  plain: Omit<MemoryOperand, 'base'>,
  base: string,
  word: number,
  size: number,
): MemoryOperand | undefined {
  const option = field(word, 13, 3);
  const extend = EXTENDS[option];
  if (!extend) return undefined;
  const shifted = field(word, 12, 1) === 1;
  const index = general(field(word, 16, 5), (option & 1) === 1 ? 64 : 32, false, 'r').full;
  return {
    ...plain,
    base,
    index,
    extend,
    scale: (shifted ? size : 1) as MemoryOperand['scale'],
    displaced: shifted,
  };
}
