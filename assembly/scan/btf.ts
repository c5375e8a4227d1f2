/**
 * One pass over the types of a BTF section (include/uapi/linux/btf.h; src/core/types/btf.ts has the layout).
 * test/assembly/scan/btf.test.ts has the plain twin.
 */

import { addToHash, finishHash } from './names';

/** KSYM_NAME_LEN of include/linux/kallsyms.h: longer names are cut. */
const MAX_NAME: u32 = 512;
const KINDS: u32 = 128;
/** What `layout` has for a kind of unknown size. */
const UNKNOWN: u32 = 0xffffffff;

/**
 * The offset from `types` of each record (`records`, u32 each) and the hash of its name (`hashes`, u32 each; 0 where it
 * has none). `layout`: 128 × {u32 bytes after btf_type, u32 bytes for each of vlen}; then u8 × 128, 1 for kinds whose names are wanted.
 * Name offsets count from `stringBase`; those below it are another section's and have the hash 0.
 * Stops at a record that overruns `length`, has an unknown kind, or is one more than `room`. Returns how many there are.
 */
export function indexBtf(
  types: usize,
  length: u32,
  layout: usize,
  strings: usize,
  stringsLength: u32,
  stringBase: u32,
  records: usize,
  hashes: usize,
  room: i32,
): i32 {
  const wanted = layout + <usize>(KINDS * 8);
  let count = 0;
  let at: u32 = 0;
  while (count < room && length - at >= 12) {
    const info = load<u32>(types + <usize>at, 4);
    const kind = (info >> 24) & 0x7f;
    const size = layout + (<usize>kind << 3);
    const fixed = load<u32>(size);
    if (fixed == UNKNOWN) break;
    const whole = 12 + <u64>fixed + <u64>load<u32>(size, 4) * <u64>(info & 0xffffff);
    if (whole > <u64>(length - at)) break;
    store<u32>(records + (<usize>count << 2), at);
    const name = load<u32>(types + <usize>at) - stringBase;
    const has = load<u8>(wanted + <usize>kind) != 0 && name < stringsLength;
    store<u32>(hashes + (<usize>count << 2), has ? hashString(strings, stringsLength, name) : 0);
    count++;
    at += <u32>whole;
  }
  return count;
}

function hashString(strings: usize, length: u32, from: u32): u32 {
  const most = length - from < MAX_NAME ? length : from + MAX_NAME;
  let hash: u32 = 0;
  let at = from;
  for (; at < most; at++) {
    const byte = load<u8>(strings + <usize>at);
    if (byte == 0) break;
    hash = addToHash(hash, byte);
  }
  return at == from ? 0 : finishHash(hash);
}
