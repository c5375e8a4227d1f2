import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { disks } from './block.ts';
import { deviceNumber } from './driver-model.ts';
import type { Kernel } from './kernel.ts';

/** A range of device numbers that a driver has taken, and the device there. */
export interface DeviceRange {
  readonly kind: 'char' | 'block';
  /** struct char_device_struct or blk_major_name. */
  readonly object: CObject;
  readonly major: number;
  readonly name: string;
  /** struct cdev, or the gendisk that was registered last; 0 when there is none. */
  readonly device: Addr;
  /** Its file_operations or block_device_operations; 0 without a device. */
  readonly operations: Addr;
}

/** Chains of the tables, and links of one, are bounded by this. */
const BUCKETS = 255;
const MAX_LINKS = 100_000;
const NONE = 0n as Addr;

/** The ranges of character devices in the order of /proc/devices: chrdevs[] (fs/char_dev.c). */
export function* characterDevices(kernel: Kernel): Generator<DeviceRange, void, void> {
  for (const object of chained(kernel, 'chrdevs', 'char_device_struct')) {
    const found = object.try((each) => {
      const major = each.get('major').number();
      const own = each.get('cdev').pointer();
      const device = own !== 0n ? own : mappedCdev(kernel, major, each.get('baseminor').number());
      return {
        kind: 'char' as const,
        object,
        major,
        name: each.get('name').string(),
        device,
        operations: device === 0n ? NONE : operationsOf(kernel, 'cdev', device, 'ops'),
      };
    });
    if (found) yield found;
  }
}

/** The majors of block devices in the same order: major_names[] (block/genhd.c). */
export function* blockMajors(kernel: Kernel): Generator<DeviceRange, void, void> {
  for (const object of chained(kernel, 'major_names', 'blk_major_name')) {
    const found = object.try((each) => {
      const major = each.get('major').number();
      const device = disks(kernel).findLast((disk) => disk.major === major)?.disk.address ?? NONE;
      return {
        kind: 'block' as const,
        object,
        major,
        name: each.get('name').string(),
        device,
        operations: device === 0n ? NONE : operationsOf(kernel, 'gendisk', device, 'fops'),
      };
    });
    if (found) yield found;
  }
}

function* chained(kernel: Kernel, symbol: string, struct: string): Generator<CObject, void, void> {
  const table = kernel.symbols.byName(symbol);
  if (!table || !kernel.types.has(struct, 'next')) return;
  const next = kernel.types.offsetOf(struct, 'next');
  const met = new Set<bigint>();
  for (let i = 0; i < BUCKETS; i++) {
    let here = kernel.space.tryU64(step(table.address, i * 8)) ?? NONE;
    while (here !== 0n && !met.has(here) && met.size < MAX_LINKS) {
      met.add(here);
      yield kernel.at(`struct ${struct}`, here);
      here = kernel.space.tryU64(step(here, next)) ?? NONE;
    }
  }
}

/** The cdev that cdev_map (struct kobj_map, drivers/base/map.c) has for the first number of a range. */
function mappedCdev(kernel: Kernel, major: number, minor: number): Addr {
  const map = kernel.symbols.byName('cdev_map');
  const at = map && kernel.space.tryU64(map.address);
  if (!at || !kernel.types.has('kobj_map', 'probes') || !kernel.types.has('probe', 'range')) return NONE;
  const probes = kernel.at('struct kobj_map', at).get('probes');
  let here = probes.try((each) => each.at(major % BUCKETS).pointer()) ?? NONE;
  const met = new Set<bigint>();
  while (here !== 0n && !met.has(here) && met.size < MAX_LINKS) {
    met.add(here);
    const probe = kernel.at('struct probe', here);
    const found = probe.try((each) => {
      const number = deviceNumber(each.get('dev').number());
      const data = each.get('data').pointer();
      return { ...number, data, next: each.get('next').pointer() };
    });
    if (!found) return NONE;
    if (found.data !== 0n && found.major === major && found.minor === minor) return found.data;
    here = found.next;
  }
  return NONE;
}

function operationsOf(kernel: Kernel, struct: string, at: Addr, member: string): Addr {
  return kernel.at(`struct ${struct}`, at).try((each) => each.get(member).pointer()) ?? NONE;
}
