import { isKernelHalf } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import { Registers } from '../arch/registers.ts';
import { seenCpus } from '../kernel/cpus.ts';
import { taskByPid } from '../kernel/tasks.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case, Machine } from './case.ts';
import { codeAround } from './code.ts';
import { plainName } from '../reports/never-blame.ts';
import { callersRegisters, firstArgument, originOf } from './origin.ts';
import { cpuStanding, taskStanding, type Standing } from './standing.ts';

/** Who spins on which lock, and who has it: kernel/locking/{spinlock,qspinlock,qrwlock}.c. */

/** Functions in which a CPU waits for a spinlock, or takes one; their first argument is the lock. */
const TAKING =
  /^(native_queued_spin_lock_slowpath|queued_spin_lock_slowpath|__pv_queued_spin_lock_slowpath|pv_queued_spin_lock_slowpath|queued_(read|write)_lock_slowpath|do_raw_spin_lock|do_raw_(read|write)_lock|_*raw_spin_lock\w*|_*raw_(read|write)_lock\w*|_spin_lock\w*)$/;
/** Where a queued spinlock, a queued rwlock is waited for (kernel/locking/qspinlock.c, qrwlock.c). */
const QUEUED_SPIN = /queued_spin_lock_slowpath$/;
const QUEUED_RW = /^queued_(read|write)_lock_slowpath$/;
/** Functions that give one back (kernel/locking/spinlock.c, include/asm-generic/q{spin,rw}lock.h). */
const GIVING =
  /^(_*raw_spin_unlock\w*|_*raw_(read|write)_unlock\w*|queued_(read|write)_unlock|native_queued_spin_unlock|(__raw_callee_save_)?_*pv_queued_spin_unlock|_spin_unlock\w*)$/;
/** Functions after the return address that belong to a frame are not looked at. */
const MAX_CODE = 4096;

/** A lock that a CPU spins on. */
export interface Spinning {
  readonly standing: Standing;
  readonly lock: bigint;
  /** The function that asked for it. */
  readonly caller: Frame;
  /** The lock's word: 0 is free; a low byte of 1 is locked. */
  readonly word?: number;
  /** It is a queued spinlock, or rwlock: what the bits of the word are is known. */
  readonly queued?: 'spinlock' | 'rwlock';
}

/** A CPU, or a task that slept where it may not, whose stack goes through a function that took the lock before. */
export interface Holder {
  readonly standing: Standing;
  readonly frame: Frame;
}

/** The lock that `standing` spins on; undefined when it does not, or it cannot be told which. */
export function spinningOn(c: Case, machine: Machine, standing: Standing): Spinning | undefined {
  const frames = standing.stack.frames.slice(standing.from);
  const outside = frames.findIndex(({ symbol }) => !TAKING.test(plainName(symbol?.symbol.name ?? '')));
  if (outside < 1) return undefined;
  const caller = frames[outside];
  const lock =
    askedFor(c, machine, caller, outside === 1 ? standing.registers : undefined) ??
    inArgument(c, machine, standing);
  if (lock === undefined || !isKernelHalf(lock)) return undefined;
  const names = frames.slice(0, outside).map(({ symbol }) => plainName(symbol?.symbol.name ?? ''));
  const queued = names.some((name) => QUEUED_SPIN.test(name))
    ? 'spinlock'
    : names.some((name) => QUEUED_RW.test(name))
      ? 'rwlock'
      : undefined;
  return { standing, lock, caller, word: c.kernel.space.tryU32(lock), queued };
}

/** The lock whose address a register of the interrupted function still holds as its first argument. */
function inArgument(c: Case, machine: Machine, { registers }: Standing): bigint | undefined {
  return registers && firstArgument(c, machine, registers)?.[1];
}

/** The first argument of the call that `frame` waits in, where its code tells. */
function askedFor(c: Case, machine: Machine, frame: Frame, inner: Registers | undefined): bigint | undefined {
  if (frame.exact) return undefined;
  const kept = inner && callersRegisters(c, machine, inner);
  return lockCalls(c, machine, frame, kept).findLast(({ taken }) => taken)?.lock;
}

interface LockCall {
  readonly lock?: bigint;
  readonly after: bigint;
  /** Taken, else given back. */
  readonly taken: boolean;
}

