import { step, type Addr } from '../../addr.ts';
import type { SymbolAt } from '../../symbols/symbol.ts';
import { Registers } from '../registers.ts';
import type { Step, UnwindWorld, WalkState, Walking } from '../unwinding.ts';
import { frameByCode, framesAtJumps, type CodeFrame } from './frame-by-code.ts';
import { PT_REGS_SIZE } from './registers.ts';
import { isEntryCode } from './trouble.ts';

/**
 * Stacks of code without ORC: kernels with frame pointers (CONFIG_UNWINDER_FRAME_POINTER, and all before 4.14), modules
 * without tables, code made at run time. Where the kernel is entered rbp is made to point at pt_regs, with bit 0 set
 * (ENCODE_FRAME_POINTER, arch/x86/include/asm/frame.h, 4.9 on); system calls and the boot clear it, and pt_regs stand at
 * the stack's top (task_pt_regs()), with 16 bytes above them where the kernel knows FRED (TOP_OF_KERNEL_STACK_PADDING,
 * arch/x86/include/asm/thread_info.h, 6.9 on).
 */
const FRED = { entry: 'asm_fred_entrypoint_user', padding: 16n } as const;
/** Functions longer than this are read no further. */
const MAX_FUNCTION = 65536;

/** A caller that goes on at `ip`, which lies at `slot`. */
export function called(
  ip: Addr,
  sp: Addr,
  fp: Addr | undefined,
  slot: Addr,
  method: WalkState['method'],
  exact = false,
): Step {
  return { to: 'caller', caller: { ip, sp, fp, registers: undefined, exact, slot, method } };
}

/** To where the CPU was interrupted with `entered`. */
export function interrupted(entered: Registers, fp: Addr | undefined): Step {
  if (entered.user) return { to: 'user', entered };
  const { ip, sp } = entered;
  return {
    to: 'caller',
    entered,
    caller: { ip, sp, fp, registers: entered, exact: true, slot: undefined, method: 'saved-registers' },
  };
}

/** Through the registers that entry code saved: where an odd rbp points, at the stack's top, or where entry code leaves rsp. */
export function bySavedRegisters(walking: Walking): Step | undefined {
  const { fp, sp } = walking.state;
  const marked = fp !== undefined && (fp & 1n) === 1n ? throughMarked(walking, step(fp, -1)) : undefined;
  if (marked) return marked;
  if (isTop(walking, sp)) return atTop(walking, sp);
  if (!isEntryCode(nameAt(walking) ?? '')) return undefined;
  // Before 4.9 nothing is marked. On the interrupt stack the interrupted one's place stands at the top; up to 4.x it is
  // that of rbp in pt_regs (SAVE_ARGS_IRQ, arch/x86/kernel/entry_64.S of 3.10).
  const before = walking.word(sp);
  const places = [sp, ...(before === undefined ? [] : [before, step(before, -32)])];
  for (const at of places) {
    const saved = (at & 7n) === 0n && walking.world.stackAt(at) ? savedAt(walking, at) : undefined;
    if (saved) return interrupted(saved, saved.fp);
  }
  return undefined;
}

function throughMarked(walking: Walking, at: Addr): Step | undefined {
  const { world, stack, state } = walking;
  if (!stack || (at & 7n) !== 0n || !(world.stackAt(at) ?? (at >= state.sp && at < stack.high)))
    return undefined;
  // Threads of the kernel came from nowhere: copy_thread() leaves empty ones at the top (arch/x86/kernel/process.c).
  if (isTop(walking, at)) return atTop(walking, at);
  const saved = savedAt(walking, at);
  return saved && interrupted(saved, saved.fp);
}

function isTop({ stack, world }: Walking, at: Addr): boolean {
  const left = stack?.kind === 'task' ? stack.high - at - BigInt(PT_REGS_SIZE) : undefined;
  return left === 0n || (left === FRED.padding && world.byName(FRED.entry) !== undefined);
}

function atTop({ world }: Walking, at: Addr): Step {
  const saved = Registers.at(world.registers, world.space, at);
  return saved?.user ? interrupted(saved, saved.fp) : { to: 'beginning' };
}

