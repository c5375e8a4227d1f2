import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** What is to be written back to a device: struct backing_dev_info and its bdi_writeback (include/linux/backing-dev-defs.h). */
export interface Writeback {
  readonly object: CObject;
  readonly address: Addr;
  /** "8:0", "btrfs-1": the device's name in sysfs. */
  readonly name: string;
  /** Inodes with dirty pages, those about to be written, those that wait for another turn. */
  readonly dirtyInodes: number;
  readonly writing: number;
  readonly more: number;
  /** Pages that are dirty, and that are being written; of all writers. */
  readonly dirtyPages?: number;
  readonly writebackPages?: number;
  /** Pages that were ever dirtied and written. */
  readonly dirtied?: number;
  readonly written?: number;
  /** Pages a second, as the kernel reckons it. */
  readonly bandwidth?: number;
  /** Work that its writer thread has in its queue. */
  readonly works: number;
}

/** Devices and inodes of a list; more are taken for damage. */
const MAX_DEVICES = 100_000;
const MAX_INODES = 4_000_000;

/** Every backing device of bdi_list (mm/backing-dev.c). */
export function* writebacks(kernel: Kernel): Generator<Writeback, void, void> {
  const head = kernel.symbols.image.byName('bdi_list');
  if (!head || !kernel.types.has('backing_dev_info', 'wb')) return;
  let count = 0;
  for (const each of listEntries(
    kernel.at('struct list_head', head.address),
    'struct backing_dev_info',
    'bdi_list',
  )) {
    if (++count > MAX_DEVICES) return;
    const found = each.try((one) => read(kernel, one));
    if (found) yield found;
  }
}

function read(kernel: Kernel, device: CObject): Writeback {
  const wb = device.get('wb');
  const stat = (name: string): number | undefined => {
    const index = kernel.types.enumerator('wb_stat_item', name);
    return index === undefined ? undefined : percpuCounter(kernel, wb, Number(index));
  };
  return {
    object: device,
    address: device.address,
    name: device.first('dev_name', 'dev.kobj.name').string(64),
    dirtyInodes: counted(wb.get('b_dirty')),
    writing: counted(wb.get('b_io')),
    more: counted(wb.get('b_more_io')),
    dirtyPages: stat('WB_RECLAIMABLE'),
    writebackPages: stat('WB_WRITEBACK'),
    dirtied: stat('WB_DIRTIED'),
    written: stat('WB_WRITTEN'),
    bandwidth: wb.find('avg_write_bandwidth')?.number(),
    works: counted(wb.get('work_list'), 'wb_writeback_work', 'list'),
  };
}

/** Entries of a list of inodes (i_io_list), or of what `type` says. */
function counted(head: CObject, type = 'inode', member = 'i_io_list'): number {
  if (!head.types.has(type, member)) return 0;
  let count = 0;
  for (const entry of listEntries(head, `struct ${type}`, member)) {
    if (entry.address === 0n || ++count >= MAX_INODES) break;
  }
  return count;
}

/** The sum of a percpu_counter, with what CPUs keep to themselves (lib/percpu_counter.c, __percpu_counter_sum). */
function percpuCounter(kernel: Kernel, wb: CObject, index: number): number | undefined {
  return wb.try((each) => {
    const counter = each.get(`stat[${index}]`);
    let sum = BigInt.asIntN(64, counter.get('count').bigint());
    const own = counter.get('counters').pointer();
    for (let cpu = 0; own !== 0n && cpu < cpuCount(kernel); cpu++) {
      const offset = kernel.tryPerCpuOffset(cpu);
      const value = offset === undefined ? undefined : kernel.space.tryU32(step(own, offset));
      if (value !== undefined) sum += BigInt(value | 0);
    }
    return sum > 0n ? Number(sum) : 0;
  });
}
