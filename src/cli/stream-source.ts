import { fstatSync, readSync, type Stats } from 'node:fs';
import { isatty } from 'node:tty';
import { render, type Language } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import type { ByteSource } from '../core/source/source.ts';
import { streams } from './catalogue/streams.ts';
import { codeOf } from './complaint.ts';
import { progressLine } from './progress.ts';
import { temporaryRoom } from './temporary-room.ts';

/** Bytes read at once, and how long nobody may write to a pipe before that is said, in ms. */
const PIECE = 1024 * 1024;
const PATIENCE_MS = 4000;
const LOOK_MS = 50;

/** Whether `stat` is of something that can be read once only, from its beginning. */
export function isStream(stat: Stats): boolean {
  return stat.isFIFO() || stat.isSocket();
}

/** Standard input, read to its end. */
export function standardInput(language: Language): ByteSource {
  if (isatty(0)) process.stderr.write(`${render(streams.typed(), language)}\n`);
  return streamed(0, '-', render(streams.standardInput(), language), language);
}

/**
 * What comes out of `fd` until its end, kept in a temporary file so that it can be read at any place. A pipe to which
 * nobody writes is not waited for: OopscopeError says so.
 */
export function streamed(fd: number, path: string, name: string, language: Language): ByteSource {
  const progress = progressLine();
  const room = temporaryRoom.take(name);
  const piece = new Uint8Array(PIECE);
  const pipe = fd !== 0 && fstatSync(fd).isFIFO();
  let size = 0;
  let idle = 0;
  try {
    for (;;) {
      const got = some(fd, piece, name);
      if (got > 0) {
        room.write(piece.subarray(0, got));
        size += got;
        idle = 0;
        progress.step(render(streams.reading({ name, megabytes: Math.floor(size / 1e6) }), language));
        continue;
      }
      // A pipe that was opened without waiting ends at once while nobody has it open for writing.
      if (got === 0 && (!pipe || size > 0)) break;
      if (got === 0 && idle >= PATIENCE_MS)
        throw new OopscopeError(streams.nobodyWrites({ path, seconds: PATIENCE_MS / 1000 }));
      progress.step(render(streams.waiting({ name }), language));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
      if (got === 0) idle += LOOK_MS;
    }
    return room.finish();
  } catch (error) {
    room.drop();
    throw error;
  } finally {
    progress.end();
  }
}

/** So many bytes from `fd` into `piece`; 0 at its end, -1 when there are none yet. */
function some(fd: number, piece: Uint8Array, name: string): number {
  try {
    return readSync(fd, piece, 0, piece.length, null);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN') return -1;
    if (code === 'EOF') return 0;
    throw new OopscopeError(streams.unreadable({ name, code }), { cause: error });
  }
}
