/** Register names by number and width (Intel SDM volume 2, 2.2.1 and 3.1.1). */

const LEGACY = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];

const numbered = (prefix: string, suffix = '', from = 0, to = 31): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}${suffix}`);

export const QUAD = [...LEGACY.map((name) => 'r' + name), ...numbered('r', '', 8, 15)];
export const LONG = [...LEGACY.map((name) => 'e' + name), ...numbered('r', 'd', 8, 15)];
export const WORD = [...LEGACY, ...numbered('r', 'w', 8, 15)];
/** Byte registers once a REX prefix is there; without one numbers 4 to 7 are `HIGH`. */
export const BYTE = [...['al', 'cl', 'dl', 'bl', 'spl', 'bpl', 'sil', 'dil'], ...numbered('r', 'b', 8, 15)];
export const HIGH = ['ah', 'ch', 'dh', 'bh'];

export const SEGMENT = ['es', 'cs', 'ss', 'ds', 'fs', 'gs', '?', '?'];
export const CONTROL = numbered('cr', '', 0, 15);
/** Debug registers are `db` in AT&T syntax. */
export const DEBUG = numbered('db', '', 0, 15);
export const MMX = numbered('mm', '', 0, 7);
export const XMM = numbered('xmm');
export const YMM = numbered('ymm');
export const ZMM = numbered('zmm');
export const MASK = numbered('k', '', 0, 7);
export const BOUND = numbered('bnd', '', 0, 3);

/** Names of the general registers of a width in bytes; bytes are those after a REX prefix. */
export function generalNames(size: number): string[] {
  return size === 8 ? QUAD : size === 4 ? LONG : size === 2 ? WORD : BYTE;
}
