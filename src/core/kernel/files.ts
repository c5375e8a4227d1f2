import { step, type Addr } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import { inodeAt, type Inode } from './inodes.ts';
import type { Kernel } from './kernel.ts';
import { filePath, pathOf } from './paths.ts';
import type { Task } from './tasks.ts';

/** A file descriptor of a process and the file open on it: struct file (include/linux/fs.h). */
export interface OpenFile {
  /** A task that has it open; threads of a process share their files. */
  readonly task: Task;
  readonly fd: number;
  readonly file: CObject;
  readonly dentry: Addr;
  /** Undefined where it is not in the dump. */
  readonly inode: Inode | undefined;
  readonly inodeAddress: Addr;
  readonly path: string;
}

/** A directory that a task is in: its root or its current one. */
export interface Directory {
  readonly mount: Addr;
  readonly dentry: Addr;
  readonly path: string;
}

/** Most descriptors of one process (fs.nr_open is 1048576 unless raised). */
const MAX_FILES = 1 << 20;

/** What `task` has open, in order of descriptor: files_struct.fdt (include/linux/fdtable.h). Those that cannot be read are passed over. */
export function* openFiles(kernel: Kernel, task: Task): Generator<OpenFile, void, void> {
  const table = filesStruct(kernel, task);
  const fdt = table && table.try((files) => files.get('fdt').deref());
  const shape = fdt?.try((each) => ({
    most: each.get('max_fds').number(),
    fd: each.get('fd').pointer(),
    open: each.get('open_fds').pointer(),
  }));
  if (!shape) return;
  const most = Math.min(shape.most, MAX_FILES);
  const open = kernel.space.readSome(shape.open, Math.ceil(most / 8));
  for (let fd = 0; fd < most && fd < open.length * 8; fd++) {
    if (open[fd >> 3] === 0) fd |= 7;
    else if ((open[fd >> 3] >> (fd & 7)) & 1) {
      const address = kernel.space.tryU64(step(shape.fd, fd * 8));
      const found = address ? openFile(kernel, task, fd, address) : undefined;
      if (found) yield found;
    }
  }
}

/** The struct files_struct of `task`; undefined when it has none (it exited, or is an idle task). */
export function filesStruct(kernel: Kernel, task: Task): CObject | undefined {
  const address = task.object.try((each) => each.get('files').pointer());
  return address ? kernel.at('struct files_struct', address) : undefined;
}

function openFile(kernel: Kernel, task: Task, fd: number, address: Addr): OpenFile | undefined {
  const file = kernel.at('struct file', address);
  return ifKnown(() => {
    const dentry = file.get('f_path.dentry').pointer();
    const inodeAddress = file.get('f_inode').pointer();
    const inode = inodeAddress === 0n ? undefined : file.try(() => inodeAt(kernel, inodeAddress));
    return { task, fd, file, dentry, inode, inodeAddress, path: filePath(kernel, file) };
  });
}

/** The root and the current directory of `task`: task_struct.fs (include/linux/fs_struct.h); undefined where it has none. */
export function directories(
  kernel: Kernel,
  task: Task,
): { readonly root: Directory; readonly cwd: Directory } | undefined {
  return task.object.try((each) => {
    const address = each.get('fs').pointer();
    if (address === 0n) return undefined;
    const fs = kernel.at('struct fs_struct', address);
    return { root: directory(kernel, fs.get('root')), cwd: directory(kernel, fs.get('pwd')) };
  });
}

function directory(kernel: Kernel, path: CObject): Directory {
  const mount = path.get('mnt').pointer();
  const dentry = path.get('dentry').pointer();
  return { mount, dentry, path: pathOf(kernel, mount, dentry) };
}

/** The tasks whose files are listed once for all who share them: the first of those with the same files_struct. */
export function* fileOwners(kernel: Kernel, all: Iterable<Task>): Generator<Task, void, void> {
  const met = new Set<bigint>();
  const offset = kernel.types.has('task_struct', 'files')
    ? kernel.types.offsetOf('task_struct', 'files')
    : undefined;
  if (offset === undefined) return;
  for (const task of all) {
    const address = kernel.space.tryU64(step(task.address, offset));
    if (!address || met.has(address)) continue;
    met.add(address);
    yield task;
  }
}
