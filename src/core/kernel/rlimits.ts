import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { taskLayout, type Task } from './tasks.ts';

/** Names of the limits in the order of signal_struct.rlim[]: include/uapi/asm-generic/resource.h. */
const LIMITS = [
  'CPU',
  'FSIZE',
  'DATA',
  'STACK',
  'CORE',
  'RSS',
  'NPROC',
  'NOFILE',
  'MEMLOCK',
  'AS',
  'LOCKS',
  'SIGPENDING',
  'MSGQUEUE',
  'NICE',
  'RTPRIO',
  'RTTIME',
] as const;

/** A limit of a process, in the unit of its kind (bytes, seconds, a number). */
export interface ResourceLimit {
  readonly name: string;
  /** Undefined: no limit (RLIM_INFINITY). */
  readonly current: bigint | undefined;
  readonly maximum: bigint | undefined;
}

const INFINITY = (1n << 64n) - 1n;

/** The limits of `task`'s process; undefined when its signal_struct is gone. */
export function resourceLimits(kernel: Kernel, task: Task): readonly ResourceLimit[] | undefined {
  const signal = kernel.space.tryU64(step(task.address, taskLayout(kernel).signal));
  if (!signal || !kernel.types.has('signal_struct', 'rlim')) return undefined;
  const at = step(signal, kernel.types.offsetOf('signal_struct', 'rlim'));
  const found: ResourceLimit[] = [];
  for (const [i, name] of LIMITS.entries()) {
    // struct rlimit: two unsigned longs.
    const current = kernel.space.tryU64(step(at, i * 16));
    const maximum = kernel.space.tryU64(step(at, i * 16 + 8));
    if (current === undefined || maximum === undefined) return found.length > 0 ? found : undefined;
    found.push({
      name,
      current: current === INFINITY ? undefined : current,
      maximum: maximum === INFINITY ? undefined : maximum,
    });
  }
  return found;
}
