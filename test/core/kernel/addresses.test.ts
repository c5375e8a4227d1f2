import { describe, expect, it } from 'vitest';
import { FAMILIES, ipv4Text, ipv6Groups, ipv6Text } from '../../../src/core/kernel/addresses.ts';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));

describe('addresses of networks', () => {
  it.each([
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010db8000100010001000100010001', '2001:db8:1:1:1:1:1:1'],
    ['fe8000000000000002163efffe4ba54a', 'fe80::216:3eff:fe4b:a54a'],
    ['00000000000000000000ffff0a000001', '::ffff:10.0.0.1'],
    ['00010000000200030004000500060007', '1:0:2:3:4:5:6:7'],
  ])('%s is %s (RFC 5952)', (raw, text) => {
    expect(ipv6Text(bytes(raw))).toBe(text);
  });

  it('are written with every group where crash does', () => {
    expect(ipv6Groups(bytes('00000000000000000000000000000001'))).toBe('0:0:0:0:0:0:0:1');
    expect(ipv4Text(bytes('7f000001'))).toBe('127.0.0.1');
  });

  it('have families by number (include/linux/socket.h)', () => {
    expect([FAMILIES[1], FAMILIES[10], FAMILIES[16], FAMILIES[29], FAMILIES[40], FAMILIES[44]]).toEqual([
      'UNIX',
      'INET6',
      'NETLINK',
      'CAN',
      'VSOCK',
      'XDP',
    ]);
  });
});
