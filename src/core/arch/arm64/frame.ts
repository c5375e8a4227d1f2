import type { Instruction } from '../instruction.ts';
import type { UnwindWorld } from '../unwinding.ts';
import { step } from '../../addr.ts';

/** Longer functions are looked at from here on only. */
const MAX_BYTES = 64 * 1024;

/**
 * Whether the function at `ip` has made its frame record when it comes to `ip`: told by its instructions from the
 * beginning on, in the order in which they stand, and by the jumps among them. True where nothing tells.
 */
export function hasFrame(world: UnwindWorld, ip: bigint): boolean {
  const at = world.symbolAt(ip);
  if (!at || at.offset > MAX_BYTES) return true;
  const start = step(ip, -at.offset);
  const bytes = world.space.tryRead(start, at.offset + 4);
  if (!bytes) return true;
  const arriving = new Map<bigint, boolean>();
  let framed = false;
  let known = true;
  for (let offset = 0; offset <= at.offset;) {
    const each = world.code.decode(bytes, offset, step(start, offset));
    const jumped = arriving.get(each.address);
    // After a jump or a return the code goes on for those who jump there; where nobody came by yet, it is the body.
    if (!known) framed = jumped ?? true;
    if (each.address === ip) return framed;
    known = each.flow !== 'jump' && each.flow !== 'return' && each.flow !== 'stop';
    if (each.target !== undefined && each.flow !== 'call' && !arriving.has(each.target))
      arriving.set(each.target, framed);
    framed = changed(each, framed);
    offset += each.length;
  }
  return true;
}

/** mov x29, sp or add x29, sp, #n makes the record one of this function; loading x29 takes it away. */
function changed(each: Instruction, framed: boolean): boolean {
  const written = each.operands.some(
    (operand) => operand.kind === 'register' && operand.full === 'x29' && operand.access.includes('w'),
  );
  if (!written) return framed;
  return each.operation === 'mov' || each.operation === 'add';
}
