import { RequestError } from '../errors.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { parseSearch } from './search/request.ts';
import { searchMapped, searchPhysical } from './search/hits.ts';
import { usage } from './runner/arguments.ts';

export const command: Command = {
  name: 'search',
  group: 'memory',
  summary: { en: 'where a value or a text stands in memory', ko: '메모리에서 값이나 텍스트 찾기' },
  synopsis:
    '[-s start] [-k | -K | -V | -u | -p | -t | -T] [-e end | -l length] [-m mask] [-x count] [-c | -w | -h] value | symbol | (expression) | text …',
  options: [
    {
      flag: '-k',
      about: { en: 'in all of the kernel’s memory (the default)', ko: '커널 메모리 전체에서(기본값)' },
    },
    {
      flag: '-K',
      about: {
        en: 'the same without vmalloc, modules and the array of struct page',
        ko: 'vmalloc, 모듈, struct page 배열을 제외한 커널 메모리에서',
      },
    },
    {
      flag: '-V',
      about: {
        en: 'the same without the direct map and the image of the kernel',
        ko: '직접 매핑과 커널 이미지를 제외한 커널 메모리에서',
      },
    },
    {
      flag: '-u',
      about: { en: 'in the user space of the current task', ko: '현재 태스크의 사용자 공간에서' },
    },
    { flag: '-p', about: { en: 'in physical memory', ko: '물리 메모리에서' } },
    { flag: '-t', about: { en: 'in the stack of every task', ko: '모든 태스크의 스택에서' } },
    {
      flag: '-T',
      about: {
        en: 'in the stacks of the tasks that ran on a CPU',
        ko: 'CPU에서 실행 중이던 태스크의 스택에서',
      },
    },
    { flag: '-s', value: 'start', about: { en: 'from this address or symbol on', ko: '이 주소나 심볼부터' } },
    { flag: '-e', value: 'end', about: { en: 'up to this address or symbol', ko: '이 주소나 심볼까지' } },
    { flag: '-l', value: 'length', about: { en: 'so many bytes', ko: '지정한 바이트 수만큼' } },
    { flag: '-m', value: 'mask', about: { en: 'bits that do not matter', ko: '비교하지 않을 비트' } },
    { flag: '-c', about: { en: 'texts instead of values', ko: '값 대신 텍스트 찾기' } },
    { flag: '-w', about: { en: '32-bit values', ko: '32비트 값' } },
    { flag: '-h', about: { en: '16-bit values', ko: '16비트 값' } },
    {
      flag: '-x',
      value: 'count',
      about: {
        en: 'so many units before and after each hit, too',
        ko: '찾은 위치의 앞뒤를 지정한 단위만큼 함께 표시',
      },
    },
  ],
  description: {
    en: 'All of memory is read once, by several workers where it is large. With --json each hit says what it lies in: whose slab object, stack, variable or module.',
    ko: '메모리 전체를 한 번 읽으며, 크면 여러 워커가 나누어 읽습니다. --json을 쓰면 찾은 위치가 어디에 속하는지(슬랩 객체, 스택, 변수, 모듈)도 표시합니다.',
  },
  examples: [
    [
      'search -t init_task',
      { en: 'stacks that hold the address of init_task', ko: 'init_task의 주소가 들어 있는 스택' },
    ],
    [
      'search -k -c "Linux version"',
      { en: 'a text, anywhere in the kernel', ko: '커널 메모리 어디든 있는 텍스트' },
    ],
    [
      'search -p -w -m ffff0000 abcd',
      { en: '32-bit words whose lower half is abcd', ko: '하위 16비트가 abcd인 32비트 워드' },
    ],
  ],
  completes: ['symbol', 'address'],
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
  const request = parseSearch(context, args);
  if (!request) throw new RequestError(usage(command));
  for (const text of request.remarks) yield { text };
  if (request.where.kind === 'physical') yield* searchPhysical(context, request, request.where);
  else yield* searchMapped(context, request, request.where);
}
