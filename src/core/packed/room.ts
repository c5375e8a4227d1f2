import type { ByteSource } from '../source/source.ts';
import type { Room } from './packing.ts';

/** Bytes in one piece of memory. */
const PIECE = 4 * 1024 * 1024;

/** Memory, for files of up to `most` bytes each. */
export function memoryRoom(most: number): Room {
  return {
    most,
    take(name) {
      const pieces: Uint8Array[] = [];
      let size = 0;
      return {
        write(part) {
          for (let done = 0; done < part.length;) {
            const within = size % PIECE;
            if (within === 0) pieces.push(new Uint8Array(PIECE));
            const length = Math.min(PIECE - within, part.length - done);
            pieces[pieces.length - 1].set(part.subarray(done, done + length), within);
            done += length;
            size += length;
          }
        },
        finish: () => piecesSource(name, pieces, size),
        drop() {
          pieces.length = 0;
        },
      };
    },
  };
}

function piecesSource(name: string, pieces: readonly Uint8Array[], size: number): ByteSource {
  return {
    name,
    size,
    read(offset, into) {
      const length = Math.max(0, Math.min(into.length, size - offset));
      for (let done = 0; done < length;) {
        const at = offset + done;
        const from = at % PIECE;
        const part = Math.min(PIECE - from, length - done);
        into.set(pieces[Math.floor(at / PIECE)].subarray(from, from + part), done);
        done += part;
      }
      return length;
    },
  };
}
