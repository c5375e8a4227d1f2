import { hex } from '../../addr.ts';
import { fileOwners, openFiles } from '../../kernel/files.ts';
import { dirtyInodesOf } from '../../kernel/super-blocks.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Mount } from '../../kernel/mounts.ts';
import { knownTasks } from '../../kernel/tasks.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** -f: what tasks have open on the file system of `mount`. The kernel keeps no list of its own since 3.13, so that those of the tasks are looked through. */
export function* openOn(kernel: Kernel, mount: Mount): Generator<Line, void, void> {
  yield { text: 'OPEN FILES' };
  yield { text: '    DENTRY            INODE       TYPE PATH' };
  const met = new Set<bigint>();
  for (const task of fileOwners(kernel, knownTasks(kernel)))
    for (const { inode, dentry, path, file } of openFiles(kernel, task)) {
      if (!inode || inode.superBlock !== mount.superBlock || met.has(file.address)) continue;
      if (file.try((each) => each.get('f_path.mnt').pointer()) !== mount.vfsmount) continue;
      met.add(file.address);
      yield {
        text: `${hex(dentry, 16)}  ${hex(inode.address, 16)}  ${inode.type.padEnd(4)} ${readable(path)}`,
        row: {
          mount: mount.address,
          dentry,
          inode: inode.address,
          type: inode.type,
          path,
          file: file.address,
          pid: task.pid,
        },
        links: [
          { start: 0, end: 16, ref: refTo.instance('dentry', dentry) },
          { start: 18, end: 34, ref: refTo.instance('inode', inode.address) },
        ],
      };
    }
  if (met.size === 0) yield { text: 'No open files found' };
}

/** -i: the inodes of the file system of `mount` whose contents are to be written back. */
export function* dirtyInodes(kernel: Kernel, mount: Mount): Generator<Line, void, void> {
  yield { text: 'DIRTY INODES' };
  let some = false;
  for (const inode of dirtyInodesOf(kernel, mount.superBlock)) {
    some = true;
    yield {
      text: hex(inode, 16),
      row: { mount: mount.address, inode },
      links: [{ start: 0, end: 16, ref: refTo.instance('inode', inode) }],
    };
  }
  if (!some) yield { text: 'No dirty inodes found' };
}
