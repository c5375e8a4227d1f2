import type { Addr } from '../addr.ts';
import { directories, openFiles } from './files.ts';
import type { Kernel } from './kernel.ts';
import { filePath } from './paths.ts';
import type { Task } from './tasks.ts';
import { vmas } from './vmas.ts';

/** How a task uses a file. */
export interface FileUse {
  readonly root: boolean;
  readonly cwd: boolean;
  readonly fd: boolean;
  readonly mmap: boolean;
}

/** A file: by its path, or by the address of its inode, of its dentry, or of a struct file. */
export type FileMeant = { readonly path: string } | { readonly at: Addr };

/** Files that processes have open or mapped: what is the same for all threads is looked through once. */
export class FileUsers {
  private readonly byFiles = new Map<bigint, boolean>();
  private readonly byMm = new Map<bigint, boolean>();

  constructor(
    private readonly kernel: Kernel,
    private readonly meant: FileMeant,
  ) {}

  /** How `task` uses the file; undefined when it does not. */
  use(task: Task): FileUse | undefined {
    const where = directories(this.kernel, task);
    const use = {
      root: where !== undefined && this.isDirectory(where.root),
      cwd: where !== undefined && this.isDirectory(where.cwd),
      fd: this.hasOpen(task),
      mmap: this.hasMapped(task),
    };
    return use.root || use.cwd || use.fd || use.mmap ? use : undefined;
  }

  private isDirectory({ path, dentry }: { readonly path: string; readonly dentry: Addr }): boolean {
    const { meant, kernel } = this;
    if ('path' in meant) return path === meant.path;
    if (dentry === meant.at) return true;
    return kernel.at('struct dentry', dentry).try((each) => each.get('d_inode').pointer()) === meant.at;
  }

  private hasOpen(task: Task): boolean {
    const key = task.object.try((each) => each.get('files').pointer()) ?? 0n;
    const known = this.byFiles.get(key);
    if (known !== undefined) return known;
    const { meant } = this;
    let found = false;
    for (const { path, file, dentry, inodeAddress } of openFiles(this.kernel, task))
      if ('path' in meant ? path === meant.path : [inodeAddress, dentry, file.address].includes(meant.at)) {
        found = true;
        break;
      }
    this.byFiles.set(key, found);
    return found;
  }

  private hasMapped(task: Task): boolean {
    if (task.mm === 0n) return false;
    const known = this.byMm.get(task.mm);
    if (known !== undefined) return known;
    const found = this.mapped(task.mm);
    this.byMm.set(task.mm, found);
    return found;
  }

  private mapped(mm: bigint): boolean {
    const { meant, kernel } = this;
    const met = new Set<bigint>([0n]);
    for (const { object } of vmas(kernel, kernel.at('struct mm_struct', mm))) {
      const at = object.try((each) => each.get('vm_file').pointer()) ?? 0n;
      if (met.has(at)) continue;
      met.add(at);
      const file = kernel.at('struct file', at);
      const same = file.try(() =>
        'path' in meant
          ? filePath(kernel, file) === meant.path
          : file.address === meant.at ||
            file.get('f_inode').pointer() === meant.at ||
            file.get('f_path.dentry').pointer() === meant.at,
      );
      if (same) return true;
    }
    return false;
  }
}
