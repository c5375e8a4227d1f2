import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { basename } from 'node:path';
import type { Language } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import type { Folder } from '../core/session.ts';
import type { ByteSource } from '../core/source/source.ts';
import { streams } from './catalogue/streams.ts';
import { filesOf, notOpened, sourceOf, watch } from './file-source.ts';
import { isStream, standardInput, streamed } from './stream-source.ts';

/** No device is larger (2^53 is where numbers end). */
const MAX_SIZE = 2 ** 52;

/**
 * What `given` names: a file, a block device, a folder's files, a pipe, standard input ("-"). Throws OopscopeError with
 * a sentence for what cannot be read.
 */
export function openGiven(given: string, language: Language): ByteSource | Folder {
  if (given === '-') return standardInput(language);
  const path = pathOf(given);
  const stat = looked(path);
  if (stat.isDirectory()) return filesOf(path);
  if (stat.isSocket()) throw new OopscopeError(streams.isSocket({ path }));
  // A pipe is not waited for before anything can be said.
  const flags = stat.isFIFO() ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY;
  const fd = opened(path, flags);
  const { size } = stat;
  const name = basename(given);
  if (isStream(stat)) return streamed(fd, path, name, language);
  if (stat.isBlockDevice()) return sourceOf(fd, name, sizeOf(fd));
  if (stat.isCharacterDevice() && !endsAtOnce(fd)) {
    closeSync(fd);
    throw new OopscopeError(streams.isDevice({ path }));
  }
  // Files of /proc and /sys have content but no size.
  if (size === 0 && !endsAtOnce(fd)) return streamed(fd, path, name, language);
  watch(path, fd);
  return sourceOf(fd, name, size);
}

/** The path in what was given: plain memory is given with its place, as crash has it: NAME@0x80000000. */
export function pathOf(given: string): string {
  const placed = /^(.+)@0x[0-9a-f]{1,13}$/i.exec(given);
  return placed && !existsSync(given) ? placed[1] : given;
}

function looked(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new OopscopeError(notOpened(path, error), { cause: error });
  }
}

function opened(path: string, flags: number): number {
  try {
    const fd = openSync(path, flags);
    // Between the look and the opening it may have become something else.
    fstatSync(fd);
    return fd;
  } catch (error) {
    throw new OopscopeError(notOpened(path, error), { cause: error });
  }
}

/** Whether `fd` ends where it begins, as /dev/null does; what refuses to be read there, as /dev/kmsg, is not empty. */
function endsAtOnce(fd: number): boolean {
  try {
    return readSync(fd, new Uint8Array(1), 0, 1, 0) === 0;
  } catch {
    // ESPIPE, EINVAL, EPERM: whoever reads on has the sentence.
    return false;
  }
}

function readable(fd: number, at: number): boolean {
  try {
    return readSync(fd, new Uint8Array(1), 0, 1, at) === 1;
  } catch {
    // Beyond its end, or not to be read there; a later read of it has the sentence.
    return false;
  }
}

/** The size of a device, which stat(2) does not tell: where reading ends. */
function sizeOf(fd: number): number {
  if (!readable(fd, 0)) return 0;
  let below = 1;
  let above = 4096;
  while (above < MAX_SIZE && readable(fd, above - 1)) {
    below = above;
    above *= 2;
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (readable(fd, middle - 1)) below = middle;
    else above = middle;
  }
  return below;
}
