import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { ipv4Text, ipv6Text } from './addresses.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** A network device: struct net_device (include/linux/netdevice.h). */
export interface NetDevice {
  readonly object: CObject;
  readonly address: Addr;
  readonly name: string;
  readonly index: number;
  readonly mtu: number;
  readonly flags: number;
  /** ARPHRD_… (include/uapi/linux/if_arp.h). */
  readonly hardware: number;
  /** Bytes of its own address; empty where it has none. */
  readonly mac: Uint8Array;
  /** With the length of the prefix: "127.0.0.1/8". */
  readonly ipv4: readonly Prefix[];
  readonly ipv6: readonly Prefix[];
}

/** An address of an interface in text, and the bits of its network. */
export interface Prefix {
  readonly address: string;
  readonly length: number;
}

/** More devices of a namespace, or addresses of a device, are taken for damage. */
const MAX_DEVICES = 1_000_000;
const MAX_ADDRESSES = 100_000;
const MAX_MAC = 32;

/** The struct net that the machine began with. */
export function initNet(kernel: Kernel): Addr | undefined {
  return kernel.symbols.byName('init_net')?.address;
}

/** The struct nets of the machine: init_net, then the others of net_namespace_list (net/core/net_namespace.c). */
export function netNamespaces(kernel: Kernel): readonly Addr[] {
  return kernel.remember('net namespaces', () => {
    const first = initNet(kernel);
    const found: Addr[] = first === undefined ? [] : [first];
    const head = kernel.symbols.byName('net_namespace_list');
    if (!head || !kernel.types.has('net', 'list')) return found;
    for (const { address } of listEntries(
      kernel.at('struct list_head', head.address),
      'struct net',
      'list',
    )) {
      if (!found.includes(address)) found.push(address);
      if (found.length >= MAX_DEVICES) break;
    }
    return found;
  });
}

/** The devices of the namespace whose struct net is at `net`, in the kernel's order. */
export function* netDevices(kernel: Kernel, net: bigint): Generator<NetDevice, void, void> {
  if (!kernel.types.has('net', 'dev_base_head')) return;
  const head = kernel.at('struct net', net).get('dev_base_head');
  let count = 0;
  for (const each of listEntries(head, 'struct net_device', 'dev_list')) {
    const found = netDeviceAt(kernel, each.address);
    if (found) yield found;
    if (++count >= MAX_DEVICES) return;
  }
}

/** The net_device at `address`; undefined when it is not in the dump. */
export function netDeviceAt(kernel: Kernel, address: bigint): NetDevice | undefined {
  const object = kernel.at('struct net_device', address);
  return object.try((device) => ({
    object,
    address: object.address,
    name: device.get('name').string(),
    index: device.get('ifindex').number(),
    mtu: device.get('mtu').number(),
    flags: device.get('flags').number(),
    hardware: device.get('type').number(),
    mac: macOf(device),
    ipv4: ipv4Addresses(kernel, device),
    ipv6: ipv6Addresses(kernel, device),
  }));
}

/** dev_addr: a pointer since 2.6, of addr_len bytes. */
function macOf(device: CObject): Uint8Array {
  return (
    device.try((each) => {
      const length = Math.min(each.get('addr_len').number(), MAX_MAC);
      const at = each.get('dev_addr').pointer();
      return at === 0n ? new Uint8Array() : each.space.read(at, length);
    }) ?? new Uint8Array()
  );
}

/** in_device.ifa_list (include/linux/inetdevice.h). */
function ipv4Addresses(kernel: Kernel, device: CObject): Prefix[] {
  const found: Prefix[] = [];
  const met = new Set<bigint>();
  device.try((each) => {
    const ip = each.get('ip_ptr').pointer();
    let here = ip === 0n ? 0n : kernel.at('struct in_device', ip).get('ifa_list').pointer();
    while (here !== 0n && !met.has(here) && met.size < MAX_ADDRESSES) {
      met.add(here);
      const address = kernel.at('struct in_ifaddr', here);
      found.push({
        address: ipv4Text(kernel.space.read(address.get('ifa_local').address, 4)),
        length: address.get('ifa_prefixlen').number(),
      });
      here = address.get('ifa_next').pointer();
    }
  });
  return found;
}

/** inet6_dev.addr_list (include/net/if_inet6.h). */
function ipv6Addresses(kernel: Kernel, device: CObject): Prefix[] {
  const found: Prefix[] = [];
  device.try((each) => {
    const ip = each.get('ip6_ptr').pointer();
    if (ip === 0n) return;
    const list = kernel.at('struct inet6_dev', ip).get('addr_list');
    for (const address of listEntries(list, 'struct inet6_ifaddr', 'if_list')) {
      if (found.length >= MAX_ADDRESSES) return;
      found.push({
        address: ipv6Text(kernel.space.read(address.get('addr').address, 16)),
        length: address.get('prefix_len').number(),
      });
    }
  });
  return found;
}

