/** What else than the bits under the mask must hold for an encoding: mostly when an alias is preferred (DDI 0487, C6.2). */
import { field, movesWide } from './fields.ts';
import { pstateName } from './system.ts';

const rd = (word: number): number => field(word, 0, 5);
const rn = (word: number): number => field(word, 5, 5);
const rm = (word: number): number => field(word, 16, 5);
const immr = (word: number): number => field(word, 16, 6);
const imms = (word: number): number => field(word, 10, 6);
const isWide = (word: number): boolean => word < 0;
/** Bit fields: N repeats bit 31, and places within 32 bits have five bits. */
const isField = (word: number): boolean =>
  field(word, 22, 1) === (isWide(word) ? 1 : 0) && (isWide(word) || (immr(word) < 32 && imms(word) < 32));
/** extr: the same of its lsb. */
const isTurn = (word: number): boolean =>
  field(word, 22, 1) === (isWide(word) ? 1 : 0) && (isWide(word) || imms(word) < 32);
/** Conditions 14 and 15 have no opposite. */
const hasOpposite = (word: number): boolean => field(word, 12, 4) < 14;

const CONDITIONS: Readonly<Record<string, (word: number) => boolean>> = {
  equal: (word) => rn(word) === rm(word),
  across: (word) => field(word, 22, 2) < 2 || (field(word, 22, 2) === 2 && field(word, 30, 1) === 1),
  small: (word) => field(word, 22, 2) !== 3,
  // Elements by the lowest bit of imm5: at most 32 bits, 16 bits.
  word: (word) => (field(word, 16, 5) & 7) !== 0,
  half: (word) => (field(word, 16, 5) & 3) !== 0,
  shifts: (word) => field(word, 19, 4) !== 0,
  doubles: (word) => field(word, 22, 1) === 1,
  // A shift by nothing of one size.
  plain: (word) => [1, 2, 4].includes(field(word, 19, 4)),
  sp: (word) => rd(word) === 31 || rn(word) === 31,
  same: (word) => rn(word) === rm(word) && isTurn(word),
  turn: isTurn,
  bits: isField,
  insert: (word) => isField(word) && imms(word) < immr(word),
  lsl: (word) => isField(word) && imms(word) !== (isWide(word) ? 63 : 31) && imms(word) + 1 === immr(word),
  immr0: (word) => isField(word) && immr(word) === 0,
  movlogical: (word) => !movesWide(isWide(word) ? 1 : 0, field(word, 22, 1), imms(word), immr(word)),
  movz: (word) => field(word, 5, 16) !== 0 || field(word, 21, 2) === 0,
  movn: (word) =>
    (field(word, 5, 16) !== 0 || field(word, 21, 2) === 0) && (isWide(word) || field(word, 5, 16) !== 0xffff),
  pstate: (word) => pstateName(word) !== undefined,
  cond: hasOpposite,
  cinc: (word) => hasOpposite(word) && rn(word) === rm(word) && rn(word) !== 31,
  cneg: (word) => hasOpposite(word) && rn(word) === rm(word),
};

/** Whether the condition that a line of the tables names holds for the instruction `word`. */
export function holds(condition: string, word: number): boolean {
  return CONDITIONS[condition](word);
}
