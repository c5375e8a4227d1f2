import { asCrash, refused } from '../catalogue/commands.ts';
import { hex, step, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { offsetGiven, pointerAt, STRUCT_OPTIONS, structShower } from './entry-structs.ts';
import { addressOf } from './expression.ts';
import { usage } from './runner/arguments.ts';

const command_: Command = {
  name: 'list',
  group: 'memory',
  summary: { en: 'what hangs on a linked list', ko: '연결 리스트의 항목' },
  synopsis:
    '[[-o] offset] [-e end] [-s | -S struct[.member,…]]… [-x | -d] [-l offset] [-r] [-B] [-h [-O offset] | -H] start',
  options: [
    {
      flag: '-o',
      value: 'offset',
      about: {
        en: 'where in each entry the pointer to the next one is: struct.member or a number of bytes (also without -o)',
        ko: '항목 안에서 다음 포인터의 위치: 구조체.멤버 또는 바이트 수(-o 생략 가능)',
      },
    },
    { flag: '-e', value: 'end', about: { en: 'end before this address', ko: '이 주소 앞에서 끝냄' } },
    ...STRUCT_OPTIONS,
    {
      flag: '-l',
      value: 'offset',
      about: {
        en: 'where in the struct of -s an entry lies, when entries are embedded list_heads',
        ko: '항목이 구조체에 포함된 list_head일 때 -s 구조체 안에서의 위치',
      },
    },
    { flag: '-r', about: { en: 'the other way round, by prev', ko: 'prev를 따라 거꾸로' } },
    {
      flag: '-B',
      about: {
        en: 'notice circles without remembering entries (always so in long lists)',
        ko: '항목을 기억하지 않고 순환 감지(긴 리스트는 항상)',
      },
    },
    {
      flag: '-h',
      about: {
        en: 'start is an entry that has a list_head at the offset',
        ko: '시작 주소가 오프셋에 list_head를 가진 항목임',
      },
    },
    {
      flag: '-O',
      value: 'offset',
      about: {
        en: 'with -h: where the list_head that is the head lies in start',
        ko: '-h와 함께: 시작 항목 안에서 헤드 list_head의 위치',
      },
    },
    {
      flag: '-H',
      about: {
        en: 'start is the head of the list, a list_head of its own',
        ko: '시작 주소가 독립된 list_head(헤드)임',
      },
    },
  ],
  description: {
    en:
      'Follows a list from start until NULL, its head, its first entry or the end given comes. Without -h and -H each ' +
      'entry is what the pointer of the one before leads to. A list that goes round without these is told of.',
    ko:
      '시작 주소부터 NULL, 헤드, 첫 항목, 지정한 끝 주소가 나올 때까지 리스트를 따라갑니다. -h나 -H가 없으면 앞 항목의 포인터가 가리키는 곳이 다음 항목입니다. ' +
      '그런 끝 없이 순환하는 리스트는 알려 줍니다.',
  },
  examples: [
    [
      'list -H modules -o module.list -s module.name,state',
      { en: 'the modules with two members of each', ko: '모듈마다 멤버 두 개' },
    ],
    [
      'list task_struct.tasks -s task_struct.pid,comm -h init_task',
      { en: 'the processes, from init_task on', ko: 'init_task부터 모든 프로세스' },
    ],
  ],
  exclusive: [['-x', '-d']],
  completes: ['type', 'symbol', 'address'],
  run,
};
export { command_ as command };

/** What a walk needs to know. */
interface Request {
  /** Where in a list_head, or an entry, the pointer is that leads on. */
  readonly pointer: number;
  /** From an entry's start to what pointers point at. */
  readonly offset: number;
  /** The first pointer is read here. */
  readonly start: Addr;
  /** The entry that is shown first, if any. */
  readonly first?: Addr;
  /** Values of pointers that end the list. */
  readonly ends: ReadonlySet<bigint>;
}

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const show = structShower(context, args);
  const embedded = offsetOf(context, args.value('-l') ?? '0', '-l');
  for (const entry of entries(context, read(context, args), args.has('-B'))) {
    const text = hex(entry);
    yield {
      text,
      row: { entry },
      links: [{ start: 0, end: text.length, ref: refTo.address(entry) }],
    };
    if (show) yield* show(step(entry, -embedded));
  }
}

