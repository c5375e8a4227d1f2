import { asCrash, refused } from '../catalogue/commands.ts';
import { render } from '../catalogue/message.ts';
import { parseHex } from '../addr.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pageAtStruct } from '../kernel/pages.ts';
import { vmallocAreaAt, vmallocBroken } from '../kernel/vmalloc.ts';
import { freeBlockOf } from '../kernel/zones.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { addressLines } from './kmem/address.ts';
import { nodeLines } from './kmem/node-lines.ts';
import { flagLines, memberLines, pageLines } from './kmem/page-lines.ts';
import { notApplicable, slabCommand } from './kmem/slabs.ts';
import { hugePages, perCpuOffsets, totals } from './kmem/totals.ts';
import { vmallocLines } from './kmem/vmalloc-lines.ts';
import { blockLines, counterLines, freeMemory, zoneDetails } from './kmem/zone-lines.ts';
import { usage } from './runner/arguments.ts';

const command_: Command = {
  name: 'kmem',
  group: 'memory',
  summary: {
    en: 'what memory was used for: totals, slab caches, pages, zones, vmalloc; or what is at an address',
    ko: '메모리 사용 현황(합계, 슬랩 캐시, 페이지, 존, vmalloc), 또는 주소에 있는 것',
  },
  synopsis:
    '[-i[=shared] | -h | -o | -V | -n | -z | -f | -F | -v | -p | -m members | -g [flags] | -s [cache] | -S[=cpus] [cache]] [-I cache,…] [-P] [address…]',
  options: [
    {
      flag: '-i',
      equals: 'shared',
      about: {
        en: 'totals: free, used, cached, slab, huge pages, swap, what was promised; with =shared the pages that several use, too',
        ko: '합계: 여유, 사용, 캐시, 슬랩, 대형 페이지, 스왑, 커밋. =shared를 붙이면 여러 곳에서 쓰는 페이지도',
      },
    },
    {
      flag: '-s',
      about: {
        en: 'slab caches: all, one by name or by an address in it; "list" for their names only',
        ko: '슬랩 캐시: 전체, 이름 하나, 또는 주소가 속한 캐시. "list"는 이름만',
      },
    },
    {
      flag: '-S',
      equals: 'cpus',
      about: {
        en: 'slab caches with their slabs and objects: [allocated], or free and on which list',
        ko: '슬랩 캐시의 슬랩과 객체까지: [할당됨], 또는 비어 있는 객체와 그 리스트',
      },
    },
    {
      flag: '-I',
      value: 'cache,…',
      about: { en: 'leave these caches out of -s or -S', ko: '-s나 -S에서 뺄 캐시' },
    },
    {
      flag: '-r',
      refused: true,
      about: {
        en: 'children of a slab cache (kernels of 3.x to 5.8 had them; refused)',
        ko: '슬랩 캐시의 자식(3.x~5.8 커널에만 있음, 거부)',
      },
    },
    {
      flag: '-p',
      about: {
        en: 'struct pages: all, or those at addresses',
        ko: 'struct page: 전체, 또는 지정한 주소의 페이지',
      },
    },
    {
      flag: '-m',
      value: 'member,…',
      about: { en: 'these members of struct pages', ko: 'struct page의 지정한 멤버' },
    },
    {
      flag: '-g',
      about: {
        en: 'the flags of struct page, or those set in a value',
        ko: 'struct page의 플래그, 또는 값에 설정된 플래그',
      },
    },
    {
      flag: '-f',
      about: {
        en: 'free blocks of each zone, order and kind; with an address, the block it is in',
        ko: '존, order, 종류별 빈 블록 수. 주소를 주면 그 주소가 속한 블록',
      },
    },
    { flag: '-F', about: { en: 'as -f, every free block', ko: '-f와 같고 빈 블록을 모두 표시' } },
    { flag: '-z', about: { en: 'zones: sizes, watermarks, counters', ko: '존: 크기, 워터마크, 카운터' } },
    {
      flag: '-n',
      about: { en: 'nodes, zones, sections and blocks of memory', ko: '노드, 존, 메모리 섹션과 블록' },
    },
    { flag: '-V', about: { en: 'the counters of /proc/vmstat', ko: '/proc/vmstat의 카운터' } },
    {
      flag: '-v',
      about: {
        en: 'areas of vmalloc: all, or the one at an address',
        ko: 'vmalloc 영역: 전체, 또는 주소가 속한 영역',
      },
    },
    { flag: '-h', about: { en: 'pools of huge pages', ko: '대형 페이지 풀' } },
    { flag: '-o', about: { en: 'per-CPU offsets', ko: 'CPU별 오프셋(per-CPU offset)' } },
    { flag: '-P', about: { en: 'the address is a physical one', ko: '물리 주소로 해석' } },
    {
      flag: '-c',
      refused: true,
      about: {
        en: 'page hash table (kernels before 2.6; refused)',
        ko: '페이지 해시 테이블(2.6 이전 커널, 거부)',
      },
    },
    {
      flag: '-C',
      refused: true,
      about: { en: 'as -c, with its pages (refused)', ko: '-c와 같고 페이지까지 표시(거부)' },
    },
    {
      flag: '-l',
      value: 'a | i | ic | id',
      refused: true,
      about: { en: 'page lists (kernels before 2.6; refused)', ko: '페이지 리스트(2.6 이전 커널, 거부)' },
    },
    {
      flag: '-L',
      value: 'a | i | ic | id',
      refused: true,
      about: { en: 'as -l (refused)', ko: '-l과 같음(거부)' },
    },
  ],
  description: {
    en:
      'Without options, says everything that is known of an address: the symbol, the slab cache and object and whether it is ' +
      'allocated, the free block, the task or stack, the area of vmalloc, the struct page. Counts of objects leave out those ' +
      'that are free on a list of a CPU or in a sheaf.',
    ko:
      '옵션이 없으면 주소에 대해 알 수 있는 것을 모두 표시합니다: 심볼, 슬랩 캐시와 객체 및 할당 여부, 빈 블록, 태스크나 스택, vmalloc 영역, struct page. ' +
      '객체 수에는 CPU 리스트나 sheaf에 비어 있는 객체가 들어가지 않습니다.',
  },
  examples: [
    ['kmem -i', { en: 'what memory is used for', ko: '메모리 사용 현황' }],
    [
      'kmem ffff8d2c59182100',
      {
        en: 'what is at an address: cache, object, task, page',
        ko: '주소에 있는 것: 캐시, 객체, 태스크, 페이지',
      },
    ],
    ['kmem -V | grep PGFAULT', { en: 'one counter of the memory management', ko: '메모리 관리 카운터 하나' }],
    ['kmem -p 19182000', { en: 'the struct page of a physical address', ko: '물리 주소의 struct page' }],
    ['kmem -g 10200', { en: 'what the flags of a page mean', ko: '페이지 플래그의 의미' }],
  ],
  exclusive: [
    // -s and -S, -f and -F say the same, one more than the other.
    ...['-s', '-S'].flatMap((slabs) =>
      ['-f', '-F'].map((free) => [slabs, free, '-v', '-p', '-m', '-g', '-i']),
    ),
    ['-i', '-h', '-o', '-n'],
  ],
  completes: ['address'],
  run,
};
export { command_ as command };