/** Calls of lock functions in the code of `frame` up to where it will go on, in their order there, with the lock where that is told. */
function lockCalls(c: Case, machine: Machine, frame: Frame, kept?: Registers): LockCall[] {
  const end = frame.exact ? frame.address : frame.address - 1n;
  const code = codeAround(c.kernel, machine.code, end, 1);
  const known = frame.exact
    ? frame.registers
    : Registers.some(
        machine.registers,
        Object.fromEntries([...(kept?.entries() ?? []), ...frame.registers.entries()]),
      );
  return code.instructions.slice(0, MAX_CODE).flatMap((each, i) => {
    const after = each.address + BigInt(each.length);
    if (each.flow !== 'call' || each.target === undefined || after > frame.address) return [];
    const name = c.kernel.symbols.byAddress(each.target)?.symbol.name ?? '';
    const taken = TAKING.test(plainName(name));
    if (!taken && !GIVING.test(plainName(name))) return [];
    const origin = originOf(machine, code, i, machine.registers.arguments[0], known, 0);
    const lock =
      origin === undefined || origin.uncertain
        ? undefined
        : origin.how === 'constant'
          ? origin.value
          : origin.how === 'address'
            ? origin.address
            : origin.how === 'load' && origin.address !== undefined
              ? c.kernel.space.tryU64(origin.address)
              : undefined;
    return [{ lock, after, taken }];
  });
}

/** Who has a lock, as far as the stacks of the CPUs tell. */
export interface Holders {
  readonly holders: readonly Holder[];
  /**
   * The stacks of all CPUs could be read and none of their functions took the lock at all: who is not among the holders has it not
   * on its stack. The order of code is not that of its run: what an unlock stands before may still have it.
   */
  readonly all: boolean;
}

/** "BUG: scheduling while atomic: lab_rester/214/0x00000002" (__schedule_bug(), kernel/sched/core.c). */
const SLEPT = /^BUG: scheduling while atomic: .{0,64}\/(\d{1,10})\/0x/;
/** Sleepers whose stacks are looked at. */
const MAX_SLEEPERS = 16;

/** Tasks that slept with preemption off, as the log has them: one that holds a spinlock does so on no CPU. */
function sleepers(c: Case): Standing[] {
  const pids = c.log.every('atomic').flatMap(({ record }) => SLEPT.exec(record.text)?.[1] ?? []);
  return [...new Set(pids)].slice(0, MAX_SLEEPERS).flatMap((pid) => {
    const task = ifKnown(() => taskByPid(c.kernel, Number(pid)));
    const standing = task && ifKnown(() => taskStanding(c, task));
    return standing && standing.cpu === undefined ? [standing] : [];
  });
}

/** Who, of the CPUs and of those that slept, has a stack that goes through a function that took the lock before it came to where it is. */
export function holdersOf(c: Case, machine: Machine, spinning: Spinning): Holders {
  const { lock, caller, standing } = spinning;
  const cpus = ifKnown(() => seenCpus(c.kernel)) ?? [];
  const others = cpus.filter((cpu) => cpu !== standing.cpu).slice(0, MAX_CPUS);
  const standings = [standing, ...others.map((cpu) => cpuStanding(c, cpu))];
  let gaveBack = false;
  const holders = [...standings, ...sleepers(c)].flatMap((there): Holder[] => {
    if (!there) return [];
    const own = there === standing;
    const frames = there.stack.frames.slice(there.from, there.from + MAX_FRAMES);
    const frame = frames.find((each) => {
      if (!each.symbol || TAKING.test(plainName(each.symbol.symbol.name))) return false;
      const calls = lockCalls(c, machine, each).filter(
        (call) =>
          call.lock === lock &&
          // The call that it waits in has not taken it yet.
          !(call.after === each.address && !each.exact && (own ? each === caller : isWaiting(frames, each))),
      );
      // What it took and gave back it has no more.
      const last = calls.at(-1);
      if (last?.taken === false && calls.some(({ taken }) => taken)) gaveBack = true;
      return last?.taken === true;
    });
    return frame ? [{ standing: there, frame }] : [];
  });
  const all =
    !gaveBack &&
    cpus.length > 0 &&
    cpus.length <= MAX_CPUS &&
    standings.every((each) => each !== undefined && (each.stack.complete || each.stack.frames.length === 0));
  return { holders, all };
}

/** Whether what `frame` called is a lock function: it waits there. */
function isWaiting(frames: readonly Frame[], frame: Frame): boolean {
  const before = frames[frames.indexOf(frame) - 1];
  return before !== undefined && TAKING.test(plainName(before.symbol?.symbol.name ?? ''));
}

const MAX_CPUS = 1024;
const MAX_FRAMES = 40;
