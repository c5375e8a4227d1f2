import { existsSync, readFileSync } from 'node:fs';

/**
 * The engine's decoders with their memory laid out for tests and benchmarks: input and output either somewhere in the
 * middle of wasm memory between guard bytes, or flush with its end, where one byte too many traps.
 */

export type CodecName = 'zlib' | 'lzo' | 'snappy' | 'zstd';
type Decode = (source: number, length: number, destination: number, capacity: number) => number;
type Exports = Record<string, Decode> & { readonly memory: WebAssembly.Memory };

const EXPORT: Readonly<Record<CodecName, string>> = {
  zlib: 'inflateDecode',
  lzo: 'lzoDecode',
  snappy: 'snappyDecode',
  zstd: 'zstdDecode',
};
export const CODECS = Object.keys(EXPORT) as CodecName[];
export const ENGINE_PATH = new URL('../../build/engine.wasm', import.meta.url);

/** What makedumpfile compresses at most, and then some. */
const ROOM = 1 << 20;
const GUARD = 64;
const GUARD_BYTE = 0xa5;

export class CodecRoom {
  readonly bytes: Uint8Array;
  /** Input at the start of this area, output at the start of the other. */
  readonly input: number;
  readonly output: number;
  readonly end: number;
  private readonly decoders: Readonly<Record<CodecName, Decode>>;

  constructor() {
    if (!existsSync(ENGINE_PATH))
      throw new Error('build/engine.wasm is missing; run "npm run build:engine" first.');
    const module = new WebAssembly.Module(readFileSync(ENGINE_PATH));
    const exports = new WebAssembly.Instance(module, { host: { load: () => 0 } }).exports as unknown as Exports;
    this.input = exports.memory.buffer.byteLength + GUARD;
    this.output = this.input + ROOM;
    this.end = exports.memory.buffer.byteLength + 3 * ROOM;
    exports.memory.grow((3 * ROOM) >> 16);
    this.bytes = new Uint8Array(exports.memory.buffer);
    this.decoders = {
      zlib: exports[EXPORT.zlib],
      lzo: exports[EXPORT.lzo],
      snappy: exports[EXPORT.snappy],
      zstd: exports[EXPORT.zstd],
    };
  }

  /** The plain call, as the engine makes it: bytes into wasm memory, the page stays there. */
  decode(codec: CodecName, stored: Uint8Array, capacity: number): number {
    this.bytes.set(stored, this.input);
    return this.decoders[codec](this.input, stored.length, this.output, capacity);
  }

  /** What the last plain call wrote. */
  page(length: number): Uint8Array {
    return this.bytes.subarray(this.output, this.output + length);
  }

  /**
   * Decodes where mistakes show: output between guard bytes; input or output flush with the end of memory.
   * Returns a copy of the output, or the error code. Throws when a guard byte was written, or what wasm traps with.
   */
  probe(codec: CodecName, stored: Uint8Array, capacity: number, flush: 'input' | 'output'): Uint8Array | number {
    const from = flush === 'input' ? this.end - stored.length : this.input;
    const to = flush === 'output' ? this.end - capacity : this.output;
    this.bytes.set(stored, from);
    this.bytes.fill(GUARD_BYTE, to - GUARD, to + capacity + GUARD);
    const written = this.decoders[codec](from, stored.length, to, capacity);
    for (let i = 1; i <= GUARD; i++) {
      if (this.bytes[to - i] !== GUARD_BYTE) throw new Error(`${codec} wrote ${i} bytes before its output.`);
    }
    for (let at = to + capacity; at < Math.min(to + capacity + GUARD, this.end); at++) {
      if (this.bytes[at] !== GUARD_BYTE) throw new Error(`${codec} wrote ${at - to - capacity} bytes past its end.`);
    }
    if (written > capacity) throw new Error(`${codec} says that it wrote ${written} of ${capacity} bytes.`);
    return written < 0 ? written : this.bytes.slice(to, to + written);
  }

  /** Throws, saying what is wrong, unless `stored` is decoded to `page` at every edge: of the input, of the output, with room to spare. */
  mustDecode(codec: CodecName, stored: Uint8Array, page: Uint8Array): void {
    for (const flush of ['input', 'output'] as const)
      for (const capacity of [page.length, page.length + 100]) {
        const wrong = difference(this.probe(codec, stored, capacity, flush), page);
        if (wrong) throw new Error(`${codec}, ${flush} at the end of memory, room for ${capacity}: ${wrong}.`);
      }
  }
}

/** What is wrong with an answer of `probe`, in words; empty when it is `page`. (Comparing arrays by `toEqual` takes seconds.) */
export function difference(answer: Uint8Array | number, page: Uint8Array): string {
  if (typeof answer === 'number') return `error ${answer}`;
  if (answer.length !== page.length) return `${answer.length} bytes instead of ${page.length}`;
  const at = answer.findIndex((byte, i) => byte !== page[i]);
  return at < 0 ? '' : `byte ${at} is ${answer[at]} instead of ${page[at]}`;
}