/** What crash calls the lists of -l (kernels before 2.6 had them). */
const OLD_LISTS: Readonly<Record<string, string>> = {
  a: 'active_list',
  i: 'inactive_list',
  ic: 'inactive_clean_list',
  id: 'inactive_dirty_list',
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel, language } = context;
  const parts = OF_THE_MACHINE.filter((flag) => args.has(flag));
  if (parts.length > 0) {
    if (args.words.length > 0)
      throw new RequestError(asCrash('kmem: no address arguments allowed with this option'));
    for (const [i, flag] of parts.entries()) {
      if (i > 0) yield { text: '' };
      yield* ofTheMachine(kernel, flag, args);
    }
  } else if (args.has('-s') || args.has('-S')) yield* slabCommand(context, args);
  else if (args.has('-f') || args.has('-F')) yield* free(context, args);
  else if (args.has('-v')) yield* areas(context, args);
  else if (args.has('-p')) yield* pageLines(kernel, args.words, language);
  else if (args.has('-m')) yield* memberLines(context, args.value('-m') ?? '', args.words);
  else if (args.has('-g')) yield* flagLines(kernel, args.words[0]);
  else yield* rest(context, args);
}

/** Options that are about no address, in the order in which they are answered where several are given. */
const OF_THE_MACHINE = ['-i', '-n', '-z', '-V', '-o', '-h'] as const;

