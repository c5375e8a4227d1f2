/**
 * One pass over the compressed names of kallsyms and one over its addresses (scripts/kallsyms.c, kernel/kallsyms.c).
 *
 * A record of a name is a length and that many bytes, each the number of a token; the tokens' texts, joined, are the
 * type letter followed by the name. A length byte of 0x80 or more is the low half of a two-byte length (ULEB128) since
 * Linux 6.1; before it was a length of its own. kallsyms_markers has the offset of every 256th record.
 *
 * test/assembly/scan/kallsyms.test.ts has the plain twins.
 */

import { addToHash, finishHash, HASH_PRIME } from './names';

/** What stands in `starts` for a name that cannot be read. */
const LOST: u32 = 0xffffffff;
/** KSYM_NAME_LEN of include/linux/kallsyms.h: longer names are cut, for a damaged token table gives endless ones. */
const MAX_NAME: i32 = 512;
/** The next table begins at a multiple of 8 after the last record. */
const ALIGN: i32 = 8;

let recordAt: i32 = 0;

/** Of each token: HASH_PRIME to the power of its length, its hash, its hash without its first character, its length; u32 each. */
const TOKEN: i32 = 16;
const hashed = memory.data(256 * TOKEN);
const HASH: usize = 4;
const REST: usize = 8;
const LENGTH: usize = 12;

/** Hashes the texts of the tokens; of one that is longer than a name may be, which damaged ones are, the length alone. */
function hashTokens(tokens: usize, tokensLength: i32, index: usize): void {
  for (let i = 0; i < 256; i++) {
    let power: u32 = 1;
    let hash: u32 = 0;
    let rest: u32 = 0;
    let length: i32 = 0;
    for (let at = <i32>load<u16>(index + (<usize>i << 1)); at < tokensLength && length <= MAX_NAME; at++) {
      const character = load<u8>(tokens + <usize>at);
      if (character == 0) break;
      power *= HASH_PRIME;
      hash = addToHash(hash, character);
      if (length++ > 0) rest = addToHash(rest, character);
    }
    const token = hashed + <usize>(i * TOKEN);
    store<u32>(token, power);
    store<u32>(token, hash, HASH);
    store<u32>(token, rest, REST);
    store<i32>(token, length, LENGTH);
  }
}

/** Length of the record at `at` of the names; `recordAt` is where its tokens begin. -1: it overruns `length`. */
function recordLength(names: usize, length: i32, at: i32, longLengths: i32): i32 {
  if (at >= length) return -1;
  let size = <i32>load<u8>(names + <usize>(at++));
  if (longLengths != 0 && (size & 0x80) != 0) {
    if (at >= length) return -1;
    size = (size & 0x7f) | (<i32>load<u8>(names + <usize>(at++)) << 7);
  }
  recordAt = at;
  return size > length - at ? -1 : size;
}

/** Stores the offset of each 256th of `count` records at `marks` (u32 each). Returns where they end, or -1 when they overrun `length`. */
export function measureKallsyms(names: usize, length: i32, count: i32, longLengths: i32, marks: usize): i32 {
  let at: i32 = 0;
  for (let i = 0; i < count; i++) {
    if ((i & 255) == 0) store<u32>(marks + (<usize>(i >> 8) << 2), <u32>at);
    const size = recordLength(names, length, at, longLengths);
    if (size < 0) return -1;
    at = recordAt + size;
  }
  return at;
}

/**
 * Where each of `count` names begins (`starts`, u32 each, from `names`) and its hash without the letter (`hashes`, u32
 * each; 0 for a name without text). Each 256 records begin at their mark and must end at the next one, the last ones
 * within 8 bytes before `length`; those that do not are lost (0xffffffff, hash 0). Returns how many blocks are lost.
 */
export function indexKallsyms(
  names: usize,
  length: i32,
  count: i32,
  longLengths: i32,
  marks: usize,
  tokens: usize,
  tokensLength: i32,
  index: usize,
  starts: usize,
  hashes: usize,
): i32 {
  let lost = 0;
  hashTokens(tokens, tokensLength, index);
  for (let first = 0; first < count; first += 256) {
    const mark = marks + (<usize>(first >> 8) << 2);
    const last = first + 256 < count ? first + 256 : count;
    let at = <i32>load<u32>(mark);
    let sound = at >= 0 && at < length;
    for (let i = first; sound && i < last; i++) {
      const size = recordLength(names, length, at, longLengths);
      if (size < 0) {
        sound = false;
        break;
      }
      store<u32>(starts + (<usize>i << 2), <u32>at);
      at = recordAt + size;
      store<u32>(hashes + (<usize>i << 2), hashRecord(names + <usize>recordAt, size, tokens, tokensLength, index));
    }
    if (sound)
      sound = last < count ? <u32>at == load<u32>(mark, 4) : at <= length && length - at < ALIGN;
    if (sound) continue;
    lost++;
    for (let i = first; i < last; i++) {
      store<u32>(starts + (<usize>i << 2), LOST);
      store<u32>(hashes + (<usize>i << 2), 0);
    }
  }
  return lost;
}

/** The hash of a name, token by token; of one that is too long, character by character. */
function hashRecord(record: usize, size: i32, tokens: usize, tokensLength: i32, index: usize): u32 {
  let hash: u32 = 0;
  // The first character is the letter.
  let characters: i32 = 0;
  for (let i = 0; i < size && characters <= MAX_NAME; i++) {
    const token = hashed + <usize>(<i32>load<u8>(record + <usize>i) * TOKEN);
    hash = characters == 0 ? load<u32>(token, REST) : hash * load<u32>(token) + load<u32>(token, HASH);
    characters += load<i32>(token, LENGTH);
  }
  if (characters <= MAX_NAME) return characters > 1 ? finishHash(hash) : 0;
  return hashCut(record, size, tokens, tokensLength, index);
}

/** The hash of what is left of a name that is too long. */
function hashCut(record: usize, size: i32, tokens: usize, tokensLength: i32, index: usize): u32 {
  let hash: u32 = 0;
  let characters: i32 = 0;
  for (const end = record + <usize>size; record < end && characters <= MAX_NAME; record++) {
    let token = <i32>load<u16>(index + (<usize>load<u8>(record) << 1));
    for (; token < tokensLength && characters <= MAX_NAME; token++) {
      const character = load<u8>(tokens + <usize>token);
      if (character == 0) break;
      if (characters++ > 0) hash = addToHash(hash, character);
    }
  }
  return characters > 1 ? finishHash(hash) : 0;
}

/**
 * `count` addresses (u64 each at `out`) from offsets (u32 each): base + offset, or for `form` 1 base - 1 - s32 where that
 * is negative and else the offset itself, or for `form` 2 base + s32 + 4 × number. Returns 1 when they ascend, else 0.
 */
export function placeKallsyms(offsets: usize, count: i32, form: i32, base: u64, out: usize): i32 {
  let ascending = 1;
  let before: u64 = 0;
  for (let i = 0; i < count; i++) {
    const offset = load<u32>(offsets + (<usize>i << 2));
    const signed = <i64>(<i32>offset);
    let address = base + <u64>offset;
    if (form == 1) address = signed < 0 ? base - 1 - <u64>signed : <u64>offset;
    else if (form == 2) address = base + <u64>signed + (<u64>i << 2);
    if (address < before) ascending = 0;
    before = address;
    store<u64>(out + (<usize>i << 3), address);
  }
  return ascending;
}
