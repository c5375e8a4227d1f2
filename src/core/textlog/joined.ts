import type { ByteSource } from '../source/source.ts';

const NEWLINE = 10;

/**
 * Texts that were given together (the parts of a pstore record, a log and its rotation) as one, each on lines of its
 * own, in the order in which they were given; what belongs where is told by their content afterwards.
 */
export function joinedTexts(sources: readonly ByteSource[]): ByteSource {
  if (sources.length === 1) return sources[0];
  const starts: number[] = [];
  let size = 0;
  for (const source of sources) {
    starts.push(size);
    size += source.size + 1;
  }
  return {
    name: sources[0].name,
    size,
    read(offset, into) {
      let done = 0;
      while (done < into.length && offset + done < size) {
        const at = offset + done;
        const index = starts.findLastIndex((start) => start <= at);
        const source = sources[index];
        const within = at - starts[index];
        if (within >= source.size) into[done++] = NEWLINE;
        else {
          const wanted = Math.min(into.length - done, source.size - within);
          const got = source.read(within, into.subarray(done, done + wanted));
          // A text that became shorter meanwhile.
          if (got === 0) break;
          done += got;
        }
      }
      return done;
    },
  };
}
