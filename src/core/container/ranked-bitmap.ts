import type { ByteSource } from '../source/source.ts';

/** Bits that one count stands for: every page that is read asks for a rank, which counts through half a chunk. */
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
    return before + popcount(this.bits, within);
  }

  private load(chunk: number): void {
    if (chunk === this.chunk) return;
    this.chunk = chunk;
    const room = Math.min(CHUNK, this.length - chunk * CHUNK);
    this.bits.fill(0);
    this.source.read(this.offset + chunk * CHUNK, this.bits.subarray(0, room));
  }

  /** counts[i]: set bits before chunk i. */
  private count(): Uint32Array {
    const chunks = Math.ceil(this.length / CHUNK);
    const counts = new Uint32Array(chunks + 1);
    const buffer = new Uint8Array(READ);
    let total = 0;
    for (let at = 0; at < this.length; at += READ) {
      const part = buffer.subarray(0, Math.min(READ, this.length - at));
      const got = this.source.read(this.offset + at, part);
      part.fill(0, got);
      for (let from = 0; from < part.length; from += CHUNK) {
        counts[(at + from) / CHUNK] = total;
        const piece = part.subarray(from, from + CHUNK);
        total += popcount(piece, piece.length * 8);
      }
    }
    counts[chunks] = total;
    return counts;
  }
}

/** Set bits among the first `bits` of `bytes`. */
function popcount(bytes: Uint8Array, bits: number): number {
  let total = 0;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bits / 32));
  for (let i = 0; i < words.length; i++) {
    let v = words[i] - ((words[i] >>> 1) & 0x55555555);
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    total += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  for (let bit = words.length * 32; bit < bits; bit++) total += (bytes[bit >> 3] >> (bit & 7)) & 1;
  return total;
}
