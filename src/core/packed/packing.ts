import { memorySays } from '../catalogue/memory.ts';
import type { Message } from '../catalogue/message.ts';
import type { EngineExports } from '../engine/exports.ts';
import { OopscopeError } from '../errors.ts';
import type { ByteSource } from '../source/source.ts';
import type { ForwardReader } from './forward-reader.ts';

/** Takes what comes out of a packed stream, in order. Keeps nothing of `part`. */
export type Take = (part: Uint8Array) => void;

/** One way to pack a stream of bytes: told by content. */
export interface Packing {
  /** As its program is called: 'gzip', 'xz'. */
  readonly id: string;
  probe(source: ByteSource): boolean;
  /**
   * Hands all that `input` packs to `take`. Throws EndedError when the input ends before its own end, CorruptError when it
   * breaks the rules of its format; what was taken until then is right as far as is known.
   */
  unpack(input: ForwardReader, take: Take, decoders: Decoders): void;
}

/** A file in an archive. */
export interface Member {
  /** With its folders, as the archive names it. */
  readonly path: string;
  /** Its bytes in the archive. */
  readonly source: ByteSource;
  /** The packing of those bytes, where they are packed without a head of their own (zip). */
  readonly packing?: Packing;
}

/** One way to put several files into one. */
export interface Archive {
  readonly id: string;
  probe(source: ByteSource): boolean;
  /** The files in it, in order. Throws CorruptError; members until then count. */
  members(source: ByteSource): Generator<Member, void, void>;
}

/** The engine's decoders that work in parts, with wasm memory of their own. */
export interface Decoders {
  readonly wasm: EngineExports;
  /** `length` bytes of wasm memory; everything that was given before is void. Throws OopscopeError when there is no room. */
  room(length: number): number;
  /** All of wasm memory; ask again after `room`. */
  readonly bytes: Uint8Array;
}

/** Where unpacked bytes are put: memory, a temporary file, a Blob. */
export interface Room {
  /** A place for one file that will be called `name`. */
  take(name: string): {
    write(part: Uint8Array): void;
    /** What was written, as a file. */
    finish(): ByteSource;
    /** Gives up what was written. */
    drop(): void;
  };
  /** Bytes that one file may have; undefined: any number. */
  readonly most?: number;
  /** What to do when a file is larger. */
  tooLarge?(name: string): Message;
}

/** Decoders of an engine that does nothing else; its memory is given back with it. */
export function makeDecoders(module: WebAssembly.Module): Decoders {
  const wasm = new WebAssembly.Instance(module, { host: { load: () => 0 } })
    .exports as unknown as EngineExports;
  wasm.configure(12, 16);
  return {
    wasm,
    room(length) {
      const at = wasm.arenaAddress();
      if (wasm.reserve(at + length) !== 0) throw new OopscopeError(memorySays.noRoom({ bytes: length }));
      return at;
    },
    get bytes() {
      return new Uint8Array(wasm.memory.buffer);
    },
  };
}
