/**
 * struct orc_entry of x86-64 (arch/x86/include/asm/orc_types.h): 6 bytes, s16 sp_offset, s16 bp_offset, u16 of
 * bit-fields. The bit-fields changed four times; whatever the kernel has is read into one form here.
 */

/** v1: 4.14 to 6.2. v2: 6.3. v3: 6.4 to 7.0. v4: 7.1 on. */
export type OrcFormat = 'v1' | 'v2' | 'v3' | 'v4';

/** Where the canonical frame address (the caller's stack pointer) comes from. */
export type CfaFrom =
  'none' | 'sp' | 'bp' | 'bp-indirect' | 'sp-indirect' | 'r10' | 'r13' | 'rdi' | 'rdx' | 'rax';
/** Where the caller's rbp is: kept, at CFA + offset, at rbp + offset. */
export type BpFrom = 'kept' | 'cfa' | 'bp';
/** What lies at the CFA: nothing is known, the stack ends, a return address below it, pt_regs, only the iret frame. */
export type OrcType = 'undefined' | 'end' | 'call' | 'regs' | 'iret';

export interface OrcEntry {
  readonly cfa: CfaFrom;
  readonly cfaOffset: number;
  readonly bp: BpFrom;
  readonly bpOffset: number;
  readonly type: OrcType;
  /** The caller was interrupted: its address is of the next instruction itself, not one after a call. */
  readonly signal: boolean;
}

const BEFORE_V4: readonly CfaFrom[] = [
  'none',
  'none', // PREV_SP: only for rbp
  'rdx',
  'rdi',
  'bp',
  'sp',
  'r10',
  'r13',
  'bp-indirect',
  'sp-indirect',
  'rax',
];
const V4: readonly CfaFrom[] = [
  'none',
  'rax',
  'rdx',
  'sp',
  'bp',
  'rdi',
  'r10',
  'r13',
  'none', // PREV_SP
  'sp-indirect',
  'bp-indirect',
];

const TYPES: Readonly<Record<OrcFormat, readonly OrcType[]>> = {
  v1: ['call', 'regs', 'iret'],
  v2: ['call', 'regs', 'iret'],
  v3: ['undefined', 'end', 'call', 'regs', 'iret'],
  v4: ['undefined', 'end', 'call', 'regs', 'iret'],
};
/** First bit of the type and how many it has; bits that say signal and end of stack (-1: no such bit). */
const BITS: Readonly<Record<OrcFormat, { type: number; width: number; signal: number; end: number }>> = {
  v1: { type: 8, width: 2, signal: -1, end: 10 },
  v2: { type: 8, width: 2, signal: 10, end: 11 },
  v3: { type: 8, width: 3, signal: 11, end: -1 },
  v4: { type: 8, width: 3, signal: 11, end: -1 },
};

/** Reads an entry: its two offsets and the word of bit-fields. */
export function decodeOrc(format: OrcFormat, spOffset: number, bpOffset: number, flags: number): OrcEntry {
  const bits = BITS[format];
  const v4 = format === 'v4';
  const cfa = (v4 ? V4 : BEFORE_V4)[flags & 15] ?? 'none';
  let type = TYPES[format][(flags >> bits.type) & ((1 << bits.width) - 1)] ?? 'undefined';
  if (bits.end >= 0 && (flags & 15) === 0) type = (flags >> bits.end) & 1 ? 'end' : 'undefined';
  const bpRegister = (flags >> 4) & 15;
  return {
    cfa,
    cfaOffset: spOffset,
    bp: bpRegister === (v4 ? 8 : 1) ? 'cfa' : bpRegister === 4 ? 'bp' : 'kept',
    bpOffset,
    type,
    signal: bits.signal >= 0 ? ((flags >> bits.signal) & 1) === 1 : type === 'regs' || type === 'iret',
  };
}
