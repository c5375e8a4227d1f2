import { isKernelHalf, step, type Addr } from '../../addr.ts';
import { stopped as why } from '../../catalogue/unwind.ts';
import { Registers } from '../registers.ts';
import type { KernelParts } from '../paging.ts';
import type { Step, Unwinding, Walking, Way } from '../unwinding.ts';
import { hasFrame } from './frame.ts';
import { codeStripper } from './pointers.ts';

/**
 * Unwinding on arm64: x29 leads from frame record to frame record, {caller's x29, return address} (AAPCS64, 6.4.6). The
 * entry code makes one within the pt_regs that it saves: up to 6.12 with what was interrupted, or zeros at the end; since
 * then zeros and a word that says which (struct frame_record_meta, c2c6b27b5aa1; arch/arm64/include/asm/stacktrace/frame.h).
 */

/** FRAME_META_TYPE_FINAL, FRAME_META_TYPE_PT_REGS. */
const FINAL = 1n;
const PT_REGS = 2n;
/** Where stackframe lies in struct pt_regs where types are lost: 5.10 to 6.12. */
const USUAL_PLACE = 304;

interface Place {
  /** Offset of pt_regs.stackframe. */
  readonly frame: number;
  /** Bytes of pt_regs. */
  readonly size: number;
  /** Whether a word after the record tells what it is. */
  readonly marked: boolean;
  strip(word: bigint): Addr;
}

/** Stacks of arm64: by the link register, frame records, calls before return addresses; there are no ORC tables. */
export const unwinding: Unwinding = {
  ways: (kernel) => waysWith(placeOf(kernel)),
  returnAddress: codeStripper,
};

function placeOf(kernel: KernelParts): Place {
  const { types } = kernel;
  const known = types.has('pt_regs', 'stackframe');
  return {
    frame: known ? types.offsetOf('pt_regs', 'stackframe') : USUAL_PLACE,
    size: types.sizeOf('struct pt_regs') ?? 336,
    marked: types.has('pt_regs', 'stackframe.type'),
    strip: codeStripper(kernel),
  };
}

/** The ways from a frame to its caller where code lies as `place` says, the best first. */
export function waysWith(place: Place): readonly Way[] {
  return [(walking) => byLink(walking, place), (walking) => byRecord(walking, place), 'call-site', 'guess'];
}

/**
 * Where a function was interrupted that had not made its record yet, had taken it away, or makes none: x30 has the
 * return address, x29 is the caller's.
 */
function byLink(walking: Walking, { strip }: Place): Step | undefined {
  const { world, state } = walking;
  const { registers, exact, ip, sp, fp } = state;
  const link = registers?.get('x30');
  if (!exact || !registers || link === undefined) return undefined;
  const back = strip(link);
  if (!isKernelHalf(back) || !world.isCode(back - 1n) || !world.code.afterCall(world.space, back))
    return undefined;
  // A jump to where no code is, or between two instructions: what called it is in x30.
  if ((ip & 3n) === 0n && world.isCode(ip) && hasFrame(world, ip)) return undefined;
  return {
    to: 'caller',
    caller: {
      ip: back,
      sp,
      fp,
      registers: undefined,
      exact: false,
      slot: undefined,
      method: 'saved-registers',
    },
  };
}

function byRecord(walking: Walking, place: Place): Step | undefined {
  const { fp, sp } = walking.state;
  if (fp === undefined) return undefined;
  if ((fp & 7n) !== 0n || !isKernelHalf(fp)) return { to: 'nowhere', why: why.noRecord({ fp }) };
  const here = walking.stack;
  // Frame records lie above the stack pointer, or on the stack that was left for this one.
  if (here && fp >= here.low && fp < here.high && fp < sp)
    return { to: 'nowhere', why: why.recordBelow({ fp, sp }) };
  const [next, back] = [walking.word(fp), walking.word(step(fp, 8))];
  if (next === undefined || back === undefined) return { to: 'nowhere', why: why.recordAbsent({ fp }) };
  const saved = savedAround(walking, fp, next, back, place);
  if (saved) return saved;
  if (next === 0n && back === 0n) return { to: 'beginning' };
  const ip = place.strip(back);
  return {
    to: 'caller',
    caller: {
      ip,
      sp: step(fp, 16),
      fp: next,
      registers: undefined,
      exact: false,
      slot: step(fp, 8),
      method: 'frame-pointer',
    },
  };
}

/** Where the record at `fp` stands in saved registers: what was interrupted, user mode, or the first frame of all. */
function savedAround(walking: Walking, fp: Addr, next: Addr, back: Addr, place: Place): Step | undefined {
  const { world } = walking;
  const at = step(fp, -place.frame);
  const empty = next === 0n && back === 0n;
  const type = place.marked && empty ? walking.word(step(fp, 16)) : undefined;
  if (place.marked && !(empty && (type === FINAL || type === PT_REGS))) return undefined;
  const saved = Registers.at(world.registers, world.space, at, place.size);
  if (!saved) return undefined;
  if (empty && type !== PT_REGS) {
    // Threads of the kernel, and the code that a CPU begins with, came from nowhere.
    if (saved.user && saved.ip !== 0n && saved.sp !== 0n) return { to: 'user', entered: saved };
    return { to: 'beginning' };
  }
  const kept = type === PT_REGS || (saved.ip === place.strip(back) && saved.fp === next);
  if (!kept) return undefined;
  const { ip, sp, fp: before } = saved;
  return {
    to: 'caller',
    entered: saved,
    caller: { ip, sp, fp: before, registers: saved, exact: true, slot: undefined, method: 'saved-registers' },
  };
}
