/** What `--redact` can take out of an answer. */
export const SECRETS = [
  'host',
  'user',
  'file',
  'ip',
  'mac',
  'mail',
  'id',
  'key',
  'ssid',
  'hardware',
  'cmdline',
  'strings',
] as const;

/** One kind of secret. */
export type Secret = (typeof SECRETS)[number];

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
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[\w-]{15,}|\bxox[abp]-[\w-]{10,}|\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g,
  },
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
  { secret: 'mail', pattern: /[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w-])/gi },
  // Names of devices: NVMe, iSCSI, World Wide Names.
  {
    secret: 'id',
    pattern:
      /\b(?:nqn|iqn)\.\d{4}-\d\d\.[\w.:-]{3,220}|\b(?:naa|eui|t10|wwn)[.-](?:0x)?[0-9a-z_.]{8,64}|\bWWID:? ?(?<secret>\S{6,64})/gi,
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
    pattern: /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])/g,
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
    // lib/dump_stack.c, drivers/firmware/dmi_scan.c, crash's sys -i.
    secret: 'hardware',
    pattern: /(?:Hardware name|HARDWARE|DMI|Machine model|DMI_[A-Z_]{3,30})\s*:\s+(?<secret>\S.{1,200})/g,
  },
  // IEEE 802 addresses; of InfiniBand twenty bytes; as part of a name, and in the fashion of switches.
  {
    secret: 'mac',
    pattern:
      /(?<![0-9a-f:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?:(?:[:-][0-9a-f]{2}){2}|(?:[:-][0-9a-f]{2}){14})?(?![0-9a-f:-])/gi,
    same: (text) => text.replace(/[:-]/g, ''),
  },
  { secret: 'mac', pattern: /\b(?:en|wl|ww)x(?<secret>[0-9a-f]{12})\b/gi, same: (text) => text },
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
    pattern: /\bip-(?<secret>\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})\b/g,
    same: (text) => text.replace(/-/g, '.'),
  },
  {
    secret: 'ip',
    pattern:
      /(?<![0-9a-f:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![0-9a-f:])/gi,
    // "::" alone and times ("12:30:45") look like it from afar; ::1 is everybody's.
    is: (text) => text.length > 2 && text !== '::1' && (text.includes('::') || text.split(':').length === 8),
  },
];

/** Where a name stands that is a secret wherever else it stands too. */
export interface Telling {
  readonly secret: 'host' | 'user' | 'hardware';
  readonly pattern: RegExp;
}

const NAME = '(?<name>[A-Za-z_][\\w.-]{0,63})';
const HOST = '(?<name>[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\\.[A-Za-z0-9-]{1,63}){0,8})';
/** Top-level domains of names that are worth hiding; kernel's files and functions have dots too. */
const TOP = 'com|net|org|edu|gov|mil|info|dev|app|cloud|local|lan|internal|corp|intra|localdomain|example';
const COUNTRIES =
  'io|eu|de|uk|fr|nl|it|es|pl|ch|at|se|no|fi|dk|cz|ru|ua|kr|jp|cn|tw|in|au|nz|ca|us|br|mx|za|il|tr';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** What tells a name by the words around it: each match makes `name` a secret wherever it stands. */
export const TELLINGS: readonly Telling[] = [
  { secret: 'user', pattern: /\/(?:home|Users)\/(?<name>[^/\s"'<>:;,)(|\]]{1,64})/g },
  { secret: 'user', pattern: /\/(?:run\/media|media)\/(?<name>[a-z_][\w.-]{0,31})\//g },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\b(?:user(?:name)?|USER(?:NAME)?|LOGNAME|SUDO_USER|acct|login|owner|ruser)=["']?(?:[\\w.-]{1,32}\\\\\\\\?)?${NAME}`,
      'g',
    ),
  },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\b(?:(?:for|of) (?:invalid )?[Uu]ser|Accepted \\w+ for|Failed \\w+ for(?: invalid user)?|[Ii]nvalid user|logged in as|User) ["']?${NAME}["']?(?= from| by|\\(|\\.?$| logged|\\.|:)`,
      'g',
    ),
  },
  {
    secret: 'user',
    pattern: new RegExp(
      `\\bsudo: +${NAME} :|\\bsshd: (?<name2>[A-Za-z_][\\w-]{0,31})(?: \\[|@)|\\buid=\\d+\\((?<name3>[\\w.-]{1,64})\\)|\\bby (?<name4>[A-Za-z_][\\w.-]{0,31})\\(uid=`,
      'g',
    ),
  },
  { secret: 'user', pattern: /\bLinux version \S+ \((?<name>[\w.-]{1,64})@/g },
  { secret: 'host', pattern: /\bLinux version \S+ \([\w.-]{1,64}@(?<name>[\w.-]{1,255})\)/g },
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:host(?:name)?|rhost|nodename|HOSTNAME|server|systemd\\.hostname)=["']?${HOST}`,
      'gi',
    ),
  },
  {
    secret: 'host',
    pattern: new RegExp(
      `\\b(?:Hostname set to|Set hostname to|hostname changed to|NODENAME:) *["'<]?${HOST}`,
      'gi',
    ),
  },
  // File systems of other machines: "server:/export", "//server/share".
  { secret: 'host', pattern: new RegExp(`(?<![\\w/.:])(?://|\\\\\\\\)${HOST}(?=[/\\\\][\\w$])`, 'g') },
  {
    secret: 'host',
    pattern:
      /(?<![\w/.:=-])(?<name>[A-Za-z][A-Za-z0-9-]{1,62}(?:\.[A-Za-z0-9-]{1,63}){0,8}):(?=\/(?:export|srv|mnt|vol|data|home|nfs|share)[/\w]*)/g,
  },
  {
    secret: 'host',
    pattern: new RegExp(
      `(?<![\\w.@/-])(?<name>(?:${LABEL}\\.){1,8}(?:${TOP})|(?:${LABEL}\\.){2,8}(?:${COUNTRIES}))(?![\\w.-]*[\\w(])`,
      'g',
    ),
  },
  { secret: 'hardware', pattern: /(?:Hardware name|DMI): (?<name>\S.{3,200})/g },
];

/** Names that everybody has. */
export const EVERYBODYS: ReadonlySet<string> = new Set(
  `root nobody daemon bin sys localhost localhost.localdomain localdomain none (none) kernel unknown null user users
   linux kernel.org www.kernel.org bugzilla.kernel.org lore.kernel.org git.kernel.org vger.kernel.org`.split(
    /\s+/,
  ),
);
