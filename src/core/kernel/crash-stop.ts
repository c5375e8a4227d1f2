import { step, type Addr } from '../addr.ts';
import { part } from '../arch/arch.ts';
import type { Registers } from '../arch/registers.ts';
import type { StackRange } from '../arch/stacks.ts';
import type { UnwindWorld } from '../arch/unwinding.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import { unwind } from '../unwind/unwinder.ts';
import type { Kernel } from './kernel.ts';
import { cpuStacks } from './stack-ranges.ts';

/** Candidates tried at most. */
const TRIES = 64;

/**
 * CPUs come to rest in functions that never return (Stacks.restsIn) on the way into a crash kernel. The registers that
 * the kernel saves are of an earlier moment; the frames in between are found by the return addresses that still lie on
 * the stack. Where no registers were saved at all (plain memory), so are those of CPUs that a panic without a crash
 * kernel left in an endless loop (Stacks.haltsIn).
 *
 * The stack from where CPU `cpu` came to rest, on `own` (that of the task it was running) or on the CPU's others;
 * undefined when no return address there leads to `registers` (those the kernel saved on the way).
 */
export function crashStop(
  kernel: Kernel,
  world: UnwindWorld,
  own: StackRange | undefined,
  cpu: number,
  registers: Registers | undefined,
): Stack | undefined {
  const { restsIn, haltsIn, passing } = part(kernel.arch, 'stacks');
  const others = cpuStacks(kernel, cpu).filter((stack) => !passing.includes(stack.kind));
  const stacks: CpuStacks = { task: own?.task, ranges: own ? [own, ...others] : others };
  return (
    restingIn(restsIn, kernel, world, stacks, registers) ??
    (registers ? undefined : restingIn(haltsIn, kernel, world, stacks, undefined))
  );
}

/** Where a CPU may have come to rest: on the stack of its task, which is the first, or on one of its own. */
interface CpuStacks {
  readonly task: StackRange['task'];
  readonly ranges: readonly StackRange[];
}

function restingIn(
  names: readonly string[],
  kernel: Kernel,
  world: UnwindWorld,
  { task, ranges }: CpuStacks,
  registers: Registers | undefined,
): Stack | undefined {
  const { savedFp } = part(kernel.arch, 'stacks');
  let tries = 0;
  for (const stack of ranges) {
    // These functions do not call themselves: of several the outermost stands, the others are left over below it.
    let last: Stack | undefined;
    for (const { ip, slot } of candidates(names, kernel, world, stack)) {
      if (++tries > TRIES) return last;
      const found = unwind(world, {
        ip,
        sp: step(slot, 8),
        fp: savedFp === undefined ? undefined : kernel.space.tryU64(step(slot, savedFp)),
        exact: false,
        slot,
        stack,
        task,
        method: 'saved-registers',
      });
      if (registers ? leadsTo(found, registers) : found.complete && found.frames.length > 2) last = found;
    }
    if (last) return last;
  }
  return undefined;
}

function* candidates(
  names: readonly string[],
  kernel: Kernel,
  world: UnwindWorld,
  stack: StackRange,
): Generator<{ ip: Addr; slot: Addr }> {
  const ranges = kernel.remember(`functions CPUs rest in: ${names.join()}`, () =>
    names.flatMap((name) => {
      const symbol = kernel.symbols.image.byName(name);
      return symbol ? [{ start: symbol.address, end: symbol.address + BigInt(symbol.size ?? 4096) }] : [];
    }),
  );
  const { pageSize } = kernel.layout;
  // Page by page: of a stack that overflowed, or of one never used, not every page is in the dump.
  for (let page: bigint = stack.low; page < stack.high; page += BigInt(pageSize)) {
    const bytes = kernel.space.tryRead(page, pageSize);
    if (!bytes) continue;
    const words = new BigUint64Array(bytes.buffer);
    for (let i = 0; i < words.length; i++) {
      const ip = world.returnAddress?.(words[i]) ?? (words[i] as Addr);
      if (ranges.some(({ start, end }) => ip > start && ip <= end) && world.code.afterCall(kernel.space, ip))
        yield { ip, slot: step(page, i * 8) };
    }
  }
}

/** Whether the walk came through the moment of `registers`: user mode, an interrupted frame, or a function on its way. */
function leadsTo(stack: Stack, registers: Registers): boolean {
  if (registers.user) return stack.user?.ip === registers.ip && stack.user.sp === registers.sp;
  return stack.frames.some((frame) => isMoment(frame, registers));
}

function isMoment(frame: Frame, registers: Registers): boolean {
  if (frame.sp !== registers.sp) return false;
  if (frame.address === registers.ip) return true;
  const symbol = frame.symbol?.symbol;
  return (
    symbol !== undefined &&
    registers.ip >= symbol.address &&
    registers.ip < symbol.address + BigInt(symbol.size ?? 0)
  );
}
