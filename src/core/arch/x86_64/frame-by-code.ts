import { decode } from './disassembler/decode.ts';
import type { Instruction, Operand } from '../instruction.ts';

/** How a function's frame lies at one of its instructions, before that has run. */
export interface CodeFrame {
  /** rbp has been set to where the caller's rbp was pushed: the return address stands above it. */
  readonly framed: boolean;
  /** Bytes from the stack pointer up to the return address; undefined where the code does not tell. */
  readonly depth: number | undefined;
  /** Bytes from the caller's rbp, where it was pushed, up to the return address; undefined while it stands in the register. */
  readonly saved: number | undefined;
}

/** On the way through the code: also whether the caller's rbp is what was pushed last. */
interface Passing extends CodeFrame {
  readonly onTop?: boolean;
}

/** At a function's first instruction. */
const ENTERED: Passing = { framed: false, depth: 0, saved: undefined };
/** Frames larger than a task's largest stack are none. */
const MAX_DEPTH = 131072;
const RETURN_SIZE = 8;

/**
 * The frame at `ip` of the function whose code `bytes` begins at `start`, told by the code itself: what is pushed and taken
 * off on the way from the function's first instruction (System V ABI, AMD64 supplement, 3.2.2 and 3.4.1). One pass in order of
 * address; after a jump or a return it goes on with what the jump that leads there had, else with what the function's body has.
 * `known` has frames at addresses that other code jumps to, and takes those that this code jumps to.
 */
export function frameByCode(
  bytes: Uint8Array,
  start: bigint,
  ip: bigint,
  known = new Map<bigint, CodeFrame>(),
): CodeFrame | undefined {
  let here: Passing = known.get(start) ?? ENTERED;
  let body = here;
  for (let at = 0; at < bytes.length;) {
    const address = start + BigInt(at);
    if (address === ip) return told(here);
    if (address > ip) return undefined;
    const each = decode(bytes, at, address);
    at += each.length;
    const { target } = each;
    if (target !== undefined && (each.flow === 'jump' || each.flow === 'branch') && !known.has(target))
      known.set(target, told(here));
    if (each.flow === 'next' || each.flow === 'call' || each.flow === 'branch') here = after(here, each);
    else here = known.get(start + BigInt(at)) ?? body;
    if (here.framed || (here.depth ?? -1) >= (body.framed ? MAX_DEPTH : (body.depth ?? 0))) body = here;
  }
  return start + BigInt(bytes.length) === ip ? told(here) : undefined;
}

const told = ({ framed, depth, saved }: Passing): CodeFrame => ({ framed, depth, saved });

/** Where cold parts are jumped to from the function `bytes`, which begins at `start`: the frame at each target. */
export function framesAtJumps(bytes: Uint8Array, start: bigint): Map<bigint, CodeFrame> {
  const known = new Map<bigint, CodeFrame>();
  frameByCode(bytes, start, start + BigInt(bytes.length), known);
  return known;
}

const isRegister = (operand: Operand | undefined, name: string): boolean =>
  operand?.kind === 'register' && operand.full === name && operand.size === 8;

/** The frame after `each`, which does not leave the function. */
function after(frame: Passing, each: Instruction): Passing {
  const { operation, operands } = each;
  const first = operands[0] as Operand | undefined;
  const last = operands.at(-1);
  const moved = (by: number): Passing => sunk(frame, by);
  if (/^pushf?$/.test(operation)) {
    const next = moved(8);
    if (!isRegister(first, 'rbp') || frame.saved !== undefined || frame.framed) return next;
    return { ...next, saved: next.depth, onTop: true };
  }
  if (operation === 'pop' && isRegister(first, 'rbp'))
    return { ...moved(-8), framed: false, saved: undefined };
  if (/^popf?$/.test(operation)) return isRegister(first, 'rsp') ? { ...frame, depth: undefined } : moved(-8);
  if (operation === 'leave') return ENTERED;
  // Where the stack was aligned first, the return address was pushed once more before rbp (gcc's realigned frames).
  if (operation === 'mov' && isRegister(first, 'rsp') && isRegister(last, 'rbp'))
    return { ...frame, framed: frame.onTop === true, saved: frame.saved ?? RETURN_SIZE };
  if (!isRegister(last, 'rsp') || operands.length < 2) return frame;
  if ((operation === 'sub' || operation === 'add') && first?.kind === 'immediate') {
    const by = Number(BigInt.asIntN(64, first.value));
    return moved(operation === 'sub' ? by : -by);
  }
  if (operation === 'lea' && first?.kind === 'memory' && first.index === undefined) {
    const by = Number(BigInt.asIntN(64, first.displacement));
    if (first.base === 'rsp') return moved(-by);
    if (first.base === 'rbp' && frame.framed) return { ...frame, depth: (frame.saved ?? RETURN_SIZE) - by };
    // Back to where the caller left rsp: the return address stands on top.
    if (by === -RETURN_SIZE) return ENTERED;
  }
  if (operation === 'mov' && isRegister(first, 'rbp') && frame.framed)
    return { ...frame, depth: frame.saved };
  // Aligned (and), or taken from elsewhere; comparisons write nothing.
  return last?.kind === 'register' && last.access.includes('w') ? { ...frame, depth: undefined } : frame;
}

function sunk(frame: Passing, by: number): Passing {
  if (frame.depth === undefined) return { ...frame, onTop: false };
  const depth = frame.depth + by;
  return { ...frame, depth: depth < 0 || depth > MAX_DEPTH ? undefined : depth, onTop: false };
}
