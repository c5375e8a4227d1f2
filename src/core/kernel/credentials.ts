import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { knownTasks, type Task } from './tasks.ts';

/** Who a task acts as: struct cred (include/linux/cred.h), and what keeps it in bounds. */
export interface Credentials {
  readonly cred: Addr;
  /** Real, effective, saved, file system. */
  readonly uids: readonly number[];
  readonly gids: readonly number[];
  readonly groups: readonly number[];
  readonly effective: bigint;
  readonly permitted: bigint;
  readonly inheritable: bigint;
  readonly bounding: bigint;
  readonly ambient: bigint;
  readonly noNewPrivileges: boolean;
  /** 0 none, 1 strict, 2 filters; undefined where the kernel has no seccomp. */
  readonly seccomp: number | undefined;
  /** -1000 to 1000: what the OOM killer adds. */
  readonly oomScoreAdjust: number | undefined;
}

const MAX_GROUPS = 65536;

/** The credentials of `task`; undefined where they are not in the dump. */
export function credentials(kernel: Kernel, task: Task): Credentials | undefined {
  return task.object.try((object) => {
    // real_cred is the task's own; cred may be borrowed for a while (override_creds).
    const cred = object.get('real_cred').deref();
    const four = (letter: 'u' | 'g'): number[] =>
      ['', 'e', 's', 'fs'].map((kind) => cred.get(`${kind}${letter}id.val`).number());
    return {
      cred: cred.address,
      uids: four('u'),
      gids: four('g'),
      groups: groups(kernel, cred),
      effective: capabilities(cred, 'cap_effective'),
      permitted: capabilities(cred, 'cap_permitted'),
      inheritable: capabilities(cred, 'cap_inheritable'),
      bounding: capabilities(cred, 'cap_bset'),
      ambient: cred.has('cap_ambient') ? capabilities(cred, 'cap_ambient') : 0n,
      // PFA_NO_NEW_PRIVS is bit 0 (include/linux/sched.h).
      noNewPrivileges: ((object.find('atomic_flags')?.pointer() ?? 0n) & 1n) === 1n,
      seccomp: object.find('seccomp.mode')?.number(),
      oomScoreAdjust: object.try((each) => each.get('signal.oom_score_adj').number()),
    };
  });
}

/** One word since 6.3 (f122a08b197d), two halves before. */
function capabilities(cred: CObject, name: string): bigint {
  const whole = cred.find(`${name}.val`);
  return whole ? whole.pointer() : cred.space.u64(cred.get(name).address);
}

function groups(kernel: Kernel, cred: CObject): number[] {
  const info = cred.get('group_info').deref();
  const count = Math.min(info.try((each) => each.get('ngroups').number()) ?? 0, MAX_GROUPS);
  if (count <= 0 || !info.has('gid')) return [];
  const at = info.get('gid').address;
  return Array.from({ length: count }, (_, i) => kernel.space.tryU32(step(at, i * 4))).filter(
    (gid) => gid !== undefined,
  );
}

/** CAP_… by bit (include/uapi/linux/capability.h), without the prefix. */
const CAPABILITIES = (
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service ' +
  'net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin ' +
  'sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override ' +
  'mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore'
).split(' ');

/** "net_admin,sys_admin"; "all" and "none" for what is that. */
export function capabilityNames(set: bigint): string {
  if (set === 0n) return 'none';
  const known = (1n << BigInt(CAPABILITIES.length)) - 1n;
  if ((set & known) === known) return 'all';
  return CAPABILITIES.filter((_, bit) => (set >> BigInt(bit)) & 1n).join(',');
}

/** The namespaces that a task lives in, by the number that /proc/PID/ns shows; of those that can be read. */
export interface Namespaces {
  readonly cgroup?: number;
  readonly ipc?: number;
  readonly mnt?: number;
  readonly net?: number;
  readonly pid?: number;
  readonly time?: number;
  readonly user?: number;
  readonly uts?: number;
}

/** Kinds of namespaces, as /proc/PID/ns calls them. */
export const NAMESPACE_KINDS = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;

const PROXIED = {
  cgroup: ['cgroup_ns', 'cgroup_namespace'],
  ipc: ['ipc_ns', 'ipc_namespace'],
  mnt: ['mnt_ns', 'mnt_namespace'],
  net: ['net_ns', 'net'],
  time: ['time_ns', 'time_namespace'],
  uts: ['uts_ns', 'uts_namespace'],
} as const;

/** The namespaces of `task`: nsproxy, the PID namespace of its innermost PID, the user namespace of its credentials. */
export function namespaces(kernel: Kernel, task: Task): Namespaces {
  const proxy = task.object.try((each) => each.get('nsproxy').pointer()) ?? 0n;
  const found: Partial<Record<(typeof NAMESPACE_KINDS)[number], number>> = {};
  const number = (struct: string, at: bigint | undefined): number | undefined =>
    at ? kernel.at(`struct ${struct}`, at).try((each) => each.find('ns.inum')?.number()) : undefined;
  for (const [kind, [member, struct]] of Object.entries(PROXIED) as [
    keyof typeof PROXIED,
    readonly string[],
  ][]) {
    if (proxy === 0n || !kernel.types.has('nsproxy', member)) continue;
    const at = kernel.at('struct nsproxy', proxy).try((each) => each.get(member).pointer());
    found[kind] = number(struct, at);
  }
  found.pid = number('pid_namespace', pidNumbers(kernel, task)?.namespace);
  found.user = number(
    'user_namespace',
    task.object.try((each) => each.get('real_cred.user_ns').pointer()),
  );
  return found;
}

const MAX_LEVEL = 32;

/** The PIDs of `task` from the machine's own namespace inwards, and its innermost PID namespace (struct pid, include/linux/pid.h). */
export function pidNumbers(
  kernel: Kernel,
  task: Task,
): { readonly numbers: readonly number[]; readonly namespace: Addr } | undefined {
  return task.object.try((object) => {
    const pid = object.get('thread_pid').deref();
    if (pid.address === 0n) return undefined;
    const level = Math.min(pid.get('level').number(), MAX_LEVEL);
    const size = kernel.types.sizeOf('struct upid') ?? 16;
    const base = pid.get('numbers').address;
    const at = (i: number): CObject => kernel.at('struct upid', step(base, i * size));
    return {
      numbers: Array.from({ length: level + 1 }, (_, i) => at(i).get('nr').number()),
      namespace: at(level).get('ns').pointer(),
    };
  });
}

/** The tasks whose net namespace is the struct net at `net`, in the order of the task list. */
export function namespaceUsers(kernel: Kernel, net: bigint): readonly Task[] {
  const users = kernel.remember('tasks by net namespace', () => {
    const found = new Map<bigint, Task[]>();
    for (const task of knownTasks(kernel)) {
      const at = task.object.try((each) => {
        const proxy = each.get('nsproxy').deref();
        return proxy.address === 0n ? undefined : proxy.get('net_ns').pointer();
      });
      if (at === undefined) continue;
      const known = found.get(at);
      if (known) known.push(task);
      else found.set(at, [task]);
    }
    return found;
  });
  return users.get(net) ?? [];
}
