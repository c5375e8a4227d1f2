import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import { BlockCache } from '../core/source/blocks.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';
import type { Folder, Member } from '../core/session.ts';
import type { ByteSource, Origin } from '../core/source/source.ts';

/**
 * Bytes fetched at once, and how many such blocks are kept: a system call costs little and the system keeps the file
 * itself, so both are less than in a browser (docs/performance.md).
 */
const BLOCK = 64 * 1024;
const BLOCKS = 16;

/** What another thread of this program needs to read a file: its descriptor. */
interface Descriptor {
  readonly fd: number;
}

/** The files in `folder` and below. Throws where the folder itself may not be read. */
export function filesOf(folder: string): Folder {
  try {
    readdirSync(folder);
  } catch (error) {
    throw new OopscopeError(notOpened(folder, error), { cause: error });
  }
  return { folder, members: filesIn(folder) };
}

/** The file of `origin` again, in another thread of this program. */
export function reopen({ from, name, at, size }: Origin): ByteSource {
  return descriptorSource((from as Descriptor).fd, name, at, size);
}

/** The `size` bytes that can be read of `fd`. */
export function sourceOf(fd: number, name: string, size: number): ByteSource {
  return descriptorSource(fd, name, 0, size);
}

/** A file as it was when it was opened. */
interface Watched {
  readonly path: string;
  readonly fd: number;
  readonly then: Stats;
}
const watched: Watched[] = [];

/** Remembers the file at `path`, which is read by `fd`, as it is now. */
export function watch(path: string, fd: number): void {
  watched.push({ path, fd, then: fstatSync(fd) });
}

/** Those of the files that are read that were written to or cut since they were opened. */
export function changedMeanwhile(): string[] {
  return watched
    .filter(({ fd, then }) => {
      const now = fstatSync(fd);
      return now.size !== then.size || now.mtimeMs !== then.mtimeMs;
    })
    .map(({ path }) => path);
}

/** What the files are that are read. */
export function filesRead(): Stats[] {
  return watched.map(({ then }) => then);
}

function opened(path: Path): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new OopscopeError(notOpened(path, error), { cause: error });
  }
}

function descriptorSource(fd: number, name: string, at: number, size: number): ByteSource {
  const origin: Origin = { from: { fd } satisfies Descriptor, name, at, size };
  const plain: ByteSource = {
    name,
    size,
    origin,
    read(offset, into) {
      try {
        const length = Math.max(0, Math.min(into.length, size - offset));
        let done = 0;
        while (done < length) {
          const got = readSync(fd, into, done, length - done, at + offset + done);
          if (got === 0) break;
          done += got;
        }
        return done;
      } catch (error) {
        throw new OopscopeError(complaints.unreadableAt({ name, offset, code: codeOf(error) }), {
          cause: error,
        });
      }
    },
  };
  return new BlockCache(plain, BLOCK, BLOCKS);
}

/** Files that are looked at in a folder, and how deep: /var/crash has a folder a crash, a sosreport is a tree. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 12;

/** The files in `folder` and below, opened as they are asked for; links are not followed, what cannot be read is passed over. */
function* filesIn(folder: string): Generator<Member, void, void> {
  const waiting = [{ path: Buffer.from(folder), shown: '', depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of entriesOf(next.path)) {
      const path = Buffer.concat([next.path, SLASH, entry.name]);
      const shown = join(next.shown, nameOf(entry.name));
      if (entry.isDirectory() && next.depth < MAX_DEPTH) waiting.push({ path, shown, depth: next.depth + 1 });
      if (!entry.isFile() || ++count > MAX_FILES) continue;
      const source = lazily(path, shown);
      if (source) yield { path: shown, source };
    }
  }
}

/** A path, as text or, where names need not be UTF-8, as the bytes that it is. */
type Path = string | Buffer;
const SLASH = Buffer.from('/');

/** The name as text: bytes that are no UTF-8 as U+FFFD. */
function nameOf(name: Buffer): string {
  return name.toString('utf8');
}

function entriesOf(path: Buffer): Dirent<Buffer>[] {
  try {
    return readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).sort((a, b) =>
      Buffer.compare(a.name, b.name),
    );
  } catch {
    // Not a folder any more, or not to be looked into: the others may hold the dump.
    return [];
  }
}

/** A file of a folder whose descriptor is opened when something is read of it, and closed again unless much is. */
function lazily(path: Path, name: string): ByteSource | undefined {
  let source: ByteSource | undefined;
  let size: number;
  try {
    ({ size } = statSync(path));
    const fd = openSync(path, 'r');
    closeSync(fd);
  } catch {
    // Gone, or not to be read: the others may hold the dump.
    return undefined;
  }
  const file = (): ByteSource => {
    if (source) return source;
    const fd = opened(path);
    watch(name, fd);
    return (source = descriptorSource(fd, name, 0, size));
  };
  return {
    name,
    size,
    get origin() {
      return file().origin;
    },
    read(offset, into) {
      // Its head alone, as for a look at what it is, leaves no descriptor behind.
      if (source || offset + into.length > HEAD) return file().read(offset, into);
      const fd = opened(path);
      try {
        return readSync(fd, into, 0, into.length, offset);
      } catch (error) {
        throw new OopscopeError(complaints.unreadableAt({ name, offset, code: codeOf(error) }), {
          cause: error,
        });
      } finally {
        closeSync(fd);
      }
    },
  };
}
const HEAD = 64 * 1024;

/** Why the file at `path` cannot be opened, in a sentence. */
export function notOpened(named: Path, error: unknown): Message {
  const code = codeOf(error);
  const path = named.toString();
  // Node gives bytes that are no UTF-8 as U+FFFD: the file may well be there.
  if (code === 'ENOENT')
    return path.includes('\ufffd') ? complaints.nameNotUtf8({ path }) : complaints.noFile({ path });
  if (code === 'EACCES' || code === 'EPERM') return complaints.notPermitted({ path });
  return complaints.notOpened({ path, code });
}
