import { asCrash, refused } from '../catalogue/commands.ts';
import { parseHex, step, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { slabText } from '../kernel/slab-lookup.ts';
import { halfOf } from '../memory/tables.ts';
import type { Line } from '../rows/value.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { addressOf, parseCount } from './expression.ts';
import { radixOf } from './print-options.ts';
import { memoryFor, type Memory } from './rd/memory.ts';
import { textLines } from './rd/text.ts';
import { wordLines, type WordFormat } from './rd/word-lines.ts';

export const command: Command = {
  name: 'rd',
  group: 'memory',
  summary: { en: 'memory as numbers, symbols or text', ko: '메모리를 숫자, 심볼, 텍스트로 표시' },
  synopsis:
    '[-adDsSupxNR] [-8 | -16 | -32 | -64] [-o offset] [-e address] address | symbol | (expression) [count]',
  options: [
    { flag: '-p', about: { en: 'the address is a physical one', ko: '물리 주소로 해석' } },
    {
      flag: '-u',
      about: {
        en: 'the address is one of user space, of the current task',
        ko: '현재 태스크의 사용자 공간 주소',
      },
    },
    {
      flag: '-m',
      about: {
        en: "Xen's machine addresses; not on this machine",
        ko: 'Xen 머신 주소(이 시스템에서는 사용 불가)',
      },
    },
    {
      flag: '-f',
      about: { en: 'the address is an offset in the dump file', ko: '덤프 파일의 오프셋으로 해석' },
    },
    { flag: '-d', about: { en: 'signed decimal', ko: '부호 있는 10진수' } },
    { flag: '-D', about: { en: 'unsigned decimal', ko: '부호 없는 10진수' } },
    { flag: '-s', about: { en: 'symbols for values that have one', ko: '값이 심볼이면 심볼로 표시' } },
    {
      flag: '-S',
      about: {
        en: 'symbols, or [slab cache]; twice: with the address',
        ko: '심볼 또는 [슬랩 캐시]로 표시. 두 번 지정하면 주소도 표시',
      },
    },
    { flag: '-x', about: { en: 'without the text column', ko: '텍스트 열 생략' } },
    { flag: '-a', about: { en: 'as text', ko: '텍스트로' } },
    {
      flag: '-N',
      about: { en: 'the other byte order (with -16, -32)', ko: '반대 바이트 순서(-16, -32와 함께)' },
    },
    {
      flag: '-R',
      about: {
        en: 'count backwards: the address is the last one',
        ko: '역방향: 지정한 주소에서 끝나도록 앞쪽 메모리 표시',
      },
    },
    { flag: '-8', about: { en: 'bytes', ko: '바이트 단위' } },
    { flag: '-16', about: { en: '16-bit units', ko: '16비트 단위' } },
    { flag: '-32', about: { en: '32-bit units', ko: '32비트 단위' } },
    { flag: '-64', about: { en: '64-bit units (the default)', ko: '64비트 단위(기본값)' } },
    {
      flag: '-o',
      value: 'offset',
      about: { en: 'begin so many bytes after the address', ko: '주소에서 지정한 바이트만큼 뒤부터 시작' },
    },
    { flag: '-e', value: 'address', about: { en: 'end before this address', ko: '이 주소 앞에서 끝냄' } },
    {
      flag: '-r',
      value: 'file',
      refused: true,
      about: { en: 'refused: use rd … > file', ko: '거부됨: rd … > 파일을 사용' },
    },
  ],
  examples: [
    ['rd jiffies', { en: 'one word', ko: '워드 하나' }],
    ['rd -a linux_banner', { en: 'the text there', ko: '그 위치의 텍스트' }],
    [
      'rd -SS ffffce4180523a00 64',
      {
        en: 'a stack: symbols, and slab objects with their addresses',
        ko: '스택을 심볼과 슬랩 객체(주소 포함)로 표시',
      },
    ],
  ],
  completes: ['symbol', 'address'],
  run,
};

/** Most units that one command shows. */
const MAX_COUNT = 1 << 28;
/** Bytes that are read at once; lines before what cannot be read are still shown. */
const CHUNK = 4096;

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.has('-m')) throw new RequestError(asCrash('rd: -m option only applies to xen architecture'));
  if (args.has('-r')) throw new RequestError(refused.noFileOut({ command: 'rd' }));
  const [where, many] = args.words;
  if (where === undefined) throw new RequestError(refused.sayWhere({ command: 'rd' }));
  const unit = unitOf(args);
  const start = step(startOf(context, args, where), offsetOf(args));
  const memory = memoryFor(context, args, start, args.has('-a') ? 1 : unit);
  if (args.has('-a')) {
    const end = args.has('-e') || many !== undefined;
    yield* textLines(memory, start, end ? countOf(context, args, start, 1, many) : undefined);
    return;
  }
  const count = countOf(context, args, start, unit, many);
  const first = args.has('-R') ? step(start, -(count - 1) * unit) : start;
  yield* chunks(memory, first, count * unit, format(context, args, unit));
}

