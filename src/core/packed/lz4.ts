import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readBytes } from '../source/source.ts';
import type { ForwardReader } from './forward-reader.ts';
import type { Packing, Take } from './packing.ts';

/**
 * LZ4 frames (lz4's doc/lz4_Frame_format.md and lz4_Block_format.md), which follow each other, and the legacy frame of `lz4 -l`.
 * Checksums are not looked at, dictionaries are not supported.
 */
const MAGIC = 0x184d2204;
const LEGACY = 0x184c2102;
const SKIPPABLE = 0x184d2a50;
const WINDOW = 65536;
const LEGACY_BLOCK = 8 * 1024 * 1024;

export const packing: Packing = {
  id: 'lz4',
  probe(source) {
    const head = readBytes(source, 0, 4);
    const magic = head && new DataView(head.buffer).getUint32(0, true);
    return magic === MAGIC || magic === LEGACY;
  },
  unpack(input, take) {
    while (!input.ended) {
      const magic = input.u32();
      if (magic === MAGIC) frame(input, take);
      else if (magic === LEGACY) legacy(input, take);
      else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) input.skip(input.u32());
      else throw corrupt(input);
    }
  },
};

function corrupt(input: ForwardReader): CorruptError {
  return new CorruptError(say.corrupt({ file: input.name, packing: 'lz4', offset: input.position }));
}

function frame(input: ForwardReader, take: Take): void {
  const flags = input.byte();
  const most = 2 ** (8 + 2 * ((input.byte() >> 4) & 7));
  if (flags >> 6 !== 1 || (flags & 1) !== 0 || most < WINDOW) throw corrupt(input);
  input.skip((flags & 8 ? 8 : 0) + 1);
  const packed = new Uint8Array(most);
  const out = new Uint8Array(WINDOW + most);
  let history = 0;
  for (;;) {
    const said = input.u32();
    if (said === 0) break;
    const size = said & 0x7fffffff;
    if (size > most) throw corrupt(input);
    let written: number;
    if (said >>> 31) {
      written = size;
      input.readAll(out.subarray(WINDOW, WINDOW + size));
    } else {
      // Blocks that stand by themselves look back at nothing.
      const low = flags & 0x20 ? WINDOW : WINDOW - history;
      written = block(input, input.readAll(packed.subarray(0, size)), out, low);
    }
    take(out.subarray(WINDOW, WINDOW + written));
    if (flags & 16) input.skip(4);
    history = Math.min(WINDOW, history + written);
    out.copyWithin(WINDOW - history, WINDOW + written - history, WINDOW + written);
  }
  if (flags & 4) input.skip(4);
}

/** Blocks of 8 MiB with their packed size; what is no size begins another frame. */
function legacy(input: ForwardReader, take: Take): void {
  const out = new Uint8Array(WINDOW + LEGACY_BLOCK);
  while (!input.ended) {
    const size = input.u32();
    if (size === MAGIC || size === LEGACY || size > LEGACY_BLOCK * 2) {
      input.seek(input.position - 4);
      return;
    }
    const written = block(input, input.readAll(new Uint8Array(size)), out, WINDOW);
    take(out.subarray(WINDOW, WINDOW + written));
  }
}

/** Decodes a block to WINDOW of `out`; matches reach back to `low`. Answers how many bytes it has. */
function block(input: ForwardReader, from: Uint8Array, out: Uint8Array, low: number): number {
  let at = 0;
  let to = WINDOW;
  const long = (length: number): number => {
    if (length < 15) return length;
    for (;;) {
      if (at >= from.length) throw corrupt(input);
      const more = from[at++];
      length += more;
      if (more < 255) return length;
    }
  };
  while (at < from.length) {
    const token = from[at++];
    const literals = long(token >> 4);
    if (at + literals > from.length || to + literals > out.length) throw corrupt(input);
    if (literals > 32) out.set(from.subarray(at, at + literals), to);
    else for (let i = 0; i < literals; i++) out[to + i] = from[at + i];
    at += literals;
    to += literals;
    if (at >= from.length) break;
    const distance = (from[at] | (from[at + 1] << 8)) & 0xffff;
    at += 2;
    const length = long(token & 15) + 4;
    if (distance === 0 || distance > to - low || to + length > out.length) throw corrupt(input);
    if (distance >= length && length > 32) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to + i - distance];
    to += length;
  }
  return to - WINDOW;
}