/** The registers at `at`, if they have the form of saved ones. */
function savedAt({ world }: Walking, at: Addr): Registers | undefined {
  const bytes = world.space.tryRead(at, PT_REGS_SIZE);
  const words = bytes && new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  // A jump to where no code is saves its address as well.
  if (!words || !world.registers.looksSaved(words, 0, () => true)) return undefined;
  return Registers.whole(world.registers, words, at);
}

/** By what the code of the function at hand has pushed by now, and whether it has set rbp. */
export function byCode(walking: Walking): Step | undefined {
  const { sp, fp } = walking.state;
  const frame = codeFrame(walking);
  if (!frame) return undefined;
  if (frame.framed && fp !== undefined) return viaPointer(walking, fp);
  if (frame.depth === undefined) return undefined;
  const slot = step(sp, frame.depth);
  const back = walking.word(slot);
  if (back === undefined || !mayReturn(walking, back, slot)) return undefined;
  const callers = frame.saved === undefined ? fp : walking.word(step(slot, -frame.saved));
  return called(back, step(slot, 8), callers, slot, frame.framed ? 'frame-pointer' : 'prologue');
}

function codeFrame({ world, state }: Walking): CodeFrame | undefined {
  const { ip, exact } = state;
  const at = world.symbolAt(exact ? ip : ip - 1n);
  if (!at) return undefined;
  const cold = at.symbol.name.endsWith('.cold') ? world.byName(at.symbol.name.slice(0, -5)) : undefined;
  const known = cold && framesAtJumps(codeOf(world, cold.address, cold.size ?? 0), cold.address);
  // Cold code is come to by jumps alone: what is not jumped to from its function says nothing.
  if (at.symbol.name.endsWith('.cold') && !known?.has(at.symbol.address)) return undefined;
  return frameByCode(codeOf(world, at.symbol.address, lengthTo(at, ip)), at.symbol.address, ip, known);
}

/** Bytes from the function's beginning to the end of the instruction at `ip`. */
const lengthTo = (at: SymbolAt, ip: bigint): number => Number(ip - at.symbol.address) + 15;

function codeOf(world: UnwindWorld, start: Addr, length: number): Uint8Array {
  return length > MAX_FUNCTION ? new Uint8Array() : world.space.readSome(start, length);
}

/** rbp → {caller's rbp, return address}, as compilers and JITs write it. */
export function byFramePointer(walking: Walking): Step | undefined {
  const { fp } = walking.state;
  return fp === undefined ? undefined : viaPointer(walking, fp);
}

/** The frame at `fp`: on the stack at hand, or on the one that was left for it. */
function viaPointer(walking: Walking, fp: Addr): Step | undefined {
  const { world, stack, state } = walking;
  if (!stack || (fp & 7n) !== 0n) return undefined;
  const here = fp >= stack.low && fp < stack.high;
  if (here ? fp < state.sp || fp + 16n > stack.high : !world.stackAt(fp)) return undefined;
  const slot = step(fp, 8);
  const back = walking.word(slot);
  if (back === undefined || !mayReturn(walking, back, slot)) return undefined;
  return called(back, step(fp, 16), walking.word(fp), slot, 'frame-pointer');
}

/** Whether `back` stands after a call. */
function isReturn({ isCode, code, space }: UnwindWorld, back: Addr): boolean {
  return isCode(back - 1n) && code.afterCall(space, back);
}

/**
 * Whether `back` may be a return address where code says that one stands at `slot`: the boot's code has been freed, and
 * jumps into C by a return (secondary_startup_64, arch/x86/kernel/head_64.S) with the stack still empty.
 */
function mayReturn(walking: Walking, back: Addr, slot: Addr): boolean {
  const { world } = walking;
  if (isReturn(world, back)) return true;
  const unseen = world.space.tryRead(step(back, -8), 8) === undefined;
  return world.isCode(back - 1n) && (unseen || isTop(walking, step(slot, 8)));
}

function nameAt({ world, state }: Walking): string | undefined {
  return world.symbolAt(state.exact ? state.ip : state.ip - 1n)?.symbol.name;
}
