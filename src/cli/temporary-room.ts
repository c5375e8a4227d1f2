import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OopscopeError } from '../core/errors.ts';
import type { Room } from '../core/session.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';
import { sourceOf } from './file-source.ts';

let made = 0;

/**
 * Temporary files, for what packed dumps unpack to. Each loses its name as soon as it is open, so that it goes with the program
 * however that ends; where a file with a descriptor keeps its name (Windows) it is removed on exit, and by Ctrl-C.
 */
export const temporaryRoom: Room = {
  take(name) {
    const path = join(tmpdir(), `oopscope-${process.pid}-${made++}`);
    const fd = failing(path, () => openSync(path, 'wx+', 0o600));
    try {
      unlinkSync(path);
    } catch {
      // Where an open file keeps its name.
      removeAtExit(fd, path);
    }
    let size = 0;
    return {
      write(part) {
        for (let done = 0; done < part.length;)
          done += failing(path, () => writeSync(fd, part, done, part.length - done, size + done));
        size += part.length;
      },
      finish: () => sourceOf(fd, name, size),
      drop() {
        closeSync(fd);
      },
    };
  },
};

function failing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new OopscopeError(complaints.noTemporary({ path, code: codeOf(error) }), { cause: error });
  }
}

function removeAtExit(fd: number, path: string): void {
  const remove = (): void => {
    try {
      closeSync(fd);
      unlinkSync(path);
    } catch {
      // It is gone already, or somebody else holds it.
    }
  };
  process.once('exit', remove);
  // The console handles Ctrl-C by itself; elsewhere it ends the program without 'exit' unless somebody asks for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(130));
}