/** "UP,LOOPBACK,RUNNING": names of the bits of net_device.flags, an enum of include/uapi/linux/if.h. */
export function deviceFlags(kernel: Kernel, flags: number): string {
  const names = kernel.types.enumeration('net_device_flags')?.values ?? [];
  return names
    .filter(({ value }) => (BigInt(flags) & value) !== 0n)
    .map(({ name }) => name.replace(/^IFF_/, ''))
    .join(',');
}

/** Packets and bytes of a device. */
export interface Traffic {
  readonly packets: bigint;
  readonly bytes: bigint;
  readonly errors: bigint;
  readonly dropped: bigint;
}

/**
 * What a device received and sent, as far as the core of the network keeps it: net_device.stats, what the core dropped
 * itself (core_stats), and the counters by CPU that pcpu_stat_type names (6.7; loopback's before). Drivers may count
 * elsewhere; then these are zero.
 */
export function traffic(
  kernel: Kernel,
  device: NetDevice,
): { readonly received: Traffic; readonly sent: Traffic } | undefined {
  return device.object.try((object) => {
    const stats = object.get('stats');
    const of = (name: string): bigint => stats.find(name)?.pointer() ?? 0n;
    const own = perCpuTraffic(kernel, object);
    const core = (name: string): bigint => coreDrops(kernel, object, name);
    return {
      received: {
        packets: of('rx_packets') + own.rxPackets,
        bytes: of('rx_bytes') + own.rxBytes,
        errors: of('rx_errors'),
        dropped: of('rx_dropped') + core('rx_dropped'),
      },
      sent: {
        packets: of('tx_packets') + own.txPackets,
        bytes: of('tx_bytes') + own.txBytes,
        errors: of('tx_errors'),
        dropped: of('tx_dropped') + core('tx_dropped'),
      },
    };
  });
}

interface PerCpuTraffic {
  rxPackets: bigint;
  rxBytes: bigint;
  txPackets: bigint;
  txBytes: bigint;
}

/** enum netdev_stat_type: which of lstats, tstats and dstats the union holds. */
function perCpuTraffic(kernel: Kernel, device: CObject): PerCpuTraffic {
  const sum: PerCpuTraffic = { rxPackets: 0n, rxBytes: 0n, txPackets: 0n, txBytes: 0n };
  // A stable kernel may have the member and a loopback that does not set it.
  const said = device.find('pcpu_stat_type')?.number() ?? 0;
  const kind = said === 0 && isLoopback(kernel, device) ? 1 : said;
  const [member, struct] =
    kind === 1
      ? ['lstats', 'pcpu_lstats']
      : kind === 2
        ? ['tstats', 'pcpu_sw_netstats']
        : kind === 3
          ? ['dstats', 'pcpu_dstats']
          : ['', ''];
  const base = member === '' ? undefined : device.find(member)?.pointer();
  if (!base || !kernel.types.struct(struct)) return sum;
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    const each = kernel.at(`struct ${struct}`, step(base, offset));
    const of = (...names: string[]): bigint => each.try((one) => one.first(...names).pointer()) ?? 0n;
    if (kind === 1) {
      // What goes out of the loopback comes in: it counts once.
      const [packets, bytes] = [of('packets'), of('bytes')];
      sum.rxPackets += packets;
      sum.txPackets += packets;
      sum.rxBytes += bytes;
      sum.txBytes += bytes;
    } else {
      sum.rxPackets += of('rx_packets');
      sum.txPackets += of('tx_packets');
      sum.rxBytes += of('rx_bytes');
      sum.txBytes += of('tx_bytes');
    }
  }
  return sum;
}

function isLoopback(kernel: Kernel, device: CObject): boolean {
  const operations = kernel.symbols.byName('loopback_ops')?.address;
  return operations !== undefined && device.try((each) => each.get('netdev_ops').pointer()) === operations;
}

/** net_device_core_stats by CPU (5.18, 625788b58445); atomic counters of the device before. */
function coreDrops(kernel: Kernel, device: CObject, name: string): bigint {
  const base = device.find('core_stats')?.pointer();
  if (base === undefined) return device.try((each) => each.find(`${name}.counter`)?.pointer()) ?? 0n;
  if (base === 0n || !kernel.types.struct('net_device_core_stats')) return 0n;
  let sum = 0n;
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    sum +=
      kernel
        .at('struct net_device_core_stats', step(base, offset))
        .try((each) => each.find(name)?.pointer()) ?? 0n;
  }
  return sum;
}
