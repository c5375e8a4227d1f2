/** Addresses of networks as they are written. */

/** "127.0.0.1" of the four bytes of an IPv4 address. */
export function ipv4Text(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 4)].join('.');
}

/** The 16-bit groups of an IPv6 address. */
function groups(bytes: Uint8Array): number[] {
  return Array.from({ length: 8 }, (_, i) => (bytes[2 * i] << 8) | bytes[2 * i + 1]);
}

/** "0:0:0:0:0:0:0:1": every group, as crash writes the addresses of sockets. */
export function ipv6Groups(bytes: Uint8Array): string {
  return groups(bytes)
    .map((group) => group.toString(16))
    .join(':');
}

/** "::1", "fe80::1", "::ffff:10.0.0.1": the longest run of zeros left out (RFC 5952). */
export function ipv6Text(bytes: Uint8Array): string {
  const all = groups(bytes);
  if (all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff)
    return `::ffff:${ipv4Text(bytes.subarray(12))}`;
  let start = 0;
  let length = 0;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && all[end] === 0) end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const text = (from: number, to: number): string =>
    all
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return length < 2 ? text(0, 8) : `${text(0, start)}::${text(start + length, 8)}`;
}

/** Family numbers (include/linux/socket.h) by name without AF_. */
export const FAMILIES: readonly (string | undefined)[] = (
  'UNSPEC UNIX INET AX25 IPX APPLETALK NETROM BRIDGE ATMPVC X25 INET6 ROSE DECnet NETBEUI SECURITY KEY NETLINK PACKET ' +
  'ASH ECONET ATMSVC RDS SNA IRDA PPPOX WANPIPE LLC IB MPLS CAN TIPC BLUETOOTH IUCV RXRPC ISDN PHONET IEEE802154 CAIF ' +
  'ALG NFC VSOCK KCM QIPCRTR SMC XDP MCTP'
).split(' ');
