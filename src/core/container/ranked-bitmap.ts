import type { ByteSource } from '../source/source.ts';

/** Bits that one count stands for. */
const CHUNK_BITS = 4096;
const CHUNK = CHUNK_BITS / 8;
const READ = 1 << 20;

/**
 * A bitmap in a file with rank: how many bits are set before bit n. The counts are kept for every 512 bytes of
 * the bitmap and made when first needed; the bits themselves stay in the file (a bitmap of a machine of a
 * terabyte is 32 MiB).
 */
export class RankedBitmap {
  private counts: Uint32Array | undefined;
  private chunk = -1;
  private readonly bits = new Uint8Array(CHUNK);
  private readonly words = new Uint32Array(this.bits.buffer);
  /** Set bits of the chunk before each of its words: every page that is read asks for a rank, mostly in the same chunk. */
  private readonly before = new Uint16Array(CHUNK / 4);

  constructor(
    private readonly source: ByteSource,
    /** File offset of the bitmap. */
    private readonly offset: number,
    /** Its length in bytes. */
    private readonly length: number,
    /** The first bit that is counted (a part of a split dump begins there). */
    private readonly first: number,
  ) {}

  has(bit: number): boolean {
    if (bit >= this.length * 8) return false;
    this.load(Math.floor(bit / CHUNK_BITS));
    return (this.bits[(bit % CHUNK_BITS) >> 3] & (1 << (bit & 7))) !== 0;
  }

  /** Set bits from `first` up to but not including `bit`, which is not before it. */
  rank(bit: number): number {
    const chunk = Math.floor(bit / CHUNK_BITS);
    return (
      this.sum(chunk, bit % CHUNK_BITS) -
      this.sum(Math.floor(this.first / CHUNK_BITS), this.first % CHUNK_BITS)
    );
  }

  /** The first set bit from `bit` on; undefined when there is none. */
  next(bit: number): number | undefined {
    this.counts ??= this.count();
    const { counts } = this;
    for (let at = Math.max(0, bit); at < this.length * 8;) {
      const chunk = Math.floor(at / CHUNK_BITS);
      const end = (chunk + 1) * CHUNK_BITS;
      // A chunk without any is passed over by its count.
      if (counts[chunk + 1] > counts[chunk]) {
        this.load(chunk);
        for (; at < end; at++) {
          if ((at & 7) === 0 && this.bits[(at % CHUNK_BITS) >> 3] === 0) at += 7;
          else if ((this.bits[(at % CHUNK_BITS) >> 3] & (1 << (at & 7))) !== 0) return at;
        }
      }
      at = end;
    }
    return undefined;
  }

  private sum(chunk: number, within: number): number {
    this.counts ??= this.count();
    const before = this.counts[Math.min(chunk, this.counts.length - 1)];
    if (within === 0) return before;
    this.load(chunk);
    const word = within >> 5;
    return before + this.before[word] + bitsIn(this.words[word] & ~(-1 << (within & 31)));
  }

  private load(chunk: number): void {
    if (chunk === this.chunk) return;
    this.chunk = chunk;
    const room = Math.min(CHUNK, this.length - chunk * CHUNK);
    this.bits.fill(0);
    this.source.read(this.offset + chunk * CHUNK, this.bits.subarray(0, room));
    for (let i = 0, set = 0; i < this.words.length; i++) {
      this.before[i] = set;
      set += bitsIn(this.words[i]);
    }
  }

  /** counts[i]: set bits before chunk i. */
  private count(): Uint32Array {
    const chunks = Math.ceil(this.length / CHUNK);
    const counts = new Uint32Array(chunks + 1);
    // Whole words: what is behind the bitmap's end counts as zeros.
    const buffer = new Uint8Array(Math.min(READ, chunks * CHUNK));
    const words = new Uint32Array(buffer.buffer);
    let total = 0;
    for (let at = 0; at < this.length; at += READ) {
      const got = this.source.read(this.offset + at, buffer.subarray(0, Math.min(READ, this.length - at)));
      buffer.fill(0, got);
      const end = Math.min(words.length, (chunks * CHUNK - at) / 4);
      for (let i = 0; i < end; i++) {
        if (i % (CHUNK / 4) === 0) counts[at / CHUNK + i / (CHUNK / 4)] = total;
        total += bitsIn(words[i]);
      }
    }
    counts[chunks] = total;
    return counts;
  }
}

/** Set bits of a 32-bit word (Warren, Hacker's Delight, 5-1). */
function bitsIn(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
