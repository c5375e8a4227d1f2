import { asCrash, refused } from '../catalogue/commands.ts';
import { parseHex } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { ipv4Text } from '../kernel/addresses.ts';
import { initNet } from '../kernel/net-devices.ts';
import { netNamespace } from '../kernel/sockets.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { deviceLines, neighbourLines } from './net/devices.ts';
import { socketLines } from './net/sockets.ts';
import { printOptions } from './print-options.ts';
import { currentTask, forTasks, taskMeant } from './task-words.ts';

export const command: Command = {
  name: 'net',
  group: 'kernel',
  summary: { en: 'network devices, sockets, neighbours', ko: '네트워크 장치, 소켓, 이웃(ARP)' },
  synopsis: '[-a] [-n [pid | task]] [[-s | -S] [-R reference] [-x | -d] [pid | task]…] [-N address]',
  wordsWith: ['-n', '-s', '-S'],
  description: {
    en:
      'The network devices of the machine, with their addresses. With -s the sockets that a task has open: who talks to ' +
      'whom, with addresses and ports.',
    ko: '네트워크 장치와 그 주소를 표시합니다. -s는 태스크가 연 소켓을 주소, 포트와 함께 표시합니다.',
  },
  options: [
    { flag: '-a', about: { en: 'the ARP cache', ko: 'ARP 캐시' } },
    {
      flag: '-n',
      about: {
        en: 'the devices of the network namespace of a task, else of the current one',
        ko: '태스크(없으면 현재 태스크)의 네트워크 네임스페이스에 있는 장치',
      },
    },
    { flag: '-s', about: { en: 'the open sockets of a task', ko: '태스크가 연 소켓' } },
    {
      flag: '-S',
      about: { en: 'and their struct socket and sock', ko: 'struct socket과 sock까지' },
    },
    {
      flag: '-R',
      value: 'reference',
      about: {
        en: 'with -s or -S: only where this is met, a descriptor, a socket or a sock',
        ko: '-s, -S에서 지정한 디스크립터나 socket·sock 주소만',
      },
    },
    {
      flag: '-N',
      value: 'address',
      about: {
        en: 'an IPv4 address as the kernel keeps it, in dots',
        ko: '커널이 저장한 IPv4 주소를 점 표기로',
      },
    },
    { flag: '-x', about: { en: 'with -S: numbers in hexadecimal', ko: '-S에서 숫자를 16진수로' } },
    { flag: '-d', about: { en: 'with -S: numbers in decimal', ko: '-S에서 숫자를 10진수로' } },
  ],
  examples: [
    ['net', { en: 'the devices', ko: '네트워크 장치' }],
    ['net -a', { en: 'the ARP cache', ko: 'ARP 캐시' }],
    ['net -s', { en: 'the sockets of the current task', ko: '현재 태스크의 소켓' }],
    ['foreach user net -s', { en: 'the sockets of every process', ko: '모든 프로세스의 소켓' }],
    ['net -N 0100007f', { en: '127.0.0.1', ko: '127.0.0.1 출력' }],
  ],
  exclusive: [
    ['-x', '-d'],
    ['-s', '-S', '-N'],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const { kernel } = context;
    if (args.has('-N')) yield { text: dotted(args.value('-N') ?? '') };
    else if (args.has('-s') || args.has('-S')) {
      const print = args.has('-S') ? printOptions(context, args) : undefined;
      const wanted = args.value('-R');
      yield* forTasks(context, 'net', args.words, (task) => socketLines(kernel, task, wanted, print));
    } else if (args.has('-R'))
      throw new RequestError(refused.needsOneOf({ command: 'net', option: '-R', of: '-s, -S' }));
    else {
      const net = args.has('-n') ? namespaceOf(context, args.words[0]) : initNet(kernel);
      if (args.has('-a')) yield* neighbourLines(kernel, args.has('-n') ? net : undefined);
      if (!args.has('-a')) yield* deviceLines(kernel, net);
    }
  },
};

function namespaceOf(context: CommandContext, word: string | undefined): bigint | undefined {
  const task = word === undefined ? currentTask(context, 'net') : taskMeant(context.kernel, 'net', word);
  return netNamespace(context.kernel, task);
}

/** The bytes of the number in the order in which a little-endian machine keeps it. */
function dotted(word: string): string {
  const value = /^\d{1,10}$/.test(word) && !word.startsWith('0') ? BigInt(word) : parseHex(word);
  if (value === undefined || value > 0xffffffffn)
    throw new RequestError(asCrash(`net: invalid IP address: ${word}`));
  const number = Number(value);
  return ipv4Text(Uint8Array.of(number & 255, (number >> 8) & 255, (number >> 16) & 255, number >>> 24));
}
