import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { blockDevices, type BlockDevice } from './block.ts';
import { classDevices } from './driver-model.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { sbitmapOf, setBits } from './sbitmap.ts';

/** What stands behind disks: a SCSI host or device, an NVMe controller, an MD array, a device-mapper device. */
export interface Storage {
  readonly kind: 'SCSI host' | 'SCSI device' | 'NVMe controller' | 'MD array' | 'DM device';
  readonly object: CObject;
  /** The struct that it is. */
  readonly type: string;
  /** "host0", "0:0:0:0", "nvme0", "md0", "vg-root". */
  readonly name: string;
  /** As the kernel calls it, in small letters: "running", "live", "active", "suspended". */
  readonly state: string;
  /** It does not serve as it should: offline, degraded, recovering from errors, suspended. */
  readonly bad: boolean;
  /** What it is: vendor and model, RAID level, targets. */
  readonly about: string;
  /** Commands that it has at work. */
  readonly busy?: number;
  /** How many it may have. */
  readonly depth?: number;
  /** What went wrong so far: failed commands, read errors, lost disks. */
  readonly errors?: number;
  readonly disk?: BlockDevice;
  /** What it is made of: disks of an array, targets of a device-mapper device. */
  readonly parts: readonly { readonly name: string; readonly about: string; readonly at: Addr }[];
}

/** Devices of a list, and parts of one; more are taken for damage. */
const MAX_DEVICES = 100_000;
const MAX_PARTS = 4096;
const MAX_NAME = 128;

/** All of them, as far as the modules' types are in the dump. */
export function storage(kernel: Kernel): readonly Storage[] {
  return kernel.remember('storage', () => [
    ...scsi(kernel),
    ...nvme(kernel),
    ...arrays(kernel),
    ...mapped(kernel),
  ]);
}

/** The hosts of shost_class, each before its devices (drivers/scsi/hosts.c, include/scsi/scsi_host.h). */
function* scsi(kernel: Kernel): Generator<Storage> {
  if (!kernel.types.has('Scsi_Host', 'shost_dev') || !kernel.types.has('scsi_device', 'siblings')) return;
  for (const device of classDevices(kernel, 'shost_class')) {
    const host = device.containerOf('struct Scsi_Host', 'shost_dev');
    const found = host.try(scsiHost);
    if (found) yield found;
    let count = 0;
    for (const each of listEntries(host.get('__devices'), 'struct scsi_device', 'siblings')) {
      if (++count > MAX_DEVICES) break;
      const one = each.try(() => scsiDevice(kernel, each, host));
      if (one) yield one;
    }
  }
}

function scsiHost(host: CObject): Storage {
  const state = stateOf(host.get('shost_state'), 'SHOST_');
  const failed = host.get('host_failed').number();
  return {
    kind: 'SCSI host',
    object: host,
    type: 'Scsi_Host',
    name: `host${host.get('host_no').number()}`,
    state,
    bad: state !== 'running' || failed > 0,
    about: host.try((each) => each.get('hostt.proc_name').string(MAX_NAME)) ?? '',
    depth: host.get('can_queue').number(),
    errors: failed,
    parts: [],
  };
}

function scsiDevice(kernel: Kernel, device: CObject, host: CObject): Storage {
  const state = stateOf(device.get('sdev_state'), 'SDEV_');
  const queue = device.get('request_queue').pointer();
  // vendor and model point into the INQUIRY data, 8 and 16 bytes without an end (drivers/scsi/scsi_scan.c); arrays in 7.x.
  const fixed = (member: string, length: number): string =>
    device.try((each) => {
      const text = each.get(member);
      return (text.bare.kind === 'array' ? text.string() : each.space.string(text.pointer(), length)).trim();
    }) ?? '';
  const lun = device.get('lun').bigint();
  return {
    kind: 'SCSI device',
    object: device,
    type: 'scsi_device',
    name: `${host.get('host_no').number()}:${device.get('channel').number()}:${device.get('id').number()}:${lun}`,
    state,
    bad: state !== 'running' && state !== 'created',
    about: `${fixed('vendor', 8)} ${fixed('model', 16)}`.trim(),
    busy: scsiBusy(kernel, device),
    depth: device.get('queue_depth').number(),
    errors: device.find('ioerr_cnt.counter')?.number(),
    disk:
      queue === 0n
        ? undefined
        : blockDevices(kernel).find((each) => each.queue === queue && each.partition === 0),
    parts: [],
  };
}

