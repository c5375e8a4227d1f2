import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readBytes } from '../source/source.ts';
import { inflate } from './deflate.ts';
import { EndedError, type ForwardReader } from './forward-reader.ts';
import type { Packing } from './packing.ts';

/** gzip files (RFC 1952): members follow each other, what lies after the last one (tapes pad) is left alone. */
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const CHECK = 2;

export const packing: Packing = {
  id: 'gzip',
  probe(source) {
    const head = readBytes(source, 0, 3);
    return head?.[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
  },
  unpack(input, take, decoders) {
    for (let first = true; !input.ended; first = false) {
      if (input.byte() !== 0x1f || input.ended || input.byte() !== 0x8b) {
        if (first) throw new CorruptError(say.corrupt({ file: input.name, packing: 'gzip', offset: 0 }));
        return;
      }
      head(input);
      inflate(input, take, decoders);
      // CRC-32 and length of what was packed.
      if (input.position + 8 > input.size) throw new EndedError(input.name);
      input.skip(8);
    }
  },
};

function head(input: ForwardReader): void {
  input.byte();
  const flags = input.byte();
  input.skip(6);
  if (flags & EXTRA) input.skip(input.byte() | (input.byte() << 8));
  for (const text of [NAME, COMMENT]) if (flags & text) while (input.byte() !== 0);
  if (flags & CHECK) input.skip(2);
}
