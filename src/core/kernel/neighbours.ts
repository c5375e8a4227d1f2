import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { ipv4Text, ipv6Text } from './addresses.ts';
import type { Kernel } from './kernel.ts';

/** What is known of a neighbour on a network: struct neighbour (include/net/neighbour.h); ARP's and IPv6's alike. */
export interface Neighbour {
  readonly object: CObject;
  readonly address: Addr;
  readonly ip: string;
  /** struct net_device by which it is reached. */
  readonly device: Addr;
  readonly deviceName: string;
  /** ARPHRD_… of the device. */
  readonly hardware: number;
  readonly mac: Uint8Array;
  /** "REACHABLE", "NOARP"; several joined by a bar. */
  readonly state: string;
}

/** NUD_… (include/uapi/linux/neighbour.h). */
const STATES: readonly (readonly [number, string])[] = [
  [0x01, 'INCOMPLETE'],
  [0x02, 'REACHABLE'],
  [0x04, 'STALE'],
  [0x08, 'DELAY'],
  [0x10, 'PROBE'],
  [0x20, 'FAILED'],
  [0x40, 'NOARP'],
  [0x80, 'PERMANENT'],
];
const MAX_SHIFT = 24;
const MAX_NEIGHBOURS = 4_000_000;
const MAX_MAC = 32;

/** The neighbours in `table`: arp_tbl for IPv4, nd_tbl for IPv6; those of the devices of `net` when it is given. */
export function* neighbours(
  kernel: Kernel,
  table: 'arp_tbl' | 'nd_tbl',
  net?: bigint,
): Generator<Neighbour, void, void> {
  const symbol = kernel.symbols.byName(table);
  if (!symbol || !kernel.types.struct('neigh_table')) return;
  const object = kernel.at('struct neigh_table', symbol.address);
  const hash = object.try((each) => {
    const nht = each.get('nht').deref();
    return {
      keyLength: each.get('key_len').number(),
      // Heads of lists since 6.13 (f7f52738637f), pointers to the first neighbour before.
      buckets: nht.first('hash_heads', 'hash_buckets').pointer(),
      shift: nht.get('hash_shift').number(),
    };
  });
  if (!hash || hash.shift > MAX_SHIFT) return;
  const next = kernel.types.has('neighbour', 'hash') ? kernel.types.offsetOf('neighbour', 'hash') : 0;
  const met = new Set<bigint>();
  for (let i = 0; i < 2 ** hash.shift; i++) {
    let here = kernel.space.tryU64(step(hash.buckets, i * 8)) ?? 0n;
    while (here !== 0n && !met.has(here) && met.size < MAX_NEIGHBOURS) {
      met.add(here);
      const found = neighbourAt(kernel, step(here, -next), hash.keyLength, net);
      if (found) yield found;
      // The first member of both: the next neighbour, or the hlist_node's next.
      here = kernel.space.tryU64(here) ?? 0n;
    }
  }
}

function neighbourAt(
  kernel: Kernel,
  address: Addr,
  keyLength: number,
  net: bigint | undefined,
): Neighbour | undefined {
  const object = kernel.at('struct neighbour', address);
  return object.try((each) => {
    const device = each.get('dev').deref();
    if (net !== undefined && device.find('nd_net.net')?.pointer() !== net) return undefined;
    const key = kernel.space.read(each.get('primary_key').address, keyLength === 16 ? 16 : 4);
    const length = Math.min(device.get('addr_len').number(), MAX_MAC);
    const bits = each.get('nud_state').number();
    return {
      object,
      address: object.address,
      ip: key.length === 16 ? ipv6Text(key) : ipv4Text(key),
      device: device.address,
      deviceName: device.get('name').string(),
      hardware: device.get('type').number(),
      mac: kernel.space.read(each.get('ha').address, length),
      state: STATES.filter(([bit]) => (bits & bit) !== 0)
        .map(([, name]) => name)
        .join('|'),
    };
  });
}

/** ARPHRD_… (include/uapi/linux/if_arp.h) that have an address resolution of their own, as crash names them. */
const HARDWARE: Readonly<Record<number, string>> = {
  0: 'NETROM',
  1: 'ETHER',
  2: 'EETHER',
  3: 'AX25',
  4: 'PRONET',
  5: 'CHAOS',
  6: 'IEEE802',
  7: 'ARCNET',
  8: 'APPLETLK',
  15: 'DLCI',
  19: 'ATM',
  23: 'METRICOM',
  24: 'IEEE1394',
  32: 'INFINIBAND',
};

/** Name of a kind of hardware; UNKNOWN of those without one, as loopback. */
export function hardwareName(type: number): string {
  return HARDWARE[type] ?? 'UNKNOWN';
}

/** "52 54 00 12 34 56". */
export function macText(bytes: Uint8Array, between = ' '): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(between);
}
