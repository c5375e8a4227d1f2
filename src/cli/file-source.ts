import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Message } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import { BlockCache } from '../core/source/blocks.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';
import type { ByteSource } from '../core/source/source.ts';

/** Bytes fetched at once: a system call costs little, so blocks are smaller than in a browser (docs/performance.md). */
const BLOCK = 64 * 1024;
const BLOCKS = 256;

/** The file at `path`, read by descriptor in blocks that are kept. Throws OopscopeError with a sentence. */
export function openFile(path: string): ByteSource {
  return new BlockCache(plainFile(path), BLOCK, BLOCKS);
}

function plainFile(path: string): ByteSource {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw new OopscopeError(notOpened(path, error), { cause: error });
  }
  const stat = fstatSync(fd);
  if (!stat.isFile() && !stat.isBlockDevice()) {
    closeSync(fd);
    throw new OopscopeError(
      stat.isDirectory() ? complaints.isFolder({ path }) : complaints.notRegular({ path }),
    );
  }
  const name = basename(path);
  return {
    name,
    size: stat.size,
    read(offset, into) {
      try {
        let done = 0;
        while (done < into.length) {
          const got = readSync(fd, into, done, into.length - done, offset + done);
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
}

function notOpened(path: string, error: unknown): Message {
  const code = codeOf(error);
  if (code === 'ENOENT') return complaints.noFile({ path });
  if (code === 'EACCES' || code === 'EPERM') return complaints.notPermitted({ path });
  return complaints.notOpened({ path, code });
}
