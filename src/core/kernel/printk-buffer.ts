import { logSays } from '../catalogue/log-rings.ts';
import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { Loss } from './printk-record.ts';

/** CONFIG_LOG_BUF_SHIFT goes from 12 to 25; log_buf_len= goes further on machines with very many CPUs. */
const LEAST_BITS = 12;
const MOST_BITS = 26;

/** The buffer that logs before 5.10 are written to: log_buf, log_buf_len (kernel/printk/printk.c). */
export interface LogBuffer {
  /** Bytes: a power of two. */
  readonly length: number;
  /** Its bytes, zeros where the dump has none. */
  bytes(lost: Loss): Uint8Array;
}

/** The buffer; undefined where no symbol names it. Throws FaultError when the pointer to it cannot be read. */
export function bufferOf(kernel: Kernel): LogBuffer | undefined {
  const { space } = kernel;
  const named = (name: string): bigint | undefined =>
    kernel.symbols.image.byName(name)?.address ?? kernel.vmcoreinfo.symbol(name);
  const pointer = named('log_buf');
  // Where the pointer cannot be had: the buffer of the image, which is in use unless the kernel made a larger one.
  const start = (pointer === undefined ? undefined : space.tryU64(pointer)) ?? named('__log_buf');
  if (start === undefined) {
    if (pointer !== undefined) space.u64(pointer);
    return undefined;
  }
  const lengthAt = named('log_buf_len');
  const said = lengthAt === undefined ? undefined : space.tryU32(lengthAt);
  const fits = (length: number): boolean => space.absence(step(start, length - 1)) !== 'not-mapped';
  const isPower = (length: number): boolean => (length & (length - 1)) === 0;
  const sound =
    said !== undefined && said >= 1 << LEAST_BITS && said <= 1 << MOST_BITS && isPower(said) && fits(said);
  let length = said ?? 0;
  if (!sound) for (length = 1 << MOST_BITS; length > 1 << LEAST_BITS && !fits(length);) length /= 2;
  return {
    length,
    bytes(lost) {
      if (!sound) lost(logSays.bufferSize({ length: said ?? 0, taken: length }));
      const { bytes, absent } = space.readFilled(start, length);
      if (absent > 0) lost(logSays.bufferAbsent({ absent, length }));
      return bytes;
    },
  };
}
