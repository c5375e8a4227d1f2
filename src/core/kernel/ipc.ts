import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cachedPages } from './inodes.ts';
import type { Kernel } from './kernel.ts';
import { knownTasks, type Task } from './tasks.ts';
import { xarrayEntries } from './xarray.ts';

/** The kinds of System V IPC, in the order of ipc_namespace.ids[] (ipc/util.h). */
export const IPC_KINDS = ['sem', 'msg', 'shm'] as const;

/** Shared memory, semaphores or messages. */
export type IpcKind = (typeof IPC_KINDS)[number];

/** A System V IPC object: a shared segment, an array of semaphores, a queue of messages (ipc/shm.c, sem.c, msg.c). */
export interface IpcObject {
  readonly kind: IpcKind;
  /** struct shmid_kernel, sem_array or msg_queue. */
  readonly object: CObject;
  readonly address: Addr;
  readonly id: number;
  readonly key: number;
  readonly uid: number;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes: of the segment, or of the messages that wait. */
  readonly bytes?: bigint;
  /** Who is attached, semaphores of the array, messages that wait. */
  readonly count: bigint;
  /** "dest", "locked": of a segment that goes away with its last user, or may not be swapped out. */
  readonly status: string;
  /** PIDs as the root namespace has them; undefined where the process is not known. */
  readonly creator?: number;
  readonly last?: number;
}

const STRUCTS = { shm: 'shmid_kernel', sem: 'sem_array', msg: 'msg_queue' } as const;
const PERMS = { shm: 'shm_perm', sem: 'sem_perm', msg: 'q_perm' } as const;
/** SHM_DEST, SHM_LOCKED (include/linux/shm.h). */
const SHM_DEST = 0o1000;
const SHM_LOCKED = 0o2000;
const MAX_OBJECTS = 1_000_000;

/** The struct that an object of `kind` is. */
export function ipcStruct(kind: IpcKind): string {
  return STRUCTS[kind];
}

/** The objects of `kind` in the namespace whose struct ipc_namespace is at `namespace`, in order of their index. */
export function* ipcObjects(
  kernel: Kernel,
  namespace: bigint,
  kind: IpcKind,
): Generator<IpcObject, void, void> {
  if (!kernel.types.has(STRUCTS[kind], PERMS[kind])) return;
  const ids = kernel.at('struct ipc_namespace', namespace).get(`ids[${IPC_KINDS.indexOf(kind)}]`);
  let count = 0;
  for (const { entry, value } of xarrayEntries(kernel, ids.get('ipcs_idr.idr_rt'))) {
    const found = value ? undefined : objectAt(kernel, kind, entry);
    if (found) yield found;
    if (++count >= MAX_OBJECTS) return;
  }
}

function objectAt(kernel: Kernel, kind: IpcKind, perm: bigint): IpcObject | undefined {
  const name = STRUCTS[kind];
  const object = kernel.at('struct kern_ipc_perm', perm).containerOf(`struct ${name}`, PERMS[kind]);
  return object.try((each) => {
    const permission = each.get(PERMS[kind]);
    const mode = permission.get('mode').number();
    return {
      kind,
      object,
      address: object.address,
      id: permission.get('id').number(),
      key: permission.get('key').number(),
      uid: permission.get('uid.val').number(),
      mode: mode & 0o777,
      status:
        kind === 'shm'
          ? [mode & SHM_DEST ? 'dest' : '', mode & SHM_LOCKED ? 'locked' : ''].filter(Boolean).join(' ')
          : '',
      ...amounts(kind, each),
    };
  });
}

function amounts(kind: IpcKind, object: CObject): Pick<IpcObject, 'bytes' | 'count' | 'creator' | 'last'> {
  if (kind === 'sem') return { count: object.get('sem_nsems').bigint() };
  if (kind === 'msg')
    return {
      bytes: object.get('q_cbytes').pointer(),
      count: object.get('q_qnum').pointer(),
      last: pidOf(object, 'q_lspid'),
    };
  return {
    bytes: object.get('shm_segsz').pointer(),
    count: object.get('shm_nattch').pointer(),
    creator: pidOf(object, 'shm_cprid'),
    last: pidOf(object, 'shm_lprid'),
  };
}

/** A struct pid since 4.17 (98f929b1bd4d), a number before. */
function pidOf(object: CObject, member: string): number | undefined {
  return object.try((each) => {
    const value = each.get(member);
    if (value.bare.kind !== 'pointer') return value.number();
    return value.pointer() === 0n ? undefined : each.get(`${member}.numbers[0].nr`).number();
  });
}

/** Pages of a shared segment, and the inode that they are kept by. */
export interface SharedPages {
  readonly inode: Addr;
  readonly allocated: bigint;
  readonly resident: bigint;
  readonly swapped: bigint;
}

/** The pages of the segment `shm`: its size, what of it is in memory, what in swap (ipc/shm.c shm_add_rss_swap). */
export function sharedPages(kernel: Kernel, shm: IpcObject): SharedPages | undefined {
  return shm.object.try((each) => {
    const inode = each.get('shm_file.f_inode').deref();
    const mapping = inode.get('i_mapping').pointer();
    const swapped = kernel.types.has('shmem_inode_info', 'swapped')
      ? inode.try((one) => one.containerOf('struct shmem_inode_info', 'vfs_inode').get('swapped').pointer())
      : undefined;
    const size = BigInt(kernel.layout.pageSize);
    return {
      inode: inode.address,
      allocated: ((shm.bytes ?? 0n) + size - 1n) / size,
      resident: cachedPages(kernel, mapping) ?? 0n,
      swapped: swapped ?? 0n,
    };
  });
}

/** The values of the semaphores of an array, at most `most`. */
export function semaphoreValues(array: IpcObject, most = 256): number[] | undefined {
  const sems = array.object.find('sems') ?? array.object.find('sem_base');
  if (!sems) return undefined;
  return sems.try(() =>
    Array.from({ length: Math.min(Number(array.count), most) }, (_, i) => sems.at(i).get('semval').number()),
  );
}

/** The struct ipc_namespace that `task` lives in; undefined when it has none (it exited). */
export function ipcNamespace(kernel: Kernel, task: Task): Addr | undefined {
  const found = task.object.try((each) => {
    const proxy = each.get('nsproxy').pointer();
    return proxy === 0n ? undefined : kernel.at('struct nsproxy', proxy).get('ipc_ns').pointer();
  });
  return found === undefined || found === 0n ? undefined : found;
}

/** The machine's own namespace, then those that tasks live in, each with one that does. */
export function ipcNamespaces(kernel: Kernel): readonly { readonly namespace: Addr; readonly task?: Task }[] {
  const found = new Map<bigint, { namespace: Addr; task?: Task }>();
  const init = kernel.symbols.byName('init_ipc_ns')?.address;
  if (init !== undefined && kernel.types.has('ipc_namespace', 'ids')) found.set(init, { namespace: init });
  for (const task of knownTasks(kernel)) {
    const namespace = task.pid === 0 ? undefined : ipcNamespace(kernel, task);
    if (namespace !== undefined && !found.has(namespace)) found.set(namespace, { namespace, task });
  }
  return [...found.values()];
}
