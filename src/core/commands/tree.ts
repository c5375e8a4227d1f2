import { asCrash } from '../catalogue/commands.ts';
import { hex, step, type Addr } from '../addr.ts';
import { FaultError, RequestError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { offsetGiven, pointerAt, STRUCT_OPTIONS, structShower } from './entry-structs.ts';
import { addressOf } from './expression.ts';
import { radixOf } from './print-options.ts';
import { usage } from './runner/arguments.ts';
import { isEntry, type TreeEntry, type TreeStep } from './tree/entry.ts';
import { mapleEntries } from './tree/maple.ts';
import { numberedEntries } from './tree/numbered.ts';
import { redBlackNodes } from './tree/red-black.ts';

const command_: Command = {
  name: 'tree',
  group: 'memory',
  summary: {
    en: 'what hangs in a red-black tree, an xarray, a radix tree or a maple tree',
    ko: '레드블랙 트리, xarray, radix 트리, maple 트리의 항목',
  },
  synopsis:
    '[-t rbtree | xarray | radix | maple] [-r offset] [-o offset] [-s | -S struct[.member,…]]… [-x | -d] [-l] [-p] [-v] [-N] start',
  options: [
    {
      flag: '-t',
      value: 'type',
      about: {
        en: 'rbtree (without -t), xarray, radix or maple; their first letters will do',
        ko: 'rbtree(기본), xarray, radix, maple. 앞 글자만 써도 됨',
      },
    },
    {
      flag: '-r',
      value: 'offset',
      about: {
        en: 'where the root lies in what start is the address of: struct.member or a number of bytes',
        ko: '시작 주소의 구조체 안에서 루트의 위치: 구조체.멤버 또는 바이트 수',
      },
    },
    {
      flag: '-o',
      value: 'offset',
      about: {
        en: 'where the rb_node lies in each entry: struct.member or a number of bytes',
        ko: '항목 안에서 rb_node의 위치: 구조체.멤버 또는 바이트 수',
      },
    },
    ...STRUCT_OPTIONS,
    {
      flag: '-l',
      about: { en: 'red-black trees in order, not from the root down', ko: '레드블랙 트리를 정렬 순서로' },
    },
    { flag: '-p', about: { en: 'how each entry is reached from the root', ko: '루트에서 항목까지의 경로' } },
    { flag: '-v', about: { en: 'the nodes of a maple tree, too', ko: 'maple 트리의 노드까지' } },
    { flag: '-N', about: { en: 'start is a node, not a root', ko: '시작 주소가 루트가 아니라 노드임' } },
  ],
  examples: [
    [
      'tree -t xarray -r pid_namespace.idr init_pid_ns',
      { en: 'the struct pid of every process', ko: '모든 프로세스의 struct pid' },
    ],
    [
      'tree -l -r proc_dir_entry.subdir -o proc_dir_entry.subdir_node -s proc_dir_entry.name proc_root',
      { en: 'what /proc has, by name', ko: '/proc에 있는 항목을 이름순으로' },
    ],
  ],
  exclusive: [['-x', '-d']],
  completes: ['type', 'symbol', 'address'],
  run,
};
export { command_ as command };

const TYPES = ['rbtree', 'xarray', 'radix', 'maple'] as const;
type TreeType = (typeof TYPES)[number];

/** What crash calls them. */
const PLURAL: Readonly<Record<TreeType, string>> = {
  rbtree: 'red-black trees',
  xarray: 'Xarrays',
  radix: 'radix trees',
  maple: 'maple trees',
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const type = typeOf(args.value('-t'));
  const misplaced = type === 'rbtree' ? undefined : ['-l', '-o'].find((flag) => args.has(flag));
  if (misplaced !== undefined)
    throw new RequestError(asCrash(`tree: ${misplaced} option is not applicable to ${PLURAL[type]}`));
  const show = structShower(context, args);
  const root = offsetOf(context, args, '-r');
  const shift = type === 'rbtree' ? offsetOf(context, args, '-o') : 0;
  const position = args.has('-p');
  const radix = radixOf(context, args);
  const format = type === 'maple' && !show && radix === 10 ? String : hex;
  for (const found of walk(context, args, type, root)) {
    if (!isEntry(found)) {
      yield found;
      continue;
    }
    const entry = step(found.address, -shift);
    const text = format(entry);
    yield {
      text,
      row: { entry, position: found.position, index: found.index ?? null },
      links: [{ start: 0, end: text.length, ref: refTo.address(entry) }],
    };
    if (position) yield positionLine(found, type === 'maple' ? radix : 10);
    if (show) yield* shown(show, entry);
  }
}

function positionLine({ index, position }: TreeEntry, radix: 10 | 16): Line {
  return {
    text: `  ${index === undefined ? '' : `index: ${index.toString(radix)}  `}position: ${position}`,
  };
}

/** What -s asks for of an entry; one that cannot be read does not end the others. */
function* shown(show: NonNullable<ReturnType<typeof structShower>>, entry: Addr): Generator<Line> {
  try {
    yield* show(entry);
  } catch (error) {
    if (!(error instanceof RequestError || error instanceof FaultError)) throw error;
    yield { text: error.message };
  }
}

function typeOf(word: string | undefined): TreeType {
  if (word === undefined) return 'rbtree';
  // crash takes "x", "m", "ra", "rb" …
  const found = word === 'r' ? undefined : TYPES.find((type) => type.startsWith(word));
  if (found) return found;
  throw new RequestError(usage(command_, asCrash(`tree: invalid tree type: ${word}`)));
}

function offsetOf({ kernel }: CommandContext, args: Arguments, flag: string): number {
  const word = args.value(flag);
  if (word === undefined) return 0;
  const found = offsetGiven(kernel, word);
  if (found === undefined) throw new RequestError(asCrash(`tree: invalid ${flag} argument: ${word}`));
  return found;
}

function* walk(
  context: CommandContext,
  args: Arguments,
  type: TreeType,
  root: number,
): Generator<TreeStep, void, void> {
  const { kernel } = context;
  if (args.words.length !== 1) throw new RequestError(usage(command_));
  const [word] = args.words;
  const struct = { rbtree: 'rb_node', xarray: 'xarray', radix: 'radix_tree_root', maple: 'maple_tree' }[type];
  const start = step(startAddress(context, word), root);
  if (!kernel.types.struct(struct))
    throw new RequestError(
      asCrash(
        type === 'radix'
          ? 'tree: radix trees do not exist or have changed their format'
          : `tree: ${type} trees do not exist in this kernel`,
      ),
    );
  const isNode = args.has('-N');
  if (type === 'maple') {
    const radix = radixOf(context, args);
    const said = args.has('-p') ? (found: TreeEntry): Line => positionLine(found, radix) : undefined;
    yield* mapleEntries(kernel, start, isNode, args.has('-v'), said);
  } else if (type !== 'rbtree') yield* numberedEntries(kernel, type, start, isNode);
  else {
    const top = isNode ? start : pointerAt(kernel, 'tree', start, 'rb_root rb_node');
    yield* redBlackNodes(kernel, top, args.has('-l'));
  }
}

function startAddress(context: CommandContext, word: string): Addr {
  try {
    return addressOf(context, 'tree', word);
  } catch (error) {
    if (!(error instanceof RequestError) || word.startsWith('(')) throw error;
    throw new RequestError(asCrash(`tree: invalid start argument: ${word}`));
  }
}
