import { addr, hex, parseHex, type Addr } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { machineSays } from '../catalogue/machine.ts';
import { render } from '../catalogue/message.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { BrokenList } from '../kernel/lists.ts';
import { waiters } from '../kernel/wait-queues.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { usage } from './runner/arguments.ts';
import { taskFacts, taskHeading } from './task-words.ts';

export const command: Command = {
  name: 'waitq',
  group: 'tasks',
  summary: { en: 'the tasks that sleep on a wait queue', ko: '대기 큐(wait queue)에서 잠든 태스크' },
  synopsis: 'symbol | address | struct.member address',
  description: {
    en:
      'The wait queue is a global variable, an address, or a member of a struct at an address. What waits there ' +
      'without a task of its own (epoll) is listed with the function that would wake it.',
    ko: '대기 큐는 전역 변수, 주소, 또는 주소에 있는 구조체의 멤버로 지정합니다. epoll처럼 태스크가 직접 기다리지 않는 항목은 깨울 때 호출되는 함수로 표시합니다.',
  },
  options: [],
  examples: [
    ['waitq kauditd_wait', { en: 'of a global variable', ko: '전역 변수로 지정' }],
    [
      'waitq signal_struct.wait_chldexit init_signals',
      { en: 'of a member of a struct', ko: '구조체 멤버로 지정' },
    ],
  ],
  completes: ['symbol', 'type'],
  *run({ kernel, language }: CommandContext, args: Arguments): Generator<Line, void, void> {
    const [first, second] = args.words;
    if (first === undefined || args.words.length > 2) throw new RequestError(usage(command));
    const queue = second === undefined ? resolve(kernel, first) : memberOf(kernel, first, second);
    const broken: BrokenList = {};
    let count = 0;
    for (const { address, function: wake, task } of waiters(kernel, queue, broken)) {
      count++;
      if (task) {
        yield { ...taskHeading(kernel, task), row: { ...taskFacts(task), entry: address } };
        continue;
      }
      const at = kernel.symbols.byAddress(wake);
      const head = 'WAIT_QUEUE_ENTRY: ';
      yield {
        text: `${head}${hex(address, 16)}  FUNC: ${hex(wake, 16)}  <${at ? symbolText(at) : ''}>`,
        row: { entry: address, function: wake },
        links: [
          { start: head.length, end: head.length + 16, ref: refTo.instance('wait_queue_entry', address) },
        ],
      };
    }
    if (broken.reason) yield { text: render(machineSays.queueBroken({ why: broken.reason }), language) };
    else if (count === 0) yield { text: `wait queue ${hex(queue)} is empty`, row: { queue, empty: true } };
  },
};

function resolve(kernel: Kernel, word: string): Addr {
  const found = kernel.symbols.byName(word)?.address ?? parseHex(word);
  if (found === undefined) throw new RequestError(asCrash(`waitq: cannot resolve "${word}"`));
  return addr(found);
}

function memberOf(kernel: Kernel, path: string, word: string): Addr {
  const [, struct, member] = /^(\w+)\.([\w.[\]]+)$/.exec(path) ?? [];
  if (struct === undefined) throw new RequestError(asCrash(`waitq: cannot resolve "${path}"`));
  const base = resolve(kernel, word);
  return kernel.at(`struct ${struct}`, base).get(member).address;
}
