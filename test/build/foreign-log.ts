/** The machine that writes the ring, and whether its infos have the task's name (CONFIG_PRINTK_EXECUTION_CTX, 7.0 on). */
export interface RingWriter {
  readonly big: boolean;
  readonly long: 4 | 8;
  readonly named?: boolean;
  /** i386 lays 64-bit words on multiples of 4. */
  readonly tight?: boolean;
}

/**
 * The printk ring buffer as it lies in memory (kernel/printk/printk_ringbuffer.h): blocks of text, each after the id of its descriptor and
 * padded to a long, and apart from them the infos. Of a long two bits tell a descriptor's state; the first id is -n of n
 * descriptors, which 64-bit machines count with 32 bits (DESC0_ID). Big-endian machines begin bit-fields at the high end of a byte.
 */
export function ringLog(
  lines: readonly string[],
  { big, long, named = false, tight = false }: RingWriter,
): { readonly data: Uint8Array; readonly infos: Uint8Array } {
  const bits = 13n;
  const start = (1n << (long === 8 ? 32n : 30n)) - (1n << bits);
  const blocks = lines.map((line, i) => {
    const text = new TextEncoder().encode(line);
    const bytes = new Uint8Array(Math.ceil((long + text.length) / long) * long);
    const view = new DataView(bytes.buffer);
    if (long === 8) view.setBigUint64(0, start + BigInt(i), !big);
    else view.setUint32(0, Number((start + BigInt(i)) & 0x3fffffffn), !big);
    bytes.set(text, long);
    return bytes;
  });
  const size = named ? (tight ? 108 : 112) : 88;
  const infos = new Uint8Array((1 << Number(bits)) * size);
  const view = new DataView(infos.buffer);
  lines.forEach((line, i) => {
    const at = i * size;
    view.setBigUint64(at, BigInt(i), !big);
    view.setBigUint64(at + 8, BigInt(i) * 1_500_000n + 1000n, !big);
    view.setUint16(at + 16, line.length, !big);
    // LOG_NEWLINE, and level 4.
    view.setUint8(at + 19, big ? (2 << 3) | 4 : (4 << 5) | 2);
    view.setUint32(at + 20, 77, !big);
    if (named) infos.set(new TextEncoder().encode('kworker/1:2'), at + 28);
  });
  return { data: Buffer.concat(blocks), infos };
}