/** Commands at work: bits of budget_map since 5.12 (020b0f0a3192), a counter before. */
function scsiBusy(kernel: Kernel, device: CObject): number | undefined {
  const counted = device.find('device_busy.counter')?.number();
  if (counted !== undefined) return counted;
  const map = device.find('budget_map');
  const bitmap = map && sbitmapOf(kernel, map);
  return bitmap && [...setBits(bitmap)].length;
}

/** The controllers of every subsystem: nvme_subsystems (drivers/nvme/host/core.c). */
function* nvme(kernel: Kernel): Generator<Storage> {
  const head = kernel.symbols.byName('nvme_subsystems');
  if (!head || !kernel.types.has('nvme_ctrl', 'subsys_entry') || !kernel.types.has('nvme_subsystem', 'ctrls'))
    return;
  let count = 0;
  for (const subsystem of listEntries(
    kernel.at('struct list_head', head.address),
    'struct nvme_subsystem',
    'entry',
  ))
    for (const each of listEntries(subsystem.get('ctrls'), 'struct nvme_ctrl', 'subsys_entry')) {
      if (++count > MAX_DEVICES) return;
      const found = each.try((controller): Storage => {
        const state = stateOf(controller.get('state'), 'NVME_CTRL_');
        return {
          kind: 'NVMe controller',
          object: controller,
          type: 'nvme_ctrl',
          name: `nvme${controller.get('instance').number()}`,
          state,
          bad: state !== 'live',
          about: subsystem.try((one) => one.get('model').string(40).trim()) ?? '',
          depth: controller.get('sqsize').number() + 1,
          errors: controller.find('nr_reconnects')?.number(),
          parts: namespaces(controller),
        };
      });
      if (found) yield found;
    }
}

function namespaces(controller: CObject): Storage['parts'] {
  const parts: { name: string; about: string; at: Addr }[] = [];
  for (const each of listEntries(controller.get('namespaces'), 'struct nvme_ns', 'list')) {
    const name = each.try((one) => one.get('disk.disk_name').string());
    if (name !== undefined) parts.push({ name, about: '', at: each.address });
    if (parts.length >= MAX_PARTS) break;
  }
  return parts;
}

/** The arrays of all_mddevs (drivers/md/md.c) that have a disk. */
function* arrays(kernel: Kernel): Generator<Storage> {
  const head = kernel.symbols.byName('all_mddevs');
  if (!head || !kernel.types.has('mddev', 'all_mddevs') || !kernel.types.has('md_rdev', 'same_set')) return;
  let count = 0;
  for (const each of listEntries(kernel.at('struct list_head', head.address), 'struct mddev', 'all_mddevs')) {
    if (++count > MAX_DEVICES) return;
    const found = each.try((one) => array(kernel, one));
    if (found) yield found;
  }
}

function array(kernel: Kernel, mddev: CObject): Storage {
  const disk = mddev.get('gendisk').pointer();
  const bit = (enumeration: string, name: string, otherwise: bigint): bigint =>
    1n << (kernel.types.enumerator(enumeration, name) ?? otherwise);
  const recovery = mddev.get('recovery').bigint();
  const doing = (kernel.types.enumeration('recovery_flags')?.values ?? [])
    .filter(({ value }) => ((recovery >> value) & 1n) === 1n)
    .map(({ name }) => name.replace(/^MD_(?:RECOVERY_)?/, '').toLowerCase());
  const degraded = mddev.get('degraded').number();
  const active = mddev.get('pers').pointer() !== 0n;
  const parts = members(mddev, bit('flag_bits', 'Faulty', 0n), bit('flag_bits', 'In_sync', 1n));
  return {
    kind: 'MD array',
    object: mddev,
    type: 'mddev',
    name: mddev.get('gendisk.disk_name').string(),
    state: [
      active ? 'active' : 'inactive',
      mddev.get('ro').number() !== 0 ? 'read-only' : '',
      degraded > 0 ? 'degraded' : '',
      ...doing,
    ]
      .filter((word) => word !== '')
      .join(', '),
    bad: degraded > 0 || !active || parts.some(({ about }) => about === 'faulty'),
    about: `${mddev.get('clevel').string()}, ${mddev.get('raid_disks').number()}: ${parts.map(({ name }) => name).join(' ')}`,
    errors: degraded,
    disk: blockDevices(kernel).find((each) => each.disk.address === disk && each.partition === 0),
    parts,
  };
}

