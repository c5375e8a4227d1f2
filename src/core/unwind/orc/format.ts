import type { AddressSpace } from '../../memory/space.ts';
import type { Types } from '../../types/types.ts';
import type { OrcFormat } from './entry.ts';

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
