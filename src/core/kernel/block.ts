import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import { classDevices, deviceNumber } from './driver-model.ts';
import type { Kernel } from './kernel.ts';
import { sbitmapOf, setBits } from './sbitmap.ts';
import { xarrayEntries } from './xarray.ts';

/** A disk or one of its partitions: struct gendisk and struct block_device (hd_struct up to 5.10). */
export interface BlockDevice {
  /** struct block_device; hd_struct before 5.11 (0d02129e76ed). */
  readonly object: CObject;
  readonly address: Addr;
  readonly disk: CObject;
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** 0 of a whole disk. */
  readonly partition: number;
  /** Bytes; sectors are 512 bytes whatever the disk's own are. */
  readonly size: bigint;
  /** First byte on the disk. */
  readonly start: bigint;
  readonly queue: Addr;
}

const SECTOR = 512n;
const MAX_HARDWARE_QUEUES = 65536;
const MAX_TAGS = 1 << 20;

/** The disks and partitions of the machine, in the order in which they were registered. */
export function blockDevices(kernel: Kernel): readonly BlockDevice[] {
  return kernel.remember('block devices', () => {
    const found: BlockDevice[] = [];
    for (const device of classDevices(kernel, 'block_class')) {
      const each = device.try(() => blockDevice(kernel, device));
      if (each) found.push(each);
    }
    return found;
  });
}

/** The whole disks. */
export function disks(kernel: Kernel): readonly BlockDevice[] {
  return blockDevices(kernel).filter(({ partition }) => partition === 0);
}

function blockDevice(kernel: Kernel, device: CObject): BlockDevice {
  const modern = kernel.types.has('block_device', 'bd_device');
  const object = modern
    ? device.containerOf('struct block_device', 'bd_device')
    : device.containerOf('struct hd_struct', '__dev');
  const { major, minor } = deviceNumber(device.get('devt').number());
  const disk = modern ? object.get('bd_disk').deref() : oldDisk(kernel, object);
  const part0 = modern ? disk.get('part0').pointer() : disk.get('part0').address;
  const partition = part0 === object.address ? 0 : partitionNumber(object);
  const base = disk.get('disk_name').string();
  // disk_name() of block/genhd.c: a "p" between a name that ends in a digit and the number.
  const name = partition === 0 ? base : `${base}${/\d$/.test(base) ? 'p' : ''}${partition}`;
  return {
    object,
    address: object.address,
    disk,
    name,
    major,
    minor,
    partition,
    size: object.first('bd_nr_sectors', 'nr_sects').pointer() * SECTOR,
    start: object.first('bd_start_sect', 'start_sect').pointer() * SECTOR,
    queue: disk.get('queue').pointer(),
  };
}

/** A partition's device has its disk's as parent; a disk's own is in its gendisk. */
function oldDisk(kernel: Kernel, object: CObject): CObject {
  const own = object.get('__dev');
  const isDisk = own.get('type').pointer() === kernel.symbols.byName('disk_type')?.address;
  const part0 = isDisk ? object : own.get('parent').deref().containerOf('struct hd_struct', '__dev');
  return part0.containerOf('struct gendisk', 'part0');
}

/** The low byte of __bd_flags since 6.10 (1116b9fa15c0), a member before. */
function partitionNumber(object: CObject): number {
  const flags = object.find('__bd_flags');
  return flags ? flags.get('counter').number() & 0xff : object.first('bd_partno', 'partno').number();
}

/** What went to and from a disk or partition: struct disk_stats (include/linux/part_stat.h), by CPU. */
export interface DiskStats {
  readonly reads: bigint;
  readonly readBytes: bigint;
  readonly writes: bigint;
  readonly writtenBytes: bigint;
}

/** Completed requests and bytes; undefined where they are not in the dump. */
export function diskStats(kernel: Kernel, device: BlockDevice): DiskStats | undefined {
  if (!kernel.types.has('disk_stats', 'ios')) return undefined;
  const base = device.object.try((each) => each.first('bd_stats', 'dkstats').pointer());
  if (!base) return undefined;
  const sums = [0n, 0n, 0n, 0n];
  let some = false;
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    const stats = kernel.at('struct disk_stats', step(base, offset));
    // STAT_READ 0, STAT_WRITE 1 (enum stat_group).
    const values = stats.try((each) =>
      ['ios[0]', 'sectors[0]', 'ios[1]', 'sectors[1]'].map((path) => each.get(path).pointer()),
    );
    if (!values) continue;
    some = true;
    for (const [i, value] of values.entries()) sums[i] += value;
  }
  if (!some) return undefined;
  return { reads: sums[0], readBytes: sums[1] * SECTOR, writes: sums[2], writtenBytes: sums[3] * SECTOR };
}

