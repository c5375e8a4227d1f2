import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { ifKnown, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  actionFlags,
  handlerText,
  signalName,
  signalNames,
  signalsOfTask,
  type SignalAction,
  type Signals,
} from '../kernel/signals.ts';
import { knownTasks, taskByAddress, type Task } from '../kernel/tasks.ts';
import { structColumn, taskColumns } from './columns.ts';
import { describe, namesOf, type Way } from './thing.ts';

const say = subject('handlers', {
  title: { en: 'Signal handlers', ko: '시그널 핸들러' },
  one: { en: 'signal handler', ko: '시그널 핸들러' },
  heading: { en: 'What processes do on each signal', ko: '시그널별 프로세스 동작' },
  empty: {
    en: 'No process handles or ignores a signal, or its signal_struct and sighand_struct are not in the dump.',
    ko: '시그널을 처리하거나 무시하는 프로세스가 없거나, signal_struct·sighand_struct가 덤프에 없습니다.',
  },
  signal: { en: 'Signal', ko: '시그널' },
  number: { en: 'Number', ko: '번호' },
  handler: { en: 'Handler', ko: '핸들러' },
  handlerHint: {
    en: 'SIG_DFL: the default action; SIG_IGN: nothing; else an address of the program',
    ko: 'SIG_DFL은 기본 동작, SIG_IGN은 무시, 그 밖에는 프로그램 안의 주소',
  },
  pending: { en: 'Pending', ko: '대기' },
  pendingHint: { en: 'sent and not delivered yet', ko: '보냈으나 아직 전달되지 않음' },
  blocked: { en: 'Blocked', ko: '차단' },
  mask: { en: 'Blocked meanwhile', ko: '처리 중 차단' },
  maskHint: {
    en: 'signals that are blocked while the handler runs',
    ko: '핸들러가 실행되는 동안 차단되는 시그널',
  },
  flags: { en: 'Flags', ko: '플래그' },
  signals: { en: 'Its signals', ko: '이 태스크의 시그널' },
});

/** What one process does on one signal. */
interface Handler {
  readonly task: Task;
  readonly signals: Signals;
  readonly action: SignalAction;
}

const bitOf = ({ action: { number } }: Handler, set: bigint): boolean =>
  ((set >> BigInt(number - 1)) & 1n) === 1n;

const isPending = (each: Handler): boolean => bitOf(each, each.signals.private.set | each.signals.shared.set);

/** What `task`'s process does on each signal; none where its structs are not in the dump. */
function handlersOf(kernel: Kernel, task: Task): Handler[] {
  const signals = ifKnown(() => signalsOfTask(kernel, task));
  return signals?.actions.map((action) => ({ task, signals, action })) ?? [];
}

/** Handlers of signals: struct k_sigaction (include/linux/signal_types.h). Of one process all, of all those that are not usual. */
export const thing = describe<Handler>()({
  id: 'handlers',
  ...namesOf(say),
  view: { group: 'who', order: 13.5, within: true },
  command: 'foreach sig',
  columns: {
    ...taskColumns,
    number: {
      title: say.number(),
      kind: 'count',
      value: ({ action }) => action.number,
      ref: handlerRef,
    },
    signal: { title: say.signal(), kind: 'text', value: ({ action }) => signalName(action.number, true) },
    handler: {
      title: say.handler(),
      hint: say.handlerHint(),
      kind: 'text',
      value: ({ action }) => handlerText(action.handler),
      tone: ({ action }) => (action.handler <= 1n ? 'muted' : undefined),
    },
    pending: {
      title: say.pending(),
      hint: say.pendingHint(),
      kind: 'flag',
      value: isPending,
      tone: (each) => (isPending(each) ? 'warn' : undefined),
    },
    blocked: { title: say.blocked(), kind: 'flag', value: (each) => bitOf(each, each.signals.blocked) },
    mask: {
      title: say.mask(),
      hint: say.maskHint(),
      kind: 'text',
      value: ({ action }) => signalNames(action.mask),
    },
    flags: { title: say.flags(), kind: 'text', value: ({ action }) => actionFlags(action.flags) },
    action: structColumn('k_sigaction', ({ action }) => action.address, { optional: true }),
  },

  *list(kernel, argument) {
    const only = argument === undefined ? undefined : taskByAddress(kernel, parseHex(argument) ?? 0n);
    if (only) yield* handlersOf(kernel, only);
    if (argument !== undefined) return;
    for (const task of knownTasks(kernel))
      if (task.pid === task.tgid && task.mm !== 0n)
        for (const each of handlersOf(kernel, task)) if (each.action.handler !== 0n) yield each;
  },
  ref: {
    kinds: ['handler'],
    of: handlerRef,
    find: (kernel, { rest }) => {
      const [at, number] = rest.split('.');
      const task = taskByAddress(kernel, parseHex(at) ?? 0n);
      const found = task && handlersOf(kernel, task).find(({ action }) => String(action.number) === number);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `handler:${rest}` }));
      return found;
    },
  },

  name: ({ task, action }) => `${signalName(action.number)} (${task.comm}, PID ${task.pid})`,
  place: ({ action }) => ({ address: action.address, type: 'k_sigaction' }),
  *ways({ task }): Generator<Way> {
    yield { id: 'signals', label: say.signals(), ref: `signals:${hex(task.address, 16)}` };
  },
  shownBy: ({ task }) => `sig ${task.pid === 0 ? hex(task.address, 16) : task.pid}`,
});

function handlerRef({ task, action }: Handler): string {
  return `handler:${hex(task.address, 16)}.${action.number}`;
}
