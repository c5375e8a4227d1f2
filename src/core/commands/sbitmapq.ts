import { hex, parseHex, step, type Addr } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sbitmapOf, setBits, weights, type Sbitmap } from '../kernel/sbitmap.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { CObject } from '../types/cobject.ts';
import { sizeOf } from '../types/model.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { printOptions } from './print-options.ts';
import { kernelFault } from './rd/memory.ts';
import { usage } from './runner/arguments.ts';
import { data } from './struct/data.ts';
import { askedFor } from './struct/names.ts';
import { symbolOrAddress } from './expression.ts';

export const command: Command = {
  name: 'sbitmapq',
  group: 'kernel',
  summary: { en: 'a sbitmap_queue: which tags are in use', ko: 'sbitmap_queue: 사용 중인 태그' },
  synopsis: '[-s struct[.member[,member]…] -a array [-p]] [-v] [-x | -d] address',
  description: {
    en:
      'The counters of a struct sbitmap_queue and its bits, those left out that were given back and not yet cleared. With ' +
      '-s and -a the objects of an array whose bits are set: the requests of a queue are found by the bits of its tags.',
    ko: 'struct sbitmap_queue의 카운터와 비트를 표시합니다. 반납되었지만 아직 지워지지 않은 비트는 제외합니다. -s와 -a를 쓰면 비트가 설정된 배열 요소를 구조체로 표시하며, 큐의 요청을 태그 비트로 찾을 때 씁니다.',
  },
  options: [
    {
      flag: '-s',
      value: 'struct',
      about: { en: 'what the array holds, or members of it', ko: '배열 요소의 구조체 또는 그 멤버' },
    },
    { flag: '-a', value: 'array', about: { en: 'address of the array', ko: '배열 주소' } },
    { flag: '-p', about: { en: 'it holds pointers', ko: '배열이 포인터를 담고 있음' } },
    { flag: '-v', about: { en: 'with the number of each bit', ko: '비트 번호도 표시' } },
    { flag: '-x', about: { en: 'members in hexadecimal', ko: '멤버를 16진수로' } },
    { flag: '-d', about: { en: 'members in decimal', ko: '멤버를 10진수로' } },
  ],
  examples: [
    [
      'sbitmapq ffff8d2c42072f10',
      { en: 'the tags of a disk of the sample', ko: '샘플에 있는 디스크의 태그' },
    ],
  ],
  completes: ['address'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const { kernel } = context;
    const [word] = args.words;
    const wrong =
      word === undefined
        ? 'command argument is required'
        : args.has('-s') && !args.has('-a')
          ? '-s option requires -a option'
          : args.has('-a') && !args.has('-s')
            ? '-a option is used with -s option only'
            : undefined;
    if (wrong !== undefined) throw new RequestError(usage(command, asCrash(`sbitmapq: ${wrong}`)));
    const at = parseHex(word) ?? symbolOrAddress(kernel, word);
    const queue = kernel.at('struct sbitmap_queue', at);
    const bitmap = kernel.space.readable(at) ? sbitmapOf(kernel, queue.get('sb')) : undefined;
    if (!bitmap) throw unreadable(kernel, at);
    if (args.has('-s')) yield* objects(context, args, bitmap);
    else yield* overview(kernel, queue, bitmap);
  },
};

function unreadable(kernel: Kernel, at: Addr): RequestError {
  const fault = kernelFault(kernel, at, kernel.space.absence(at) ?? 'damaged');
  return new RequestError(
    asCrash(`sbitmapq: ${fault}  type: "sbitmap_queue"\nsbitmapq: cannot read sbitmap_queue`),
  );
}

/** SBQ_WAIT_QUEUES (include/linux/sbitmap.h). */
const WAIT_QUEUES = 8;

