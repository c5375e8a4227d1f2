import type { AddressSpace } from '../../memory/space.ts';
import { step } from '../../addr.ts';
import { decodeOrc, type OrcEntry, type OrcFormat } from './entry.ts';

/** Code that one lookup block of orc_lookup stands for (LOOKUP_BLOCK_SIZE, arch/x86/include/asm/orc_lookup.h). */
const BLOCK = 256;
/** More entries than this are taken for damage. */
export const MAX_ORC = 16_000_000;

/** The block index that the kernel makes of its own table at boot: u32 for each 256 bytes of .text. */
export interface OrcIndex {
  readonly address: bigint;
  readonly blocks: number;
  readonly textStart: bigint;
}

/**
 * One ORC table, read where it lies in the dump: s32 offsets (address of the entry + value = code address, sorted)
 * and beside them entries of 6 bytes.
 */
export class OrcTable {
  constructor(
    private readonly space: AddressSpace,
    readonly format: OrcFormat,
    private readonly ips: bigint,
    private readonly entries: bigint,
    private readonly count: number,
    private readonly index?: OrcIndex,
  ) {}

  /** The entry that holds at code address `ip`; undefined when the table has none or its pages are absent. */
  find(ip: bigint): OrcEntry | undefined {
    const { space } = this;
    // Addresses as offsets from the table: small numbers, whatever the kernel's place.
    const target = Number(BigInt.asIntN(64, ip - this.ips));
    let low = 0;
    let high = this.count;
    const block = this.index && Math.floor(Number(ip - this.index.textStart) / BLOCK);
    if (this.index && block !== undefined && block >= 0 && block < this.index.blocks - 1) {
      const first = space.tryU32(step(this.index.address, block * 4));
      const last = space.tryU32(step(this.index.address, block * 4 + 4));
      if (first !== undefined && last !== undefined && first <= last && last < this.count) {
        low = first;
        high = last + 1;
      }
    }
    let found = -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = space.tryU32(step(this.ips, middle * 4));
      if (value === undefined) return undefined;
      if (middle * 4 + (value | 0) <= target) {
        found = middle;
        low = middle + 1;
      } else high = middle;
    }
    if (found < 0) return undefined;
    const raw = space.tryRead(step(this.entries, found * 6), 6);
    if (!raw) return undefined;
    const view = new DataView(raw.buffer, raw.byteOffset, 6);
    return decodeOrc(this.format, view.getInt16(0, true), view.getInt16(2, true), view.getUint16(4, true));
  }
}