function* chunks(
  memory: Memory,
  start: Addr,
  length: number,
  shown: WordFormat,
): Generator<Line, void, void> {
  for (let done = 0; done < length;) {
    const at = step(start, done);
    // Lines of 16 bytes are counted from the start, so pieces are whole lines.
    const part = Math.min(CHUNK, length - done);
    const { bytes, fault } = memory.some(at, part);
    yield* wordLines(fault ? bytes.subarray(0, bytes.length & ~15) : bytes, at, shown);
    if (fault) throw fault;
    done += part;
  }
}

function unitOf(args: Arguments): number {
  if (args.has('-8')) return 1;
  if (args.has('-16')) return 2;
  return args.has('-32') ? 4 : 8;
}

function startOf(context: CommandContext, args: Arguments, where: string): Addr {
  if (args.has('-p') || args.has('-f')) {
    const at = parseHex(where);
    if (at !== undefined) return at;
  }
  return addressOf(context, 'rd', where);
}

function offsetOf(args: Arguments): bigint {
  const text = args.value('-o');
  if (text === undefined) return 0n;
  const value = /^-?(0x[0-9a-f]{1,16}|\d{1,19})$/i.test(text) ? BigInt(text.replace(/^-/, '')) : undefined;
  if (value === undefined) throw new RequestError(asCrash(`rd: invalid offset: ${text}`));
  return text.startsWith('-') ? -value : value;
}

function checked(many: string): number {
  const count = parseCount('rd', many);
  if (count < 1 || count > MAX_COUNT) throw new RequestError(asCrash(`rd: invalid count: ${many}`));
  return count;
}

function countOf(
  context: CommandContext,
  args: Arguments,
  start: Addr,
  unit: number,
  many: string | undefined,
): number {
  const end = args.value('-e');
  // A count is what crash goes by where both are given.
  if (many !== undefined || end === undefined) return many === undefined ? 1 : checked(many);
  const stop = addressOf(context, 'rd', end);
  if (stop <= start) throw new RequestError(refused.endNotAfter({ command: 'rd', end }));
  const count = (stop - start + BigInt(unit) - 1n) / BigInt(unit);
  if (count > BigInt(MAX_COUNT)) throw new RequestError(refused.tooMuch({ command: 'rd', end }));
  return Number(count);
}

function format(context: CommandContext, args: Arguments, unit: number): WordFormat {
  const { kernel } = context;
  const base = args.has('-D') ? 'unsigned' : args.has('-d') ? 'signed' : 'hex';
  const slabs = args.options.get('-S')?.length ?? 0;
  const named = unit === 8 && (slabs > 0 || args.has('-s'));
  const radix = radixOf(context);
  return {
    unit,
    base,
    ascii: base === 'hex' && !args.has('-x') && !named,
    swapped: args.has('-N') && (unit === 2 || unit === 4),
    isKernel: (value) => halfOf(kernel.layout.tables, value) === 'kernel',
    address: args.has('-p') || args.has('-f') ? 'physical' : 'virtual',
    ...(named
      ? {
          name: (value: bigint) => {
            const at = kernel.symbols.byAddress(value);
            if (at) return symbolText(at, radix, false);
            return slabs > 0 ? slabText(kernel, value, slabs > 1) : undefined;
          },
        }
      : {}),
  };
}
