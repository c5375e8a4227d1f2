/** Numbers that look random and are the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
const next = random(7);
const below = (most: number): number => Math.floor(next() * most);
const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join('');
const from = (letters: string, length: number): string =>
  Array.from({ length }, () => letters[below(letters.length)]).join('');
const word = (): string =>
  from('bcdfghjklmnpqrstvwz', 1) +
  from('aeiou', 1) +
  from('bcdfghjklmnprstvz', 2) +
  from('aeiou', 1) +
  from('rnstl', 1);
const uuid = (): string => [8, 4, 4, 4, 12].map(hex).join('-');
const base64 = (length: number): string => `a1B${from('ABCDEFGHIJabcdefghij0123456789+/', length)}`;

/** A thing that names somebody, as kernels and journals print it: the lines, and what may be left of it nowhere. */
type Planted = readonly [lines: readonly string[], gone: readonly string[]];
const KINDS: readonly (() => Planted)[] = [
  () => {
    const host = `${word()}${below(99)}`;
    const domain = `${word()}.${word()}.com`;
    return [
      [`audit: hostname=${host}.${domain} addr=?`, `bond0: ${host.toUpperCase()}-uplink lost, x${host}y`],
      [host, domain.split('.')[1]],
    ];
  },
  () => {
    const user = word() + word();
    return [
      [
        `fanotify: /home/${user}/.ssh/id_rsa`,
        `systemd[1]: Started Session 4 of user ${user}.`,
        `${user.toUpperCase()}_backup[12]: segfault`,
      ],
      [user],
    ];
  },
  () => {
    const user = word() + word();
    return [
      [`audit: op=login acct="${user}" exe="/usr/sbin/sshd"`, `nfs: quota of ${user} exceeded`],
      [user],
    ];
  },
  () => {
    const address = [10 + below(200), 1 + below(254), 1 + below(254), 1 + below(254)];
    return [
      [`nfs: server ${address.join('.')} not responding`, `ip-${address.join('-')} is gone`],
      [address.join('.'), address.join('-')],
    ];
  },
  () => {
    const address = `fd${hex(2)}:${hex(4)}:${hex(4)}::${hex(3)}f`;
    return [[`IPv6: ADDRCONF: ${address}/64 on eth0`], [address]];
  },
  () => {
    const bytes = Array.from({ length: 6 }, () => hex(2));
    return [
      [
        `e1000e: (unregistered): ${bytes.join(':')}`,
        `r8169: ${bytes.join('-').toUpperCase()}`,
        `enx${bytes.join('')}: renamed`,
      ],
      [bytes.join(':'), bytes.join('-'), bytes.join('')],
    ];
  },
  () => {
    const id = uuid();
    return [
      [`EXT4-fs (sda1): mounted filesystem ${id} r/w`, `kubepods-pod${id.replace(/-/g, '_')}.slice: oom`],
      [id, id.replace(/-/g, '_')],
    ];
  },
  () => {
    const id = `${hex(60)}beef`;
    return [
      [`oom-kill:task_memcg=/docker/${id},task=x`, `docker ${id.slice(0, 12)} exited`],
      [id, id.slice(0, 12)],
    ];
  },
  () => {
    const serial = `${from('ABCDEFGHJKLMNPQRSTUVWXYZ', 3)}${from('0123456789', 8)}`;
    return [[`usb 1-1: SerialNumber: ${serial}`], [serial]];
  },
  () => {
    const name = `${word()} ${word()} ${below(9999)}`;
    return [[`Hardware name: ${name}/0X1, BIOS 2.${below(9)} 01/02/2020`], [name]];
  },
  () => {
    const name = `${word()}-net`;
    return [[`wlan0: SME: Trying to authenticate (SSID='${name}' freq=2412 MHz)`, `ssid=${name}`], [name]];
  },
  () => {
    const key = base64(44);
    return [
      [`loading key ${key}=`, `api: token=${key.slice(0, 20)}`],
      [key, key.slice(0, 20)],
    ];
  },
  () => {
    const mail = `${word()}.${word()}@${word()}.org`;
    return [[`smtp: to=<${mail}>`], [mail, mail.split('@')[0]]];
  },
  () => {
    const name = `iqn.2004-10.com.${word()}:${hex(10)}`;
    return [[`iscsi: session to ${name} lost`], [name]];
  },
  () => {
    const [server, share] = [word() + below(9), word()];
    return [[`CIFS: VFS: \\\\${server}\\${share} reconnect`, `CIFS: //${server}/${share} mounted`], [server]];
  },
  () => {
    const secret = `${word()}${below(9999)}!`;
    return [[`mount.cifs: password=${secret},vers=3`], [secret]];
  },
];

/** 208 things that name somebody. */
export const PLANTED: readonly Planted[] = Array.from({ length: 208 }, (_, i) => KINDS[i % KINDS.length]());
