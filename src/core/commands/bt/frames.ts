import { render } from '../../catalogue/message.ts';
import { hex, step, type Addr } from '../../addr.ts';
import type { StackRange } from '../../arch/stacks.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import { LazyLine, type Line } from '../../rows/value.ts';
import { shownName } from '../../symbols/symbol.ts';
import type { Frame, Stack } from '../../unwind/stack.ts';
import type { BtOptions } from './options.ts';
import { registerLines } from './registers-text.ts';
import { wordLines } from './stack-words.ts';

/** What crash calls the stack that was left; undefined for a task's. */
export function stackName(kernel: Kernel, stack: StackRange): string | undefined {
  return kernel.arch.stacks?.names[stack.kind];
}

/** The frames of `stack` as crash prints them. */
export function* frameLines(kernel: Kernel, task: Task, stack: Stack, options: BtOptions): Generator<Line> {
  const { frames } = stack;
  let number = 0;
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i];
    const before = frames[i - 1] as Frame | undefined;
    const left = before?.stack && before.stack !== frame.stack ? stackName(kernel, before.stack) : undefined;
    if (left) yield { text: `--- <${left}> ---` };
    // Within one stack the interrupted function is told by its registers alone.
    if (frame.exact && before && !left && labelled(frame)) continue;
    yield frameLine(task, number++, frame, options);
    if (frame.entered) yield* registerLines(kernel, frame.entered, options.placeRadix);
    if (options.words) yield* words(kernel, frames, i, options);
  }
  if (frames.length === 0 && stack.user) yield* registerLines(kernel, stack.user, options.placeRadix);
  else if (!stack.complete) yield { text: `    (${render(stack.stopped, options.language)})` };
}

/** Whether crash tells what was interrupted with the registers, and gives it no line of its own. */
const labelled = (frame: Frame): boolean => frame.registers.form.exceptionLabel !== undefined;

/** What crash tells the frame by. */
function addressOf(frame: Frame): Addr {
  const { registers } = frame;
  const fp = registers.form.frameAddress === 'fp' ? registers.fp : undefined;
  return fp ?? frame.slot ?? frame.sp;
}

function frameLine(task: Task, number: number, frame: Frame, options: BtOptions): Line {
  const at = frame.symbol;
  const slot = addressOf(frame);
  const lead = `${number < 10 ? ' ' : ''}#${number} [`;
  const name = at ? shownName(at.symbol.name) : '(unknown)';
  const offset =
    options.offsets && at && at.offset > 0
      ? '+' + (options.radix === 16 ? '0x' + hex(at.offset) : String(at.offset))
      : '';
  const text = `${lead}${hex(slot, 16)}] ${name}${offset} at ${hex(frame.address, 16)}`;
  const nameAt = lead.length + 18;
  return new LazyLine(
    at?.symbol.module ? `${text} [${at.symbol.module}]` : text,
    () => ({
      pid: task.pid,
      task: task.address,
      frame: number,
      sp: slot,
      symbol: at ? at.symbol.name : null,
      offset: at ? at.offset : null,
      module: at?.symbol.module ?? null,
      address: frame.address,
      method: frame.method,
    }),
    () => [
      { start: lead.length, end: lead.length + 16, ref: refTo.memory(slot) },
      { start: nameAt, end: nameAt + name.length + offset.length, ref: refTo.code(frame.address) },
    ],
  );
}

/** The words from after the frame's return address up to the next frame's, that included. */
function* words(
  kernel: Kernel,
  frames: readonly Frame[],
  index: number,
  options: BtOptions,
): Generator<Line> {
  const frame = frames[index];
  let next = frames[index + 1] as Frame | undefined;
  // The interrupted function between is not a line of its own.
  if (next?.exact && next.stack === frame.stack && labelled(next)) next = frames[index + 2];
  if (!next || next.stack !== frame.stack) return;
  const from = step(frame.slot ?? frame.sp, 8);
  const to = step(next.slot ?? next.sp, 8);
  if (to > from && options.words) yield* wordLines(kernel, from, to, options.words, '    ');
}
