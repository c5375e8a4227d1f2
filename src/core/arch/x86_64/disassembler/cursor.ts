/** Reads little-endian values at a moving offset; past the end it reads zeroes and remembers `overrun`. */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  offset = 0;
  limit = 0;
  overrun = false;

  /** No instruction is longer than 15 bytes (Intel SDM volume 2, 2.3.11). */
  reset(bytes: Uint8Array, offset: number): void {
    this.bytes = bytes;
    this.start = this.offset = offset;
    this.limit = Math.min(bytes.length, offset + 15);
    this.overrun = false;
  }

  get length(): number {
    return this.offset - this.start;
  }

  peek(ahead = 0): number {
    const at = this.offset + ahead;
    return at < this.limit ? this.bytes[at] : -1;
  }

  u8(): number {
    if (this.offset >= this.limit) {
      this.overrun = true;
      return 0;
    }
    return this.bytes[this.offset++];
  }

  s8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    const low = this.u8();
    return low | (this.u8() << 8);
  }

  s16(): number {
    return (this.u16() << 16) >> 16;
  }

  s32(): number {
    const low = this.u16();
    return low | (this.u16() << 16);
  }

  u64(): bigint {
    const low = this.s32() >>> 0;
    return (BigInt(this.s32() >>> 0) << 32n) | BigInt(low);
  }
}
