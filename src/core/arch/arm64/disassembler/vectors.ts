import type { Access, Operand } from '../../instruction.ts';
import { field } from './fields.ts';
import { FIELDS } from './general.ts';

/** Scalar vector registers: a point, the letter of their size, the field. */
const SIZES: Readonly<Record<string, number>> = { b: 1, h: 2, s: 4, d: 8, q: 16 };

/** What `kind` is in `word`; undefined when the encoding is reserved. */
export function vectorOperand(kind: string, word: number, access: Access): Operand | undefined {
  const number = field(word, FIELDS[kind[2]], 5);
  return { kind: 'register', name: `${kind[1]}${number}`, full: `v${number}`, size: SIZES[kind[1]], access };
}
