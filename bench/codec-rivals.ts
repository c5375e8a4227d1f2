import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { unzlibSync } from 'fflate';
import { decompress as fzstd } from 'fzstd';
import { uncompress as snappyjs } from 'snappyjs';
import { ZSTDDecoder } from 'zstddec';
import { CodecRoom, type CodecName } from '../test/build/codec-room.ts';

/** A decoder under measurement: takes a stored page, gives the page as it is best had from it. */
export interface Contender {
  readonly name: string;
  /** What a call counts besides decoding. */
  readonly counts: string;
  decode(stored: Uint8Array, size: number): Uint8Array;
}

/** Ours, and for each codec those that it is measured beside. */
export async function contenders(): Promise<Readonly<Record<CodecName, Contender[]>>> {
  const room = new CodecRoom();
  const ours = (codec: CodecName): Contender => ({
    name: 'oopscope',
    counts: 'copy into wasm memory; the page stays there',
    decode: (stored, size) => room.page(room.decode(codec, stored, size)),
  });
  const zstddec = new ZSTDDecoder();
  await zstddec.init();
  const out = new Uint8Array(65536);
  return {
    zlib: [
      ours('zlib'),
      {
        name: 'node:zlib',
        counts: 'a stream and a Buffer per call',
        decode: (stored) => inflateSync(stored),
      },
      {
        name: 'fflate',
        counts: 'into one array, no checksum',
        decode: (stored, size) => unzlibSync(stored, { out: out.subarray(0, size) }),
      },
    ],
    zstd: [
      ours('zstd'),
      {
        name: 'zstddec',
        counts: 'copy into wasm memory and out of it',
        decode: (stored, size) => zstddec.decode(stored, size),
      },
      {
        name: 'fzstd',
        counts: 'into one array',
        decode: (stored, size) => fzstd(stored, out.subarray(0, size)),
      },
    ],
    snappy: [
      ours('snappy'),
      { name: 'snappyjs', counts: 'an array per call', decode: (stored) => snappyjs(stored) },
    ],
    lzo: [ours('lzo'), lzoWasm()],
  };
}

interface LzoExports {
  r(): void;
  s(input: number, length: number, size: number): number;
  t(size: number): number;
  v(address: number): void;
}

/**
 * lzo-wasm without its loader, which wants a bundler and threads: memory and imports by hand, names as its lzo-wasm.js
 * has them (r: constructors, s: decompress, t: malloc, v: free). It is called as its index.js does, but for the last copy.
 */
function lzoWasm(): Contender {
  const path = createRequire(import.meta.url).resolve('lzo-wasm/lzo-wasm.wasm');
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 512, shared: true });
  const a: Record<string, WebAssembly.ImportValue> = { a: memory };
  for (const name of 'bcdefgijklmnopq') a[name] = () => 0;
  a.h = () => {
    throw new Error('lzo-wasm could not decode a page.');
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), { a });
  const lzo = instance.exports as unknown as LzoExports;
  lzo.r();
  const heap = new Uint8Array(memory.buffer);
  return {
    name: 'lzo-wasm',
    counts: 'copy into wasm memory; the page stays there',
    decode(stored, size) {
      const input = lzo.t(stored.length);
      heap.set(stored, input);
      const output = lzo.s(input, stored.length, size);
      lzo.v(output);
      lzo.v(input);
      return heap.subarray(output, output + size);
    },
  };
}
