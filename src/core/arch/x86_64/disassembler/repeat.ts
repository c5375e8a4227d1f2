/** What 0xf2, 0xf3, 0x2e and 0x3e mean to an instruction that they did not select. */
import type { Operand } from '../../instruction.ts';
import type { State } from './state.ts';

const REP = new Set(['ins', 'outs', 'movs', 'lods', 'stos']);
const BRANCH = new Set(['call', 'jmp', 'ret']);
/** With lock and a memory destination these may begin or end a transaction (Intel SDM volume 1, 16.3.5). */
const LOCKABLE = new Set(
  'add adc and btc btr bts cmpxchg cmpxchg8b cmpxchg16b dec inc neg not or sbb sub xor xadd xchg'.split(' '),
);

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
