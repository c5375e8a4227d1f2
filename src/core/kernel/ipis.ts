import { isKernelHalf, step, type Addr } from '../addr.ts';
import { cpuCount, seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { stackAt, stackOwner, taskStack } from './stack-ranges.ts';
import { unwindTask } from './stacks.ts';
import { activeCpu, currentTask } from './running.ts';
import { taskAt, type Task } from './tasks.ts';

/** What one CPU wants another to do, and has not been done yet: struct __call_single_data and its kin (kernel/smp.c). */
export interface CrossCall {
  readonly address: Addr;
  /** The struct at `address`. */
  readonly type: string;
  readonly kind: 'call' | 'irq_work' | 'wake-up';
  /** The CPU that asked; undefined where nothing tells. */
  readonly from: number | undefined;
  /** The CPU that is asked; undefined of a call that was taken off its queue and does not say it. */
  readonly to: number | undefined;
  /** Called with `info`. */
  readonly function: Addr | undefined;
  readonly info: Addr | undefined;
  /** Of a wake-up: the task that is to be woken there. */
  readonly task: Task | undefined;
  /** It still lies in the queue of `to`; else that CPU has taken it and is at it. */
  readonly queued: boolean;
  /** The CPU that asked waits until it is done. */
  readonly waits: boolean;
}

/** CSD_FLAG_LOCK and the types above it: include/linux/smp_types.h, 5.8 on (4b44a21dd640). */
const LOCKED = 0x01;
const TYPE_MASK = 0xf0;
const SYNC = 0x10;
const IRQ_WORK = 0x20;
const WAKE_UP = 0x30;
/** CSD_FLAG_SYNCHRONOUS of the kernels before. */
const OLD_SYNC = 0x02;
/** The functions that wait with the struct on their stack. */
const CALLERS = /smp_call_function|csd_lock_wait|on_each_cpu/;
/** Entries of all queues; more are taken for damage. */
const MAX_QUEUED = 10_000;
/** Structs of all pairs of CPUs that are looked at: of 2048 CPUs all. */
const MAX_SLOTS = 1 << 22;

/** How this kernel's structs are laid out. */
interface Shape {
  readonly type: string;
  readonly flags: number;
  readonly func: number;
  readonly info: number;
  /** Kinds other than calls lie in the same queue (5.8 on). */
  readonly mixed: boolean;
}

function shapeOf({ types }: Kernel): Shape | undefined {
  const type = ['__call_single_data', 'call_single_data'].find((name) => types.has(name, 'func'));
  if (type === undefined) return undefined;
  const flags = ['node.u_flags', 'flags'].find((name) => types.has(type, name));
  if (flags === undefined) return undefined;
  const at = (member: string): number => types.offsetOf(type, member);
  return {
    type,
    flags: at(flags),
    func: at('func'),
    info: at('info'),
    mixed: types.has('task_struct', 'wake_entry.u_flags'),
  };
}

/** What CPUs still wait for of others, or have asked of them. */
export function crossCalls(kernel: Kernel): readonly CrossCall[] {
  const shape = shapeOf(kernel);
  if (!shape) return [];
  const known = lockedSlots(kernel, shape);
  const found = new Map<bigint, CrossCall>();
  for (const to of seenCpus(kernel))
    for (const at of queueOf(kernel, to)) {
      const flags = kernel.space.tryU32(step(at, shape.flags));
      // What is in two queues is a circle, or damage.
      if (flags === undefined || found.has(at) || found.size >= MAX_QUEUED) break;
      const from = known.get(at)?.from ?? stackCpu(kernel, at);
      found.set(at, callAt(kernel, shape, at, flags, { from, to, queued: true }));
    }
  for (const [at, { from, to, flags }] of known)
    if (!found.has(at)) found.set(at, callAt(kernel, shape, at, flags, { from, to, queued: false }));
  for (const from of seenCpus(kernel))
    for (const [at, flags] of onStack(kernel, shape, from))
      if (!found.has(at))
        found.set(at, callAt(kernel, shape, at, flags, { from, to: undefined, queued: false }));
  return [...found.values()];
}

type Ends = Pick<CrossCall, 'from' | 'to' | 'queued'>;

function callAt(kernel: Kernel, shape: Shape, at: Addr, flags: number, ends: Ends): CrossCall {
  const word = (offset: number): Addr | undefined => kernel.space.tryU64(step(at, offset));
  const type = shape.mixed ? flags & TYPE_MASK : 0;
  const { types } = kernel;
  if (type === WAKE_UP) {
    const address = step(at, -types.offsetOf('task_struct', 'wake_entry'));
    const task =
      types.has('task_struct', 'pid') && kernel.space.readable(address) ? taskAt(kernel, address) : undefined;
    return {
      address,
      type: 'task_struct',
      kind: 'wake-up',
      ...ends,
      function: undefined,
      info: undefined,
      task,
      waits: false,
    };
  }
  if (type === IRQ_WORK && types.has('irq_work', 'func'))
    return {
      address: at,
      type: 'irq_work',
      kind: 'irq_work',
      ...ends,
      function: word(types.offsetOf('irq_work', 'func')),
      info: undefined,
      task: undefined,
      waits: false,
    };
  return {
    address: at,
    type: shape.type,
    kind: 'call',
    ...ends,
    function: word(shape.func),
    info: word(shape.info),
    task: undefined,
    waits: shape.mixed ? type === SYNC : (flags & OLD_SYNC) !== 0,
  };
}

/** call_single_queue of CPU `cpu`, the newest entry first; who asks ends a circle. */
function* queueOf(kernel: Kernel, cpu: number): Generator<Addr, void, void> {
  const queue = perCpuAddress(kernel, 'call_single_queue', cpu);
  let at = queue === undefined ? undefined : kernel.space.tryU64(queue);
  while (at !== undefined && isKernelHalf(at)) {
    yield at;
    at = kernel.space.tryU64(at);
  }
}

interface Slot {
  readonly from: number;
  readonly to: number | undefined;
  readonly flags: number;
}

/**
 * The structs that CPUs have for this and that are in use: csd_data for a call that nobody waits for, cfd_data with one for each
 * CPU for calls of many (through struct cfd_percpu from 5.13 to 6.3).
 */
function lockedSlots(kernel: Kernel, shape: Shape): ReadonlyMap<Addr, Slot> {
  const { types, space } = kernel;
  const slots = new Map<Addr, Slot>();
  const keep = (at: Addr, from: number, to?: number): void => {
    const flags = space.tryU32(step(at, shape.flags)) ?? 0;
    if ((flags & LOCKED) !== 0) slots.set(at, { from, to, flags });
  };
  const [member, within] = types.has('call_function_data', 'csd')
    ? ['csd', 0]
    : ['pcpu', types.has('cfd_percpu', 'csd') ? types.offsetOf('cfd_percpu', 'csd') : 0];
  const offsets = seenCpus(kernel).map((cpu) => ({ cpu, offset: kernel.tryPerCpuOffset(cpu) }));
  let left = MAX_SLOTS;
  for (const { cpu: from } of offsets) {
    const single = perCpuAddress(kernel, 'csd_data', from);
    if (single !== undefined) keep(single, from);
    const many = perCpuAddress(kernel, 'cfd_data', from);
    if (many === undefined || !types.has('call_function_data', member)) continue;
    const pointer = space.tryU64(step(many, types.offsetOf('call_function_data', member)));
    for (const { cpu: to, offset } of pointer ? offsets : [])
      if (offset !== undefined && left-- > 0) keep(step((pointer ?? 0n) + offset, within), from, to);
  }
  return slots;
}

function perCpuAddress(kernel: Kernel, name: string, cpu: number): Addr | undefined {
  const symbol = kernel.symbols.byName(name);
  const offset = symbol && cpu < cpuCount(kernel) ? kernel.tryPerCpuOffset(cpu) : undefined;
  return symbol && offset !== undefined ? step(symbol.address, offset) : undefined;
}

/** The CPU on whose stack, or on that of the task it ran, `address` lies: who waits has the struct there. */
function stackCpu(kernel: Kernel, address: bigint): number | undefined {
  const stack = stackAt(kernel, address);
  if (!stack || stack.cpu !== undefined) return stack?.cpu;
  const task = stackOwner(kernel, stack);
  return task && activeCpu(kernel, task);
}

/**
 * Structs on the stack of the task that CPU `cpu` ran, of smp_call_function_single() that waits: locked, to be waited for, with a
 * function of the kernel after them. They are off their queue where the other CPU is at them.
 */
function* onStack(kernel: Kernel, shape: Shape, cpu: number): Generator<[Addr, number], void, void> {
  const task = currentTask(kernel, cpu);
  const stack = task && taskStack(kernel, task);
  if (
    !stack ||
    !unwindTask(kernel, task).frames.some(({ symbol }) => CALLERS.test(symbol?.symbol.name ?? ''))
  )
    return;
  const bytes = kernel.space.readSome(stack.low, Number(stack.high - stack.low));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = shape.mixed ? SYNC | LOCKED : OLD_SYNC | LOCKED;
  for (let at = 0; at + shape.info + 8 <= bytes.length; at += 8) {
    if (view.getUint32(at + shape.flags, true) !== wanted) continue;
    const target = view.getBigUint64(at + shape.func, true);
    const found = isKernelHalf(target) ? kernel.symbols.byAddress(target) : undefined;
    if (found?.offset === 0 && /^[tw]$/i.test(found.symbol.letter)) yield [step(stack.low, at), wanted];
  }
}
