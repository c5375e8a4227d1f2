import { hex, step } from '../../addr.ts';
import { onlineCpus } from '../../kernel/cpus.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Line } from '../../rows/value.ts';
import { readable } from '../../rows/readable.ts';

/** struct printk_safe_seq_buf (kernel/printk/printk_safe.c, 4.10 to 5.14): len, message_lost, work, buffer. */
const BUFFERS = ['nmi_print_seq', 'safe_print_seq'] as const;
const TYPE = 'printk_safe_seq_buf';
const MAX_TEXT = 64 * 1024;

/** log -s: what was printed where the log could not be locked, not yet moved to the log. Nothing on newer kernels. */
export function* safeBuffers(kernel: Kernel): Generator<Line> {
  const { types, space } = kernel;
  const size = types.struct(TYPE)?.size;
  if (!size || !types.has(TYPE, 'buffer')) return;
  for (const name of BUFFERS) {
    if (!kernel.symbols.image.byName(name)) continue;
    yield { text: `PRINTK_SAFE_SEQ_BUF: ${name}` };
    for (const cpu of onlineCpus(kernel)) {
      const object = kernel.perCpu(name, cpu, `struct ${TYPE}`);
      const length = object.try((each) => each.get('len').number()) ?? 0;
      const lost = types.has(TYPE, 'message_lost')
        ? (object.try((each) => each.get('message_lost').number()) ?? 0)
        : 0;
      yield { text: `CPU: ${cpu}  ADDR: ${hex(object.address, 16)} LEN: ${length}  MESSAGE_LOST: ${lost}` };
      const room = Math.min(MAX_TEXT, size - types.offsetOf(TYPE, 'buffer'));
      const bytes =
        length > 0
          ? space.readSome(step(object.address, types.offsetOf(TYPE, 'buffer')), Math.min(length, room))
          : undefined;
      if (!bytes || bytes.length === 0) yield { text: '  (empty)' };
      else
        for (const line of readable(String.fromCharCode(...bytes.subarray(0, 8192))).split('\n'))
          yield { text: `  ${line}` };
      yield { text: '' };
    }
  }
}
