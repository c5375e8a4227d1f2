import type { AddressSpace } from '../../../memory/space.ts';
import type { Types } from '../../../types/types.ts';

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

/** How to unwind from an instruction: struct orc_entry (arch/x86/include/asm/orc_types.h). */
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

/**
 * SHA-1 of the layout, which the kernel's build writes into .orc_header (scripts/orc_hash.sh, 6.3.10 and 6.4 on).
 * Each module carries it too.
 */
const HEADERS: Readonly<Record<string, OrcFormat>> = {
  db84aed4103b31dd51e017f8f79783ca985c2c51: 'v2',
  fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24: 'v3',
  '137c36ad7627c4dd55932176bb0ecdbd5041fc82': 'v4',
};

/** Entries looked at when only statistics can tell. */
const SAMPLE = 4096;

/**
 * Which layout the entries have: by the header's hash, else by the members of struct orc_entry, else by what most
 * entries must be (nearly all are calls with the CFA from rsp).
 */
export function orcFormat(
  space: AddressSpace,
  types: Types,
  header: bigint | undefined,
  entries: bigint,
  count: number,
): OrcFormat {
  const hash = header === undefined ? undefined : space.tryRead(header, 20);
  const named = hash && HEADERS[[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')];
  const counted = byStatistics(space, entries, count);
  return named ?? byType(types, counted) ?? counted;
}

function byType(types: Types, counted: OrcFormat): OrcFormat | undefined {
  const entry = types.struct('orc_entry');
  const type = entry && types.member(entry, 'type');
  if (!entry || !type) return undefined;
  if (types.member(entry, 'end')) return types.member(entry, 'signal') ? 'v2' : 'v1';
  // v3 and v4 differ in the numbers of the registers only, which are no enum.
  if (type.member.bitSize === 3) return counted === 'v4' ? 'v4' : 'v3';
  // 4.14 to 4.18 had no bit for the end of the stack.
  return type.member.bitSize === 2 ? 'v1' : undefined;
}

function byStatistics(space: AddressSpace, entries: bigint, count: number): OrcFormat {
  const bytes = space.readSome(entries, Math.min(count, SAMPLE) * 6);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let calls = 0;
  let sp3 = 0;
  let sp5 = 0;
  for (let at = 0; at + 6 <= bytes.length; at += 6) {
    const flags = view.getUint16(at + 4, true);
    if (((flags >> 8) & 7) === 2) calls++;
    if ((flags & 15) === 3) sp3++;
    if ((flags & 15) === 5) sp5++;
  }
  if (calls * 2 < bytes.length / 6) return 'v1';
  return sp3 > sp5 ? 'v4' : 'v3';
}