function* ofTheMachine(
  kernel: Kernel,
  flag: (typeof OF_THE_MACHINE)[number],
  args: Arguments,
): Generator<Line, void, void> {
  if (flag === '-i') yield* totals(kernel, args.value('-i') === 'shared');
  else if (flag === '-n') yield* nodeLines(kernel);
  else if (flag === '-z') yield* zoneDetails(kernel);
  else if (flag === '-V') yield* counterLines(kernel);
  else if (flag === '-o') yield* perCpuOffsets(kernel);
  else yield* hugePages(kernel);
}

function* rest({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
  for (const flag of ['-c', '-C', '-r']) if (args.has(flag)) throw notApplicable(flag);
  for (const flag of ['-l', '-L']) {
    const list = args.value(flag);
    if (list === undefined) continue;
    const name = Object.hasOwn(OLD_LISTS, list) ? OLD_LISTS[list] : undefined;
    if (name === undefined) throw new RequestError(usage(command_));
    throw new RequestError(asCrash(`kmem: ${name} does not exist in this kernel`));
  }
  if (args.words.length === 0) throw new RequestError(usage(command_));
  for (const [i, word] of args.words.entries()) {
    const address = parseHex(word);
    if (address === undefined)
      throw new RequestError(usage(command_, refused.wordUnknown({ command: 'kmem', given: word })));
    if (i > 0) yield { text: '' };
    yield* addressLines(kernel, address, args.has('-P'), false);
  }
}

/** kmem -f and -F: all, or the blocks that addresses are in; nothing is said of an address that is not free. */
function* free({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.words.length === 0) {
    yield* freeMemory(kernel, args.has('-F'));
    return;
  }
  for (const word of args.words) {
    const value = parseHex(word);
    if (value === undefined) throw new RequestError(asCrash(`kmem: invalid address: ${word}`));
    const struct = args.has('-P') ? undefined : pageAtStruct(kernel, value);
    const physical =
      struct?.physical ??
      (args.has('-P') || value < 1n << 52n ? Number(value) : kernel.space.translate(value));
    const pfn = physical === undefined ? undefined : Math.floor(physical / kernel.layout.pageSize);
    const block = pfn === undefined ? undefined : freeBlockOf(kernel, pfn);
    const size = kernel.types.sizeOf('struct page') ?? 64;
    if (block && pfn !== undefined)
      yield* blockLines(kernel, block, block.page + BigInt((pfn - block.pfn) * size));
  }
}

function* areas({ kernel, language }: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.words.length === 0) {
    yield* vmallocLines(kernel);
    const broken = vmallocBroken(kernel);
    if (broken) yield { text: `(${render(broken, language)})` };
  }
  for (const word of args.words) {
    const value = parseHex(word);
    if (value === undefined) throw new RequestError(asCrash(`kmem: invalid address: ${word}`));
    const area = vmallocAreaAt(kernel, value);
    yield* vmallocLines(kernel, area ? [area] : []);
  }
}
