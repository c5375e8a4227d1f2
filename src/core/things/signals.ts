import { hex, parseHex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  handlerText,
  originOf,
  signalName,
  signalNames,
  signalSets,
  signalsOfTask,
  type SignalSets,
} from '../kernel/signals.ts';
import { knownTasks, taskByAddress, taskByPid, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf, type Column, type MoreFact, type Way } from './thing.ts';

const say = subject('signals', {
  title: { en: 'Signals', ko: '시그널' },
  one: { en: 'signals of a task', ko: '태스크의 시그널' },
  heading: { en: 'Signals: pending, blocked, handled', ko: '시그널: 대기, 차단, 처리' },
  empty: { en: 'No task could be read.', ko: '읽을 수 있는 태스크가 없습니다.' },
  pending: { en: 'Pending', ko: '대기(스레드)' },
  pendingHint: {
    en: 'sent to the thread and not delivered yet (SigPnd)',
    ko: '스레드에 보냈으나 아직 전달되지 않음(SigPnd)',
  },
  shared: { en: 'Pending, process', ko: '대기(프로세스)' },
  sharedHint: {
    en: 'sent to the process and not delivered yet (ShdPnd)',
    ko: '프로세스에 보냈으나 아직 전달되지 않음(ShdPnd)',
  },
  blocked: { en: 'Blocked', ko: '차단' },
  blockedHint: {
    en: 'by the thread (SigBlk); ~[…]: all but these',
    ko: '스레드가 차단함(SigBlk). ~[…]는 괄호 안을 뺀 전부',
  },
  caught: { en: 'Caught', ko: '핸들러 있음' },
  caughtHint: { en: 'by a handler of the process (SigCgt)', ko: '프로세스의 핸들러가 받음(SigCgt)' },
  ignored: { en: 'Ignored', ko: '무시' },
  ignoredHint: { en: 'by the process (SigIgn)', ko: '프로세스가 무시함(SigIgn)' },
  mask: text<{ name: string }>({ en: ({ name }) => `Mask ${name}`, ko: ({ name }) => `비트 마스크 ${name}` }),
  waits: text<{ name: string }>({
    en: ({ name }) => `${name} pending`,
    ko: ({ name }) => `대기 중: ${name}`,
  }),
  fromTask: text<{ code: number; pid: number; comm: string }>({
    en: ({ code, pid, comm }) =>
      `sent by PID ${pid}${comm === '' ? ', which is gone' : ` (${comm})`}, si_code ${code}`,
    ko: ({ code, pid, comm }) =>
      `보낸 PID ${pid}${comm === '' ? '(이미 종료됨)' : `(${comm})`}, si_code ${code}`,
  }),
  fromKernel: text<{ code: number }>({
    en: ({ code }) => `sent by the kernel, si_code ${code}`,
    ko: ({ code }) => `커널이 보냄, si_code ${code}`,
  }),
  handler: text<{ name: string }>({ en: ({ name }) => `On ${name}`, ko: ({ name }) => `${name} 처리` }),
  all: { en: 'All handlers', ko: '전체 핸들러' },
});

/** Of queues that have thousands, so many are told one by one. */
const MAX_QUEUED = 50;

function setsOf(task: Task, kernel: Kernel): SignalSets {
  const kept = kernel.remember('sets of signals', () => new WeakMap<Task, SignalSets>());
  const found = kept.get(task) ?? signalSets(kernel, task);
  kept.set(task, found);
  return found;
}

type SetName = keyof SignalSets;

/** The names of one of the sets; an empty set is a blank, one that cannot be read is absent. */
function column(
  name: SetName,
  optional: boolean,
): Column<Task> & { value(task: Task, kernel: Kernel): string | undefined } {
  return {
    title: say[name](),
    hint: say[`${name}Hint`](),
    kind: 'text',
    dear: optional,
    optional,
    value: (task, kernel) => {
      const set = setsOf(task, kernel)[name];
      return set === undefined ? undefined : signalNames(set);
    },
    tone: () => (name === 'ignored' ? 'muted' : undefined),
  };
}

/** What each task does about signals: task_struct's and signal_struct's pending and blocked, sighand_struct's handlers. */
export const thing = describe<Task>()({
  id: 'signals',
  ...namesOf(say),
  view: { group: 'who', order: 13 },
  command: 'foreach sig',
  columns: {
    comm: {
      title: common.task(),
      kind: 'text',
      noFact: true,
      value: ({ comm }) => comm,
      ref: (task) => refTo.task(task.address),
    },
    pid: { title: verbatim('PID'), kind: 'count', value: ({ pid }) => pid, ref: refOf },
    pending: column('pending', false),
    shared: column('shared', false),
    blocked: column('blocked', false),
    caught: column('caught', false),
    ignored: column('ignored', true),
  },

  list: (kernel) => knownTasks(kernel),
  count: (kernel) => knownTasks(kernel).length,
  ref: {
    kinds: ['signals'],
    of: refOf,
    find: (kernel, { rest }) => {
      const task = taskByAddress(kernel, parseHex(rest) ?? 0n);
      if (!task) throw new RequestError(refErrors.task({ ref: `signals:${rest}` }));
      return task;
    },
  },

  name: ({ comm, pid }) => `${comm} (PID ${pid})`,
  place: ({ object }) => {
    const signal = object.try((each) => each.get('signal').pointer());
    return signal ? { address: signal, type: 'signal_struct' } : undefined;
  },
  *facts(task, kernel): Generator<MoreFact> {
    for (const [name, set] of Object.entries(setsOf(task, kernel)))
      if (set !== undefined && set !== 0n)
        yield { id: `mask-${name}`, name: say.mask({ name }), text: hex(set as bigint, 16) };
    const found = signalsOfTask(kernel, task);
    if (!found) return;
    for (const each of [...found.private.queue, ...found.shared.queue].slice(0, MAX_QUEUED)) {
      const origin = originOf(kernel, each);
      if (!origin) continue;
      const { code, pid } = origin;
      const sender = pid === undefined ? undefined : taskByPid(kernel, pid);
      yield {
        id: 'queued',
        name: say.waits({ name: signalName(each.number) }),
        text:
          pid === undefined
            ? say.fromKernel({ code })
            : say.fromTask({ code, pid, comm: sender?.comm ?? '' }),
        ref: sender && refTo.task(sender.address),
      };
    }
    for (const { number, handler } of found.actions)
      if (handler > 1n)
        yield {
          id: `handler-${number}`,
          name: say.handler({ name: signalName(number) }),
          text: handlerText(handler),
        };
  },
  *ways({ address }): Generator<Way> {
    yield { id: 'handlers', label: say.all(), ref: refTo.rows('handlers', address) };
  },
  shownBy: ({ pid, address }) => `sig ${pid === 0 ? hex(address, 16) : pid}`,
  tone: (task, kernel) => {
    const { pending, shared } = setsOf(task, kernel);
    return (pending ?? 0n) !== 0n || (shared ?? 0n) !== 0n ? 'warn' : undefined;
  },
});

function refOf({ address }: Task): string {
  return `signals:${hex(address, 16)}`;
}