/** A request that a disk was at work on: struct request (include/linux/blk-mq.h). */
export interface BlockRequest {
  readonly object: CObject;
  readonly address: Addr;
  readonly disk: BlockDevice;
  readonly tag: number;
  /** "READ", "WRITE", "FLUSH": enum req_op. */
  readonly operation: string;
  readonly writes: boolean;
  /** Somebody waits for it: a read, or marked so (rq_is_sync, include/linux/blk-mq.h). */
  readonly sync: boolean;
  /** "in_flight", "idle" (allocated and not yet started), "complete": enum mq_rq_state. */
  readonly state: string;
  /** Bytes. */
  readonly start: bigint;
  readonly length: number;
  /** Nanoseconds since boot; 0 where the kernel did not take the time. */
  readonly since: bigint;
}

/** The requests of `disk` that have a tag: blk_mq_tags.bitmap_tags of each hardware queue. */
export function* requests(kernel: Kernel, disk: BlockDevice): Generator<BlockRequest, void, void> {
  if (!kernel.types.struct('blk_mq_tags') || disk.queue === 0n) return;
  const met = new Set<bigint>();
  for (const hctx of hardwareQueues(kernel, disk.queue)) {
    const tags = hctx.try((each) => each.get('tags').deref());
    if (!tags || tags.address === 0n || met.has(tags.address)) continue;
    met.add(tags.address);
    yield* tagged(kernel, disk, tags);
  }
}

/** An xarray from 5.18 (4e5cc99e1e48), an array before and again since 7.0. */
export function* hardwareQueues(kernel: Kernel, queue: Addr): Generator<CObject, void, void> {
  const object = kernel.at('struct request_queue', queue);
  const table = object.find('hctx_table');
  if (table) {
    for (const { entry, value } of xarrayEntries(kernel, table))
      if (!value) yield kernel.at('struct blk_mq_hw_ctx', entry);
    return;
  }
  const shape = object.try((each) => ({
    count: Math.min(each.get('nr_hw_queues').number(), MAX_HARDWARE_QUEUES),
    array: each.get('queue_hw_ctx').pointer(),
  }));
  for (let i = 0; shape && shape.array !== 0n && i < shape.count; i++) {
    const at = kernel.space.tryU64(step(shape.array, i * 8));
    if (at) yield kernel.at('struct blk_mq_hw_ctx', at);
  }
}

function* tagged(kernel: Kernel, disk: BlockDevice, tags: CObject): Generator<BlockRequest, void, void> {
  const shape = tags.try((each) => ({
    reserved: each.get('nr_reserved_tags').number(),
    rqs: each.get('rqs').pointer(),
  }));
  if (!shape || shape.reserved > MAX_TAGS) return;
  for (const [member, first] of [
    ['breserved_tags', 0],
    ['bitmap_tags', shape.reserved],
  ] as const) {
    const found = tags.find(member);
    // A pointer up to 5.15 (ae0f1a732f4a).
    const queue = found?.bare.kind === 'pointer' ? found.try((each) => each.deref()) : found;
    const bitmap = queue && queue.address !== 0n ? sbitmapOf(kernel, queue.get('sb')) : undefined;
    if (!bitmap) continue;
    for (const bit of setBits(bitmap)) {
      const at = kernel.space.tryU64(step(shape.rqs, (first + bit) * 8));
      const request = at ? requestAt(kernel, disk, at, first + bit) : undefined;
      if (request) yield request;
    }
  }
}

function requestAt(kernel: Kernel, disk: BlockDevice, at: Addr, tag: number): BlockRequest | undefined {
  const object = kernel.at('struct request', at);
  return object.try((each) => {
    if (each.get('q').pointer() !== disk.queue) return undefined;
    // REQ_OP_BITS is 8 (include/linux/blk_types.h); those with the low bit set write.
    const flags = each.get('cmd_flags').number();
    const operation = flags & 0xff;
    const sync = kernel.types.enumerator('req_flag_bits', '__REQ_SYNC') ?? 11n;
    return {
      object,
      address: object.address,
      disk,
      tag,
      operation: operationName(kernel, operation),
      writes: (operation & 1) === 1,
      sync: (operation & 1) === 0 || ((BigInt(flags) >> sync) & 1n) === 1n,
      state: (each.get('state').enumerator() ?? '?').replace(/^MQ_RQ_/, '').toLowerCase(),
      start: each.get('__sector').pointer() * SECTOR,
      length: each.get('__data_len').number(),
      since: each.get('start_time_ns').pointer(),
    };
  });
}

/** enum req_op since 6.0 (ff07a02e9e8e), req_opf before. */
function operationName(kernel: Kernel, operation: number): string {
  const values = (kernel.types.enumeration('req_op') ?? kernel.types.enumeration('req_opf'))?.values;
  const found = values?.find(({ value }) => Number(value) === operation);
  return found ? found.name.replace(/^REQ_OP_/, '') : String(operation);
}
