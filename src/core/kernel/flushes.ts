import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './tasks.ts';
import { works, type Work } from './workqueues.ts';

/** What who waits in flush_work(), cancel_work_sync() and their like waits for. */
export interface Flush {
  readonly work: Work;
  /** The thread at whose work it lies that `work` ends: it runs it, has it next, or runs what alone holds it back. */
  readonly until?: Task;
}

/** Barriers between one and what it waits for: several may wait for one work item. */
const MAX_BARRIERS = 64;

/**
 * What is waited for with the completion at `at`, where that is the one of a struct wq_barrier: a work item on the waiter's stack,
 * queued right after what it waits for (insert_wq_barrier(), kernel/workqueue.c); undefined where it is none.
 */
export function flushedWith(kernel: Kernel, at: Addr): Flush | undefined {
  const { types, symbols } = kernel;
  if (!types.has('wq_barrier', 'done') || !types.has('wq_barrier', 'work')) return undefined;
  const barrier = symbols.byName('wq_barrier_func')?.address;
  if (barrier === undefined) return undefined;
  const own = step(at, types.offsetOf('wq_barrier', 'work') - types.offsetOf('wq_barrier', 'done'));
  const all = works(kernel);
  const queued = all.find(({ address, state }) => address === own && state !== 'running');
  if (queued?.function !== barrier) return undefined;
  const work = before(kernel, all, queued, barrier);
  return work && { work, until: work.worker ?? heldBackBy(all, work)?.worker };
}

/** The work item before the barrier `own` in its list; where that is a worker's, what the worker runs. */
function before(kernel: Kernel, all: readonly Work[], own: Work, barrier: Addr): Work | undefined {
  const entry = kernel.types.offsetOf('work_struct', 'entry');
  let here = own.address;
  for (let count = 0; count < MAX_BARRIERS; count++) {
    const link = kernel.space.tryU64(step(here, entry + 8));
    if (link === undefined) return undefined;
    const found = all.find(({ address, state }) => state !== 'running' && address === step(link, -entry));
    if (!found) break;
    if (found.function !== barrier) return found;
    here = found.address;
  }
  if (own.state !== 'scheduled' || !own.worker) return undefined;
  return all.find(({ state, worker }) => state === 'running' && worker?.address === own.worker?.address);
}

/** Of an item that its workqueue holds back: the only one that the queue runs, at whose end it may begin. */
function heldBackBy(all: readonly Work[], work: Work): Work | undefined {
  if (work.state !== 'inactive' || work.queue === '') return undefined;
  const running = all.filter(({ state, queue }) => state === 'running' && queue === work.queue);
  return running.length === 1 ? running[0] : undefined;
}
