/** What 0xf2, 0xf3 and 0x3e mean to an instruction that they did not select. */
import type { State } from './state.ts';

const REP = new Set(['ins', 'outs', 'movs', 'lods', 'stos']);
const BRANCH = new Set(['call', 'jmp', 'ret']);

export function printedRepeat(s: State, operation: string): void {
  const { prefixes } = s;
  if (prefixes.repeat === 0xf3 && REP.has(operation)) prefixes.useRepeat('rep');
  else if (prefixes.repeat === 0xf2 && (BRANCH.has(operation) || operation.startsWith('j')))
    prefixes.useRepeat('bnd');
  if (prefixes.segment === 0x3e && s.opcode === 0xff && (operation === 'call' || operation === 'jmp')) {
    prefixes.useSegment('notrack');
  }
}
