import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { rbEntries } from './rb-tree.ts';
import { ticksPerSecond } from './time.ts';

/** A setting of /proc/sys: struct ctl_table (include/linux/sysctl.h). */
export interface Sysctl {
  readonly object: CObject;
  /** "vm/swappiness": below /proc/sys. */
  readonly path: string;
  /** Where its value lies; 0: nowhere, its handler makes it. */
  readonly data: Addr;
  /** Bytes of the value. */
  readonly bytes: number;
  /** Permissions, st_mode's lower bits. */
  readonly mode: number;
  /** The function that reads and writes it: proc_dointvec … */
  readonly handler: Addr;
  /** It stands for settings of its directory ("vm/…") that are not in the dump: nobody knows how many. */
  readonly lost?: true;
}

/** Settings, and levels of directories; more are taken for damage. */
const MAX_SETTINGS = 200_000;
const MAX_DEPTH = 16;
const MAX_NAME = 128;
/** Bytes of a value that are looked at. */
const MAX_BYTES = 4096;
/** Kinds of entries in ctl_table.mode (include/uapi/linux/stat.h). */
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;
/** Ticks a second that user space is told of: USER_HZ. */
const USER_HZ = 100;

/** Sets of settings that stand apart, of namespaces; the tree of all has but links to them (fs/proc/proc_sysctl.c). */
const NAMESPACES = [
  ['init_net', 'net', 'sysctls'],
  ['init_user_ns', 'user_namespace', 'set'],
  // pid_max is each PID namespace's own since 6.14 (7863dcc72d0f).
  ['init_pid_ns', 'pid_namespace', 'set'],
  // Of the message queues since 5.19 (dd141a4955d5), of System V IPC since 5.19 (1f5c135ee509).
  ['init_ipc_ns', 'ipc_namespace', 'mq_set'],
  ['init_ipc_ns', 'ipc_namespace', 'ipc_set'],
] as const;

/** Every setting of the machine's own namespaces, in order of their paths within a set. */
export function sysctls(kernel: Kernel): readonly Sysctl[] {
  return kernel.remember('sysctls', () => {
    const found = new Map<string, Sysctl>();
    for (const set of sets(kernel))
      for (const each of below(kernel, set.get('dir'), '', 0)) {
        if (found.size >= MAX_SETTINGS) break;
        if (!found.has(each.path)) found.set(each.path, each);
      }
    // Nothing but what is lost: the tables are not in the dump.
    if ([...found.values()].every(({ lost }) => lost)) return [];
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  });
}

function* sets(kernel: Kernel): Generator<CObject> {
  const { image } = kernel.symbols;
  const root = image.byName('sysctl_table_root');
  if (!root || !kernel.types.has('ctl_table_set', 'dir') || !kernel.types.has('ctl_table_header', 'node'))
    return;
  yield kernel.at('struct ctl_table_root', root.address).get('default_set');
  for (const [name, type, member] of NAMESPACES) {
    const symbol = image.byName(name);
    if (symbol && kernel.types.has(type, member))
      yield kernel.at(`struct ${type}`, symbol.address).get(member);
  }
}

/** The entries of the directory `dir`: a tree of ctl_nodes, the n-th node of a header stands for the n-th entry of its table. */
function* below(kernel: Kernel, dir: CObject, path: string, depth: number): Generator<Sysctl> {
  if (depth > MAX_DEPTH) return;
  const node = kernel.types.sizeOf('struct ctl_node') ?? 0;
  const entry = kernel.types.sizeOf('struct ctl_table') ?? 0;
  if (node === 0 || entry === 0) return;
  let lost = false;
  const lose = (): void => void (lost = true);
  for (const each of nodes(kernel, dir, lose)) {
    const header = each.try((one) => one.get('header').deref());
    const table = header?.try((one) => {
      const index = Number(each.address - one.get('node').pointer()) / node;
      if (!Number.isInteger(index) || index < 0 || index > MAX_SETTINGS) return undefined;
      return kernel.at('struct ctl_table', step(one.get('ctl_table').pointer(), index * entry));
    });
    const found = table && entryOf(table, path);
    if (!header || !found) {
      lost = true;
      continue;
    }
    const kind = found.mode & S_IFMT;
    if (kind === S_IFDIR)
      yield* below(kernel, header.containerOf('struct ctl_dir', 'header'), found.path, depth + 1);
    else if (kind !== S_IFLNK) yield found;
  }
  if (lost) yield lostOf(dir, path);
}

/** What stands for the settings of the directory `dir` that cannot be read. */
function lostOf(dir: CObject, path: string): Sysctl {
  const nowhere = 0n as Addr;
  return {
    object: dir,
    path: path === '' ? '…' : `${path}/…`,
    data: nowhere,
    bytes: 0,
    mode: 0,
    handler: nowhere,
    lost: true,
  };
}

function nodes(kernel: Kernel, dir: CObject, lost: () => void): CObject[] {
  const found = dir.try((each) => [...rbEntries(kernel, each.get('root'), 'struct ctl_node', 'node', lost)]);
  if (!found) lost();
  return found ?? [];
}

