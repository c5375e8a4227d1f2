import { FaultError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** Longest path, and most directories and mounts on the way; more are taken for damage (PATH_MAX is 4096). */
const MAX_STEPS = 4096;
const MAX_NAME = 256;

/** The path of an open file (struct file). */
export function filePath(kernel: Kernel, file: CObject): string {
  return pathOf(kernel, file.get('f_path.mnt').pointer(), file.get('f_path.dentry').pointer());
}

/**
 * The path of the dentry at `dentry` on the mount whose struct vfsmount is at `mnt`, as the machine's root sees it:
 * names up to each mount's root, then on from where it is mounted (fs/d_path.c). What cannot be read ends it.
 */
export function pathOf(kernel: Kernel, mnt: bigint, dentry: bigint): string {
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
    names.unshift('…');
  }
  return '/' + names.join('/');
}
