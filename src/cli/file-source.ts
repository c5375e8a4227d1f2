import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { OopscopeError } from '../core/errors.ts';
import { BlockCache } from '../core/source/blocks.ts';
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
    throw new OopscopeError(sentence(path, error), { cause: error });
  }
  const stat = fstatSync(fd);
  if (!stat.isFile() && !stat.isBlockDevice()) {
    closeSync(fd);
    throw new OopscopeError(
      `${path} is ${stat.isDirectory() ? 'a folder' : 'no regular file'}; give a dump that can be read at any place.`,
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
        throw new OopscopeError(
          `${name} cannot be read at offset ${offset} (${codeOf(error)}); is its disk still there?`,
          { cause: error },
        );
      }
    },
  };
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'unknown error';
}

function sentence(path: string, error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return `There is no file ${path}; check the name.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `${path} may not be read by this user; dumps often belong to root.`;
  return `${path} cannot be opened (${code}).`;
}
