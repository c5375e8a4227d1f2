import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { dentryAt } from './dentries.ts';
import { inodeAt, type Inode } from './inodes.ts';
import type { Kernel } from './kernel.ts';
import { inodesOf, superBlocks } from './super-blocks.ts';

/** A file of which pages were in the page cache. */
export interface CachedFile {
  readonly inode: Inode;
  /** A dentry that names it; 0 when it has none any more (deleted, or never had one). */
  readonly dentry: Addr;
}

/** The files that have pages in the page cache, file system by file system: inodes of super_block.s_inodes. */
export function* cachedFiles(kernel: Kernel): Generator<CachedFile, void, void> {
  for (const superBlock of superBlocks(kernel))
    for (const object of inodesOf(kernel, superBlock)) {
      if (!hasPages(object)) continue;
      const found = object.try(() => ({
        inode: inodeAt(kernel, object.address),
        dentry: alias(kernel, object),
      }));
      if (found) yield found;
    }
}

function hasPages(inode: CObject): boolean {
  return (inode.try((each) => each.get('i_data.nrpages').pointer()) ?? 0n) !== 0n;
}

/** The first of inode.i_dentry, a list by d_u.d_alias (d_alias since 7.1). */
function alias(kernel: Kernel, inode: CObject): Addr {
  const node = inode.get('i_dentry.first').pointer();
  if (node === 0n) return node;
  const member = kernel.types.has('dentry', 'd_u.d_alias') ? 'd_u.d_alias' : 'd_alias';
  return step(node, -kernel.types.offsetOf('dentry', member));
}

/** The path of a cached file; undefined where nothing names it. */
export function cachedPath(kernel: Kernel, { dentry }: CachedFile): string | undefined {
  if (dentry === 0n) return undefined;
  return kernel.at('struct dentry', dentry).try(() => dentryAt(kernel, dentry).path);
}
