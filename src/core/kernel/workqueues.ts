import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { taskByAddress, type Task } from './tasks.ts';
import { jiffies, ticksPerSecond } from './time.ts';
import { xarrayEntries } from './xarray.ts';

/** Work items of one list that are gone through. */
const MAX_WORKS = 100_000;
/** In work_struct.data: it points to a pool_workqueue (WORK_STRUCT_PWQ, include/linux/workqueue.h); flags below. */
const PWQ = 4n;
const FLAGS = 0xffn;

/** A pool of workers: struct worker_pool (kernel/workqueue.c). */
export interface WorkerPool {
  readonly object: CObject;
  readonly id: number;
  /** -1: not bound to a CPU. */
  readonly cpu: number;
  readonly workers: number;
  readonly idle: number;
  /** Seconds since it last began a work item (watchdog_ts, last_progress_ts since 6.18); undefined where not kept. */
  readonly sinceProgress?: number;
}

/** What becomes of a work item: a worker runs it, a worker has it next, it waits for a worker, or for its queue's limit. */
export type WorkState = 'running' | 'scheduled' | 'pending' | 'inactive';

/** A work item: struct work_struct (include/linux/workqueue.h). */
export interface Work {
  readonly address: Addr;
  readonly function: Addr;
  readonly state: WorkState;
  readonly pool?: WorkerPool;
  /** The workqueue's name. */
  readonly queue: string;
  /** The worker's thread, where one has it. */
  readonly worker?: Task;
  /** Seconds that it has run (worker.current_start, 7.0 on); undefined where not kept. */
  readonly ranFor?: number;
}

/** Every pool, in order of its number: worker_pool_idr. */
export function workerPools(kernel: Kernel): readonly WorkerPool[] {
  return kernel.remember('worker pools', () => {
    const pools: WorkerPool[] = [];
    const idr = kernel.object('worker_pool_idr', 'struct idr');
    const root = idr.find('idr_rt') ?? idr.get('top');
    for (const { entry, value } of xarrayEntries(kernel, root)) {
      if (value) continue;
      const object = kernel.at('struct worker_pool', entry);
      const pool = object.try((each) => ({
        object,
        id: each.get('id').number(),
        cpu: each.get('cpu').number(),
        workers: each.get('nr_workers').number(),
        idle: each.get('nr_idle').number(),
        sinceProgress: secondsSince(
          kernel,
          (each.find('last_progress_ts') ?? each.find('watchdog_ts'))?.bigint(),
        ),
      }));
      if (pool) pools.push(pool);
    }
    return pools;
  });
}

function secondsSince(kernel: Kernel, stamp: bigint | undefined): number | undefined {
  const now = jiffies(kernel);
  const hz = ticksPerSecond(kernel);
  if (stamp === undefined || stamp === 0n || now === undefined || hz === undefined) return undefined;
  const ticks = BigInt.asIntN(64, now - BigInt.asUintN(64, stamp));
  return ticks < 0n ? 0 : Number(ticks) / hz;
}

/** The work items that were on their way: of each pool what runs, what comes next, what waits; then what queues hold back. */
export function works(kernel: Kernel): readonly Work[] {
  return kernel.remember('work items', () => {
    const found: Work[] = [];
    for (const pool of workerPools(kernel)) {
      for (const worker of listEntries(pool.object.get('workers'), 'struct worker', 'node'))
        found.push(...ofWorker(kernel, pool, worker));
      for (const work of bounded(listEntries(pool.object.get('worklist'), 'struct work_struct', 'entry')))
        found.push(workAt(kernel, work, 'pending', pool));
    }
    found.push(...heldBack(kernel));
    return found;
  });
}

function* ofWorker(kernel: Kernel, pool: WorkerPool, worker: CObject): Generator<Work> {
  const task = worker.try((each) => each.get('task').pointer()) ?? 0n;
  const thread = taskByAddress(kernel, task);
  const current = worker.try((each) => each.get('current_work').pointer()) ?? (0n as Addr);
  if (current !== 0n)
    yield {
      // The item itself may be freed by now: what it was is kept by the worker.
      address: current,
      function: worker.try((each) => each.get('current_func').pointer()) ?? (0n as Addr),
      state: 'running',
      pool,
      queue: worker.try((each) => each.get('current_pwq.wq.name').string(32)) ?? '',
      worker: thread,
      ranFor: secondsSince(
        kernel,
        worker.try((each) => each.find('current_start')?.bigint()),
      ),
    };
  for (const work of bounded(listEntries(worker.get('scheduled'), 'struct work_struct', 'entry')))
    yield { ...workAt(kernel, work, 'scheduled', pool), worker: thread };
}

/** What waits until its workqueue may run more at once: pool_workqueue.inactive_works (delayed_works before 5.14). */
function* heldBack(kernel: Kernel): Generator<Work> {
  for (const queue of listEntries(
    kernel.object('workqueues', 'struct list_head'),
    'struct workqueue_struct',
    'list',
  ))
    for (const pwq of listEntries(queue.get('pwqs'), 'struct pool_workqueue', 'pwqs_node')) {
      const list = pwq.find('inactive_works') ?? pwq.find('delayed_works');
      if (!list) continue;
      for (const work of bounded(listEntries(list, 'struct work_struct', 'entry')))
        yield workAt(kernel, work, 'inactive');
    }
}

function workAt(kernel: Kernel, work: CObject, state: WorkState, pool?: WorkerPool): Work {
  const data = work.try((each) => BigInt.asUintN(64, each.get('data.counter').bigint())) ?? 0n;
  const pwq = (data & PWQ) !== 0n ? kernel.at('struct pool_workqueue', data & ~FLAGS) : undefined;
  return {
    address: work.address,
    function: work.try((each) => each.get('func').pointer()) ?? (0n as Addr),
    state,
    pool,
    queue: pwq?.try((each) => each.get('wq.name').string(32)) ?? '',
  };
}

function* bounded<T>(items: Iterable<T>): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= MAX_WORKS) return;
    yield item;
  }
}
