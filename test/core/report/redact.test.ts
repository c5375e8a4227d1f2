import { describe, expect, it } from 'vitest';
import { redaction } from '../../../src/core/report/redact.ts';
import { SECRETS } from '../../../src/core/report/secret.ts';

const known = {
  hosts: ['DB01.corp.example.com', 'lab'],
  files: ['/srv/dumps/customer-7.vmcore', 'vmcore'],
  texts: [
    'systemd-logind[1]: New session 4 of user alice.',
    'mounted /home/b.jones/x',
    'Hardware name: Acme Rocket 9000/X1, BIOS 2.1 01/02/2020',
  ],
};
const all = redaction(SECRETS, known);
/** Pseudonyms without their numbers. */
const shape = (text: string): string => all(text).replace(/-\d+\]/g, ']');

describe('redaction', () => {
  it.each([
    ['eth0: 192.168.1.20/24', 'eth0: [ip]/24'],
    ['fe80::5054:ff:fe12:3456 and ::1', '[ip] and ::1'],
    ['2001:0db8:0000:0000:0000:ff00:0042:8329', '[ip]'],
    ['ip-10-1-2-3 up', 'ip-[ip] up'],
    [
      'link 52:54:00:12:34:56, 52-54-00-12-34-56, 5254.0012.3456, enx525400123456',
      'link [mac], [mac], [mac], enx[mac]',
    ],
    ['Command line: BOOT_IMAGE=/vmlinuz root=LABEL=x', 'Command line: [command line]'],
    ['db01 login: DB01.corp.example.com', '[host] login: [host]'],
    [
      'DB01-eth0, xdb01y, web9.corp.example.com, LAB_2, available slabs',
      '[host]-eth0, x[host]y, [host], [host]_2, available slabs',
    ],
    ['name "secret stuff"', 'name "[text]"'],
    ['open /srv/dumps/customer-7.vmcore, customer-7.vmcore, CUSTOMER-7', 'open [file], [file], [file]'],
    ['Alice, alices_key, /home/b.jones, B.Jones', '[user], [user]s_key, /home/[user], [user]'],
    ['mail to some.one+x@mail.example.org now', 'mail to [mail] now'],
    ['root=UUID=2f1c0b6e-9d1d-4b8a-a9d4-0123456789ab', 'root=UUID=[id]'],
    ['pod2f1c0b6e_9d1d_4b8a_a9d4_0123456789ab.slice', 'pod[id].slice'],
    [
      `docker-${'0a1b2c3d4e5f'.repeat(5)}0a1b.scope and docker 0a1b2c3d4e5f`,
      'docker-[id].scope and docker [id]',
    ],
    ['br-0a1b2c3d4e5f: port', 'br-[id]: port'],
    ['usb 1-1: SerialNumber: 00E04C680001', 'usb 1-1: SerialNumber: [id]'],
    ['nqn.2014-08.org.nvmexpress:uuid:abc, naa.5000c500a1b2c3d4', '[id], [id]'],
    ['Hardware name: Acme Rocket 9000/X1, BIOS 2.1 01/02/2020', 'Hardware name: [hardware]'],
    ['an Acme Rocket 9000/X1, BIOS 2.1 01/02/2020 it is', 'an [hardware] it is'],
    ["wlan0: SSID='My Home' freq=2412, ssid=corp-wifi", "wlan0: SSID='[ssid]' freq=2412, ssid=[ssid]"],
    ['password=hunter22 token: abcd-efgh', 'password=[key] token: [key]'],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdef me', 'ssh-ed25519 [key] me'],
    ['AKIAIOSFODNN7EXAMPLE eyJhbGciOi.eyJzdWIiOi.abc', '[key] [key]'],
    ['nfs: server files3:/export/x not responding', 'nfs: server [host]:/export/x not responding'],
    ['//filer/share mounted', '//[host]/share mounted'],
    ['e1000e: 52:54:00:12:34:56: link up, addr:52:54:00:12:34:56', 'e1000e: [mac]: link up, addr:[mac]'],
    [
      'IN=eth0 OUT= MAC=52:54:00:12:34:56:52:54:00:65:43:21:08:00 SRC=10.1.2.3',
      'IN=eth0 OUT= MAC=[mac] SRC=[ip]',
    ],
    ['IPv6: 2001:db8::1: no route, addr:fe80::1%eth0 dev', 'IPv6: [ip]: no route, addr:[ip]%eth0 dev'],
    ['[2001:db8::1]:443 ::ffff:10.1.2.3 fe80::1:eth0', '[[ip]]:443 ::ffff:[ip] [ip]:eth0'],
    ['lpfc WWPN:10:00:00:90:fa:12:34:56 wwnn 0x20000090fa123456', 'lpfc WWPN:[mac] wwnn 0x[id]'],
    ['i-0abc123def4567890 vol-0a1b2c3d arn:aws:ec2:eu-west-1:123456789012:x/y', '[id] [id] [id]'],
    [
      'projects: /projects/acme-prod/zones instance-id=4711471147114711',
      'projects: /projects/[id]/zones instance-id=[id]',
    ],
    ['curl: Bearer abcdefgh.ijkl sk-abcdefghijklmnop1234', 'curl: Bearer [key] [key]'],
    ['postgres://ursula:s3cr3t!@pgmain:5432/x', 'postgres://[user]:[key]@[host]:5432/x'],
    ['[mallory@buildbox src]$ make; oscar@buildbox:~$', '[[user]@[host] src]$ make; [user]@[host]:~$'],
    ['user=José /home/김철수/x, josé said', 'user=[user] /home/[user]/x, [user] said'],
    ['a josé.núñez@firma-süd.de b', 'a [mail] b'],
    ['/dev/mapper/acme--vg-root is gone: acme--vg-root', '/dev/mapper/[id] is gone: [id]'],
    ['tel: +821012345678, Phone +4930123456, +49.30.1234567', 'tel: [id], Phone [id], [id]'],
    [
      '[root@cafe src]# make; eve@beef:~$ and ed@fade ~ #',
      '[root@[host] src]# make; [user]@[host]:~$ and [user]@[host] ~ #',
    ],
    ['call +82 10-1234-5678, 010-1234-5678 or (555) 123-4567', 'call [id], [id] or [id]'],
  ])('%s', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  it('knows an address in all its forms', () => {
    const of = (text: string): string => all(text);
    expect(of('2001:0db8:0:0:0:0:0:00a1')).toBe(of('2001:db8::A1'));
    expect(of('::ffff:0a01:0203')).toBe(of('10.1.2.3'));
  });

  it('takes no word of graphics for a name of Windows', () => {
    const redact = redaction(SECRETS);
    const line = 'amdgpu: workgroup size 1024 exceeds limit, at foo_size+0x10/0x20';
    expect(redact(line)).toBe(line);
    expect(redact('smb: workgroup SIZEABLE')).toBe('smb: workgroup [host-1]');
  });
  it('takes no word of other messages for a part of a key that was cut off', () => {
    const redact = redaction(SECRETS, { texts: ['-----BEGIN CERTIFICATE-----', 'usb 1-1: new device', 'x'] });
    expect(redact('usb 1-2: new device')).toBe('usb 1-2: new device');
  });

  it('takes out all lines of a key, the last and short one too', () => {
    const lines = [
      'x -----BEGIN PRIVATE KEY-----',
      `[ 1.0] ${'aB3'.repeat(21)}x`,
      '[ 1.0] Zz9kQg==',
      '-----END PRIVATE KEY-----',
      'over',
    ];
    const redact = redaction(SECRETS, { texts: lines });
    expect(lines.map((line) => redact(line).replace(/-\d+\]/g, ']'))).toEqual([
      'x [key]',
      '[ 1.0] [key]',
      '[ 1.0] [key]',
      '-----END PRIVATE KEY-----',
      'over',
    ]);
  });

  it.each([
    'took +123456789 ns',
    'offset +12345.678901 s',
    'mdio@ff0000 probe failed #3',
    'ffff8d2c59182100',
    '12:34:56',
    '6.1.0-50-amd64',
    'webcam',
    'a :: b',
    'RIP: 0010:init_it+0x1f/0x40',
    'pci 0000:00:1f.2: [8086:2922]',
    'Code: 48 89 e5 41 54 53 48 89 fb 48 83 ec 08',
    'key: ffff8d2c59182100',
    'task:kworker/u8:2 state:D stack:0 pid:276',
    'Modules linked in: null_pointer(OE) dm_crypt(E) [last unloaded: x]',
    '_RNvXs0_NtCs4fL2Yk1b7Ne_6kernel4syncNtNtB7_9LockClassKey3new',
    '127.0.0.1 localhost root /root',
    'p.se.vruntime, foo.in, end.it',
    'vmcore',
    'see https://bugzilla.kernel.org',
    'core::fmt::Arguments std::fs::File kernel::sync::lock',
    'serial@1c28000 cpu@0 memory@80000000: probed',
    'i-node r-x vol-up sk-buff dm-0 /dev/mapper/control',
    'md5-0123-4567, 0000:00:1f.2 and 2026-11-27 02:45:10',
    'tsc: 2995.200 MHz, 4294967295, -1234567890 +0x1234567890/0x20',
    'usb 1-1: New USB device strings: Mfr=3, Product=2, SerialNumber=1',
  ])('leaves %s alone', (text) => {
    expect(all(text)).toBe(text);
  });

  it('gives the same secret the same pseudonym in every form, another another', () => {
    const say = redaction(SECRETS, known);
    const host = say('db01');
    expect(say('DB01.CORP.EXAMPLE.COM')).toBe(host);
    expect(say('lab')).not.toBe(host);
    expect(say('52:54:00:12:34:56')).toBe(say('52-54-00-12-34-56'));
    expect(say('52:54:00:12:34:56')).not.toBe(say('52:54:00:12:34:57'));
    expect(say('10.1.2.3')).toBe(say('ip-10-1-2-3').slice(3));
  });

  it('tells no more of them apart than it keeps, and takes the others out as well', () => {
    const say = redaction(['ip'], {});
    const first = say('10.0.0.1');
    const many = Array.from({ length: 100_000 }, (_, i) => `11.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    for (let i = 0; i < many.length; i += 1000) say(many.slice(i, i + 1000).join(' '));
    expect(say('12.0.0.1 from 10.0.0.1')).toBe(`[ip] from ${first}`);
    expect(say('[ip] host')).toBe('[ip] host');
  });

  it('learns names from what it is given, and knows them from then on', () => {
    const say = redaction(['user', 'host'], {});
    expect(say('USER=carol HOSTNAME=zulu7')).toBe('USER=[user-1] HOSTNAME=[host-1]');
    expect(say('carol at zulu7')).toBe('[user-1] at [host-1]');
  });

  it('takes out only what was asked for', () => {
    const say = redaction(['ip'], known);
    expect(say('db01 10.1.2.3 alice')).toBe('db01 [ip-1] alice');
    expect(redaction([], known)('db01 10.1.2.3')).toBe('db01 10.1.2.3');
  });
});
