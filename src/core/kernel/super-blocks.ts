import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** More super blocks, or inodes of one, are taken for damage. */
const MAX_SUPER_BLOCKS = 1_000_000;
const MAX_INODES = 20_000_000;

/** Name of a file system's type, and what it calls itself within it. */
export function fileSystemType(kernel: Kernel, superBlock: bigint): string {
  const object = kernel.at('struct super_block', superBlock);
  const name =
    object.try((each) => each.get('s_type.name').string(64)) ??
    typesByInstance(kernel).get(superBlock) ??
    '?';
  const subtype = object.try((each) => each.find('s_subtype')?.string(64));
  return subtype ? `${name}.${subtype}` : name;
}

/** Kinds of file systems, and super blocks of one; more are taken for damage. */
const MAX_TYPES = 4096;

/**
 * The types of super blocks as the types list them (file_system_type.fs_supers): a super block that is not in the dump itself is
 * still named by its type, or by another one of it.
 */
function typesByInstance(kernel: Kernel): ReadonlyMap<bigint, string> {
  return kernel.remember('super blocks by type', () => {
    const { types, space } = kernel;
    const found = new Map<bigint, string>();
    if (!types.has('super_block', 's_instances.next') || !types.has('file_system_type', 'fs_supers.first'))
      return found;
    const instance = types.offsetOf('super_block', 's_instances');
    for (const at of fileSystemTypes(kernel)) {
      const type = kernel.at('struct file_system_type', at);
      const name = type.try((each) => each.get('name').string(64)) ?? '';
      let node = type.try((each) => each.get('fs_supers.first').pointer()) ?? 0n;
      for (let i = 0; /^[\w.-]+$/.test(name) && isKernelHalf(node) && i < MAX_SUPER_BLOCKS; i++) {
        const block = step(node, -instance);
        if (found.has(block)) break;
        found.set(block, name);
        node = space.tryU64(node as Addr) ?? 0n;
      }
    }
    return found;
  });
}

/**
 * The types of file systems: those that are registered, a list of pointers, since 7.1 of hlist_nodes (fs/filesystems.c), and
 * those that the kernel has for itself, which are known by how their variables are called (nullfs_fs_type, sock_fs_type).
 */
function fileSystemTypes(kernel: Kernel): ReadonlySet<bigint> {
  const { types, space } = kernel;
  const found = new Set<bigint>();
  const head = kernel.symbols.image.byName('file_systems')?.address;
  const chain = types.has('file_system_type', 'list');
  const link = chain
    ? types.offsetOf('file_system_type', 'list')
    : types.has('file_system_type', 'next')
      ? types.offsetOf('file_system_type', 'next')
      : 0;
  let at: bigint = (head && space.tryU64(head)) ?? 0n;
  while (at !== 0n && found.size < MAX_TYPES) {
    const type = chain ? step(at, -link) : at;
    if (found.has(type)) break;
    found.add(type);
    at = space.tryU64(step(type, link)) ?? 0n;
  }
  for (const { address } of kernel.symbols.matching((name) => name.endsWith('_fs_type'))) {
    if (found.size >= MAX_TYPES) break;
    found.add(address);
  }
  return found;
}

/** The super block whose dentry, inode or mount `address` is, where it is one that can be told; for `mount ADDRESS`. */
export function superBlockOf(kernel: Kernel, address: bigint): Addr | undefined {
  const { types, space } = kernel;
  for (const [struct, member] of [
    ['dentry', 'd_sb'],
    ['inode', 'i_sb'],
  ] as const) {
    if (!types.has(struct, member)) continue;
    const found = space.tryU64(step(address, types.offsetOf(struct, member)));
    if (found !== undefined && superBlocks(kernel).has(found)) return found;
  }
  return undefined;
}
/** The addresses of all super blocks: the list super_blocks (fs/super.c). */
export function superBlocks(kernel: Kernel): ReadonlySet<bigint> {
  return kernel.remember('super blocks', () => {
    const found = new Set<bigint>();
    const head = kernel.symbols.byName('super_blocks');
    if (!head || !kernel.types.struct('super_block')) return found;
    for (const each of listEntries(
      kernel.at('struct list_head', head.address),
      'struct super_block',
      's_list',
    )) {
      found.add(each.address);
      if (found.size >= MAX_SUPER_BLOCKS) break;
    }
    return found;
  });
}

/** The inodes of the file system at `superBlock` that are in memory: super_block.s_inodes. */
export function* inodesOf(kernel: Kernel, superBlock: bigint): Generator<CObject, void, void> {
  const list = kernel.at('struct super_block', superBlock).find('s_inodes');
  if (!list) return;
  let count = 0;
  for (const inode of listEntries(list, 'struct inode', 'i_sb_list')) {
    yield inode;
    if (++count >= MAX_INODES) return;
  }
}

/** Those of them whose state says that they are to be written back. */
export function* dirtyInodesOf(kernel: Kernel, superBlock: bigint): Generator<Addr, void, void> {
  const dirty = dirtyBits(kernel);
  for (const inode of inodesOf(kernel, superBlock)) {
    // A struct of its own around the bits since 6.19.
    const state = inode.try((each) => each.first('i_state.__state', 'i_state').bigint()) ?? 0n;
    if ((state & dirty) !== 0n) yield inode.address;
  }
}

/**
 * The bits of i_state that say so: an enum of their own since 6.19; numbers of include/linux/fs.h before, which moved when
 * enum inode_state_bits came (6.13).
 */
function dirtyBits(kernel: Kernel): bigint {
  const names = ['I_DIRTY_SYNC', 'I_DIRTY_DATASYNC', 'I_DIRTY_PAGES', 'I_DIRTY_TIME'];
  const bits = names.map((name) => kernel.types.enumerator('inode_state_flags_enum', name));
  if (bits.every((bit) => bit !== undefined)) return bits.reduce((sum, bit) => sum | bit, 0n);
  return kernel.types.enumeration('inode_state_bits') ? 0x70n | (1n << 12n) : 0x7n | (1n << 11n);
}
