import { hex, parseHex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { firstTask } from '../kernel/panic.ts';
import { unwindTask } from '../kernel/stacks.ts';
import { taskByAddress } from '../kernel/tasks.ts';
import type { Cell, TableSource } from '../rows/table.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Frame, Stack } from '../unwind/stack.ts';

/** What a method means, for people who look at one frame. */
const METHODS: Readonly<Record<Frame['method'], string>> = {
  orc: 'unwind table',
  'frame-pointer': 'frame pointer',
  'saved-registers': 'saved registers',
  'call-site': 'call of this function',
  guess: 'guess',
};

/** The frames of one task; the argument is the address of its task_struct, the task that panicked without one. */
export const table: TableSource<Kernel> = {
  id: 'stack',
  title: 'Stack',
  command: 'bt -s',
  columns: [
    { id: 'number', title: '#', kind: 'count' },
    {
      id: 'function',
      title: 'Function',
      kind: 'symbol',
      about: 'where it goes on: after the call it made, or where it was interrupted',
    },
    { id: 'module', title: 'Module', kind: 'module' },
    {
      id: 'came',
      title: 'Came in by',
      kind: 'text',
      about: 'the frames below were interrupted, or called from user mode',
    },
    { id: 'address', title: 'Address', kind: 'address' },
    { id: 'slot', title: 'On the stack at', kind: 'address' },
    { id: 'stack', title: 'Stack', kind: 'text', optional: true },
    {
      id: 'method',
      title: 'Found by',
      kind: 'text',
      about: 'what led to this frame; a guess may be left over from an earlier call',
      optional: true,
    },
  ],
  *rows(kernel, argument) {
    const address = argument === undefined ? undefined : parseHex(argument);
    const task = address === undefined ? firstTask(kernel) : taskByAddress(kernel, address);
    if (!task) return;
    const stack = unwindTask(kernel, task);
    for (let i = 0; i < stack.frames.length; i++) yield row(stack.frames[i], i);
    yield* last(stack);
  },
};

function row(frame: Frame, number: number): Cell[] {
  const at = frame.symbol;
  const slot = frame.slot ?? frame.sp;
  return [
    { text: String(number), order: number },
    {
      text: at ? symbolText(at, 16, false) : hex(frame.address, 16),
      ref: refTo.code(frame.address),
      tone: frame.method === 'guess' ? 'muted' : undefined,
    },
    at?.symbol.module ? { text: at.symbol.module, ref: refTo.module(at.symbol.module) } : { text: '' },
    { text: frame.entered ? (frame.entered.user ? 'user mode' : 'interrupted') : '' },
    { text: hex(frame.address, 16), ref: refTo.code(frame.address), order: frame.address },
    { text: hex(slot, 16), ref: refTo.memory(slot), order: slot },
    { text: frame.stack?.kind ?? '' },
    { text: METHODS[frame.method], tone: frame.method === 'guess' ? 'warn' : undefined },
  ];
}

/** Where the walk ended: user mode, or why it went no further. */
function* last(stack: Stack): Generator<Cell[]> {
  const empty: Cell = { text: '' };
  if (stack.user)
    yield [
      empty,
      { text: `user mode ${hex(stack.user.ip)}`, tone: 'muted' },
      empty,
      empty,
      { text: hex(stack.user.ip, 16), order: stack.user.ip },
      { text: hex(stack.user.sp, 16), order: stack.user.sp },
      empty,
      empty,
    ];
  else if (!stack.complete)
    yield [empty, { text: stack.stopped, tone: 'warn' }, empty, empty, empty, empty, empty, empty];
}