function members(mddev: CObject, faulty: bigint, inSync: bigint): Storage['parts'] {
  const parts: { name: string; about: string; at: Addr }[] = [];
  for (const each of listEntries(mddev.get('disks'), 'struct md_rdev', 'same_set')) {
    const found = each.try((one) => {
      const flags = one.get('flags').bigint();
      const slot = one.get('raid_disk').number();
      // The name in sysfs is "dev-sdb" (bind_rdev_to_array); a kobject has it whatever block_device looks like.
      const name = one.get('kobj.name').string(MAX_NAME).replace(/^dev-/, '');
      const state =
        (flags & faulty) !== 0n
          ? 'faulty'
          : (flags & inSync) !== 0n
            ? 'in sync'
            : slot < 0
              ? 'spare'
              : 'rebuilding';
      return { name: `${name}[${slot}]`, about: state, at: one.address };
    });
    if (found) parts.push(found);
    if (parts.length >= MAX_PARTS) break;
  }
  return parts;
}

/** The disks of the device mapper: struct mapped_device behind each (drivers/md/dm-core.h). */
function* mapped(kernel: Kernel): Generator<Storage> {
  const operations = ['dm_blk_dops', 'dm_rq_blk_dops'].flatMap(
    (name) => kernel.symbols.byName(name)?.address ?? [],
  );
  if (
    operations.length === 0 ||
    !kernel.types.has('mapped_device', 'map') ||
    !kernel.types.has('dm_table', 'targets')
  )
    return;
  for (const disk of blockDevices(kernel)) {
    if (disk.partition !== 0) continue;
    const found = disk.disk.try((each) => {
      if (!operations.includes(each.get('fops').pointer())) return undefined;
      return mappedDevice(
        kernel,
        kernel.at('struct mapped_device', each.get('private_data').pointer()),
        disk,
      );
    });
    if (found) yield found;
  }
}

function mappedDevice(kernel: Kernel, device: CObject, disk: BlockDevice): Storage {
  // DMF_SUSPENDED is 1, DMF_DELETING 4, DMF_NOFLUSH_SUSPENDING 5 (drivers/md/dm-core.h).
  const flags = device.get('flags').bigint();
  const suspended = (flags & 2n) !== 0n;
  const parts = targets(kernel, device);
  const cell = device.get('interface_ptr').pointer();
  const name =
    cell === 0n || !kernel.types.has('hash_cell', 'name')
      ? undefined
      : kernel.at('struct hash_cell', cell).try((each) => each.get('name').string(MAX_NAME));
  return {
    kind: 'DM device',
    object: device,
    type: 'mapped_device',
    name: name ?? disk.name,
    state: suspended ? 'suspended' : parts.length === 0 ? 'no table' : 'active',
    bad: suspended,
    about: [...new Set(parts.map((each) => each.name))].join(', '),
    disk,
    parts,
  };
}

function targets(kernel: Kernel, device: CObject): Storage['parts'] {
  const size = kernel.types.sizeOf('struct dm_target') ?? 0;
  const at = device.get('map').pointer();
  if (at === 0n || size === 0) return [];
  const table = kernel.at('struct dm_table', at);
  const [first, count] = table.try((each) => [
    each.get('targets').pointer(),
    each.get('num_targets').number(),
  ]) ?? [0n as Addr, 0];
  const parts: { name: string; about: string; at: Addr }[] = [];
  for (let i = 0; first !== 0n && i < Math.min(Number(count), MAX_PARTS); i++) {
    const found = kernel.at('struct dm_target', step(first as Addr, i * size)).try((each) => ({
      name: each.get('type.name').string(MAX_NAME),
      about: `${each.get('begin').number()} +${each.get('len').number()}`,
      at: each.address,
    }));
    if (found) parts.push(found);
  }
  return parts;
}

function stateOf(object: CObject, prefix: string): string {
  return (object.enumerator() ?? String(object.number())).replace(prefix, '').toLowerCase();
}
