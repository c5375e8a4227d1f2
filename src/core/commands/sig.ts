import { hex, parseHex } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  actionFlags,
  handlerText,
  signalName,
  SIGNALS,
  signalsOf,
  signalsOfTask,
  type Pending,
  type Signals,
} from '../kernel/signals.ts';
import { threadsOf, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { forTasks, taskFacts, taskHeading } from './task-words.ts';

export const command: Command = {
  name: 'sig',
  group: 'tasks',
  summary: {
    en: 'handlers, blocked and pending signals of a task',
    ko: '태스크의 시그널 핸들러, 차단·대기 시그널',
  },
  synopsis: '[-g] [pid | task]… | -l | -s mask',
  description: {
    en:
      'What a process does on each signal, which signals a task blocks, and which wait to be delivered: to the thread ' +
      '(PRIVATE_PENDING) or to its process (SHARED_PENDING). SIGPENDING says whether one of them is not blocked.',
    ko: '시그널별 동작, 태스크가 차단한 시그널, 전달 대기 중인 시그널을 표시합니다. PRIVATE_PENDING은 스레드에, SHARED_PENDING은 프로세스에 보낸 것이고, SIGPENDING은 그중 차단되지 않은 것이 있는지를 나타냅니다.',
  },
  options: [
    { flag: '-g', about: { en: 'of the process and each of its threads', ko: '프로세스와 모든 스레드' } },
    { flag: '-l', about: { en: 'the signals by number', ko: '시그널 번호와 이름' } },
    {
      flag: '-s',
      value: 'mask',
      about: { en: 'the signals whose bits are set', ko: '비트가 설정된 시그널의 이름' },
    },
  ],
  examples: [
    ['sig', { en: 'of the current task', ko: '현재 태스크' }],
    ['sig -g 1', { en: 'of init and its threads', ko: 'init과 그 스레드' }],
    ['sig -s 8800', { en: 'SIGUSR2 and SIGSTKFLT', ko: 'SIGUSR2, SIGSTKFLT 출력' }],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const { kernel } = context;
    if (args.has('-l')) {
      for (let n = 1; n <= SIGNALS; n++)
        yield {
          text: `${`[${n}]`.padStart(4)} ${signalName(n, true)}`,
          row: { number: n, name: signalName(n, true) },
        };
    } else if (args.has('-s')) yield* namesOf(args.value('-s') ?? '');
    else
      yield* forTasks(context, 'sig', args.words, (task) =>
        args.has('-g') ? groupLines(kernel, task) : taskLines(kernel, task),
      );
  },
};

/** Names of the signals of a mask, in lines of eighty columns. */
function* namesOf(word: string): Generator<Line, void, void> {
  const mask = parseHex(word);
  if (mask === undefined) throw new RequestError(asCrash(`sig: invalid signal mask: ${word}`));
  let line = '';
  for (const n of signalsOf(mask)) {
    const name = signalName(n);
    if (line.length + 1 + name.length > 80) {
      yield { text: line };
      line = '';
    }
    line += (line === '' ? '' : ' ') + name;
  }
  if (line !== '') yield { text: line };
}

function* taskLines(kernel: Kernel, task: Task): Generator<Line, void, void> {
  yield taskHeading(kernel, task);
  const found = signalsOfTask(kernel, task);
  if (!found) {
    yield { text: 'no signal_struct' };
    return;
  }
  yield* handlerLines(task, found);
  yield { text: `SIGPENDING: ${found.deliverable ? 'yes' : 'no'}` };
  yield {
    text: `   BLOCKED: ${hex(found.blocked, 16)}`,
    row: { ...taskFacts(task), blocked: found.blocked },
  };
  yield* pendingLines(task, 'PRIVATE_PENDING', found.private, '');
  yield* pendingLines(task, 'SHARED_PENDING', found.shared, '');
}

function* groupLines(kernel: Kernel, task: Task): Generator<Line, void, void> {
  const threads = threadsOf(kernel, task);
  const leader = threads.find(({ pid, tgid }) => pid === tgid) ?? task;
  yield taskHeading(kernel, leader);
  const found = signalsOfTask(kernel, leader);
  if (!found) {
    yield { text: 'no signal_struct' };
    return;
  }
  yield* handlerLines(leader, found);
  yield* pendingLines(leader, 'SHARED_PENDING', found.shared, '');
  for (const thread of threads) {
    const own = signalsOfTask(kernel, thread);
    if (!own) continue;
    yield { text: '' };
    yield taskHeading(kernel, thread, '  ');
    yield { text: `  SIGPENDING: ${own.deliverable ? 'yes' : 'no'}` };
    yield {
      text: `     BLOCKED: ${hex(own.blocked, 16)}`,
      row: { ...taskFacts(thread), blocked: own.blocked },
    };
    yield* pendingLines(thread, 'PRIVATE_PENDING', own.private, '  ');
  }
}

function* handlerLines(task: Task, found: Signals): Generator<Line, void, void> {
  yield {
    text: `SIGNAL_STRUCT: ${hex(found.signal, 16)}  NR_THREADS: ${found.threads}`,
    links: [{ start: 15, end: 31, ref: refTo.instance('signal_struct', found.signal) }],
  };
  yield { text: ' SIG    SIGACTION        HANDLER       MASK       FLAGS' };
  for (const { number, address, handler, mask, flags } of found.actions) {
    const names = actionFlags(flags);
    yield {
      text: `${`[${number}]`.padStart(4)} ${hex(address, 16)} ${handlerText(handler).padStart(10)} ${hex(mask, 16)} ${hex(flags)}${names === '' ? '' : ` (${names})`}`,
      row: {
        ...taskFacts(task),
        signal: signalName(number),
        number,
        action: address,
        handler,
        mask,
        flags: names,
      },
      links: [{ start: 5, end: 21, ref: refTo.instance('k_sigaction', address) }],
    };
  }
}

function* pendingLines(
  task: Task,
  title: string,
  pending: Pending,
  indent: string,
): Generator<Line, void, void> {
  yield { text: indent + title };
  yield {
    text: `${indent}    SIGNAL: ${hex(pending.set, 16)}`,
    row: { ...taskFacts(task), where: title, pending: signalsOf(pending.set).map((n) => signalName(n)) },
  };
  if (pending.queue.length === 0) {
    yield { text: `${indent}  SIGQUEUE: (empty)` };
    return;
  }
  yield { text: `${indent}  SIGQUEUE:  SIG      SIGINFO` };
  for (const { number, info } of pending.queue) {
    const text = `${indent}${String(number).padStart(16)}  ${hex(info, 16)}`;
    yield { text, row: { ...taskFacts(task), where: title, signal: signalName(number), siginfo: info } };
  }
}
