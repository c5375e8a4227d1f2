/** The memory operand of a ModRM byte (Intel SDM volume 2, tables 2-2 and 2-3, and 2.2.1.3 to 2.2.1.7). */
import type { Access, MemoryOperand } from '../../instruction.ts';
import { LONG, QUAD } from './registers.ts';
import type { State } from './state.ts';

const SCALES = [1, 2, 4, 8] as const;

/** fs or gs when overridden: the only segments with a base in 64-bit mode. */
export function overriddenSegment(s: State): string | undefined {
  const { override } = s.prefixes;
  if (override === 0) return undefined;
  s.prefixes.useSegment();
  return override === 0x64 ? 'fs' : 'gs';
}

/**
 * @param indexNames - names of the index register, for vector scatter and gather
 * @param unit - what an 8-bit displacement is multiplied with (EVEX)
 */
export function memoryOperand(
  s: State,
  size: number,
  access: Access,
  indexNames?: string[],
  unit = 1,
): MemoryOperand {
  const { cursor } = s;
  const wide = s.addressSize() === 8;
  const names = wide ? QUAD : LONG;
  const operand: MemoryOperand = {
    kind: 'memory',
    size,
    scale: 1,
    displacement: 0n,
    access,
    displaced: false,
  };
  const high = s.rexB() & 8;
  let displacement = 0;
  let bytes = s.mod === 1 ? 1 : s.mod === 2 ? 4 : 0;
  let relative = false;
  let absolute = false;
  if (s.rm === 4) {
    const sib = cursor.u8();
    const index = ((sib >> 3) & 7) | (s.rexX() & 8);
    const base = sib & 7;
    operand.scale = SCALES[sib >> 6];
    const hasBase = !(base === 5 && s.mod === 0);
    if (hasBase) operand.base = names[base | high];
    else bytes = 4;
    if (indexNames) operand.index = indexNames[index | (s.vex === 4 ? s.vvvv & 16 : 0)];
    else if (index !== 4) operand.index = names[index];
    else if (operand.scale !== 1 || (hasBase && base !== 4) || (!wide && !hasBase))
      operand.noIndex = wide ? 'riz' : 'eiz';
    absolute = !hasBase && !operand.index && !operand.noIndex;
  } else if (s.rm === 5 && s.mod === 0) {
    bytes = 4;
    relative = true;
    operand.base = wide ? 'rip' : 'eip';
  } else operand.base = names[s.rm | high];
  if (bytes === 1) displacement = cursor.s8() * unit;
  else if (bytes === 4) displacement = cursor.s32();
  operand.displaced = bytes > 0;
  operand.displacement = BigInt(displacement);
  const segment = overriddenSegment(s);
  if (segment) operand.segment = segment;
  // The address of a relative operand is completed when the instruction's length is known.
  if (relative) operand.address = 0n;
  else if (absolute) operand.address = BigInt.asUintN(64, operand.displacement);
  return operand;
}