/** The counters, as the kernel shows them in debugfs (lib/sbitmap.c sbitmap_queue_show, sbitmap_bitmap_show), then the bits. */
function* overview(kernel: Kernel, queue: CObject, bitmap: Sbitmap): Generator<Line, void, void> {
  const { set, cleared } = weights(bitmap);
  const number = (...paths: string[]): string =>
    String(queue.try((each) => each.first(...paths).pointer()) ?? '?');
  const hints = allocationHints(kernel, queue);
  yield {
    text: `depth = ${bitmap.depth}`,
    row: {
      address: queue.address,
      depth: bitmap.depth,
      busy: set - cleared,
      cleared,
      bits: [...setBits(bitmap)],
    },
  };
  yield { text: `busy = ${set - cleared}` };
  yield { text: `cleared = ${cleared}` };
  yield { text: `bits_per_word = ${bitmap.bitsPerWord}` };
  yield { text: `map_nr = ${bitmap.words}` };
  yield { text: `alloc_hint = {${hints.join(', ')}}` };
  yield { text: `wake_batch = ${number('wake_batch')}` };
  yield { text: `wake_index = ${number('wake_index.counter')}` };
  yield { text: `ws_active = ${number('ws_active.counter')}` };
  yield* waiters(kernel, queue);
  yield { text: `round_robin = ${number('sb.round_robin', 'round_robin')}` };
  yield { text: `min_shallow_depth = ${number('min_shallow_depth')}` };
  yield { text: '' };
  yield* bits(bitmap);
}

/** Where each CPU looks first: in the sbitmap since 5.13 (c548e62bcf6a). */
function allocationHints(kernel: Kernel, queue: CObject): number[] {
  const base = queue.try((each) => each.first('sb.alloc_hint', 'alloc_hint').pointer());
  if (!base) return [];
  return Array.from({ length: cpuCount(kernel) }, (_, cpu) => kernel.tryPerCpuOffset(cpu)).flatMap(
    (offset) => {
      const hint = offset === undefined ? undefined : kernel.space.tryU32(step(base, offset));
      return hint === undefined ? [] : [hint];
    },
  );
}

function* waiters(kernel: Kernel, queue: CObject): Generator<Line, void, void> {
  const size = kernel.types.sizeOf('struct sbq_wait_state');
  const base = queue.try((each) => each.get('ws').pointer());
  if (!size || !base) return;
  yield { text: 'ws = {' };
  for (let i = 0; i < WAIT_QUEUES; i++) {
    const state = kernel.at('struct sbq_wait_state', step(base, i * size));
    const text = state.try((each) => {
      const head = each.first('wait.head', 'wait.task_list');
      const wait = head.get('next').pointer() === head.address ? 'inactive' : 'active';
      // Gone in 6.1 (4f8126bb2308): the queue as a whole counts.
      const count = each.find('wait_cnt.counter')?.number();
      return `${count === undefined ? '' : `.wait_cnt = ${count}, `}.wait = ${wait}`;
    });
    if (text !== undefined)
      yield {
        text: `\t{ ${text} },`,
        links: [{ start: 1, end: 2, ref: refTo.instance('sbq_wait_state', state.address) }],
      };
  }
  yield { text: '}' };
}

/** The bits, sixteen bytes a line; bit 0 is the lowest of the first byte. */
function* bits(bitmap: Sbitmap): Generator<Line, void, void> {
  const bytes = new Uint8Array(Math.ceil(bitmap.depth / 8));
  for (const bit of setBits(bitmap)) bytes[bit >> 3] |= 1 << (bit & 7);
  for (let at = 0; at < bytes.length; at += 16) {
    let text = `${hex(at, 8)}:`;
    for (const [i, byte] of bytes.subarray(at, at + 16).entries())
      text += (i % 2 === 0 ? ' ' : '') + hex(byte, 2);
    yield { text };
  }
}

/** -s: the elements of the array that have their bit set. */
function* objects(context: CommandContext, args: Arguments, bitmap: Sbitmap): Generator<Line, void, void> {
  const { kernel } = context;
  const asked = askedFor(kernel, 'struct', args.value('-s') ?? '');
  const array = symbolOrAddress(kernel, args.value('-a') ?? '');
  const size = sizeOf(asked.struct);
  for (const bit of setBits(bitmap)) {
    const at = args.has('-p') ? kernel.space.tryU64(step(array, bit * 8)) : step(array, bit * size);
    if (!at) continue;
    yield {
      text: args.has('-v') ? `${bit}: ${hex(at, 16)}` : hex(at, 16),
      row: { bit, address: at, type: asked.name },
    };
    yield* data(kernel, asked, at, {
      command: 'struct',
      space: kernel.space,
      print: printOptions(context, args),
      follow: false,
    });
  }
}
