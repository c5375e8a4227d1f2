import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { netDevices, netNamespaces, type NetDevice } from './net-devices.ts';

/** A queue discipline of a network device: struct Qdisc (include/net/sch_generic.h). */
export interface Qdisc {
  readonly object: CObject;
  readonly device: NetDevice;
  /** The transmit queue that it stands at the root of. */
  readonly queue: number;
  /** "fq_codel", "pfifo_fast", "noqueue". */
  readonly name: string;
  /** "8001:0". */
  readonly handle: string;
  /** Packets and bytes that waited in it. */
  readonly packets: number;
  readonly backlog: number;
  readonly drops: number;
  readonly requeues: number;
  readonly overlimits: number;
  /** What it has sent. */
  readonly sentBytes?: bigint;
  readonly sentPackets?: bigint;
}

/** Transmit queues of a device; more are taken for damage. */
const MAX_QUEUES = 4096;

/** The disciplines at the roots of the transmit queues of every device, each once for a device. */
export function* qdiscs(kernel: Kernel): Generator<Qdisc, void, void> {
  if (!kernel.types.has('netdev_queue', 'qdisc') || !kernel.types.has('Qdisc', 'ops')) return;
  for (const net of netNamespaces(kernel))
    for (const device of netDevices(kernel, net)) yield* ofDevice(kernel, device);
}

function* ofDevice(kernel: Kernel, device: NetDevice): Generator<Qdisc> {
  const size = kernel.types.sizeOf('struct netdev_queue') ?? 0;
  const [first, count] = device.object.try(
    (each) => [each.get('_tx').pointer(), each.get('num_tx_queues').number()] as const,
  ) ?? [0n as Addr, 0];
  const seen = new Set<bigint>();
  for (let i = 0; first !== 0n && size > 0 && i < Math.min(count, MAX_QUEUES); i++) {
    const found = kernel.at('struct netdev_queue', step(first, i * size)).try((queue) => {
      // While a device is down its queues have noop_qdisc; the one that it will have again sleeps.
      const at = queue.first('qdisc_sleeping', 'qdisc').deref();
      if (at.address === 0n || seen.has(at.address)) return undefined;
      seen.add(at.address);
      return read(kernel, at, device, i);
    });
    if (found) yield found;
  }
}

function read(kernel: Kernel, object: CObject, device: NetDevice, queue: number): Qdisc {
  const handle = object.get('handle').number();
  const counted = queueStats(kernel, object);
  // Disciplines without a lock count by CPU instead (TCQ_F_CPUSTATS).
  const byCpu = (object.find('cpu_bstats')?.pointer() ?? 0n) !== 0n;
  const sent = (member: string): bigint | undefined =>
    byCpu
      ? undefined
      : // struct gnet_stats_basic_sync since 5.16 (50dc9a8572aa), its numbers in u64_stats_t.
        object.try((each) =>
          (each.find(`bstats.${member}.v.a.a.counter`) ?? each.get(`bstats.${member}`)).bigint(),
        );
  return {
    object,
    device,
    queue,
    name: object.get('ops.id').string(16),
    handle: `${(handle >>> 16).toString(16)}:${(handle & 0xffff).toString(16)}`,
    ...counted,
    packets: counted.packets + object.get('q.qlen').number(),
    sentBytes: sent('bytes'),
    sentPackets: sent('packets'),
  };
}

/** struct gnet_stats_queue: one, or one for each CPU that are added (TCQ_F_CPUSTATS). */
function queueStats(
  kernel: Kernel,
  object: CObject,
): Pick<Qdisc, 'packets' | 'backlog' | 'drops' | 'requeues' | 'overlimits'> {
  const each = object.find('cpu_qstats')?.pointer() ?? 0n;
  const sums = { packets: 0, backlog: 0, drops: 0, requeues: 0, overlimits: 0 };
  const add = (stats: CObject, own: boolean): void => {
    stats.try((one) => {
      if (own) sums.packets += one.get('qlen').number();
      sums.backlog += one.get('backlog').number();
      sums.drops += one.get('drops').number();
      sums.requeues += one.get('requeues').number();
      sums.overlimits += one.get('overlimits').number();
    });
  };
  add(object.get('qstats'), false);
  for (let cpu = 0; each !== 0n && cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset !== undefined) add(kernel.at('struct gnet_stats_queue', step(each as Addr, offset)), true);
  }
  return sums;
}
