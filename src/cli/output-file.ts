import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';
import { OopscopeError } from '../core/errors.ts';
import type { Redirection } from '../core/console/statement.ts';

/**
 * Files that the user asked for. Nothing that was there is lost by it: the text is written beside the place and put
 * there whole; a file that exists is left alone unless `how` says so; the files that are read are never written to.
 */
export class OutputFiles {
  /** Files that are read, by what they are: a file has as many names as it has links. */
  private readonly read = new Set<string>();
  /** The file that may be replaced by what is computed now: asked once, before. */
  private agreed: string | undefined;

  /** `inputs`: paths that are read (dumps, further files, commands). */
  constructor(
    inputs: readonly string[],
    /** Asked when a file is already there; without an answer it is left alone. */
    private readonly mayReplace: (path: string) => boolean = () => false,
    /** Files that were opened since: of a folder. */
    private readonly opened: () => readonly Stats[] = () => [],
  ) {
    for (const path of inputs) this.reads(path);
  }

  /** The file at `path`, if there is one, is read and shall not be written to. */
  reads(path: string): void {
    const real = realPath(path);
    if (real !== undefined) this.read.add(identity(statSync(real)));
  }

  /** Writes `text` to `path`. Throws OopscopeError with a sentence; then what was there is as it was. */
  write({ path, how }: Redirection, text: string | Uint8Array): void {
    if (this.agreed !== path) this.check({ path, how });
    try {
      if (existsSync(path) && !statSync(path).isFile()) through(path, text);
      else if (how === 'append') append(path, text);
      else put(path, text, how === 'new' && !existsSync(path));
    } catch (error) {
      throw new OopscopeError(complaints.fileUnwritable({ path, code: codeOf(error) }));
    } finally {
      this.agreed = undefined;
    }
  }

  /** What `write` would refuse, before anything is computed for it. */
  check({ path, how }: Redirection): void {
    this.agreed = undefined;
    const real = realPath(path);
    if (real === undefined) return;
    const stat = statSync(real);
    const own = identity(stat);
    if (this.read.has(own) || this.opened().some((each) => identity(each) === own))
      throw new OopscopeError(complaints.fileIsRead({ path }));
    if (stat.isBlockDevice()) throw new OopscopeError(complaints.fileIsDisk({ path }));
    if (!stat.isFile()) return;
    const asked = how === 'new';
    if (asked && !this.mayReplace(path)) throw new OopscopeError(complaints.fileExists({ path }));
    // Putting another file in its place would not ask whether it may be written.
    if (!writable(real)) throw new OopscopeError(complaints.fileUnwritable({ path, code: 'EACCES' }));
    if (asked) this.agreed = path;
  }
}

/** What tells a file from all others, whatever it is called. */
function identity({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Not there, or not to be written to.
    return false;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Not there, or not to be looked at: writing will say what is wrong.
    return undefined;
  }
}

/** Writes to what is no file; a pipe that nobody reads is not waited for. */
function through(path: string, text: string | Uint8Array): void {
  // Held until all is written: who reads a pipe takes it for ended when nobody has it open.
  const held = statSync(path).isFIFO()
    ? openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
    : undefined;
  try {
    writeFileSync(path, text);
  } finally {
    if (held !== undefined) closeSync(held);
  }
}

/** Puts a file with `text` at `path` at once and whole; with `fresh` only where there is none even now. */
function put(path: string, text: string | Uint8Array, fresh: boolean): void {
  const target = realPath(path) ?? path;
  // Not of its name: that may be as long as a name can be.
  const beside = join(dirname(target), `.oopscope-${process.pid}.part`);
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: existsSync(target) ? statSync(target).mode : 0o666 });
    if (!fresh || !linked(beside, target)) renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Gives the file at `beside` the further name `target`, which fails where there is one; false where files have one name only (FAT,
 * link(2): EPERM) and there is none at `target`.
 */
function linked(beside: string, target: string): boolean {
  try {
    linkSync(beside, target);
    return true;
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error)) || existsSync(target))
      throw error;
    return false;
  }
}

/** Adds `text` whole or not at all: what a full disk took of it is cut off again. */
function append(path: string, text: string | Uint8Array): void {
  const before = existsSync(path) ? statSync(path).size : undefined;
  try {
    appendFileSync(path, text);
  } catch (error) {
    if (before === undefined) rmSync(path, { force: true });
    else truncate(path, before);
    throw error;
  }
}

function truncate(path: string, size: number): void {
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, size);
  } finally {
    closeSync(fd);
  }
}
