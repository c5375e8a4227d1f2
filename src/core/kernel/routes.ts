import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { ipv4Text, ipv6Text } from './addresses.ts';
import type { Kernel } from './kernel.ts';

/** A route of IPv4 or IPv6: struct fib_alias and fib_info (net/ipv4/fib_trie.c), or fib6_info (include/net/ip6_fib.h). */
export interface Route {
  readonly family: 'IPv4' | 'IPv6';
  readonly object: CObject;
  readonly address: Addr;
  /** struct net. */
  readonly net: bigint;
  /** "10.9.0.0/16", "default". */
  readonly destination: string;
  readonly gateway: string | undefined;
  readonly device: string | undefined;
  /** struct net_device; 0 of a route that leads nowhere. */
  readonly deviceAddress: Addr;
  /** "main", "local", or a number. */
  readonly table: string;
  /** "unicast", "local", "blackhole". */
  readonly type: string;
  /** Who made it: "kernel", "static", "dhcp". */
  readonly protocol: string;
  readonly metric: number;
  readonly source: string | undefined;
}

const MAX_ROUTES = 4_000_000;
const MAX_BITS = 24;
const MAX_TABLES = 100_000;
const NOWHERE = 0n as Addr;
const AF_INET6 = 10;
/** RT_TABLE_…, RTN_…, RTPROT_… (include/uapi/linux/rtnetlink.h). */
const TABLES: Readonly<Record<number, string>> = { 253: 'default', 254: 'main', 255: 'local' };
const TYPES =
  'unspec unicast local broadcast anycast multicast blackhole unreachable prohibit throw nat'.split(' ');
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'redirect',
  2: 'kernel',
  3: 'boot',
  4: 'static',
  9: 'ra',
  11: 'zebra',
  12: 'bird',
  16: 'dhcp',
  17: 'mrouted',
  18: 'keepalived',
  42: 'babel',
  186: 'bgp',
  187: 'isis',
  188: 'ospf',
  192: 'eigrp',
};
/** RTN_RTINFO (include/net/ip6_fib.h): the node has routes of its own. */
const RTN_RTINFO = 4;

/** The routes of the namespace whose struct net is at `net`, IPv4 first, table by table. */
export function* routes(kernel: Kernel, net: bigint): Generator<Route, void, void> {
  const object = kernel.at('struct net', net);
  if (kernel.types.struct('fib_alias'))
    for (const table of tables(kernel, object.find('ipv4'), 'rules_ops', 'fib_table', 'tb_hlist'))
      yield* ipv4Routes(kernel, net, table);
  if (!kernel.types.struct('fib6_info')) return;
  // What stands at the top of an empty table and says that there is nothing.
  const nothing = object.try((each) => each.get('ipv6.fib6_null_entry').pointer()) ?? NOWHERE;
  for (const table of tables(kernel, object.find('ipv6'), 'fib6_rules_ops', 'fib6_table', 'tb6_hlist'))
    yield* ipv6Routes(kernel, net, table, nothing);
}

/** The tables of the hash fib_table_hash: 256 chains where there may be many tables, else one or two. */
function* tables(
  kernel: Kernel,
  family: CObject | undefined,
  many: string,
  struct: string,
  member: string,
): Generator<CObject, void, void> {
  const base = family?.try((each) => each.get('fib_table_hash').pointer()) ?? 0n;
  if (!family || base === 0n || !kernel.types.has(struct, member)) return;
  const chains = family.has(many) ? 256 : 1;
  const offset = kernel.types.offsetOf(struct, member);
  const met = new Set<bigint>();
  for (let i = 0; i < chains; i++) {
    let here = kernel.space.tryU64(step(base, i * 8)) ?? NOWHERE;
    while (here !== 0n && !met.has(here) && met.size < MAX_TABLES) {
      met.add(here);
      yield kernel.at(`struct ${struct}`, step(here, -offset));
      here = kernel.space.tryU64(here) ?? NOWHERE;
    }
  }
}

/** The leaves of the table's trie, and their aliases: one for each length of prefix, metric and type. */
function* ipv4Routes(kernel: Kernel, net: bigint, table: CObject): Generator<Route, void, void> {
  const id = table.try((each) => each.get('tb_id').number());
  const trie = table.try((each) => each.get('tb_data').pointer()) ?? 0n;
  if (trie === 0n || id === undefined) return;
  const met = new Set<bigint>();
  // The root has one child, whatever its bits say.
  const root = kernel.at('struct trie', trie).try((each) => each.get('kv').address);
  if (root === undefined) return;
  const child = kernel.types.offsetOf('key_vector', 'tnode');
  const left: Addr[] = [kernel.space.tryU64(step(root, child)) ?? NOWHERE];
  while (left.length > 0 && met.size < MAX_ROUTES) {
    const at = left.pop() as Addr;
    if (at === 0n || met.has(at)) continue;
    met.add(at);
    const vector = kernel.at('struct key_vector', at);
    const shape = vector.try((each) => ({ bits: each.get('bits').number(), key: each.get('key').number() }));
    if (!shape || shape.bits > MAX_BITS) continue;
    if (shape.bits > 0) {
      for (let i = 2 ** shape.bits - 1; i >= 0; i--) {
        const next = kernel.space.tryU64(step(at, child + i * 8));
        if (next) left.push(next);
      }
      continue;
    }
    for (const alias of aliases(kernel, vector)) {
      const route = alias.try(() => ipv4Route(kernel, net, id, shape.key, alias));
      if (route) yield route;
    }
  }
}

