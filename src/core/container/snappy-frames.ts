/**
 * Chunks of Snappy's framing format (google/snappy framing_format.txt), and its blocks (format_description.txt). A block
 * of a chunk has at most 64 KiB.
 */
export const SNAPPY_BLOCK = 65536;
/** "sNaPpY" with the head of its chunk. */
export const STREAM_START = [0xff, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];

/** Kinds of chunks of the framing format. */
export const CHUNK = { compressed: 0, plain: 1, padding: 0xfe, start: 0xff } as const;

/** How long the block at the start of `bytes` is unpacked; undefined when that makes no sense. */
export function snappyLength(bytes: Uint8Array): number | undefined {
  let length = 0;
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    length += (bytes[i] & 0x7f) * 2 ** (7 * i);
    if (bytes[i] < 0x80) return length;
  }
  return undefined;
}

/** Unpacks a block into `out`; true when exactly `out` came out. */
export function unpackSnappy(from: Uint8Array, out: Uint8Array): boolean {
  let at = 0;
  while (at < from.length && from[at++] >= 0x80);
  let to = 0;
  while (at < from.length) {
    const tag = from[at++];
    if ((tag & 3) === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const bytes = length - 59;
        length = 0;
        for (let i = 0; i < bytes; i++) length += from[at + i] * 2 ** (8 * i);
        at += bytes;
      }
      length++;
      if (!(at + length <= from.length && to + length <= out.length)) return false;
      out.set(from.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    const kind = tag & 3;
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    let distance: number;
    if (kind === 1) distance = ((tag >> 5) << 8) | from[at++];
    else {
      distance = from[at] | (from[at + 1] << 8);
      if (kind === 3) distance += from[at + 2] * 65536 + from[at + 3] * 16777216;
      at += kind === 2 ? 2 : 4;
    }
    if (!(distance > 0 && distance <= to && to + length <= out.length)) return false;
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to + i - distance];
    to += length;
  }
  return to === out.length;
}
