import { step, type Addr } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import { FAMILIES, ipv4Text, ipv6Groups, ipv6Text } from './addresses.ts';
import { fileOwners, openFiles, type OpenFile } from './files.ts';
import type { Kernel } from './kernel.ts';
import { knownTasks, type Task } from './tasks.ts';

/** A socket that a task has open: struct socket and the struct sock in it (include/linux/net.h, include/net/sock.h). */
export interface Socket {
  readonly open: OpenFile;
  readonly socket: CObject;
  readonly sock: CObject;
  /** "INET", "UNIX": AF_… without that; a number where it has no name. */
  readonly family: string;
  /** "STREAM", "DGRAM": SOCK_… without that. */
  readonly type: string;
  /** Of netlink: "ROUTE". */
  readonly protocol?: string;
  readonly local?: End;
  readonly remote?: End;
  /** "LISTEN", "ESTABLISHED"; of UNIX sockets what struct socket says. */
  readonly state: string | undefined;
  /** What a UNIX socket is bound to; an abstract name begins with @. */
  readonly name?: string;
}

/** An end of a connection. */
export interface End {
  /** Bytes of the address: 4 or 16. */
  readonly address: Uint8Array;
  readonly port: number;
}

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const MAX_UNIX_NAME = 108;

/** SOCK_… (include/linux/net.h). */
const TYPES: Readonly<Record<number, string>> = {
  1: 'STREAM',
  2: 'DGRAM',
  3: 'RAW',
  4: 'RDM',
  5: 'SEQPACKET',
  6: 'DCCP',
  10: 'PACKET',
};
/** NETLINK_… (include/uapi/linux/netlink.h). */
const NETLINK = (
  'ROUTE UNUSED USERSOCK FIREWALL SOCK_DIAG NFLOG XFRM SELINUX ISCSI AUDIT FIB_LOOKUP CONNECTOR NETFILTER IP6_FW DNRTMSG ' +
  'KOBJECT_UEVENT GENERIC 17 SCSITRANSPORT ECRYPTFS RDMA CRYPTO SMC'
).split(' ');
/** States of TCP, which other protocols use as well (include/net/tcp_states.h). */
const TCP_STATES = (
  '0 ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING NEW_SYN_RECV ' +
  'BOUND_INACTIVE'
).split(' ');

/** The sockets that `task` has open, in order of descriptor. */
export function* openSockets(kernel: Kernel, task: Task): Generator<Socket, void, void> {
  for (const open of openFiles(kernel, task)) {
    const found = socketOf(kernel, open);
    if (found) yield found;
  }
}

/** The sockets of all processes; those that threads share once. */
export function* allSockets(kernel: Kernel): Generator<Socket, void, void> {
  for (const task of fileOwners(kernel, knownTasks(kernel))) yield* openSockets(kernel, task);
}

/** The socket that `open` is; undefined of other files, and where it is not in the dump. */
export function socketOf(kernel: Kernel, open: OpenFile): Socket | undefined {
  const { inode } = open;
  if (inode?.type !== 'SOCK' || !isSocketFile(kernel, open)) return undefined;
  return ifKnown(() => {
    const socket = inode.object.containerOf('struct socket_alloc', 'vfs_inode').get('socket');
    return describeSocket(kernel, open, socket, socket.get('sk').deref());
  });
}

/** A named UNIX socket in a file system has the type too, but is no socket: its operations are others. */
function isSocketFile(kernel: Kernel, { file }: OpenFile): boolean {
  const operations = kernel.symbols.byName('socket_file_ops')?.address;
  return operations === undefined || file.try((each) => each.get('f_op').pointer()) === operations;
}

function describeSocket(kernel: Kernel, open: OpenFile, socket: CObject, sock: CObject): Socket {
  const common = sock.get('__sk_common');
  const family = common.get('skc_family').number();
  const type = socket.get('type').number();
  const ends = family === AF_INET || family === AF_INET6 ? endsOf(common, family) : undefined;
  const state = sock.try(() => common.get('skc_state').number());
  return {
    open,
    socket,
    sock,
    family: FAMILIES[family] ?? String(family),
    type: TYPES[type] ?? String(type),
    protocol: family === AF_NETLINK ? netlinkProtocol(sock) : undefined,
    ...ends,
    state: state === undefined ? undefined : (TCP_STATES[state] ?? String(state)),
    name: family === AF_UNIX ? unixName(kernel, sock) : undefined,
  };
}

function endsOf(common: CObject, family: number): { local: End; remote: End } {
  const { space } = common;
  const [own, other] =
    family === AF_INET ? ['skc_rcv_saddr', 'skc_daddr'] : ['skc_v6_rcv_saddr', 'skc_v6_daddr'];
  const size = family === AF_INET ? 4 : 16;
  const port = common.get('skc_dport').number();
  return {
    local: { address: space.read(common.get(own).address, size), port: common.get('skc_num').number() },
    // In the network's order.
    remote: {
      address: space.read(common.get(other).address, size),
      port: ((port & 0xff) << 8) | (port >> 8),
    },
  };
}

function netlinkProtocol(sock: CObject): string | undefined {
  const number = sock.try((each) => each.get('sk_protocol').number());
  return number === undefined ? undefined : (NETLINK[number] ?? String(number));
}

/** unix_sock.addr: the length counts the two bytes of the family; a name that begins with NUL is abstract (net/unix/af_unix.c). */
function unixName(kernel: Kernel, sock: CObject): string | undefined {
  if (!kernel.types.has('unix_sock', 'addr')) return undefined;
  return sock.try(() => {
    const at = kernel.at('struct unix_sock', sock.address).get('addr').pointer();
    if (at === 0n) return undefined;
    const address = kernel.at('struct unix_address', at);
    const length = Math.min(address.get('len').number() - 2, MAX_UNIX_NAME);
    if (length <= 0) return undefined;
    const bytes = kernel.space.read(step(address.get('name').address, 2), length);
    const text = String.fromCharCode(...bytes);
    return bytes[0] === 0 ? `@${text.slice(1)}` : text.split('\0')[0];
  });
}

/** "127.0.0.1", "::1" of an end. */
export function endAddress({ address }: End): string {
  return address.length === 4 ? ipv4Text(address) : ipv6Text(address);
}

/** "127.0.0.1-7001", "0:0:0:0:0:0:0:1-7003": an end as crash writes it. */
export function endText({ address, port }: End): string {
  return `${address.length === 4 ? ipv4Text(address) : ipv6Groups(address)}-${port}`;
}

/** Bytes that wait in the queues of a socket: received and not read, sent and not acknowledged or gone. */
export function queues({ sock }: Socket): { readonly received: number; readonly sent: number } | undefined {
  return sock.try((each) => ({
    received: each.get('sk_backlog.rmem_alloc.counter').number(),
    sent: Math.max(0, each.get('sk_wmem_queued').number()),
  }));
}

/** The struct net that `task` lives in; undefined when it has none (it exited). */
export function netNamespace(kernel: Kernel, task: Task): Addr | undefined {
  const found = task.object.try((each) => {
    const proxy = each.get('nsproxy').pointer();
    return proxy === 0n ? undefined : kernel.at('struct nsproxy', proxy).get('net_ns').pointer();
  });
  return found === undefined || found === 0n ? undefined : found;
}
