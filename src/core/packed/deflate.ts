import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { EndedError, type ForwardReader } from './forward-reader.ts';
import type { Decoders, Packing, Take } from './packing.ts';

/** Deflate looks back this far (RFC 1951). */
const WINDOW = 32768;
/** Packed and unpacked bytes at a time: a block has to fit. Programs end one after at most some 100 KB. */
const INPUT = 4 * 1024 * 1024;
const OUTPUT = 32 * 1024 * 1024;
/** What the engine answers (assembly/codecs/errors.ts). */
const TRUNCATED = -1;

/** Deflate without a head: what gzip and zip have within. */
export const deflate: Packing = {
  id: 'deflate',
  probe: () => false,
  unpack: inflate,
};

/** A bare deflate stream, to its end; `input` is past it then. Of one that was cut off `take` gets what is there, to the byte. */
export function inflate(input: ForwardReader, take: Take, decoders: Decoders): void {
  const { wasm } = decoders;
  const from = decoders.room(INPUT + WINDOW + OUTPUT);
  const { bytes } = decoders;
  const to = from + INPUT;
  let start = input.position;
  let had = 0;
  let skip = 0;
  let history = 0;
  for (;;) {
    const more = input.read(bytes.subarray(from + had, from + INPUT));
    had += more;
    const base = to + WINDOW - history;
    const written = wasm.inflateBlocks(from, had, skip, base, to + WINDOW, OUTPUT);
    if (written < 0) {
      if (written === TRUNCATED && had < INPUT) {
        const begun = wasm.inflateBegun(written, to + WINDOW);
        if (begun > 0) take(bytes.subarray(to + WINDOW, to + WINDOW + begun));
        throw new EndedError(input.name);
      }
      throw new CorruptError(
        say.corrupt({ file: input.name, packing: 'deflate', offset: start + (skip >> 3) }),
      );
    }
    take(bytes.subarray(to + WINDOW, to + WINDOW + written));
    const taken = wasm.inflateTaken();
    if (wasm.inflateFinished() !== 0) {
      input.seek(start + ((taken + 7) >> 3));
      return;
    }
    history = Math.min(WINDOW, history + written);
    const end = to + WINDOW + written;
    bytes.copyWithin(to + WINDOW - history, end - history, end);
    const whole = taken >> 3;
    bytes.copyWithin(from, from + whole, from + had);
    had -= whole;
    start += whole;
    skip = taken & 7;
  }
}
