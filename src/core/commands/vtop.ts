import { asCrash, refused } from '../catalogue/commands.ts';
import { isKernelHalf, parseHex, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { taskByAddress, taskByPid } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { kernelTranslation, userTranslation } from './vtop/translation.ts';

export const command: Command = {
  name: 'vtop',
  group: 'memory',
  summary: {
    en: 'from a virtual to a physical address, through the page tables',
    ko: '페이지 테이블을 따라 가상 주소를 물리 주소로 변환',
  },
  synopsis: '[-c pid | task] [-u | -k] address…',
  options: [
    {
      flag: '-c',
      value: 'pid | task',
      about: {
        en: 'by the page tables of this task instead of the current one',
        ko: '현재 태스크 대신 이 태스크의 페이지 테이블 사용',
      },
    },
    { flag: '-u', about: { en: 'addresses of user space', ko: '사용자 공간 주소' } },
    { flag: '-k', about: { en: 'addresses of the kernel', ko: '커널 주소' } },
  ],
  description: {
    en:
      'The entries of the page tables on the way, the flags of the last one, the struct page of the frame, and for ' +
      'user addresses the area (VMA) they are in. Without -u or -k the address itself tells which it is.',
    ko: '변환 과정의 페이지 테이블 엔트리, 마지막 엔트리의 플래그, 프레임의 struct page, 사용자 주소라면 속한 영역(VMA)을 표시합니다. -u나 -k를 지정하지 않으면 주소를 보고 판단합니다.',
  },
  examples: [
    ['vtop ffffffff81c479b0', { en: 'where the kernel is', ko: '커널이 있는 위치' }],
    ['vtop -c 153 400000', { en: 'where the memory of a process is', ko: '프로세스의 메모리가 있는 위치' }],
  ],
  exclusive: [['-u', '-k']],
  completes: ['address'],
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.words.length === 0) throw new RequestError(refused.sayWhichAddress({ command: 'vtop' }));
  const task = taskOf(context, args.value('-c'));
  for (const [i, word] of args.words.entries()) {
    const address = parseHex(word);
    if (address === undefined) throw new RequestError(asCrash(`vtop: invalid input: "${word}"`));
    if (i > 0) yield { text: '' };
    const kernelHalf = args.has('-k') || (!args.has('-u') && isKernelHalf(address));
    yield* kernelHalf
      ? kernelTranslation(context.kernel, address)
      : userTranslation(context.kernel, task, address);
  }
}

function taskOf({ kernel, task }: CommandContext, word: string | undefined): Addr {
  if (word === undefined) return task as Addr;
  const pid = /^\d{1,7}$/.test(word) ? taskByPid(kernel, Number(word)) : undefined;
  const address = parseHex(word);
  const found = pid ?? (address === undefined ? undefined : taskByAddress(kernel, address));
  if (!found) throw new RequestError(asCrash(`vtop: invalid task or pid value: ${word}`));
  return found.address;
}