function* aliases(kernel: Kernel, leaf: CObject): Generator<CObject, void, void> {
  const offset = kernel.types.offsetOf('fib_alias', 'fa_list');
  const met = new Set<bigint>();
  let here = leaf.try((each) => each.get('leaf.first').pointer()) ?? NOWHERE;
  while (here !== 0n && !met.has(here) && met.size < MAX_ROUTES) {
    met.add(here);
    yield kernel.at('struct fib_alias', step(here, -offset));
    here = kernel.space.tryU64(here) ?? NOWHERE;
  }
}

function ipv4Route(
  kernel: Kernel,
  net: bigint,
  table: number,
  key: number,
  alias: CObject,
): Route | undefined {
  // The tables main and local may be one trie; each alias says which it is of (3.20, 0ddcf43d5d4a).
  if (alias.get('tb_id').number() !== table) return undefined;
  const info = alias.get('fa_info').deref();
  const length = 32 - alias.get('fa_slen').number();
  // The key is kept as the machine reads it.
  const bytes = Uint8Array.of(key >>> 24, (key >>> 16) & 255, (key >>> 8) & 255, key & 255);
  const source = kernel.space.read(info.get('fib_prefsrc').address, 4);
  const hop = info.get('fib_nhs').number() > 0 ? nextHop(kernel, info.get('fib_nh').address) : undefined;
  return {
    family: 'IPv4',
    object: alias,
    address: alias.address,
    net,
    destination: length === 0 ? 'default' : `${ipv4Text(bytes)}/${length}`,
    ...(hop ?? { gateway: undefined, device: undefined, deviceAddress: NOWHERE }),
    table: TABLES[table] ?? String(table),
    type: TYPES[alias.get('fa_type').number()] ?? '?',
    protocol: protocolName(info.get('fib_protocol').number()),
    metric: info.get('fib_priority').number(),
    source: source.some((byte) => byte !== 0) ? ipv4Text(source) : undefined,
  };
}

/** The nodes of the table's tree, and the routes of each. */
function* ipv6Routes(
  kernel: Kernel,
  net: bigint,
  table: CObject,
  nothing: Addr,
): Generator<Route, void, void> {
  const id = table.try((each) => each.get('tb6_id').number());
  const root = table.try((each) => each.get('tb6_root').address);
  if (root === undefined || id === undefined) return;
  const met = new Set<bigint>();
  const left: Addr[] = [root];
  while (left.length > 0 && met.size < MAX_ROUTES) {
    const at = left.pop() as Addr;
    if (at === 0n || met.has(at)) continue;
    met.add(at);
    const found = kernel.at('struct fib6_node', at).try((node) => ({
      left: node.get('left').pointer(),
      right: node.get('right').pointer(),
      leaf: node.get('leaf').pointer(),
      own: (node.get('fn_flags').number() & RTN_RTINFO) !== 0,
    }));
    if (!found) continue;
    left.push(found.right, found.left);
    let here = found.own ? found.leaf : NOWHERE;
    while (here !== 0n && !met.has(here) && met.size < MAX_ROUTES) {
      met.add(here);
      const info = kernel.at('struct fib6_info', here);
      const route = info.try(() => ipv6Route(kernel, net, id, info));
      if (route && info.address !== nothing) yield route;
      here = info.try((each) => each.get('fib6_next').pointer()) ?? NOWHERE;
    }
  }
}

function ipv6Route(kernel: Kernel, net: bigint, table: number, info: CObject): Route {
  const length = info.get('fib6_dst.plen').number();
  const address = kernel.space.read(info.get('fib6_dst.addr').address, 16);
  const source = kernel.space.read(info.get('fib6_prefsrc.addr').address, 16);
  // A nexthop object stands for the hops of the route (5.3); what it leads to is not followed.
  const hop = info.find('nh')?.pointer() ? undefined : nextHop(kernel, info.get('fib6_nh').address);
  return {
    family: 'IPv6',
    object: info,
    address: info.address,
    net,
    destination: length === 0 ? 'default' : `${ipv6Text(address)}/${length}`,
    ...(hop ?? { gateway: undefined, device: undefined, deviceAddress: NOWHERE }),
    table: TABLES[table] ?? String(table),
    type: TYPES[info.get('fib6_type').number()] ?? '?',
    protocol: protocolName(info.get('fib6_protocol').number()),
    metric: info.get('fib6_metric').number(),
    source: source.some((byte) => byte !== 0) ? ipv6Text(source) : undefined,
  };
}

/** struct fib_nh_common (5.2 on, 979e276ebebd) stands first in the hop of either family. */
function nextHop(kernel: Kernel, at: Addr): Pick<Route, 'gateway' | 'device' | 'deviceAddress'> | undefined {
  if (!kernel.types.struct('fib_nh_common')) return undefined;
  return kernel.at('struct fib_nh_common', at).try((hop) => {
    const device = hop.get('nhc_dev').pointer();
    const family = hop.get('nhc_gw_family').number();
    const bytes =
      family === 0 ? undefined : kernel.space.read(hop.get('nhc_gw').address, family === AF_INET6 ? 16 : 4);
    return {
      gateway: bytes && (family === AF_INET6 ? ipv6Text(bytes) : ipv4Text(bytes)),
      device: device === 0n ? undefined : hop.get('nhc_dev.name').string(),
      deviceAddress: device,
    };
  });
}

function protocolName(number: number): string {
  return PROTOCOLS[number] ?? String(number);
}