function offsetOf({ kernel }: CommandContext, word: string, flag: string): number {
  const found = offsetGiven(kernel, word);
  if (found === undefined) throw new RequestError(asCrash(`list: invalid ${flag} argument: ${word}`));
  return found;
}

function read(context: CommandContext, args: Arguments): Request {
  const { kernel } = context;
  const words = [...args.words];
  let given = args.value('-o');
  // Two words: the offset and the start. An offset of the form struct.member may stand on either side.
  if (given === undefined && words.length === 2) {
    const first = /^[A-Za-z_]\w*\.\w/.test(words[0]) || !/^[A-Za-z_]\w*\.\w/.test(words[1]);
    given = words.splice(first ? 0 : 1, 1)[0];
  }
  if (words.length === 0) throw new RequestError(usage(command_, asCrash('list: starting address required')));
  if (words.length > 1) throw new RequestError(usage(command_, asCrash('list: list start already entered')));
  if (args.has('-O') && !args.has('-h'))
    throw new RequestError(refused.needsOneOf({ command: 'list', option: '-O', of: '-h' }));
  if (args.has('-l') && !args.has('-s') && !args.has('-S'))
    throw new RequestError(refused.needsOneOf({ command: 'list', option: '-l', of: '-s, -S' }));
  const offset = given === undefined ? 0 : offsetOf(context, given, '-o');
  const start = startAddress(context, words[0]);
  const way = args.has('-r') ? 8 : 0;
  const end = args.value('-e');
  const ends = end === undefined ? [] : [startAddress(context, end)];
  // Another end takes the place of the head; 0 is where every list ends.
  const headEnds = ends.every((each) => each === 0n);
  if (args.has('-H')) return { pointer: way, offset, start, ends: new Set(headEnds ? [start] : ends) };
  if (args.has('-h')) {
    const own = args.value('-O');
    const head = step(start, own === undefined ? offset : offsetOf(context, own, '-O'));
    // With -O start is no entry itself, but what has the head.
    const first = own === undefined ? start : undefined;
    return { pointer: way, offset, start: head, first, ends: new Set([head, ...ends]) };
  }
  pointerAt(kernel, 'list', step(start, offset + way), 'first list entry');
  return { pointer: offset + way, offset: 0, start, first: start, ends: new Set([start, ...ends]) };
}

function startAddress(context: CommandContext, word: string): Addr {
  try {
    return addressOf(context, 'list', word);
  } catch (error) {
    if (!(error instanceof RequestError) || word.startsWith('(')) throw error;
    throw new RequestError(asCrash(`list: invalid argument: ${word}`));
  }
}

/** Entries that are remembered to notice a circle; in longer lists Brent's way does. */
const MAX_REMEMBERED = 1_000_000;

/** The entries in order; throws RequestError where a pointer leads nowhere, or in a circle. */
function* entries(
  { kernel }: CommandContext,
  { pointer, offset, start, first, ends }: Request,
  brent: boolean,
): Generator<Addr, void, void> {
  const seen = new Set<bigint>();
  let again: bigint = start;
  let power = 1;
  let steps = 0;
  if (first !== undefined) yield first;
  let opening: bigint | undefined;
  let here = pointerAt(kernel, 'list', step(start, pointer), 'first list entry');
  // What a head alone points to may be no entry at all.
  if (first === undefined && here !== 0n && !ends.has(here))
    pointerAt(kernel, 'list', here, 'first list entry');
  let before: bigint | undefined = first;
  // A list that comes back to its first entry without meeting its head has ended as well, and one whose last entry points at itself.
  while (here !== 0n && !ends.has(here) && here !== opening && here !== before) {
    opening ??= here;
    before = here;
    if (!brent && seen.has(here)) throw duplicate(here);
    if (!brent && seen.size < MAX_REMEMBERED) seen.add(here);
    else {
      if (here === again) throw duplicate(here);
      if (++steps === power) {
        again = here;
        power *= 2;
        steps = 0;
      }
    }
    yield step(here, -offset);
    here = pointerAt(kernel, 'list', step(here, pointer), 'list entry');
  }
}

function duplicate(entry: bigint): RequestError {
  return new RequestError(asCrash(`list: duplicate list entry: ${hex(entry)}`));
}
