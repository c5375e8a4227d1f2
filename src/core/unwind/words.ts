import type { Addr } from '../addr.ts';
import type { AddressSpace } from '../memory/space.ts';

/** 64-bit words of memory, of which one range (a stack) is read in one go. */
export class Words {
  private low = 0n;
  private high = 0n;
  private words: BigUint64Array = new BigUint64Array();

  constructor(private readonly space: AddressSpace) {}

  /** Reads [low, high) now; words after the first absent page stay unknown. */
  take(low: bigint, high: bigint): void {
    if (low >= this.low && high <= this.high) return;
    const bytes = this.space.readSome(low, Number(high - low) & ~7);
    this.low = low;
    this.high = low + BigInt(bytes.length & ~7);
    this.words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  }

  /** The word at `address`; undefined when it is not in the dump. */
  at(address: bigint): Addr | undefined {
    if (address >= this.low && address < this.high && ((address - this.low) & 7n) === 0n)
      return this.words[Number(address - this.low) >> 3] as Addr;
    return this.space.tryU64(address);
  }
}
