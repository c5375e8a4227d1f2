/**
 * The printk ring buffer of a 64-bit big-endian machine as it lies in memory (kernel/printk/printk_ringbuffer.h): blocks of text, each
 * behind the id of its descriptor and padded to 8 bytes, and apart from them the infos. Bit-fields begin at the high end of a byte.
 */
export function bigEndianLog(lines: readonly string[]): { readonly data: Uint8Array; readonly infos: Uint8Array } {
  const bits = 13n;
  const start = (1n << 32n) - (1n << bits);
  const blocks = lines.map((line, i) => {
    const text = new TextEncoder().encode(line);
    const bytes = new Uint8Array(Math.ceil((8 + text.length) / 8) * 8);
    new DataView(bytes.buffer).setBigUint64(0, start + BigInt(i), false);
    bytes.set(text, 8);
    return bytes;
  });
  const infos = new Uint8Array((1 << Number(bits)) * 88);
  const view = new DataView(infos.buffer);
  lines.forEach((line, i) => {
    const at = i * 88;
    view.setBigUint64(at, BigInt(i), false);
    view.setBigUint64(at + 8, BigInt(i) * 1_500_000n + 1000n, false);
    view.setUint16(at + 16, line.length, false);
    // LOG_NEWLINE, and level 4.
    view.setUint8(at + 19, (2 << 3) | 4);
    view.setUint32(at + 20, 77, false);
  });
  return { data: Buffer.concat(blocks), infos };
}
