import { packed as say } from '../catalogue/packed.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes } from '../source/source.ts';
import type { ForwardReader } from './forward-reader.ts';
import type { Decoders, Packing, Take } from './packing.ts';

/**
 * .xz files (the .xz file format 1.2.1): streams of blocks, LZMA2 without further filters. Checksums are not looked at.
 */
const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const LZMA2 = 0x21;
/** Bytes of the check after each block, by its kind (section 2.1.1.2). */
const CHECKS = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
/** What a chunk has at most, packed and unpacked (section 5.3.1). */
const PACKED = 65536;
const CHUNK = 2 * 1024 * 1024;
const STEP = 8 * 1024 * 1024;
/** `xz -9` takes 64 MiB; more is for those who ask for it. */
const MAX_DICTIONARY = 256 * 1024 * 1024;

export const packing: Packing = {
  id: 'xz',
  probe(source) {
    const head = readBytes(source, 0, MAGIC.length);
    return head !== undefined && MAGIC.every((byte, i) => head[i] === byte);
  },
  unpack(input, take, decoders) {
    while (!input.ended) {
      stream(input, take, decoders);
      // Padding, then perhaps another stream.
      while (!input.ended) {
        if (input.byte() === 0) continue;
        input.seek(input.position - 1);
        break;
      }
    }
  },
};

function corrupt(input: ForwardReader): CorruptError {
  return new CorruptError(say.corrupt({ file: input.name, packing: 'xz', offset: input.position }));
}

function stream(input: ForwardReader, take: Take, decoders: Decoders): void {
  const head = input.readAll(new Uint8Array(12));
  if (MAGIC.some((byte, i) => head[i] !== byte) || head[6] !== 0) throw corrupt(input);
  const check = CHECKS[head[7] & 15];
  for (;;) {
    const size = input.byte();
    if (size === 0) return index(input);
    const dictionary = blockHead(input, input.readAll(new Uint8Array(size * 4 + 3)));
    const start = input.position;
    chunks(input, take, decoders, dictionary);
    input.skip(((4 - ((input.position - start) % 4)) % 4) + check);
  }
}

/** The head of a block after its first byte; answers the size of its dictionary. */
function blockHead(input: ForwardReader, head: Uint8Array): number {
  const flags = head[0];
  let at = 1;
  const number = (): number => {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = head[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw corrupt(input);
  };
  if (flags & 0x40) number();
  if (flags & 0x80) number();
  const filter = number();
  if ((flags & 3) !== 0 || filter !== LZMA2)
    throw new UnsupportedError(say.filter({ file: input.name, filter: filter.toString(16) }));
  number();
  const bits = head[at] & 0x3f;
  const size = bits >= 40 ? 2 ** 32 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (size > MAX_DICTIONARY)
    throw new UnsupportedError(say.window({ file: input.name, megabytes: Math.ceil(size / 2 ** 20) }));
  return size;
}

/** LZMA2: chunks until one of control byte 0. */
function chunks(input: ForwardReader, take: Take, decoders: Decoders, dictionary: number): void {
  const { wasm } = decoders;
  const from = decoders.room(PACKED + 64 + dictionary + STEP + 64);
  const { bytes } = decoders;
  const start = from + PACKED + 64;
  const end = start + dictionary + STEP;
  let to = start;
  /** What the dictionary reaches back to. */
  let base = start;
  let position = 0;
  for (;;) {
    const control = input.byte();
    if (control === 0) return;
    if (control >= 3 && control < 0x80) throw corrupt(input);
    const length = ((control >= 0x80 ? (control & 31) << 16 : 0) | (input.byte() << 8) | input.byte()) + 1;
    if (to + CHUNK > end) {
      const kept = Math.min(dictionary, to - base);
      bytes.copyWithin(start, to - kept, to);
      base = start;
      to = start + kept;
    }
    if (control === 1 || control >= 0xe0) {
      base = to;
      position = 0;
    }
    if (control < 3) input.readAll(bytes.subarray(to, to + length));
    else {
      const stored = ((input.byte() << 8) | input.byte()) + 1;
      const properties = control >= 0xc0 ? input.byte() : -1;
      if (control >= 0xa0 && wasm.lzmaReset(properties) !== 0) throw corrupt(input);
      input.readAll(bytes.subarray(from, from + stored));
      if (wasm.lzmaChunk(from, stored, to, length, base, position) !== 0) throw corrupt(input);
    }
    take(bytes.subarray(to, to + length));
    to += length;
    position = (position + length) >>> 0;
  }
}

/** The index, and the stream's last 12 bytes. */
function index(input: ForwardReader): void {
  const start = input.position - 1;
  const number = (): number => {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = input.byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw corrupt(input);
  };
  const records = number();
  for (let i = 0; i < 2 * records; i++) number();
  input.skip(((4 - ((input.position - start) % 4)) % 4) + 4 + 12);
}
