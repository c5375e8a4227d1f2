import { step, type Addr } from '../addr.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import { directories, fileOwners, openFiles } from './files.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { pathOf } from './paths.ts';
import { rbEntries } from './rb-tree.ts';
import { fileSystemType, superBlocks } from './super-blocks.ts';
import { knownTasks, type Task } from './tasks.ts';

/** A file system at its place in a mount namespace: struct mount (fs/mount.h). */
export interface Mount {
  readonly object: CObject;
  readonly address: Addr;
  /** Address of the struct vfsmount in it. */
  readonly vfsmount: Addr;
  readonly superBlock: Addr;
  /** dentry of the directory of the file system that is seen here; mostly its root. */
  readonly root: Addr;
  readonly id: number;
  readonly flags: number;
  /** "ext4", "tmpfs"; with what a fuse file system calls itself: "fuse.sshfs" (fs/proc_namespace.c show_type). */
  readonly type: string;
  readonly device: string;
  readonly directory: string;
}

/** More mounts of one namespace are taken for damage (fs.mount-max is 100000 unless raised); of all together no more are kept. */
const MAX_MOUNTS = 1_000_000;
const MAX_NAME = 4096;
/** MNT_CURSOR (include/linux/mount.h, 5.8 to 6.7): a reader's place in the list, no mount. */
const MNT_CURSOR = 0x10000000;

/** The mounts of the namespace that init lives in. */
export function mounts(kernel: Kernel): readonly Mount[] {
  return kernel.remember('mounts', () => {
    const namespace = rootNamespace(kernel);
    return namespace === undefined ? [] : mountsOf(kernel, namespace);
  });
}

/** The mounts of the namespace whose struct mnt_namespace is at `namespace`, in the kernel's order. */
export function mountsOf(kernel: Kernel, namespace: bigint): readonly Mount[] {
  const kept = kernel.remember('mounts by namespace', () => ({
    lists: new Map<bigint, readonly Mount[]>(),
    mounts: 0,
  }));
  const known = kept.lists.get(namespace);
  if (known) return known;
  const found: Mount[] = [];
  const object = kernel.at('struct mnt_namespace', namespace);
  try {
    for (const each of entries(kernel, object)) {
      const mount = mountAt(kernel, each.address);
      if (mount && (mount.flags & MNT_CURSOR) === 0) found.push(mount);
      if (found.length >= MAX_MOUNTS) break;
    }
  } catch (error) {
    if (!(error instanceof FaultError || error instanceof MissingError)) throw error;
  }
  // How many there are is said since 4.9 (d29216842a85); without a number only an empty list is known to be lost.
  const told = object.try((each) => each.first('nr_mounts', 'mounts').number());
  const most = told ?? (found.length === 0 ? 1 : 0);
  if (found.length < most) {
    const known = new Set<bigint>(found.map(({ address }) => address));
    for (const each of [...mountsOfBlocks(kernel, namespace), ...mountsMet(kernel, namespace)])
      if (!known.has(each.address)) {
        known.add(each.address);
        found.push(each);
      }
    found.sort((a, b) => a.id - b.id);
    if (found.length < most) partial(kernel).add(found);
  }
  if (kept.mounts + found.length > MAX_MOUNTS) {
    kept.lists.clear();
    kept.mounts = 0;
  }
  kept.lists.set(namespace, found);
  // What is known of an empty list takes room too.
  kept.mounts += found.length + 1;
  return found;
}

function partial(kernel: Kernel): WeakSet<readonly Mount[]> {
  return kernel.remember('partial lists of mounts', () => new WeakSet<readonly Mount[]>());
}

/** Whether `list` lacks mounts of its namespace, because what names them is not in the dump. */
export function mountsIncomplete(kernel: Kernel, list: readonly Mount[]): boolean {
  return partial(kernel).has(list);
}

/** The mounts of `namespace` as the super blocks have them: super_block.s_mounts, a list by mnt_instance, since 6.18 a chain. */
function* mountsOfBlocks(kernel: Kernel, namespace: bigint): Generator<Mount, void, void> {
  const { types } = kernel;
  // A mount is of one super block: together they have no more than there are.
  const met = new Set<bigint>();
  for (const address of superBlocks(kernel)) {
    const block = kernel.at('struct super_block', address);
    for (const at of types.has('mount', 'mnt_next_for_sb') ? chained(kernel, block) : listed(block)) {
      if (met.has(at) || met.size >= MAX_MOUNTS) break;
      met.add(at);
      const mount = mountAt(kernel, at);
      if (mount?.object.try((each) => each.get('mnt_ns').pointer()) === namespace && mount) yield mount;
    }
  }
}

function* listed(block: CObject): Generator<Addr, void, void> {
  const head = block.find('s_mounts');
  if (!head || !head.types.has('mount', 'mnt_instance')) return;
  for (const { address } of listEntries(head, 'struct mount', 'mnt_instance')) yield address;
}

function* chained({ space, types }: Kernel, block: CObject): Generator<Addr, void, void> {
  const next = types.offsetOf('mount', 'mnt_next_for_sb');
  const met = new Set<bigint>();
  let at = block.try((each) => each.find('s_mounts')?.pointer()) ?? 0n;
  while (at !== 0n && !met.has(at) && met.size < MAX_MOUNTS) {
    met.add(at);
    yield at as Addr;
    // The low bit marks one that is held for writing (7.0 on).
    at = (space.tryU64(step(at, next)) ?? 0n) & ~1n;
  }
}

/**
 * Where the namespace itself is not in the dump: its mounts that tasks stand on or have files open on, and those that
 * they are mounted on, in order of their IDs.
 */
