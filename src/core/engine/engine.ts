import { memorySays } from '../catalogue/memory.ts';
import { OopscopeError } from '../errors.ts';
import type { Codec, PageDecoder, PageReader } from '../container/container.ts';
import { type PageStatus } from '../container/absence.ts';
import type { EngineExports } from './exports.ts';

/** How much decoded memory the engine keeps, in bytes, unless told otherwise. */
const CACHE_BYTES = 48 * 1024 * 1024;
/** The longest single read, in bytes (assembly/memory/cache.ts BOUNCE). */
export const MAX_READ = 1 << 20;
/** u64.MAX_VALUE: what `translate` answers when there is no translation. */
export const NO_ADDRESS = 0xffffffffffffffffn;

/**
 * The one door to the wasm module. It owns wasm memory: page cache, bounce buffer and the arena, in which
 * `borrow` gives room to whoever decodes something large.
 */
export class Engine implements PageDecoder {
  readonly wasm: EngineExports;
  private bytesNow: Uint8Array;
  private viewNow: DataView;
  private readonly inputAt: number;
  private readonly inputSize: number;
  private arenaNext: number;
  private spacesMade = 0;
  private isAside = false;

  /** `module`: the compiled engine; `pages`: where pages come from. */
  constructor(
    module: WebAssembly.Module,
    private readonly pages: PageReader,
    cacheBytes = CACHE_BYTES,
  ) {
    const load = (pfn: number, slot: number): number => this.load(pfn, slot);
    this.wasm = new WebAssembly.Instance(module, { host: { load } }).exports as unknown as EngineExports;
    const slots = Math.max(16, Math.floor(cacheBytes / pages.pageSize));
    if (this.wasm.configure(Math.log2(pages.pageSize), slots) !== 0)
      throw new OopscopeError(memorySays.noCache({ megabytes: Math.round(cacheBytes / 1048576) }));
    this.inputAt = this.wasm.arenaAddress();
    this.inputSize = pages.pageSize + 64;
    this.arenaNext = this.inputAt + Math.ceil(this.inputSize / 4096) * 4096;
    this.wasm.reserve(this.arenaNext);
    this.bytesNow = new Uint8Array(this.wasm.memory.buffer);
    this.viewNow = new DataView(this.wasm.memory.buffer);
  }

  /** All of wasm memory; ask again after any call, memory may have grown. */
  get bytes(): Uint8Array {
    if (this.bytesNow.buffer !== this.wasm.memory.buffer) this.renew();
    return this.bytesNow;
  }
  get view(): DataView {
    if (this.viewNow.buffer !== this.wasm.memory.buffer) this.renew();
    return this.viewNow;
  }
  private renew(): void {
    this.bytesNow = new Uint8Array(this.wasm.memory.buffer);
    this.viewNow = new DataView(this.wasm.memory.buffer);
  }

  /** Runs `use` with `size` bytes of wasm memory at the address it is given; they are free again afterwards. */
  borrow<T>(size: number, use: (address: number) => T): T {
    const at = this.arenaNext;
    this.arenaNext = at + Math.ceil(size / 16) * 16;
    if (this.wasm.reserve(this.arenaNext + 64) !== 0) {
      this.arenaNext = at;
      throw new OopscopeError(memorySays.noRoom({ bytes: size }));
    }
    try {
      return use(at);
    } finally {
      this.arenaNext = at;
    }
  }

  input(length: number): Uint8Array {
    if (length > this.inputSize)
      throw new RangeError(`A stored page of ${length} bytes does not fit the engine's input window.`);
    return this.bytes.subarray(this.inputAt, this.inputAt + length);
  }

  slot(slot: number): Uint8Array {
    return this.bytes.subarray(slot, slot + this.pages.pageSize);
  }

  decode(codec: Codec, length: number, slot: number): boolean {
    return this.decodeAt(codec, this.inputAt, length, slot);
  }

  /** Decodes `length` stored bytes at address `from` into the page at `slot`; true when exactly a page came out. */
  decodeAt(codec: Codec, from: number, length: number, slot: number): boolean {
    const { wasm } = this;
    const size = this.pages.pageSize;
    switch (codec) {
      case 'zlib':
        return wasm.inflateDecode(from, length, slot, size) === size;
      case 'lzo':
        return wasm.lzoDecode(from, length, slot, size) === size;
      case 'snappy':
        return wasm.snappyDecode(from, length, slot, size) === size;
      case 'zstd':
        return wasm.zstdDecode(from, length, slot, size) === size;
    }
  }

  /** Runs `use`, whose reads leave the page cache as it is. */
  aside<T>(use: () => T): T {
    if (this.isAside) return use();
    this.isAside = true;
    this.wasm.aside(1);
    try {
      return use();
    } finally {
      this.isAside = false;
      this.wasm.aside(0);
    }
  }

  /** A number for a new address space, never given twice. */
  newSpace(): number {
    return ++this.spacesMade;
  }

  private load(pfn: number, slot: number): PageStatus {
    return this.pages.load(pfn, slot, this);
  }
}
