import type { EntryFormat, TableFormat } from '../../memory/tables.ts';

/**
 * How tables of arm64 are cut and their descriptors written: Arm Architecture Reference Manual (DDI 0487) D8.2 and D8.3;
 * arch/arm64/include/asm/pgtable-hwdef.h, pgtable.h (folded levels).
 */

/** What a machine's tables come from. */
export interface Granule {
  /** log2 of the page size: 12, 14, 16. */
  readonly pageShift: number;
  /** Bits of addresses that the kernel was built for (VA_BITS), and those in use on this machine (vabits_actual). */
  readonly vaBits: number;
  readonly actualBits: number;
}

/** The start of the kernel's half when addresses have `bits` bits (_PAGE_OFFSET, _PAGE_END). */
export const negative = (bits: number): bigint => BigInt.asUintN(64, -(1n << BigInt(bits)));

/** A run of ones from bit `low` to bit `high`. */
const ones = (high: number, low: number): bigint => (1n << BigInt(high + 1)) - (1n << BigInt(low));

/**
 * Descriptors: bit 0 valid; bit 1 a table above the last level, a page in it. Output addresses of more than 48 bits:
 * with 64 KiB pages bits 51:48 stand in 15:12 (FEAT_LPA; without it these bits are 0), with others bits 51:50 stand in
 * 9:8 when FEAT_LPA2 is in use, which is when the kernel has 52-bit addresses.
 */
function entryFormat({ pageShift, actualBits }: Granule): EntryFormat {
  const wide = actualBits > 48 && pageShift < 16;
  const base = { valid: 1n, tableMask: 2n, tableValue: 2n, pageMask: 3n, pageValue: 3n, shift: 0 };
  if (pageShift === 16) return { ...base, keep: ones(47, 16), highMask: 0xfn, highFrom: 12, highTo: 48 };
  if (wide) return { ...base, keep: ones(49, pageShift), highMask: 3n, highFrom: 8, highTo: 50 };
  return { ...base, keep: ones(47, pageShift), highMask: 0n, highFrom: 0, highTo: 0 };
}

/**
 * The tables of one half. With 4 and 16 KiB pages a kernel built for 52 bits leaves out the top level on a machine
 * that has fewer (pgtable_l5_enabled, pgtable_l4_enabled); with 64 KiB pages its top table always has room for 52.
 */
export function tableFormat(granule: Granule, halves: 'user' | 'kernel'): TableFormat {
  const { pageShift, vaBits, actualBits } = granule;
  const bits = pageShift === 16 ? vaBits : actualBits;
  const levels = Math.max(1, Math.ceil((bits - pageShift) / (pageShift - 3)));
  const wide = actualBits > 48 && pageShift < 16;
  // 1 GiB with 4 KiB pages, 32 MiB with 16 KiB ones; 52-bit output addresses allow one level more.
  const blockLevel = (pageShift === 12 ? 3 : pageShift === 14 ? 2 : 3) + (wide ? 1 : 0);
  return {
    pageShift,
    levels,
    topBits: bits - pageShift - (pageShift - 3) * (levels - 1),
    blockLevel: Math.min(blockLevel, levels),
    halfBits: actualBits,
    halves,
    entry: entryFormat(granule),
  };
}
