import { FaultError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** Longest path, and most directories and mounts on the way; more are taken for damage (PATH_MAX is 4096). */
const MAX_STEPS = 4096;
const MAX_NAME = 256;
/** Stands for the part of a path that could not be read. */
const LOST = '…';

/** The path of an open file (struct file). */
export function filePath(kernel: Kernel, file: CObject): string {
  return pathOf(kernel, file.get('f_path.mnt').pointer(), file.get('f_path.dentry').pointer());
}

/** Paths that are kept: tasks by the thousand map the same few files. */
const MAX_KEPT = 100_000;

/**
 * The path of the dentry at `dentry` on the mount whose struct vfsmount is at `mnt`, as the machine's root sees it:
 * names up to each mount's root, then on from where it is mounted (fs/d_path.c). What cannot be read ends it.
 */
export function pathOf(kernel: Kernel, mnt: bigint, dentry: bigint): string {
  const kept = kernel.remember('paths', () => new Map<bigint, { mnt: bigint; path: string }>());
  const known = kept.get(dentry);
  if (known?.mnt === mnt) return known.path;
  const path = walked(kernel, mnt, dentry);
  if (kept.size >= MAX_KEPT) kept.clear();
  // What could not be read says so to each who asks.
  if (!path.startsWith('/' + LOST)) kept.set(dentry, { mnt, path });
  return path;
}

function walked(kernel: Kernel, mnt: bigint, dentry: bigint): string {
  const names: string[] = [];
  let mount = mnt === 0n ? undefined : kernel.at('struct vfsmount', mnt).containerOf('struct mount', 'mnt');
  let here = kernel.at('struct dentry', dentry);
  try {
    for (let i = 0; i < MAX_STEPS; i++) {
      if (mount && here.address === mount.get('mnt.mnt_root').pointer()) {
        const parent = mount.get('mnt_parent').pointer();
        if (parent === mount.address || parent === 0n) break;
        here = kernel.at('struct dentry', mount.get('mnt_mountpoint').pointer());
        mount = kernel.at('struct mount', parent);
        continue;
      }
      const up = here.get('d_parent').pointer();
      const name = here.get('d_name.name').string(MAX_NAME);
      if (up === here.address || up === 0n) {
        // The root of a file system that is mounted nowhere: its name stands for it (pipe:, memfd:…).
        if (names.length === 0 || name !== '/') names.unshift(name);
        return names[0] === '/' || !name.startsWith('/') ? names.join('/') : '/' + names.join('/');
      }
      names.unshift(name);
      here = kernel.at('struct dentry', up);
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    names.unshift(LOST);
  }
  return '/' + names.join('/');
}
