import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';
import { OopscopeError } from '../core/errors.ts';
import type { Redirection } from '../core/console/statement.ts';

/**
 * Files that the user asked for. Nothing that was there is lost by it: the text is written beside the place and put
 * there whole; a file that exists is left alone unless `how` says so; the files that are read are never written to.
 */
export class OutputFiles {
  private readonly read: ReadonlySet<string>;

  /** `inputs`: paths that are read (dumps, further files, commands). */
  constructor(
    inputs: readonly string[],
    /** Asked when a file is already there; without an answer it is left alone. */
    private readonly mayReplace: (path: string) => boolean = () => false,
  ) {
    this.read = new Set(inputs.flatMap((path) => realPath(path) ?? []));
  }

  /** Writes `text` to `path`. Throws OopscopeError with a sentence; then what was there is as it was. */
  write({ path, how }: Redirection, text: string): void {
    this.check({ path, how });
    try {
      if (existsSync(path) && !statSync(path).isFile()) writeFileSync(path, text);
      else if (how === 'append') append(path, text);
      else put(path, text, how === 'new' && !existsSync(path));
    } catch (error) {
      throw new OopscopeError(complaints.fileUnwritable({ path, code: codeOf(error) }));
    }
  }

  /** What `write` would refuse, before anything is computed for it. */
  check({ path, how }: Redirection): void {
    const real = realPath(path);
    if (real !== undefined && this.read.has(real)) throw new OopscopeError(complaints.fileIsRead({ path }));
    if (how !== 'new' || real === undefined || !statSync(real).isFile()) return;
    if (!this.mayReplace(path)) throw new OopscopeError(complaints.fileExists({ path }));
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

/** Puts a file with `text` at `path` at once and whole; with `fresh` only where there is none even now. */
function put(path: string, text: string, fresh: boolean): void {
  const target = realPath(path) ?? path;
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: existsSync(target) ? statSync(target).mode : 0o666 });
    if (fresh) linkSync(beside, target);
    else renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Adds `text` whole or not at all: what a full disk took of it is cut off again. */
function append(path: string, text: string): void {
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
