import { disks, hardwareQueues, requests, type BlockDevice } from './block.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** The queue of requests before a disk: struct request_queue (include/linux/blkdev.h). */
export interface IoQueue {
  readonly disk: BlockDevice;
  readonly object: CObject;
  /** Name of its scheduler, "none" without one; undefined where that is not in the dump. */
  readonly scheduler: string | undefined;
  /** Requests that may be in the queue: nr_requests. */
  readonly most: number | undefined;
  /** Hardware queues; 0 of a driver that takes bios (md, dm, loop of old kernels). */
  readonly hardware: number;
  /** Requests with a tag, and those of them that were given to the driver. */
  readonly tagged: number;
  readonly inFlight: number;
  /** Requests that the driver refused for now (blk_mq_hw_ctx.dispatch), and those that are to be put in anew. */
  readonly refused: number;
  readonly requeued: number;
  /** Hardware queues that are stopped: BLK_MQ_S_STOPPED. */
  readonly stopped: number;
  /** How often it is frozen (nothing new is let in) and quiesced (nothing is given to the driver), each to be undone. */
  readonly frozen: number | undefined;
  readonly quiesced: number | undefined;
}

/** More requests in a list are taken for damage. */
const MAX_LISTED = 1_000_000;
/** BLK_MQ_S_STOPPED (include/linux/blk-mq.h). */
const STOPPED = 1n;

/** The queue of every disk. */
export function* ioQueues(kernel: Kernel): Generator<IoQueue, void, void> {
  if (!kernel.types.struct('request_queue')) return;
  for (const disk of disks(kernel)) if (disk.queue !== 0n) yield queueOf(kernel, disk);
}

function queueOf(kernel: Kernel, disk: BlockDevice): IoQueue {
  const object = kernel.at('struct request_queue', disk.queue);
  const number = (path: string): number | undefined => object.try((each) => each.find(path)?.number());
  const scheduler = object.try((each) => {
    const elevator = each.get('elevator').deref();
    return elevator.address === 0n ? 'none' : elevator.get('type.elevator_name').string(64);
  });
  let [hardware, refused, stopped] = [0, 0, 0];
  for (const context of object.try((each) => each.find('mq_ops')?.pointer())
    ? hardwareQueues(kernel, disk.queue)
    : []) {
    hardware++;
    refused += length(context.find('dispatch'));
    if (((context.try((each) => each.get('state').pointer()) ?? 0n) & STOPPED) !== 0n) stopped++;
  }
  const all = [...requests(kernel, disk)];
  return {
    disk,
    object,
    scheduler,
    most: number('nr_requests'),
    hardware,
    tagged: all.length,
    inFlight: all.filter(({ state }) => state === 'in_flight').length,
    refused,
    requeued: length(object.find('requeue_list')),
    stopped,
    frozen: number('mq_freeze_depth'),
    quiesced: number('quiesce_depth'),
  };
}

function length(head: CObject | undefined): number {
  if (!head) return 0;
  let count = 0;
  for (const _ of listEntries(head, 'struct list_head', 'next')) if (++count >= MAX_LISTED) break;
  return count;
}
