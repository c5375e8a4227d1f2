import type { Access, Operand } from '../../instruction.ts';
import { field, FIELDS, floatImmediate } from './fields.ts';

/**
 * Operands of floating point and vectors (DDI 0487, C7.2): a letter for the kind, one for the field, after a colon how
 * the register is divided.
 *
 *     .bd .hd .sd .dd .qd   one number of this size     .fd  by ftype (bits 23:22)   .zd  by size (bits 23:22)
 *     Vd       by size and Q (bit 30)                   Vd:16b  as it says           Vd:q8  8 or 16 bytes by Q
 *     Vd:f     numbers by bit 22 and Q                  Vd:w    twice the size, all 128 bits   Vd:i .id  by immh (bits 22:19)
 *     Vd:e     one element, by imm5                     Ld      lists of loads and stores, of tbl
 */
const SIZES: Readonly<Record<string, number>> = { b: 1, h: 2, s: 4, d: 8, q: 16 };
const LETTERS = ['b', 'h', 's', 'd'];

const wide = (word: number): boolean => (word & (1 << 30)) !== 0;
const size = (word: number): number => field(word, 22, 2);

/** "4s": elements of 2^`log` bytes. */
const divided = (log: number, whole: boolean): string => `${(whole ? 16 : 8) >> log}${LETTERS[log]}`;

/** The highest bit of a field tells the size of elements: 1xxx doubles, 01xx singles … */
const highest = (value: number): number => 31 - Math.clz32(value);

/** How a vector is divided by `how`; undefined when there is no such division. */
function arrangement(how: string, word: number): string | undefined {
  switch (how) {
    case '':
      return size(word) === 3 && !wide(word) ? undefined : divided(size(word), wide(word));
    case 'S':
      return divided(2, wide(word));
    case 'H':
      return divided(1, wide(word));
    case 'q8':
      return divided(0, wide(word));
    // Halves of 64 bits are allowed where elements are 64 bits wide.
    case 'n':
      return divided(size(word), wide(word));
    case 'f':
      return (word & (1 << 22)) !== 0 && !wide(word)
        ? undefined
        : divided(2 + field(word, 22, 1), wide(word));
    case 'w':
      return size(word) === 3 ? undefined : divided(size(word) + 1, true);
    // Pairs are added into elements twice as large.
    case 'p':
      return size(word) === 3 ? undefined : divided(size(word) + 1, wide(word));
    case 'i':
    case 'iw': {
      const log = highest(field(word, 19, 4));
      if (log < 0) return undefined;
      if (how === 'iw') return log === 3 ? undefined : divided(log + 1, true);
      return log === 3 && !wide(word) ? undefined : divided(log, wide(word));
    }
    case 'in': {
      const log = highest(field(word, 19, 4));
      return log < 0 || log === 3 ? undefined : divided(log, wide(word));
    }
    // dup: elements by the lowest bit of imm5.
    case '5': {
      const log = lowest(field(word, 16, 5));
      return log > 3 || (log === 3 && !wide(word)) ? undefined : divided(log, wide(word));
    }
    default:
      return how;
  }
}

const lowest = (value: number): number => (value === 0 ? 32 : 31 - Math.clz32(value & -value));

/** What `kind` is in `word`; undefined when the encoding is reserved. */
export function vectorOperand(kind: string, word: number, access: Access): Operand | undefined {
  const number = field(word, FIELDS[kind[1] === ':' ? 'd' : kind[0] === '.' ? kind[2] : kind[1]], 5);
  if (kind[0] === '.') {
    const letter = scalarLetter(kind[1], word);
    return letter === undefined ? undefined : register(`${letter}${number}`, number, SIZES[letter], access);
  }
  const how = kind.slice(3);
  if (how.startsWith('e')) return element(how, number, word, access);
  const parts = arrangement(how, word);
  return parts === undefined ? undefined : register(`v${number}.${parts}`, number, 16, access);
}

function scalarLetter(kind: string, word: number): string | undefined {
  if (kind === 'f') return ['s', 'd', undefined, 'h'][size(word)];
  if (kind === 'z') return LETTERS[size(word)];
  if (kind === 'y') return ['h', 's', 'd', undefined][size(word)];
  if (kind === 'x') return (word & (1 << 22)) !== 0 ? 'd' : 's';
  if (kind === 'i') return highest(field(word, 19, 4)) < 0 ? undefined : LETTERS[highest(field(word, 19, 4))];
  if (kind === '5') return LETTERS[lowest(field(word, 16, 5))];
  return kind;
}

const register = (name: string, number: number, bytes: number, access: Access): Operand => ({
  kind: 'register',
  name,
  full: `v${number}`,
  size: bytes,
  access,
});

/** One element: e by imm5; e4 with its index in imm4; others as they say, "e:d[1]". */
function element(how: string, number: number, word: number, access: Access): Operand | undefined {
  if (how.length > 2) return register(`v${number}.${how.slice(2)}`, number, 16, access);
  const five = field(word, 16, 5);
  const log = lowest(five);
  if (log > 3) return undefined;
  const index = how === 'e4' ? field(word, 11, 4) >> log : five >> (log + 1);
  return register(`v${number}.${LETTERS[log]}[${index}]`, number, 1 << log, access);
}

/** `count` registers from `first` on, as objdump prints them. */
export function list(first: number, count: number, parts: string, index?: number): Operand {
  const names = Array.from({ length: count }, (_, i) => `v${(first + i) & 31}.${parts}`);
  const text = count > 2 && first + count <= 32 ? `${names[0]}-${names[count - 1]}` : names.join(', ');
  return { kind: 'name', text: `{${text}}${index === undefined ? '' : `[${index}]`}` };
}

/** The list of ld1 to ld4 and st1 to st4 of whole registers. */
export function wholeList(word: number, count: number): Operand | undefined {
  const log = field(word, 10, 2);
  // Elements of 64 bits in 64 bits can be of ld1 and st1 only.
  if (log === 3 && !wide(word) && !isFirst(word)) return undefined;
  return list(field(word, 0, 5), count, divided(log, wide(word)));
}
const isFirst = (word: number): boolean => (field(word, 12, 4) & 2) === 2;

/** The list of those of one element, and of those that fill all. */
export function elementList(word: number, count: number): Operand | undefined {
  const part = field(word, 14, 2);
  const log2 = field(word, 10, 2);
  if (part === 3) return list(field(word, 0, 5), count, divided(log2, wide(word)));
  const q = wide(word) ? 1 : 0;
  const s = field(word, 12, 1);
  const first = field(word, 0, 5);
  if (part === 0) return list(first, count, 'b', (q << 3) | (s << 2) | log2);
  if (part === 1)
    return (log2 & 1) === 1 ? undefined : list(first, count, 'h', (q << 2) | (s << 1) | (log2 >> 1));
  if (log2 === 1) return s === 1 ? undefined : list(first, count, 'd', q);
  return log2 === 0 ? list(first, count, 's', (q << 1) | s) : undefined;
}

/** Bytes that loads and stores of lists move. */
export function listBytes(word: number, count: number, whole: boolean): number {
  if (whole) return count * (wide(word) ? 16 : 8);
  const part = field(word, 14, 2);
  const log = part === 3 ? field(word, 10, 2) : part === 2 ? 2 + field(word, 10, 1) : part;
  return count << log;
}

/** "#1.000000000000000000e+00". */
export function floatText(imm8: number): string {
  const [digits, exponent] = floatImmediate(imm8).toExponential(18).split('e');
  return `#${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
