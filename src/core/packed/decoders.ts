import { memorySays } from '../catalogue/memory.ts';
import type { EngineExports } from '../engine/exports.ts';
import { OopscopeError } from '../errors.ts';
import type { Decoders } from './packing.ts';

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
