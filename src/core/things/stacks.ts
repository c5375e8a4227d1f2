import { hex, parseHex } from '../addr.ts';
import { render, subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError, ifKnown } from '../errors.ts';
import { codeLines } from '../inspect/code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { unwindTask } from '../kernel/stacks.ts';
import { knownTasks, taskByAddress, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('stacks', {
  title: { en: 'Stack frames', ko: '스택 프레임' },
  one: { en: 'stack frame', ko: '스택 프레임' },
  empty: { en: 'No stack could be unwound.', ko: '풀 수 있는 스택이 없습니다.' },
  function: { en: 'Function', ko: '함수' },
  functionHint: {
    en: 'where it goes on: after the call it made, or where it was interrupted',
    ko: '이어서 실행할 위치: 호출한 다음 또는 인터럽트된 곳',
  },
  entered: { en: 'Came in by', ko: '진입 방식' },
  enteredHint: {
    en: 'the frames below were interrupted, or called from user mode',
    ko: '아래 프레임은 인터럽트되었거나 사용자 모드에서 호출한 것입니다',
  },
  userMode: { en: 'user mode', ko: '사용자 모드' },
  interrupted: { en: 'interrupted', ko: '인터럽트됨' },
  slot: { en: 'On the stack at', ko: '스택 위치' },
  stack: { en: 'Stack', ko: '스택' },
  method: { en: 'Found by', ko: '찾은 방법' },
  methodHint: {
    en: 'what led to this frame; a guess may be left over from an earlier call',
    ko: '이 프레임을 찾은 방법. 추측은 이전 호출이 남긴 값일 수 있습니다',
  },
  ended: { en: 'Ended', ko: '추적 종료' },
});

/** A frame of one task's stack. */
interface StackFrame {
  readonly task: Task;
  readonly stack: Stack;
  readonly frame: Frame;
  readonly number: number;
}

/** The frames of all tasks' stacks; with an argument of the task whose task_struct lies there. */
export const thing = describe<StackFrame>()({
  id: 'stacks',
  ...namesOf(say),
  command: 'foreach bt',
  columns: {
    comm: {
      title: common.task(),
      kind: 'text',
      value: ({ task }) => task.comm,
      ref: ({ task }) => refTo.stack(task.address),
    },
    pid: { title: verbatim('PID'), kind: 'count', value: ({ task }) => task.pid },
    number: {
      title: verbatim('#'),
      kind: 'count',
      value: ({ number }) => number,
      ref: ({ task, number }) => frameRef(task, number),
    },
    function: {
      title: say.function(),
      hint: say.functionHint(),
      kind: 'text',
      value: ({ frame }) => (frame.symbol ? symbolText(frame.symbol, 16, false) : hex(frame.address, 16)),
      ref: ({ frame }) => refTo.code(frame.address),
      tone: ({ frame }) => (frame.method === 'guess' ? 'muted' : undefined),
    },
    module: {
      title: common.module(),
      kind: 'text',
      value: ({ frame }) => frame.symbol?.symbol.module,
      ref: ({ frame }) => frame.symbol?.symbol.module && refTo.module(frame.symbol.symbol.module),
    },
    entered: {
      title: say.entered(),
      hint: say.enteredHint(),
      kind: 'text',
      words: [say.userMode(), say.interrupted()],
      value: ({ frame }) => frame.entered && (frame.entered.user ? 'user mode' : 'interrupted'),
    },
    address: {
      title: common.address(),
      kind: 'address',
      value: ({ frame }) => frame.address,
      ref: ({ frame }) => refTo.code(frame.address),
    },
    slot: {
      title: say.slot(),
      kind: 'address',
      value: ({ frame }) => frame.slot ?? frame.sp,
      ref: ({ frame }) => refTo.memory(frame.slot ?? frame.sp),
    },
    stack: { title: say.stack(), kind: 'text', optional: true, value: ({ frame }) => frame.stack?.kind },
    method: {
      title: say.method(),
      hint: say.methodHint(),
      kind: 'text',
      optional: true,
      value: ({ frame }) => frame.method,
      tone: ({ frame }) => (frame.method === 'guess' ? 'warn' : undefined),
    },
    ended: {
      title: say.ended(),
      kind: 'text',
      optional: true,
      value: ({ stack, number }) =>
        number === stack.frames.length - 1 ? render(stack.stopped, 'en') : undefined,
      tone: ({ stack }) => (stack.complete ? 'muted' : 'warn'),
    },
  },

  *list(kernel, argument) {
    const address = argument === undefined ? undefined : parseHex(argument);
    const only = address === undefined ? undefined : taskByAddress(kernel, address);
    for (const task of argument === undefined ? knownTasks(kernel) : only ? [only] : [])
      yield* framesOf(kernel, task);
  },
  ref: {
    kinds: ['frame'],
    of: ({ task, number }) => frameRef(task, number),
    find: (kernel, { rest }) => {
      const [at, number] = rest.split('.');
      const address = parseHex(at);
      const task = address === undefined ? undefined : taskByAddress(kernel, address);
      const found = task && framesOf(kernel, task).find((each) => String(each.number) === number);
      if (!found) throw new RequestError(refErrors.frame({ name: rest }));
      return found;
    },
  },

  name: ({ task, frame, number }) =>
    `#${number} ${frame.symbol ? symbolText(frame.symbol, 16) : hex(frame.address, 16)} (${task.comm}, PID ${task.pid})`,
  *facts({ task }): Generator<MoreFact> {
    yield {
      id: 'task',
      name: verbatim('task_struct'),
      kind: 'address',
      value: task.address,
      ref: refTo.task(task.address),
    };
  },
  *ways({ task, frame }): Generator<Way> {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    yield { id: 'code', label: common.code(), ref: refTo.code(frame.address) };
    yield { id: 'memory', label: common.memory(), ref: refTo.memory(frame.sp) };
  },
  home: ({ task }) => refTo.stack(task.address),
  shownBy: ({ task }) => `bt ${hex(task.address, 16)}`,
  content: ({ frame }, kernel) => ({ lines: codeLines(kernel, frame.address) }),
});

function framesOf(kernel: Kernel, task: Task): StackFrame[] {
  const stack = ifKnown(() => unwindTask(kernel, task));
  return stack?.frames.map((frame, number) => ({ task, stack, frame, number })) ?? [];
}

function frameRef(task: Task, number: number): string {
  return `frame:${hex(task.address, 16)}.${number}`;
}
