import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { inodeAt, type Inode } from './inodes.ts';
import type { Kernel } from './kernel.ts';
import { mounts, type Mount } from './mounts.ts';
import { pathOf } from './paths.ts';

/** A name in a directory: struct dentry (include/linux/dcache.h). */
export interface Dentry {
  readonly object: CObject;
  readonly address: Addr;
  /** Undefined of a negative dentry: the name is known not to exist. */
  readonly inode: Inode | undefined;
  readonly superBlock: Addr;
  /** The path, on the first mount of the root's namespace that shows it; of the file system alone when none does. */
  readonly path: string;
}

/** Most directories on the way up. */
const MAX_DEPTH = 4096;

/** The dentry at `address`. Throws FaultError when it is not in the dump. */
export function dentryAt(kernel: Kernel, address: bigint): Dentry {
  const object = kernel.at('struct dentry', address);
  const inode = object.get('d_inode').pointer();
  const superBlock = object.get('d_sb').pointer();
  const mount = mountShowing(kernel, object, superBlock);
  return {
    object,
    address: object.address,
    inode: inode === 0n ? undefined : inodeAt(kernel, inode),
    superBlock,
    path: pathOf(kernel, mount?.vfsmount ?? 0n, address),
  };
}

/** A mount of the file system whose root is `dentry` or above it; what is mounted at its own root comes first. */
function mountShowing(kernel: Kernel, dentry: CObject, superBlock: bigint): Mount | undefined {
  const candidates = mounts(kernel).filter((mount) => mount.superBlock === superBlock);
  if (candidates.length === 0) return undefined;
  const above = new Set<bigint>();
  let here: bigint = dentry.address;
  for (let i = 0; i < MAX_DEPTH && here !== 0n && !above.has(here); i++) {
    above.add(here);
    here = kernel.at('struct dentry', here).try((each) => each.get('d_parent').pointer()) ?? 0n;
  }
  return candidates.find((mount) => above.has(mount.root));
}
