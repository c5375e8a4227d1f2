import type { Secret } from './secret.ts';

/** A shape that is a secret by itself: all of it, or its group `secret`. */
export interface Shape {
  readonly secret: Secret;
  /** Global; with a group `secret` where what stands around it stays. */
  readonly pattern: RegExp;
  /** Whether what has the shape is one; absent: always. */
  readonly is?: (text: string) => boolean;
  /** What it is the same as: forms of one secret share a pseudonym. */
  readonly same?: (text: string) => string;
}

/** An IPv6 address written out, so that its forms are one; of IPv4 within it (RFC 4291, 2.5.5.2) that. */
function sameAddress(text: string): string {
  const [front, back] = text.toLowerCase().split('::');
  const groups = (part = ''): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(front), groups(back)];
  const zeros =
    back === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  const all = [...first, ...zeros, ...last].map((group) => parseInt(group, 16));
  if (all.slice(0, 5).some((group) => group !== 0) || all[5] !== 0xffff) return all.join(':');
  return all
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

const HEX12 = /^[0-9a-f]{12}/i;
const SAME_ID = (text: string): string =>
  // A container is named by its first twelve digits too.
  /^[0-9a-f]{12,64}$/i.test(text) ? text.slice(0, 12) : text.replace(/[-_]/g, '');

/**
 * Shapes, in the order in which they are taken out: what holds others comes first. Kernel addresses, build ids and
 * Rust's mangled names have none of these shapes: they name nobody.
 */
