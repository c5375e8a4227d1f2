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
  // What clouds, clusters and hypervisors call their own.
  () => {
    const [id, short] = [`${1 + below(9)}${from('0123456789', 18)}`, `${hex(16)}7`];
    return [[`google: instance ${id} stopped`, `cloud-init[1]: instance-id: i-${short}`], [id, short]];
  },
  () => {
    const [project, name] = [`${word()}-billing-${below(99)}`, `${word()}-db-${below(9)}`];
    return [[`gce: projects/${project}/zones/eu-west1-b/instances/${name}`], [project, name]];
  },
  () => {
    const pod = `${word()}-api-7d9f8b6c5-x2${from('bcdfg', 1)}9z`;
    return [[`kubelet: pod "${pod}" evicted`], [pod]];
  },
  () => {
    const [store, machine] = [`datastore-${word()}`, `${word()}-${10 + below(89)}`];
    return [
      [`vmx: /vmfs/volumes/${store}/${machine}/x.vmx`, `qemu: -name guest=${machine}q,debug-threads=on`],
      [store, machine],
    ];
  },
  // Keys beside what they open.
  () => {
    const [user, secret, host] = [`svc_${word()}`, `Tr0ub${below(999)}dor`, `proxy${below(99)}.${word()}.lan`];
    return [[`fetch: http://${user}:${secret}@${host}:3128/`], [user, secret, host]];
  },
  () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.eyJz${hex(12)}.abc_${hex(9)}`;
    return [[`api: auth ${token}`], [token.slice(4)]];
  },
  () => {
    const secret = `hunter${below(9)}${word()}`;
    return [[`agent: --db-password ${secret} --verbose`, `nfsroot=10.9.8.7:/srv/x,password=${secret}q`], [secret]];
  },
  () => {
    const hook = `T0${hex(7)}/B0${hex(7)}/${hex(20)}`;
    return [[`curl https://hooks.slack.com/services/${hook}`], [hook]];
  },
  () => {
    const bucket = `bucket-${word()}`;
    return [[`fetch https://${bucket}.s3.amazonaws.com/k`], [bucket]];
  },
  () => {
    const project = `${word()}-proj`;
    return [[`git clone git@git${below(9)}.${word()}.dev:core/${project}.git`], [project]];
  },
  // Names of disks.
  () => {
    const [wwn, page] = [`5000c500${hex(8)}`, `600508b1001c${hex(20)}`];
    return [[`disk wwn-0x${wwn}-part1 gone`, `scsi-3${page} lost`], [wwn, page]];
  },
  () => {
    const id = uuid();
    return [[`luks-${id}: activated`, `rd.luks.uuid=luks-${id}`], [id]];
  },
  () => {
    const name = `nqn.2014-08.org.${word()}:uuid:${uuid()}`;
    return [[`nvme nvme0: ${name}`], [name]];
  },
  // Users as other systems write them.
  () => {
    const user = word() + word();
    return [[`cifs: user ${word().toUpperCase()}\\${user} denied`, `C:\\Users\\${user}\\vm.vmdk opened`], [user]];
  },
  () => {
    const [domain, user] = [`${word()}${word()}`.toUpperCase(), word() + word()];
    return [[`smb: domain=${domain} username=${user}`], [domain, user]];
  },
  () => {
    const [user, who] = [word() + word(), word() + word()];
    return [
      [`ldap: uid=${user},ou=people,dc=${who}ltd,dc=org`, `su: (to root) ${who} on pts/1`],
      [user, who],
    ];
  },
  // Addresses and machines in other forms.
  () => {
    const [a, b] = [`1c${hex(2)}:3bff`, `fe4d:5${hex(2)}f`];
    return [[`IPv6: fe80::${a}:${b}%eth0 unreachable`], [`${a}:${b}`]];
  },
  () => {
    const mac = `00${hex(9)}c`;
    return [[`bond0: slave mac ${mac} flapped`], [mac]];
  },
  () => {
    const name = `xn--${word()}8jm9l`;
    return [[`avahi: ${name}.example.kr registered`], [name]];
  },
  () => {
    const name = `nfs-${word()}-${below(9)}`;
    return [[`nfs: server ${name} not responding, still trying`], [name]];
  },
  () => {
    const name = `lnx-${word()}-0${below(9)}`;
    return [[`dhcpcd: eth0: offered 192.0.2.45 hostname ${name}`], [name]];
  },
  () => {
    const name = `ldap0${below(9)}.dc1.${word()}.internal`;
    return [[`resolver: NXDOMAIN ${name}.`], [name]];
  },
  () => {
    const name = `node-b.${word()}.lan`;
    return [[`drbd res0: peer (${name}) lost`], [name]];
  },
  () => {
    const [imei, serial] = [`49${from('0123456789', 13)}`, `3A${from('ABCDEF0123456789', 5)}7D`];
    return [[`modem: IMEI ${imei}`, `edac: DIMM serial number ${serial}`], [imei, serial]];
  },
  // Serial numbers without a sign between, tags, and names of media.
  () => {
    const [disk, drive, tag] = [
      `WD-W${from('ABCDEFGHJK', 2)}7K${from('0123456789', 7)}`,
      `S${from('0123456789', 1)}EUNX${from('0123456789ABCDEF', 6)}9`,
      `${from('ABCDEFGHJK', 4)}-0${from('0123456789', 4)}`,
    ];
    return [
      [`ata1: model WDC serial ${disk}`, `nvme nvme0: Model X sn ${drive}`, `ipmi: asset tag ${tag}`],
      [disk, drive, tag],
    ];
  },
  () => {
    const [label, stick] = [`${word()}vol`, `${word()}${word()}`.toUpperCase()];
    return [
      [
        `BTRFS: device label ${label} devid 1 transid 9 /dev/sda1 scanned by mount (211)`,
        `udisks: /run/media/${word()}q/${stick} mounted`,
      ],
      [label, stick],
    ];
  },
  () => {
    const [bssid, guid, port] = [`3c${hex(9)}e`, `0002c903${hex(8)}`, `210000e0${hex(8)}`];
    return [
      [`wlp2s0: bssid ${bssid}`, `mlx5_core: node_guid 0x${guid}`, `qla2xxx: port 0x${port} lost`],
      [bssid, guid, port],
    ];
  },
  // Passwords that follow their option, as some programs take them.
  () => {
    const [one, two, three] = [`S3c${hex(6)}zz`, `Pw${hex(6)}qq`, `T1${hex(6)}xx`];
    return [
      [
        `sudo: COMMAND=/usr/bin/mysql -u root -p${one}`,
        `cron[3]: sshpass -p ${two} scp x y`,
        `cron[4]: curl -u admin:${three} http://x/`,
      ],
      [one, two, three],
    ];
  },
  // Names of machines that only their words tell.
  () => {
    const [pc, group, box, guest, scope] = [
      `${word()}PC0${below(9)}`.toUpperCase(),
      `${word()}grp`.toUpperCase(),
      `${word()}box`,
      `${word()}vm${below(9)}`,
      `${word()}web${below(9)}`,
    ];
    return [
      [
        `smb: NetBIOS name ${pc}; workgroup ${group}`,
        `lxc: container ${box} started`,
        `libvirt: vm '${guest}' paused`,
        `systemd[1]: machine-qemu\\x2d3\\x2d${scope}.scope: Deactivated`,
      ],
      [pc, group, box, guest, scope],
    ];
  },
  () => {
    const [one, two] = [`${word()}tech`, `${word()}heim`];
    return [[`vpn: DNS vpn.${one}.test and nas.${two}.box`], [one, two]];
  },
  () => {
    const name = `${word()} ${word()} Signing`;
    return [[`Loaded X.509 cert '${name}: ${hex(40)}'`], [name]];
  },
];

/** 220 things that name somebody, five or six of each kind. */
export const PLANTED: readonly Planted[] = Array.from({ length: 220 }, (_, i) => KINDS[i % KINDS.length]());