function mountsMet(kernel: Kernel, namespace: bigint): Mount[] {
  const vfsmounts = new Set<bigint>();
  for (const task of knownTasks(kernel)) {
    const where = directories(kernel, task);
    if (where) vfsmounts.add(where.root.mount).add(where.cwd.mount);
  }
  for (const task of fileOwners(kernel, knownTasks(kernel)))
    for (const { file } of openFiles(kernel, task)) {
      const at = file.try((each) => each.get('f_path.mnt').pointer());
      if (at !== undefined) vfsmounts.add(at);
    }
  const found = new Map<bigint, Mount>();
  const left = [...vfsmounts].map(
    (at) => kernel.at('struct vfsmount', at).containerOf('struct mount', 'mnt').address,
  );
  while (left.length > 0 && found.size < MAX_MOUNTS) {
    const at = left.pop() as Addr;
    const mount = found.has(at) ? undefined : mountAt(kernel, at);
    if (mount?.object.try((each) => each.get('mnt_ns').pointer()) !== namespace || !mount) continue;
    found.set(at, mount);
    const above = mount.object.try((each) => each.get('mnt_parent').pointer());
    if (above) left.push(above);
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** A red-black tree by mnt_id_unique since 6.8 (2eea9ce4310d), a list before. */
function entries(kernel: Kernel, namespace: CObject): Iterable<CObject> {
  const tree = kernel.types.has('mount', 'mnt_node') ? namespace.find('mounts') : undefined;
  return tree
    ? rbEntries(kernel, tree, 'struct mount', 'mnt_node')
    : listEntries(namespace.get('list'), 'struct mount', 'mnt_list');
}

/** The struct mount at `address`; undefined when it is not in the dump. */
export function mountAt(kernel: Kernel, address: bigint): Mount | undefined {
  const object = kernel.at('struct mount', address);
  return object.try((mount) => {
    const vfsmount = mount.get('mnt').address;
    const root = mount.get('mnt.mnt_root').pointer();
    const superBlock = mount.get('mnt.mnt_sb').pointer();
    return {
      object,
      address: object.address,
      vfsmount,
      superBlock,
      root,
      id: mount.get('mnt_id').number(),
      flags: mount.get('mnt.mnt_flags').number(),
      type: fileSystemType(kernel, superBlock),
      device: mount.try((each) => each.get('mnt_devname').string(MAX_NAME)) ?? '',
      directory: pathOf(kernel, vfsmount, root),
    };
  });
}

/** The struct mnt_namespace that `task` lives in; undefined when it has none (it exited). */
export function mountNamespace(kernel: Kernel, task: Task): Addr | undefined {
  const found = task.object.try((each) => {
    const proxy = each.get('nsproxy').pointer();
    return proxy === 0n ? undefined : kernel.at('struct nsproxy', proxy).get('mnt_ns').pointer();
  });
  return found === undefined || found === 0n ? undefined : found;
}

/** The namespace of the machine: init's, else that of the first task that has one. */
function rootNamespace(kernel: Kernel): Addr | undefined {
  const all = knownTasks(kernel);
  const init = all.find(({ pid }) => pid === 1);
  return (init && mountNamespace(kernel, init)) ?? firstOf(all, (task) => mountNamespace(kernel, task));
}

function firstOf<T, R>(all: Iterable<T>, read: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The mount namespaces of all tasks, each once, init's first, with a task that lives in it. */
export function mountNamespaces(
  kernel: Kernel,
): readonly { readonly namespace: Addr; readonly task: Task }[] {
  const root = rootNamespace(kernel);
  const found = new Map<bigint, { namespace: Addr; task: Task }>();
  for (const task of knownTasks(kernel)) {
    const namespace = mountNamespace(kernel, task);
    if (namespace === undefined) continue;
    const known = found.get(namespace);
    // A process of its own names a namespace better than the idle task.
    if (!known || (known.task.pid < 1 && task.pid >= 1)) found.set(namespace, { namespace, task });
  }
  return [...found.values()].sort((a, b) => Number(b.namespace === root) - Number(a.namespace === root));
}

/** MNT_… and SB_… bits as /proc/mounts says them (fs/proc_namespace.c; include/linux/mount.h, include/linux/fs.h). */
const MOUNT_FLAGS: readonly (readonly [number, string])[] = [
  [0x01, 'nosuid'],
  [0x02, 'nodev'],
  [0x04, 'noexec'],
  [0x08, 'noatime'],
  [0x10, 'nodiratime'],
  [0x20, 'relatime'],
  [0x80, 'nosymfollow'],
];
const SUPER_FLAGS: readonly (readonly [bigint, string])[] = [
  [1n << 4n, 'sync'],
  [1n << 7n, 'dirsync'],
  [1n << 6n, 'mand'],
  [1n << 25n, 'lazytime'],
];

/** "rw,relatime": the options of a mount that are the same for every file system. */
export function mountOptions(kernel: Kernel, mount: Mount): string {
  const flags = kernel
    .at('struct super_block', mount.superBlock)
    .try((each) => each.get('s_flags').pointer());
  const readOnly = (mount.flags & 0x40) !== 0 || ((flags ?? 0n) & 1n) === 1n;
  return [
    readOnly ? 'ro' : 'rw',
    ...SUPER_FLAGS.filter(([bit]) => ((flags ?? 0n) & bit) !== 0n).map(([, name]) => name),
    ...MOUNT_FLAGS.filter(([bit]) => (mount.flags & bit) !== 0).map(([, name]) => name),
  ].join(',');
}
