import { asCrash, refused } from '../catalogue/commands.ts';
import { render } from '../catalogue/message.ts';
import { step, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { functionRange } from '../kernel/function-range.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { symbolLetter } from '../kernel/symbol-letter.ts';
import { taskSpace } from '../kernel/page-table.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { instructionLines, type CodeRange } from './dis/lines.ts';
import { addressWithOffset, parseCount } from './expression.ts';
import { radixOf } from './print-options.ts';

export const command: Command = {
  name: 'dis',
  group: 'symbols',
  summary: { en: 'machine code as instructions', ko: '기계어를 명령어로 표시(디스어셈블)' },
  synopsis: '[-r | -f] [-u] [-x | -d] [-b bytes] address | symbol | symbol+offset | (expression) [count]',
  options: [
    {
      flag: '-r',
      about: { en: "from the function's start to the address", ko: '함수 시작부터 이 주소까지' },
    },
    { flag: '-f', about: { en: "from the address to the function's end", ko: '이 주소부터 함수 끝까지' } },
    {
      flag: '-l',
      about: {
        en: 'accepted; source lines need a vmlinux with debug data, so the instructions come without them',
        ko: '호환을 위해 받아들임(소스 줄은 디버그 정보가 있는 vmlinux가 필요하여 명령어만 표시)',
      },
    },
    {
      flag: '-s',
      about: { en: 'source text; not without the source', ko: '소스 내용(소스가 없어 사용 불가)' },
    },
    {
      flag: '-u',
      about: {
        en: 'the address is one of user space, of the current task',
        ko: '현재 태스크의 사용자 공간 주소',
      },
    },
    { flag: '-x', about: { en: 'offsets in hexadecimal', ko: '오프셋을 16진수로' } },
    { flag: '-d', about: { en: 'offsets in decimal', ko: '오프셋을 10진수로' } },
    {
      flag: '-b',
      value: 'bytes',
      about: {
        en: 'leave out so many bytes after each trap of BUG()',
        ko: 'BUG()의 트랩 명령어 뒤에서 지정한 바이트 수만큼 건너뜀',
      },
    },
  ],
  examples: [
    ['dis schedule', { en: 'the whole function', ko: '함수 전체' }],
    ['dis -r ffffffffc051e01f', { en: 'what ran before that address', ko: '그 주소 앞에서 실행된 명령어' }],
    ['dis schedule+4 3', { en: 'three instructions', ko: '명령어 세 개' }],
  ],
  exclusive: [
    ['-x', '-d'],
    ['-r', '-f'],
  ],
  mostWords: 2,
  completes: ['symbol', 'address'],
  run,
};

const MAX_COUNT = 1_000_000;

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel } = context;
  const [where, many] = args.words;
  if (where === undefined) throw new RequestError(refused.sayWhere({ command: 'dis' }));
  if (args.has('-s')) throw new RequestError(refused.noSource({ command: 'dis' }));
  const start = addressWithOffset(context, 'dis', where);
  const count = many === undefined ? undefined : checked(many);
  const space = args.has('-u') ? taskSpace(kernel, context.task) : kernel.space;
  if (!space) throw new RequestError(refused.kernelThread({ command: 'dis' }));
  const options = { radix: radixOf(context, args), user: args.has('-u'), skip: skipped(args) };
  const range = rangeOf(context, args, where, start, count);
  if (args.has('-l')) yield { text: render(refused.noLines({ command: 'dis' }), context.language) };
  const lines = instructionLines(kernel, space, range, options);
  yield* args.has('-r') && count !== undefined ? last(lines, count) : lines;
}

/** The `count` lines that come last. */
function last(lines: Iterable<Line>, count: number): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    kept.push(line);
    if (kept.length > count) kept.shift();
  }
  return kept;
}

function checked(many: string): number {
  const count = parseCount('dis', many);
  if (count < 1 || count > MAX_COUNT) throw new RequestError(asCrash(`dis: invalid count: ${many}`));
  return count;
}

function skipped(args: Arguments): number {
  const text = args.value('-b');
  return text === undefined ? 0 : Math.min(64, Math.max(0, parseCount('dis', text)));
}

/** Which instructions are asked for: a function, a part of one, or a number of them. */
function rangeOf(
  context: CommandContext,
  args: Arguments,
  where: string,
  start: Addr,
  count: number | undefined,
): CodeRange {
  const { kernel } = context;
  const backwards = args.has('-r');
  if (backwards || args.has('-f')) {
    const range = functionRange(kernel, start);
    if (!range) throw new RequestError(refused.noFunction({ command: 'dis', where }));
    return backwards
      ? { start: range.start, end: step(start, 1), most: MAX_COUNT }
      : { start, end: range.end, most: count ?? MAX_COUNT };
  }
  const whole = count === undefined && beginsCode(kernel, start) ? functionRange(kernel, start) : undefined;
  if (whole) return { start, end: whole.end, most: MAX_COUNT };
  return { start, most: count ?? 1 };
}

/** Whether a function begins at `address`: of a variable's bytes only the one instruction that was asked for is shown. */
function beginsCode(kernel: Kernel, address: Addr): boolean {
  const found = kernel.symbols.byAddress(address);
  return found?.offset === 0 && /[tTwW]/.test(symbolLetter(kernel, found.symbol));
}
