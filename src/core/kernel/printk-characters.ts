import { logSays } from '../catalogue/log-rings.ts';
import { MissingError } from '../errors.ts';
import { latin1 } from '../source/source.ts';
import type { Kernel } from './kernel.ts';
import { bufferOf } from './printk-buffer.ts';
import type { KernelLog, LogRecord } from './printk-record.ts';

/**
 * The log before 3.5 (kernel/printk.c): characters in log_buf, of which log_end were written since boot. The newest
 * log_buf_len of them are there, logged_chars at most since the last clearing. Each line begins with "<6>", and with the
 * time where printk.time is set: "<6>[    0.000000] ".
 */

/** The log up to log_end; undefined for kernels without it. */
export function characterLog(kernel: Kernel): KernelLog | undefined {
  const endAt = kernel.symbols.image.byName('log_end')?.address ?? kernel.vmcoreinfo.symbol('log_end');
  if (endAt === undefined) return undefined;
  const buffer = bufferOf(kernel);
  if (!buffer) throw new MissingError(logSays.noRing());
  const end = kernel.space.u32(endAt);
  return {
    *records(lost) {
      const bytes = buffer.bytes(lost);
      const { length } = buffer;
      const whole = end <= length;
      const from = whole ? 0 : end % length;
      const text = whole
        ? latin1(bytes.subarray(0, end))
        : latin1(bytes.subarray(from)) + latin1(bytes.subarray(0, from));
      // What overwrote the oldest line left its end.
      const start = whole ? 0 : text.search(/\n<\d/) + 1;
      yield* linesOf(text.slice(start));
    },
  };
}

/** "<6>[    1.234567] text": priority, time; either may be missing. Colour codes and the like are the text's. */
const LINE = /^(?:<(\d{1,3})>)?(?:\[ *(\d{1,10})\.(\d{6})\] )?/;
/** Lines without a priority were printed with this (DEFAULT_MESSAGE_LOGLEVEL). */
const DEFAULT_LEVEL = 4;
/** Longer ones are cut: the kernel's own have at most 1024 characters. */
const MAX_LINE = 4096;

/** The records that `text` has, one for each line that begins with a priority or a time; lines without follow the one before. */
export function* linesOf(text: string): Generator<LogRecord, void, void> {
  let sequence = 0;
  let open: LogRecord | undefined;
  let from = 0;
  while (from < text.length) {
    const stop = text.indexOf('\n', from);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(from, Math.min(end, from + MAX_LINE)).replace(/\0+$/, '');
    from = end + 1;
    if (line === '') continue;
    const [head, priority, seconds, micro] = LINE.exec(line) as unknown as [
      string,
      ...(string | undefined)[],
    ];
    if (head === '' && open) {
      // Printed without a head of its own: a further line of a text.
      const { text: before }: LogRecord = open;
      open = before.length < MAX_LINE ? { ...open, text: `${before}\n${line}` } : open;
      continue;
    }
    if (open) yield open;
    const number = priority === undefined ? DEFAULT_LEVEL : Number(priority);
    open = {
      sequence: sequence++,
      time: seconds === undefined ? 0n : BigInt(seconds) * 1_000_000_000n + BigInt(micro ?? 0) * 1000n,
      ...(seconds === undefined ? { undated: true as const } : {}),
      level: number & 7,
      facility: number >> 3,
      text: line.slice(head.length),
      continued: false,
      truncated: false,
    };
  }
  if (open) yield open;
}
