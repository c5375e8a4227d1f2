import { hex, step } from '../../addr.ts';
import type { StackRange } from '../../arch/stacks.ts';
import { isText } from '../../kernel/code.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { shownName, type SymbolAt } from '../../symbols/symbol.ts';
import type { Stack } from '../../unwind/stack.ts';
import { stackName } from './frames.ts';
import type { BtOptions } from './options.ts';
import { registerLines } from './registers-text.ts';

/** Every word that is an address of code: on the stacks that the walk crossed, or with -T on the task's own. */
export function* textLines(
  kernel: Kernel,
  own: StackRange,
  stack: Stack,
  options: BtOptions,
): Generator<Line> {
  if (options.how === 'all-text') {
    yield* range(kernel, own.low, own.high, options);
    if (stack.user) yield* registerLines(kernel, stack.user, options.placeRadix);
    return;
  }
  const [first] = stack.frames;
  if (!first) return;
  yield {
    text: `              START: ${named(first.symbol, options)} at ${hex(first.address, 16)}`,
    links: [],
  };
  for (let i = 0; i < stack.frames.length; i++) {
    const frame = stack.frames[i];
    const before = stack.frames[i - 1];
    if (before && before.stack === frame.stack) continue;
    if (before?.stack) {
      if (before.entered) yield* registerLines(kernel, before.entered, options.placeRadix);
      const name = stackName(kernel, before.stack);
      if (name) yield { text: `--- <${name}> ---` };
    }
    if (frame.stack) yield* range(kernel, frame.slot ?? frame.sp, frame.stack.high, options);
  }
  if (stack.user) yield* registerLines(kernel, stack.user, options.placeRadix);
}

function* range(kernel: Kernel, from: bigint, to: bigint, options: BtOptions): Generator<Line> {
  // Page by page: of a stack not every page is in the dump.
  const size = BigInt(kernel.layout.pageSize);
  // Return addresses may be signed.
  const plain = kernel.arch.unwinding?.returnAddress?.(kernel);
  for (let page = from; page < to; page = (page & -size) + size) {
    const end = (page & -size) + size;
    const bytes = kernel.space.readSome(page, Number((end < to ? end : to) - page) & ~7);
    const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
    for (let i = 0; i < words.length; i++) {
      const word = plain?.(words[i]) ?? words[i];
      if (!isText(kernel, word)) continue;
      const at = kernel.symbols.byAddress(word);
      const slot = step(page, i * 8);
      const text = `  [${hex(slot, 16)}] ${named(at, options)} at ${hex(word, 16)}`;
      yield {
        text: at?.symbol.module ? `${text} [${at.symbol.module}]` : text,
        links: [
          { start: 3, end: 19, ref: refTo.memory(slot) },
          { start: 21, end: 21 + named(at, options).length, ref: refTo.code(word) },
        ],
      };
    }
  }
}

function named(at: SymbolAt | undefined, options: BtOptions): string {
  if (!at) return '(unknown)';
  const offset = options.radix === 16 ? '0x' + hex(at.offset) : String(at.offset);
  return shownName(at.symbol.name) + (options.offsets && at.offset > 0 ? `+${offset}` : '');
}
