import { refused } from '../../catalogue/commands.ts';
import { hex, isKernelHalf, parseHex, step } from '../../addr.ts';
import { lackOf } from '../../arch/arch.ts';
import type { Registers } from '../../arch/registers.ts';
import { render } from '../../catalogue/message.ts';
import { RequestError } from '../../errors.ts';
import { exceptionFrames } from '../../kernel/exception-frames.ts';
import { taskStack } from '../../kernel/stack-ranges.ts';
import { unwindTask, unwindWorld } from '../../kernel/stacks.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { shownName } from '../../symbols/symbol.ts';
import type { Frame, Stack } from '../../unwind/stack.ts';
import { unwind } from '../../unwind/unwinder.ts';
import type { CommandContext } from '../command.ts';
import { taskHeading } from '../task-words.ts';
import { frameLines } from './frames.ts';
import type { BtOptions } from './options.ts';
import { registerLines } from './registers-text.ts';
import { textLines } from './text.ts';
import { wordLines } from './stack-words.ts';

/** The stacks of `tasks`, an empty line between them: what bt prints, and "foreach bt". */
export function* backtraces(
  context: CommandContext,
  tasks: Iterable<Task>,
  options: BtOptions,
): Generator<Line> {
  let first = true;
  for (const task of tasks) {
    let begun = false;
    for (const line of backtrace(context, task, options)) {
      if (!begun && !first) yield { text: '' };
      begun = true;
      first = false;
      yield line;
    }
  }
}

/** The stack of `task` below its heading. */
function* backtrace(context: CommandContext, task: Task, options: BtOptions): Generator<Line> {
  const { kernel } = context;
  const range = taskStack(kernel, task);
  if (!range) {
    if (options.reference === undefined) yield taskHeading(kernel, task);
    yield { text: '(no stack)' };
    return;
  }
  if (options.how === 'raw') {
    yield taskHeading(kernel, task);
    yield* wordLines(kernel, range.low, range.high, options.words ?? 'symbols', '', '  ');
    return;
  }
  const lack = lackOf(kernel.arch, 'stacks');
  if (lack) {
    yield taskHeading(kernel, task);
    yield { text: `    (${render(lack, options.language)})` };
    return;
  }
  if (options.how === 'exceptions') {
    yield taskHeading(kernel, task);
    for (const { address, registers } of exceptionFrames(kernel, range)) {
      yield { text: '' };
      yield { text: `  ${registers.user ? 'USER' : 'KERNEL'}-MODE EXCEPTION FRAME AT: ${hex(address, 16)}` };
      yield* registerLines(kernel, registers, options.placeRadix);
    }
    return;
  }
  const stack = stackOf(context, task, options);
  if (options.reference !== undefined && !refers(stack, options.reference)) return;
  yield taskHeading(kernel, task);
  if (options.how === 'frames') yield* frameLines(kernel, task, stack, options);
  else yield* textLines(kernel, range, stack, options);
}

function stackOf(context: CommandContext, task: Task, options: BtOptions): Stack {
  const { kernel } = context;
  const { ip, sp } = options;
  if (sp === undefined) {
    if (ip !== undefined) throw new RequestError(refused.ipNeedsSp({ command: 'bt' }));
    return unwindTask(kernel, task);
  }
  if (!isKernelHalf(sp) || (sp & 7n) !== 0n)
    throw new RequestError(refused.noStackAddress({ command: 'bt', address: hex(sp) }));
  if (ip !== undefined)
    return unwind(unwindWorld(kernel), {
      ip,
      sp: step(sp, 8),
      exact: false,
      slot: sp,
      method: 'saved-registers',
    });
  // Without an instruction the frames of the task itself tell, from the first that lies at `sp` or above.
  const whole = unwindTask(kernel, task);
  const first = whole.frames.findIndex((frame) => frame.slot !== undefined && frame.slot >= sp);
  return { ...whole, frames: first < 0 ? [] : whole.frames.slice(first) };
}

function refers(stack: Stack, reference: string): boolean {
  const address = parseHex(reference);
  const registers = (each: Registers | undefined): boolean =>
    each !== undefined && [...each.entries()].some(([, value]) => value === address);
  return stack.frames.some(
    (frame: Frame) =>
      (frame.symbol && shownName(frame.symbol.symbol.name) === reference) ||
      (address !== undefined &&
        (frame.address === address || frame.slot === address || registers(frame.entered))),
  );
}