function entryOf(table: CObject, path: string): Sysctl | undefined {
  return table.try((each) => {
    const name = each.get('procname').string(MAX_NAME);
    return {
      object: each,
      path: path === '' ? name : `${path}/${name}`,
      data: each.get('data').pointer(),
      bytes: each.get('maxlen').number(),
      mode: each.get('mode').number(),
      handler: each.get('proc_handler').pointer(),
    };
  });
}

/** Handlers that show something else than the bytes that their entry names. */
const THEIR_OWN = new Set([
  'neigh_proc_dointvec_unres_qlen',
  'proc_do_rss_key',
  'proc_fib_multipath_hash_seed',
  'sched_energy_aware_handler',
  'do_proc_dqstats',
  'ipv4_ping_group_range',
  'ipv4_local_port_range',
  'sd_ctl_doflags',
  'sysctl_sys_info_handler',
  'proc_nmi_watchdog',
]);
/** Handlers that show a text although their names do not say so (kernel/printk/printk.c, kernel/utsname_sysctl.c). */
const TEXTS = new Set(['devkmsg_sysctl_set_loglvl', 'proc_do_uts_string']);
/** Settings without a place of their own in the table, and the variables that their handlers show. */
const ELSEWHERE: Readonly<Record<string, readonly [name: string, form: Form]>> = {
  'kernel/tainted': ['tainted_mask', 'ulong'],
  'kernel/threads-max': ['max_threads', 'int'],
  'kernel/sysrq': ['sysrq_enabled', 'int'],
};

/** What a handler makes of the bytes, told by the kernel's own name for it (kernel/sysctl.c). */
type Form = 'int' | 'uint' | 'u8' | 'ulong' | 'bool' | 'string' | 'key';

/**
 * The value of `setting` as /proc/sys shows it, numbers of several by blanks; undefined where its handler makes it of
 * something that is not known here, or memory is not in the dump. Handlers with names of their own mostly call one of the
 * common ones for the value: of these, four bytes are a number.
 */
export function sysctlValue(kernel: Kernel, setting: Sysctl): string | undefined {
  const { data } = setting;
  if (setting.lost) return undefined;
  if (data === 0n) return elsewhere(kernel, setting.path);
  const handler = kernel.symbols.byAddress(setting.handler)?.symbol.name ?? '';
  const form = formOf(handler, setting.bytes);
  if (form === undefined) return undefined;
  if (form === 'string') return text(kernel, setting);
  const size = form === 'ulong' ? 8 : form === 'u8' || form === 'bool' ? 1 : 4;
  const count = Math.min(Math.max(1, Math.floor(setting.bytes / size)), MAX_BYTES / size);
  const values: string[] = [];
  for (let i = 0; i < count; i++) {
    const value = number(kernel, step(data, i * size), form);
    if (value === undefined) return undefined;
    values.push(String(inUnits(kernel, `${handler} ${setting.path}`, value)));
    if (form === 'key') break;
  }
  return values.join(' ');
}

function formOf(handler: string, bytes: number): Form | undefined {
  if (handler === 'proc_do_static_key') return 'key';
  if (THEIR_OWN.has(handler)) return undefined;
  if (handler.includes('dostring') || TEXTS.has(handler)) return 'string';
  if (handler.includes('doulongvec')) return 'ulong';
  if (handler.includes('douintvec')) return 'uint';
  if (handler.includes('dou8vec')) return 'u8';
  if (handler.includes('dobool')) return 'bool';
  if (handler.includes('dointvec')) return 'int';
  return bytes === 8 ? 'ulong' : bytes === 4 ? 'int' : bytes === 1 ? 'u8' : undefined;
}

function elsewhere(kernel: Kernel, path: string): string | undefined {
  const [name, form] = ELSEWHERE[path] ?? [];
  const symbol = name === undefined ? undefined : kernel.symbols.image.byName(name);
  const value = symbol && form && number(kernel, symbol.address, form);
  return value?.toString();
}

function number(kernel: Kernel, at: Addr, form: Form): number | bigint | undefined {
  const { space } = kernel;
  if (form === 'ulong') return space.tryU64(at);
  const word = space.tryU32(at);
  if (word === undefined) return undefined;
  if (form === 'u8') return word & 0xff;
  if (form === 'bool') return Number((word & 0xff) !== 0);
  // struct static_key begins with the number of those who enabled it (include/linux/jump_label.h).
  if (form === 'key') return Number(word !== 0);
  return form === 'uint' ? word : word | 0;
}

/**
 * Ticks as /proc/sys shows them: _jiffies in seconds, _ms_jiffies in milliseconds, _userhz_jiffies in hundredths. The
 * neighbours' handlers tell by the setting's name which they are (net/core/neighbour.c, net/ipv6/ndisc.c).
 */
function inUnits(kernel: Kernel, told: string, value: number | bigint): number | bigint {
  const ticks = /jiffies|base_reachable_time(?:_ms)?$|retrans_time_ms$/.test(told);
  const hz = ticks ? ticksPerSecond(kernel) : undefined;
  if (hz === undefined) return value;
  const per = /ms_jiffies|_ms$/.test(told) ? 1000 : told.includes('userhz') ? USER_HZ : 1;
  return Math.trunc((Number(value) * per) / hz);
}

function text(kernel: Kernel, { data, bytes }: Sysctl): string | undefined {
  const room = Math.min(Math.max(0, bytes), MAX_BYTES);
  return room === 0 ? undefined : kernel.space.string(data, room);
}
