/**
 * Expands the compressed names of kallsyms (scripts/kallsyms.c, kernel/kallsyms.c).
 *
 * A record is a length and that many bytes, each the number of a token; the tokens' texts, joined, are the
 * type letter followed by the name. A length byte of 0x80 or more is the low half of a two-byte length
 * since Linux 6.1; before it was a length of its own.
 *
 *   out: the expanded texts one after the other;  ends: u32 a symbol, where its text ends in out
 */

/** Expands `count` records. Returns the bytes written to `out`, or -1 (records overrun names), -2 (out is too small). */
export function expandKallsyms(
  names: usize,
  namesLength: i32,
  count: i32,
  longLengths: i32,
  tokens: usize,
  tokensLength: i32,
  index: usize,
  out: usize,
  outCapacity: i32,
  ends: usize,
): i32 {
  let at = names;
  const stop = names + <usize>namesLength;
  let to = out;
  const limit = out + <usize>outCapacity;
  for (let i = 0; i < count; i++) {
    if (at >= stop) return -1;
    let length = <usize>load<u8>(at++);
    if (longLengths != 0 && (length & 0x80) != 0) {
      if (at >= stop) return -1;
      length = (length & 0x7f) | (<usize>load<u8>(at++) << 7);
    }
    if (at + length > stop) return -1;
    for (const end = at + length; at < end; at++) {
      let token = <i32>load<u16>(index + (<usize>load<u8>(at) << 1));
      for (; token < tokensLength; token++) {
        const character = load<u8>(tokens + <usize>token);
        if (character == 0) break;
        if (to >= limit) return -2;
        store<u8>(to++, character);
      }
    }
    store<u32>(ends + (<usize>i << 2), <u32>(to - out));
  }
  return <i32>(to - out);
}

/** Bytes that `count` records take, or -1 when they overrun `length`. Markers: stores the offset of each 256th record at `marks`. */
export function measureKallsyms(names: usize, length: i32, count: i32, longLengths: i32, marks: usize): i32 {
  let at: i32 = 0;
  for (let i = 0; i < count; i++) {
    if ((i & 255) == 0) store<u32>(marks + ((<usize>i >> 8) << 2), <u32>at);
    if (at >= length) return -1;
    let record = <i32>load<u8>(names + (at++ as usize));
    if (longLengths != 0 && (record & 0x80) != 0) {
      if (at >= length) return -1;
      record = (record & 0x7f) | (<i32>load<u8>(names + (at++ as usize)) << 7);
    }
    at += record;
    if (at > length) return -1;
  }
  return at;
}
