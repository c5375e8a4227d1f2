import { kernelSays } from '../catalogue/kernel.ts';
import { CorruptError } from '../errors.ts';
import { latin1 } from '../source/source.ts';
import type { Kernel } from './kernel.ts';

const MAX_PACKED = 4 << 20;
const MAX_TEXT = 16 << 20;
/** gzip (RFC 1952): magic, deflate; flags for a header checksum, extra field, name, comment. */
const GZIP = [0x1f, 0x8b, 8] as const;
const FLAGS = { crc: 2, extra: 4, name: 8, comment: 16 } as const;

/**
 * The kernel's .config, where it was built with CONFIG_IKCONFIG: gzip data between kernel_config_data and
 * kernel_config_data_end (kernel/configs.c), or before 5.1 between the marks IKCFG_ST and IKCFG_ED in
 * kernel_config_data. Undefined when there is none. Throws CorruptError when it cannot be unpacked.
 */
export function kernelConfig(kernel: Kernel): string | undefined {
  const start = kernel.symbols.image.byName('kernel_config_data');
  if (!start) return undefined;
  const end = kernel.symbols.image.byName('kernel_config_data_end');
  const length = end ? Number(end.address - start.address) : (start.size ?? 0);
  let packed = kernel.space.read(start.address, Math.min(Math.max(0, length), MAX_PACKED));
  if (!end) packed = betweenMarks(packed);
  return unpack(kernel, packed);
}

function betweenMarks(bytes: Uint8Array): Uint8Array {
  const mark = String.fromCharCode(...bytes.subarray(0, 8));
  return mark === 'IKCFG_ST' ? bytes.subarray(8) : bytes;
}

function unpack(kernel: Kernel, gzip: Uint8Array): string {
  const deflate = gzip.subarray(headerLength(gzip));
  const { engine } = kernel.memory;
  const capacity = Math.min(MAX_TEXT, Math.max(1 << 20, gzip.length * 20));
  return engine.borrow(deflate.length + 64 + capacity + 64, (at) => {
    const to = at + deflate.length + 64;
    engine.bytes.set(deflate, at);
    const length = engine.wasm.inflateDecode(at, deflate.length, to, capacity);
    if (length <= 0) throw new CorruptError(kernelSays.configDamaged({ code: length }));
    return latin1(engine.bytes.subarray(to, to + length));
  });
}

function headerLength(bytes: Uint8Array): number {
  if (GZIP.some((byte, i) => bytes[i] !== byte)) throw new CorruptError(kernelSays.notGzip());
  const flags = bytes[3];
  let at = 10;
  if (flags & FLAGS.extra) at += 2 + bytes[at] + bytes[at + 1] * 256;
  for (const flag of [FLAGS.name, FLAGS.comment]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
  return flags & FLAGS.crc ? at + 2 : at;
}
