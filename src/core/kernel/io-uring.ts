import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import { fileOwners, openFiles } from './files.ts';
import type { Kernel } from './kernel.ts';
import { knownTasks, taskByAddress, type Task } from './tasks.ts';
import { xarrayEntries } from './xarray.ts';

/** One io_uring: struct io_ring_ctx (include/linux/io_uring_types.h, before 6.0 io_uring/io_uring.c). */
export interface IoUring {
  readonly object: CObject;
  readonly address: Addr;
  /** Who has it open, or may submit to it. */
  readonly task: Task | undefined;
  /** The descriptor on which `task` has it open; undefined where it was closed, or is registered only. */
  readonly fd: number | undefined;
  /** IORING_SETUP_… without that. */
  readonly flags: readonly string[];
  readonly submission: Ring;
  readonly completion: Ring;
  /** Requests that the kernel took up, and answers that it gave, since the ring was made. */
  readonly taken: number | undefined;
  readonly answered: number | undefined;
  /** Entries that were refused (sq_dropped), answers that found no room (cq_overflow). */
  readonly dropped: number | undefined;
  readonly overflowed: number | undefined;
  /** The kernel thread that submits, of a ring with IORING_SETUP_SQPOLL. */
  readonly poller: Task | undefined;
}

/** A ring in memory that process and kernel share; the numbers only grow (and wrap at 32 bits). */
export interface Ring {
  readonly entries: number | undefined;
  readonly head: number | undefined;
  readonly tail: number | undefined;
  /** Between head and tail: not taken out yet. */
  readonly waiting: number | undefined;
}

/** By bit: include/uapi/linux/io_uring.h. */
const SETUP = (
  'IOPOLL SQPOLL SQ_AFF CQSIZE CLAMP ATTACH_WQ R_DISABLED SUBMIT_ALL COOP_TASKRUN TASKRUN_FLAG SQE128 CQE32 ' +
  'SINGLE_ISSUER DEFER_TASKRUN NO_MMAP REGISTERED_FD_ONLY NO_SQARRAY HYBRID_IOPOLL CQE_MIXED SQE_MIXED SQ_REWIND'
).split(' ');
/** Rings of one task. */
const MAX_RINGS = 65536;

/** Every io_uring: those that tasks have open, then those that they have used and closed or only registered. */
export function* ioUrings(kernel: Kernel): Generator<IoUring, void, void> {
  if (!kernel.types.has('io_ring_ctx', 'rings')) return;
  const operations = kernel.symbols.byName('io_uring_fops')?.address;
  const met = new Set<bigint>();
  const tasks = knownTasks(kernel);
  if (operations !== undefined)
    for (const task of fileOwners(kernel, tasks))
      for (const { fd, file } of openFiles(kernel, task)) {
        if (file.try((each) => each.get('f_op').pointer()) !== operations) continue;
        const at = file.try((each) => each.get('private_data').pointer()) ?? 0n;
        if (!isKernelHalf(at) || met.has(at)) continue;
        met.add(at);
        yield ringAt(kernel, at, task, fd);
      }
  for (const task of tasks)
    for (const at of usedBy(kernel, task)) {
      if (met.has(at)) continue;
      met.add(at);
      yield ringAt(kernel, at, task, undefined);
    }
}

/** The rings that `task` has submitted to: struct io_uring_task.xa has a node of each (5.11 on). */
function usedBy(kernel: Kernel, task: Task): Addr[] {
  const { types } = kernel;
  if (!types.has('io_uring_task', 'xa') || !types.has('io_tctx_node', 'ctx')) return [];
  const context = task.object.try((each) => each.find('io_uring')?.pointer()) ?? 0n;
  if (context === 0n) return [];
  const found: Addr[] = [];
  for (const { entry, value } of xarrayEntries(
    kernel,
    kernel.at('struct io_uring_task', context).get('xa'),
  )) {
    const at = value
      ? undefined
      : kernel.at('struct io_tctx_node', entry).try((each) => each.get('ctx').pointer());
    if (at !== undefined && isKernelHalf(at)) found.push(at);
    if (found.length >= MAX_RINGS) break;
  }
  return found;
}

function ringAt(kernel: Kernel, at: bigint, user: Task, fd: number | undefined): IoUring {
  const object = kernel.at('struct io_ring_ctx', at);
  const number = (path: string): number | undefined => object.try((each) => each.find(path)?.number());
  const flags = number('flags') ?? 0;
  const submitter = object.try((each) => each.find('submitter_task')?.pointer()) ?? 0n;
  const poller = object.try((each) => each.find('sq_data.thread')?.pointer()) ?? 0n;
  const rings = object.try((each) => each.get('rings').deref());
  return {
    object,
    address: object.address,
    task: taskByAddress(kernel, submitter) ?? user,
    fd,
    flags: SETUP.filter((_, bit) => (flags >>> bit) & 1),
    submission: ring(rings, 'sq', number('sq_entries')),
    completion: ring(rings, 'cq', number('cq_entries')),
    taken: number('cached_sq_head'),
    answered: number('cached_cq_tail'),
    dropped: rings?.try((each) => each.get('sq_dropped').number()),
    overflowed: rings?.try((each) => each.get('cq_overflow').number()),
    poller: taskByAddress(kernel, poller),
  };
}

function ring(rings: CObject | undefined, name: 'sq' | 'cq', entries: number | undefined): Ring {
  const read = (end: string): number | undefined => rings?.try((each) => each.get(`${name}.${end}`).number());
  const [head, tail] = [read('head'), read('tail')];
  return {
    entries,
    head,
    tail,
    waiting: head === undefined || tail === undefined ? undefined : (tail - head) >>> 0,
  };
}

/**
 * Requests of `task`, on all its rings, that are not finished: what io_uring_task.inflight counts, less those that are set
 * aside for the next submissions (cached_refs, 5.15 on).
 */
export function requestsInFlight(kernel: Kernel, task: Task): number | undefined {
  return task.object.try((each) => {
    const context = each.find('io_uring')?.deref();
    if (!context || context.address === 0n || !context.has('inflight.counters')) return undefined;
    const counters = context.get('inflight.counters').pointer();
    let sum = context.get('inflight.count').number() - (context.find('cached_refs')?.number() ?? 0);
    for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
      const offset = kernel.tryPerCpuOffset(cpu);
      if (offset !== undefined) sum += (kernel.space.tryU32(step(counters, offset)) ?? 0) | 0;
    }
    return sum;
  });
}
