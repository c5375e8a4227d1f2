/** What EVEX adds to an instruction: masks, rounding, vectors of 512 bits (Intel SDM volume 2, 2.7). */
import type { Operand } from '../../instruction.ts';
import type { State } from './state.ts';
import type { Template } from './template.ts';

const VARIABLE_SHIFT = /^vps(rl|ra|ll)v[dq]$/;
const ROUNDINGS = ['rn-sae', 'rd-sae', 'ru-sae', 'rz-sae'];

/** In register forms the bit b makes L'L a rounding, and the vector is of 512 bits. */
export function lengthOfEvex(s: State): void {
  if (s.evexB && s.mod === 3) s.vectorLength = 64;
  else if (s.evexLength === 3) s.bad = true;
}

/** Mask on the destination and rounding, which stands after immediates and general registers. */
export function decorate(s: State, t: Template, operands: Operand[]): void {
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

/** The same instruction could have been encoded with VEX: `{evex}` is printed then. */
export function couldBeVex(s: State, t: Template): boolean {
  // binutils names the prefix neither for variable shifts nor for shifts of memory, which VEX does not have.
  if (!t.hasVexForm || VARIABLE_SHIFT.test(t.operation)) return false;
  if (s.mod !== 3 && t.operands[0].kind === 'H') return false;
  if (s.evexLength > 1 || s.evexB || s.evexMask || s.evexZero) return false;
  return !(s.vexR & 16 || s.vvvv & 16 || (s.mod === 3 && s.vexX));
}
