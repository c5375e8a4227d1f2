import { packed as say } from '../catalogue/packed.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes } from '../source/source.ts';
import { EndedError, type ForwardReader } from './forward-reader.ts';
import type { Decoders, Packing, Take } from './packing.ts';

/** Zstandard frames (RFC 8878), which follow each other; skippable ones are skipped. Checksums are not looked at. */
const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const BLOCK = 128 * 1024;
/** Unpacked bytes between two slides of the window. */
const STEP = 8 * 1024 * 1024;
/** `zstd --ultra -22` and `--long` (27) stay at this; --long=31 does not. */
const MAX_WINDOW = 128 * 1024 * 1024;

export const packing: Packing = {
  id: 'zstd',
  probe(source) {
    const head = readBytes(source, 0, 4);
    return head !== undefined && new DataView(head.buffer).getUint32(0, true) === MAGIC;
  },
  unpack(input, take, decoders) {
    while (!input.ended) {
      const at = input.position;
      const magic = input.u32();
      if (magic === MAGIC) frame(input, take, decoders);
      else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) input.skip(input.u32());
      else if (at === 0)
        throw new CorruptError(say.corrupt({ file: input.name, packing: 'zstd', offset: at }));
      else return;
    }
  },
};

function frame(input: ForwardReader, take: Take, decoders: Decoders): void {
  const descriptor = input.byte();
  const single = (descriptor & 0x20) !== 0;
  let window = 0;
  if (!single) {
    const said = input.byte();
    const base = 2 ** (10 + (said >> 3));
    window = base + (base / 8) * (said & 7);
  }
  if (number(input, [0, 1, 2, 4][descriptor & 3]) !== 0)
    throw new UnsupportedError(say.dictionary({ file: input.name }));
  const length =
    number(input, [single ? 1 : 0, 2, 4, 8][descriptor >> 6]) + (descriptor >> 6 === 1 ? 256 : 0);
  if (single) window = length;
  if (window > MAX_WINDOW)
    throw new UnsupportedError(say.window({ file: input.name, megabytes: Math.ceil(window / 2 ** 20) }));
  blocks(input, take, decoders, Math.ceil(window));
  if (descriptor & 4) input.skip(4);
}

function blocks(input: ForwardReader, take: Take, decoders: Decoders, window: number): void {
  const { wasm } = decoders;
  const from = decoders.room(BLOCK + 64 + window + STEP + 64);
  const { bytes } = decoders;
  const base = from + BLOCK + 64;
  const end = base + window + STEP;
  let to = base;
  let first = 1;
  do {
    const at = input.position;
    const head = input.readAll(bytes.subarray(from, from + 3));
    const size = (head[0] | (head[1] << 8) | (head[2] << 16)) >> 3;
    const stored = ((head[0] >> 1) & 3) === 1 ? 1 : size;
    if (stored > BLOCK)
      throw new CorruptError(say.corrupt({ file: input.name, packing: 'zstd', offset: at }));
    input.readAll(bytes.subarray(from + 3, from + 3 + stored));
    if (to + BLOCK > end) {
      const kept = Math.min(window, to - base);
      bytes.copyWithin(base, to - kept, to);
      to = base + kept;
    }
    const written = wasm.zstdBlock(first, from, 3 + stored, base, to, end - to);
    if (written < 0) throw new CorruptError(say.corrupt({ file: input.name, packing: 'zstd', offset: at }));
    take(bytes.subarray(to, to + written));
    to += written;
    first = 0;
  } while (wasm.zstdLast() === 0);
}

function number(input: ForwardReader, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += input.byte() * 256 ** i;
  if (!Number.isSafeInteger(value)) throw new EndedError(input.name);
  return value;
}
