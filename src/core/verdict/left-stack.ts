import { ifKnown } from '../errors.ts';
import type { StackRange } from '../arch/stacks.ts';
import { guardPage, stackAt, taskStack } from '../kernel/stack-ranges.ts';
import type { Case, Fault } from './case.ts';

/**
 * What the CPU itself saves when an exception comes, with what the entry code saves below it: where so much does not fit, a
 * fault cannot be delivered and a double fault follows.
 */
const FRAME = 512n;
/** How far beyond a stack's end a frame of one function may reach: larger ones are an error (CONFIG_FRAME_WARN). */
const REACH = 16384n;

/**
 * The stack that `fault` left at its low end; false where the stack pointer was well within its stack and the access did not
 * go through it; undefined where that cannot be told, the stack or its pointer not being known.
 */
export function leftStack(c: Pick<Case, 'kernel' | 'task'>, fault: Fault): StackRange | false | undefined {
  const { sp } = fault.registers;
  if (fault.registers.get(fault.machine.registers.sp) === undefined) return undefined;
  const own = stackAbove(c, sp);
  if (!own) return undefined;
  const room = sp - own.low;
  if (room < 0n) return own;
  if (fault.kind === 'double-fault') return room < FRAME ? own : false;
  if (fault.kind !== 'page-fault') return false;
  const hit = fault.address !== undefined && fault.address < own.low && own.low - fault.address <= REACH;
  return hit && fault.throughStack ? own : false;
}

/** The stack on which `sp` lies, or which ends just above it. */
function stackAbove({ kernel, task }: Pick<Case, 'kernel' | 'task'>, sp: bigint): StackRange | undefined {
  const on = ifKnown(() => stackAt(kernel, sp));
  if (on && sp > on.low) return on;
  const own = task && ifKnown(() => taskStack(kernel, task));
  if (own && sp <= own.high && own.low - sp <= REACH) return own;
  return on;
}

/** The stack whose guard page `address` lies in. */
export function guarded({ kernel }: Pick<Case, 'kernel'>, address: bigint): StackRange | undefined {
  return ifKnown(() => {
    const page = BigInt(kernel.layout.pageSize);
    const above = stackAt(kernel, (address & ~(page - 1n)) + page + 8n);
    const guard = above && guardPage(kernel, above);
    return guard && address >= guard.low && address < guard.high ? above : undefined;
  });
}
