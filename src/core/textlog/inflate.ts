/** RFC 1951: bits of extra length and the lengths they begin at, by code from 257; the same for distances. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTH_FROM = starts(LENGTH_BITS.slice(0, 28), 3).concat(258);
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCE_FROM = starts(DISTANCE_BITS, 1);
/** The order in which the lengths of the code of codes come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function starts(bits: readonly number[], first: number): number[] {
  let from = first;
  return bits.map((count) => (from += 1 << count) - (1 << count));
}

/** A canonical code: how many codes there are of each length, and their symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: readonly number[]): Code {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  const at = new Uint16Array(17);
  for (let length = 1; length < 16; length++) at[length + 1] = at[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[at[length]++] = symbol;
  });
  counts[0] = 0;
  return { counts, symbols };
}

/** The stream is cut or is none. */
class Ended extends Error {}

/**
 * What a zlib stream (RFC 1950) holds, at most `most` bytes: for the few kilobytes of a link, where no engine is at
 * hand. A stream that is cut gives what there is of it; undefined when `bytes` are no such stream. The sum at the
 * end is not looked at: digits of a link may have lost their last ones.
 */
export function inflateZlib(bytes: Uint8Array, most: number): Uint8Array | undefined {
  if (bytes.length < 2 || (bytes[0] & 15) !== 8 || ((bytes[0] << 8) | bytes[1]) % 31 !== 0) return undefined;
  const out: number[] = [];
  try {
    new Inflate(bytes, out, most).run();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  return out.length > 0 ? Uint8Array.from(out) : undefined;
}

class Inflate {
  private at = 2;
  private held = 0;
  private count = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly out: number[],
    private readonly most: number,
  ) {}

  run(): void {
    for (let last = 0; !last;) {
      last = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.coded(FIXED, FIXED_DISTANCES);
      else if (kind === 2) this.coded(...this.codes());
      else throw new Ended();
    }
  }

  private bits(wanted: number): number {
    for (; this.count < wanted; this.count += 8) {
      if (this.at >= this.bytes.length) throw new Ended();
      this.held |= this.bytes[this.at++] << this.count;
    }
    const value = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return value;
  }

  private symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= this.bits(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + (code - first)];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Ended();
  }

  private put(byte: number): void {
    if (this.out.length >= this.most) throw new Ended();
    this.out.push(byte);
  }

  private stored(): void {
    this.held = this.count = 0;
    let length = this.bits(16);
    this.bits(16);
    while (length--) this.put(this.bits(8));
  }

  private codes(): [Code, Code] {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    const lengths = new Array<number>(19).fill(0);
    for (let i = 0; i < codes; i++) lengths[ORDER[i]] = this.bits(3);
    const ofLengths = codeOf(lengths);
    const all: number[] = [];
    while (all.length < literals + distances) {
      const symbol = this.symbol(ofLengths);
      if (symbol < 16) all.push(symbol);
      else if (symbol === 16) repeat(all, all.at(-1) ?? 0, 3 + this.bits(2));
      else repeat(all, 0, symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7));
    }
    return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals, literals + distances))];
  }

  private coded(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.put(symbol);
        continue;
      }
      if (symbol > 285) throw new Ended();
      let length = LENGTH_FROM[symbol - 257] + this.bits(LENGTH_BITS[symbol - 257]);
      const code = this.symbol(distances);
      if (code > 29) throw new Ended();
      const back = DISTANCE_FROM[code] + this.bits(DISTANCE_BITS[code]);
      if (back > this.out.length) throw new Ended();
      while (length--) this.put(this.out[this.out.length - back]);
    }
  }
}

function repeat(into: number[], value: number, times: number): void {
  for (let i = 0; i < times; i++) into.push(value);
}

const FIXED = codeOf(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = codeOf(new Array<number>(30).fill(5));