export const SHAPES: readonly Shape[] = [
  {
    // The kernel's own words before a command line: init/main.c, include/linux/printk.h (dump_stack), crash's sys and ps -a.
    secret: 'cmdline',
    pattern:
      /(?:Kernel command line|Command line|COMMAND LINE|CMDLINE|ARG|ENV|Unknown kernel command line parameters)\s*:?\s(?<secret>.+)/g,
  },
  { secret: 'strings', pattern: /"(?<secret>[^"\n]*)"/g },
  // Keys: PEM, SSH, tokens of well-known services, JSON web tokens, long base64, and what is said to be one.
  {
    secret: 'key',
    pattern:
      /-----BEGIN [A-Z ]{0,30}(?:KEY|CERTIFICATE)[A-Z ]{0,20}-----(?:[\s\S]{0,8192}?-----END [A-Z ]{0,50}-----|.*)/g,
  },
  {
    secret: 'key',
    pattern: /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S{1,40}) (?<secret>[A-Za-z0-9+/=]{20,})/g,
  },
  {
    secret: 'key',
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|hf_|npm_|pypi-|dckr_pat_|dop_v1_|[sr]k_live_|sk-|AIza|ya29\.|SG\.|hvs\.)[\w.-]{16,}|\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g,
  },
  { secret: 'key', pattern: /\bBearer\s+(?<secret>[\w.~+/-]{8,}=*)/gi },
  // Where services take messages without further keys; words that follow an option which says what they are.
  {
    secret: 'key',
    pattern: /\bhooks\.slack\.com\/services\/(?<secret>\S{8,200})|\/api\/webhooks\/(?<secret2>\S{8,200})/g,
  },
  {
    secret: 'key',
    pattern:
      /(?<![\w-])--?[\w-]{0,32}(?:password|passwd|passphrase|secret|token|api-?key|pwd)[ =](?!-)["']?(?<secret>[^\s"',;]{4,})/gi,
  },
  // Programs that take a password right after its letter.
  {
    secret: 'key',
    pattern:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^;|\n]{0,200}? -p(?<secret>[^\s;|]{3,128})|\bsshpass -p ?(?<secret2>\S{3,128})|\b(?:curl|wget)\b[^;|\n]{0,200}? (?:-u|--user) ?[^\s:]{1,64}:(?<secret3>\S{3,128})/g,
  },
  // A password within a URL.
  { secret: 'key', pattern: /(?<=:\/\/[^\s/@:]{0,64}:)(?<secret>[^\s/@]{1,128})(?=@)/g },
  {
    secret: 'key',
    pattern:
      /\b(?:[\w-]{0,32}(?:password|passwd|passphrase|secret|token|api_?key|apikey|psk|private_?key|access_?key|wep_?key|encryption_?key)|pass|key|pwd|Authorization)["']?\s*(?:=|:)\s*["']?(?:Bearer |Basic )?(?<secret>[^\s"',;]{4,})/gi,
    is: (text) => !/^(?:0x)?[0-9a-f]{1,16}$|^(?:null|none|true|false)$|^\[/i.test(text),
  },
  {
    secret: 'key',
    pattern: /(?<![A-Za-z0-9+/_$.])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/_])/g,
    is: (text) => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text),
  },
  {
    secret: 'ssid',
    pattern:
      /\bE?SSID(?:\s*[:=]\s*|\s+)(?:'(?<secret>[^'\n]{1,64})'|"(?<secret2>[^"\n]{1,64})"|(?<secret3>[^\s'",()]{1,32}))/gi,
  },
  // Whose sources they are: "git@gitlab.example.com:core/project.git".
  { secret: 'id', pattern: /\bgit@[\w.-]{1,255}:(?<secret>[\w./-]{3,200})/g },
  {
    secret: 'mail',
    pattern: /[\p{L}\p{M}\p{N}_.%+-]{1,64}@(?:[\p{L}\p{M}\p{N}-]{1,63}\.)+\p{L}{2,24}(?![\p{L}\p{N}_-])/giu,
  },
  // Names of devices: NVMe, iSCSI, World Wide Names.
  {
    secret: 'id',
    pattern:
      /\b(?:nqn|iqn)\.\d{4}-\d\d\.[\w.:-]{3,220}|\b(?:naa|eui|t10|wwn)[.-](?:0x)?[0-9a-z_.]{8,64}|\bWWID:? ?(?<secret>\S{6,64})/gi,
  },
  {
    secret: 'id',
    pattern:
      /\b(?:ww[pn]?n|(?:port|node)_?name|(?:node_|port_|sys_image_)?guid)["']?(?:\s*[:=]\s*|\s+)["']?(?:0?x)?(?<secret>[0-9a-f]{16})(?![0-9a-f])|\br?port 0x(?<secret2>[125][0-9a-f]{15})(?![0-9a-f])/gi,
  },
  // What clouds call machines, disks, networks.
  {
    secret: 'id',
    pattern:
      /(?<![\w-])(?:i|vol|eni|ami|aki|ari|snap|subnet|vpc|sg|rtb|igw|nat|acl|eipalloc|lt|fs|r)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])|\barn:aws[\w-]{0,20}:[\w:/.*-]{3,220}|\bocid1\.[\w.-]{10,200}/g,
  },
  {
    secret: 'id',
    pattern:
      /\b(?:instance|subscription|tenant|project|account|organi[sz]ation)[-_ ]?id["']?\s*[:=]\s*["']?(?<secret>[\w.-]{4,64})|\binstance (?<secret2>\d{15,20})\b/gi,
  },
  {
    secret: 'id',
    pattern: /(?<![\w-])(?:projects|resourceGroups|subscriptions|tenants)\/(?<secret>[\w.-]{2,90})/gi,
  },
  { secret: 'id', pattern: /\/zones\/[\w-]{1,40}\/(?:instances|disks)\/(?<secret>[\w.-]{2,90})/g },
  // What disks answer as their name (SCSI's page 83), as udev and multipath write it: a digit for its kind before it.
  {
    secret: 'id',
    pattern: /(?<![0-9a-z])(?:(?:scsi|mpath|dm-uuid-mpath)-)?(?<secret>[1-8][0-9a-f]{32})(?![0-9a-z])/g,
  },
  // Universally unique identifiers (RFC 9562), whole or with underscores (pods of Kubernetes), and what is called one.
  {
    secret: 'id',
    pattern: /[0-9a-f]{8}([-_])[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}(?![0-9a-f])/gi,
    same: SAME_ID,
  },
  {
    secret: 'id',
    pattern:
      /\b(?:UUID|PARTUUID|LABEL|PARTLABEL|UUID_SUB|machine-id)\s?[=:]\s?["']?(?<secret>[\w.:-]{3,64})/gi,
  },
  // Containers: 64 hexadecimal digits, or twelve where something says that it is one; machine-id(5): 32.
  {
    secret: 'id',
    pattern:
      /(?<![0-9a-f])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{48}|[0-9a-f]{32})(?![0-9a-f])/gi,
    is: (text) => HEX12.test(text) && !/^(.)\1*$/.test(text),
    same: SAME_ID,
  },
  {
    secret: 'id',
    pattern:
      /\b(?:docker|container|containerd|podman|libpod|crio|cri-o|kata|lxc|br|sandbox)(?:[-/:=_ ]|\[)(?<secret>[0-9a-f]{12})(?![0-9a-f])/g,
    same: SAME_ID,
  },
  {
    secret: 'id',
    pattern:
      /\b(?:(?:ID_|PRODUCT_|BOARD_|CHASSIS_)?SERIAL(?:[ _-]?(?:Number|No\.?|#))?|SerialNumber|S\/N|SN|Service[ _]Tag|Asset[ _]?Tag|IMEI|IMSI|ICCID)\s*[:=#]\s*["']?(?<secret>[A-Za-z0-9][\w./-]{3,63})/gi,
    // "SerialNumber=1" of a USB device is the index of a string; a console has a speed.
    is: (text) => !/^\d{1,3}$|^0x\d$|^ttyS|^\d{4}:\d\d/i.test(text),
  },
  {
    secret: 'id',
    pattern:
      /\b(?:IMEI|IMSI|ICCID|MEID)\s*[:=]?\s*(?<secret>\d{10,22})\b|\bserial (?:number|no\.?|#)\s+(?<secret2>(?=[\w-]*\d)[\w-]{5,63})|\b(?:asset|service) ?tag\s+(?<secret3>(?=[\w-]*\d)[\w-]{5,63})/gi,
  },
  // Without a sign between: capitals and digits, as drives have them.
  {
    secret: 'id',
    pattern:
      /\b(?:[Ss]erial|SN|sn)\s+(?<secret>(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z0-9][A-Z0-9-]{7,39})(?![\w-])/g,
  },
  // Labels of file systems: fs/btrfs/volumes.c; where desktops mount what is plugged in; whose key signs (crypto/asymmetric_keys).
  {
    secret: 'id',
    pattern:
      /\bdevice label (?<secret>\S{1,256}) devid \d|\/(?:run\/media|media)\/[^/\s]{1,64}\/(?<secret2>[^/\s"':,;]{2,128})|\bX\.509 cert '(?<secret3>(?!Build time autogenerated)[^'\n]{3,200})'/g,
  },
  {
    // lib/dump_stack.c, drivers/firmware/dmi_scan.c, crash's sys -i.
    secret: 'hardware',
    pattern: /(?:Hardware name|HARDWARE|DMI|Machine model|DMI_[A-Z_]{3,30})\s*:\s+(?<secret>\S.{1,200})/g,
  },
  // IEEE 802 addresses; World Wide Names have eight bytes, a packet's head fourteen, InfiniBand twenty.
  {
    secret: 'mac',
    pattern:
      /(?<![0-9a-f]|(?<![0-9a-z])[0-9a-f]{1,4}[:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,31}(?![0-9a-f]|[:-][0-9a-f]{1,4}(?![0-9a-z]))/gi,
    same: (text) => text.replace(/[:-]/g, ''),
  },
  {
    secret: 'mac',
    pattern:
      /\b(?:(?:en|wl|ww)x|(?:mac|hwaddr|lladdr|bssid)(?:[_ -]?addr(?:ess)?)?["']?\s{0,2}[:= ]\s{0,2}["']?)(?<secret>[0-9a-f]{12})\b/gi,
    same: (text) => text,
  },
  {
    secret: 'mac',
    pattern: /(?<![0-9a-f.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![0-9a-f.])/gi,
    same: (text) => text.replace(/\./g, ''),
  },
  {
    secret: 'ip',
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)/g,
    is: (text) => !/^(?:127\.|0\.0\.0\.0$|255\.255)/.test(text),
  },
  {
    secret: 'ip',
    pattern: /\b(?:ip|ec2)-(?<secret>\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})\b/g,
    same: (text) => text.replace(/-/g, '.'),
  },
  {
    secret: 'ip',
    pattern:
      /(?<![0-9a-z_]|(?<![0-9a-z_])[0-9a-f]{1,4}:|::)(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![0-9a-z_]|:[0-9a-f]{1,4}(?![0-9a-z_])|::)/gi,
    // "::" alone and times ("12:30:45") look like it from afar; ::1 is everybody's, ::ffff: stands before an IPv4 address.
    is: (text) =>
      !['::', '::1', '::ffff', '64:ff9b::'].includes(text.toLowerCase()) &&
      (text.includes('::') || text.split(':').length === 8),
    same: sameAddress,
  },
  // Telephone numbers: said to be one; with the country's, which offsets and times ("+123456789 ns") are not; as they are written at home.
  {
    secret: 'id',
    pattern:
      /\b(?:tel|telephone|phone|mobile|fax|sms|msisdn|call|dial)\b\.?(?: ?no\.?| ?number)?\s{0,3}[:=]?\s{0,3}(?<secret>\+\d{8,15})(?![\w-]|\.\d)/gi,
    same: (text) => text.replace(/\D/g, ''),
  },
  {
    secret: 'id',
    pattern:
      /(?<![\w.+-])(?:\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}|\(\d{3}\) ?\d{3}-\d{4}|0\d{1,2}-\d{3,4}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-]|\.\d)/g,
    is: (text) => text.replace(/\D/g, '').length >= 9 && /\d[ ()-]|\..*\./.test(text),
    same: (text) => text.replace(/\D/g, ''),
  },
];

/** Where a name stands that is a secret wherever else it stands too. */
export interface Telling {
  readonly secret: 'host' | 'user' | 'hardware' | 'id';
  readonly pattern: RegExp;
}

const LETTER = '\\p{L}\\p{M}\\p{N}';
const NAME = `(?<name>[\\p{L}_][${LETTER}_.-]{0,63})`;
const HOST = `(?<name>[\\p{L}\\p{N}][${LETTER}-]{0,62}(?:\\.[${LETTER}-]{1,63}){0,8})`;
/** Top-level domains of names that are worth hiding; kernel's files and functions have dots too. */
const TOP = 'com|net|org|edu|gov|mil|info|dev|app|cloud|local|lan|internal|corp|intra|localdomain|example';
const COUNTRIES =
  'io|eu|de|uk|fr|nl|it|es|pl|ch|at|se|no|fi|dk|cz|ru|ua|kr|jp|cn|tw|in|au|nz|ca|us|br|mx|za|il|tr|be|pt|ie|gr|hu|ro|sg|hk|ai|me|biz|xyz|site|online|tech|test|home|box';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** What tells a name by the words around it: each match makes `name` a secret wherever it stands. */
export const TELLINGS: readonly Telling[] = [
  { secret: 'user', pattern: /[/\\](?:home|Users)[/\\]{1,2}(?<name>[^/\\\s"'<>:;,)(|\]]{1,64})/g },
  // A user of a domain: "CORP\alice"; in a directory: "uid=alice,ou=people,dc=example,dc=com"; su(1); PAM's keyrings.
  { secret: 'user', pattern: /(?<![\\\w.])[A-Z][A-Z0-9-]{1,14}\\(?<name>[\p{L}_][\w.-]{2,63})(?![\w\\])/gu },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\b(?:uid|cn)=${NAME},(?=(?:ou|cn|dc|o)=)|\\bsu(?:\\[\\d+\\])?: .{0,80}\\(to [\\w.-]+\\) ${NAME.replace('name', 'name2')} on |;login:${NAME.replace('name', 'name3')}`,
      'gu',
    ),
  },
  { secret: 'host', pattern: new RegExp(`\\bdc=${HOST},(?=dc=)`, 'gu') },
  // Machines of hypervisors, and what their disks are called.
  { secret: 'host', pattern: new RegExp(`(?:-name |domain |VM )(?:"?guest"?[=:] ?"?)${HOST}`, 'gu') },
  // LXC's, libvirt's and those that systemd keeps as "machine-qemu\\x2d1\\x2dNAME.scope"; NetBIOS.
  {
    secret: 'host',
    pattern: new RegExp(
      `\\blxc(?:\\[\\d+\\])?: container ${HOST}|\\b(?:vm|VM|guest|(?<!\\b(?:power|irq|IRQ|clock|PM|pm|iommu|IOMMU|lock|voltage) )domain|container|machine) '${HOST.replace('name', 'name2')}'|\\bmachine-\\w{2,16}\\\\{1,2}x2d\\d+\\\\{1,2}x2d${HOST.replace('name', 'name3')}(?=\\.scope)|\\b(?:NetBIOS name|[Ww]orkgroup) (?!(?:sizes?|ids?|counts?|dim\\w*|barrier\\w*|memory|processor\\w*)\\b)${HOST.replace('name', 'name4')}`,
      'gu',
    ),
  },
  { secret: 'id', pattern: /\/vmfs\/volumes\/(?<name>[^/\s]{2,128})(?:\/(?<name2>[^/\s]{2,128}))?/g },
  { secret: 'user', pattern: new RegExp(`/(?:run/media|media)/${NAME}/`, 'gu') },
  // Prompts of shells, users of other machines, and whose key it is: "alice@db01:~$", "[alice@db01 src]#", "ssh alice@db01".
  // "mdio@ff0000 probe failed #3" is a node of a device tree, whose unit addresses are hexadecimal (Devicetree Specification, 2.2.1).
  ...(['user', 'host'] as const).map((secret): Telling => ({
    secret,
    pattern: new RegExp(
      `(?<![\\w.@/-])${secret === 'user' ? NAME : `[\\p{L}_][${LETTER}_.-]{0,63}`}@(?:(?<=\\[[^\\s@[]{1,64}@)|(?![0-9a-f,]+ (?![~/])))${
        secret === 'host' ? HOST : `[${LETTER}.-]{1,255}`
      }(?=:[~/]|[ \\]][^\\n\\]]{0,64}\\]?[$#])|\\b(?:ssh|scp|sftp|[A-Za-z0-9+/]{40,}={0,2}) ${
        secret === 'user' ? NAME.replace('name', 'name2') : `[\\p{L}_][${LETTER}_.-]{0,63}`
      }@${secret === 'host' ? HOST.replace('name', 'name2') : `[${LETTER}.-]{1,255}`}`,
      'gu',
    ),
  })),
  // URLs with a user in them.
  { secret: 'user', pattern: new RegExp(`://${NAME}(?::[^\\s/@]{0,128})?@`, 'gu') },
  { secret: 'host', pattern: new RegExp(`://[^\\s/@]{1,200}@${HOST}`, 'gu') },
  // Volumes that somebody named (device-mapper): /dev/mapper/NAME, LVM and LUKS on a command line, units of systemd.
  {
    secret: 'id',
    pattern:
      /\/dev\/mapper\/(?!control\b)(?<name>[\w+.-]{2,128})|\brd\.lvm\.(?:lv|vg)=(?<name2>[\w+./-]{2,128})|\b(?:rd\.luks\.name=[\w-]{1,64}=|cryptdevice=[^\s:]{1,128}:|systemd-cryptsetup@|Cryptography Setup for )(?<name3>[\w+\\.-]{2,128}?)(?=\.service|[\s:,]|$)/g,
  },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\b(?:user(?:name)?|USER(?:NAME)?|LOGNAME|SUDO_USER|acct|login|owner|ruser)=["']?(?:[\\w.-]{1,32}\\\\\\\\?)?${NAME}`,
      'gu',
    ),
  },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\b(?:(?:for|of) (?:invalid )?[Uu]ser|Accepted \\w+ for|Failed \\w+ for(?: invalid user)?|[Ii]nvalid user|logged in as|User) ["']?${NAME}["']?(?= from| by|\\(|\\.?$| logged|\\.|:)`,
      'gu',
    ),
  },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\bsudo: +${NAME} :|\\bsshd: (?<name2>[A-Za-z_][\\w-]{0,31})(?: \\[|@)|\\buid=\\d+\\((?<name3>[\\w.-]{1,64})\\)|\\bby (?<name4>[A-Za-z_][\\w.-]{0,31})\\(uid=`,
      'gu',
    ),
  },
  { secret: 'user', pattern: /\bLinux version \S+ \((?<name>[\w.-]{1,64})@/g },
  { secret: 'host', pattern: /\bLinux version \S+ \([\w.-]{1,64}@(?<name>[\w.-]{1,255})\)/g },
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:host(?:name)?|rhost|nodename|HOSTNAME|server|systemd\\.hostname)=["']?${HOST}`,
      'giu',
    ),
  },
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:Hostname set to|Set hostname to|hostname changed to|NODENAME:) *["'<]?${HOST}`,
      'giu',
    ),
  },
  // Names that only look like some: "hostname web-3 from DHCP"; of a domain that a user is named beside.
  { secret: 'host', pattern: new RegExp(`\\bhostname ["'<]?(?=[\\w.-]{0,63}[\\d.-])${HOST}`, 'giu') },
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:domain|workgroup|realm|dom)=["']?${HOST}["']?(?=[,; ]+(?:user|username|uid|pass|password|sec)=)`,
      'giu',
    ),
  },
  // Servers that do not answer: fs/lockd/clntproc.c and net/sunrpc/clnt.c say "server NAME", fs/smb/client/connect.c "\\NAME".
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b[sS]erver ${HOST}(?= not responding| OK| is not responding| timed out|,? still trying)|\\\\\\\\${HOST.replace('name', 'name2')}(?= has not responded)`,
      'gu',
    ),
  },
  // Whom a URL leads to, where it is no site that everybody knows: names of machines have numbers, hyphens or no dot.
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:https?|wss?|ftps?|nfs|ldaps?|smb|iscsi|tcp|tls|amqps?|rediss?|mongodb|postgres(?:ql)?|mysql)://(?=[^\\s/.]*[\\d-]|[^\\s/.:]+(?:[:/\\s]|$))${HOST}(?=[:/\\s?#"'>)]|$)`,
      'giu',
    ),
  },
  // File systems of other machines: "server:/export", "//server/share".
  { secret: 'host', pattern: new RegExp(`(?<![\\w/.:])(?://|\\\\\\\\)${HOST}(?=[/\\\\][\\w$])`, 'gu') },
  {
    secret: 'host',
    pattern:
      /(?<![\w/.:=-])(?<name>[A-Za-z][A-Za-z0-9-]{1,62}(?:\.[A-Za-z0-9-]{1,63}){0,8}):(?=\/(?:export|srv|mnt|vol|data|home|nfs|share)[/\w]*)/g,
  },
  {
    secret: 'host',
    pattern: new RegExp(
      `(?<![\\w.@/-])(?<name>(?:${LABEL}\\.){1,8}(?:${TOP})|(?:${LABEL}\\.){2,8}(?:${COUNTRIES}))(?![\\w.-]*[\\w(])`,
      'gu',
    ),
  },
  { secret: 'hardware', pattern: /(?:Hardware name|DMI): (?<name>\S.{3,200})/g },
];

/** Names that everybody has. */
export const EVERYBODYS: ReadonlySet<string> = new Set(
  `root nobody daemon bin sys registers lists www mail ftp bugs wiki localhost localhost.localdomain localdomain none (none) kernel unknown null user users
   linux kernel.org www.kernel.org bugzilla.kernel.org lore.kernel.org git.kernel.org vger.kernel.org`.split(
    /\s+/,
  ),
);
