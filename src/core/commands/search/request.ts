import { asCrash, refused } from '../../catalogue/commands.ts';
import { hex, isKernelHalf, parseHex } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import { kernelAreas, type KernelArea } from '../../kernel/areas.ts';
import { taskSpace } from '../../kernel/page-table.ts';
import { taskStack } from '../../kernel/stack-ranges.ts';
import { activeTasks } from '../../kernel/running.ts';
import { taskAt, tasks, type Task } from '../../kernel/tasks.ts';
import type { AddressSpace } from '../../memory/space.ts';
import type { Area } from '../../scan/mapped.ts';
import { MAX_SOUGHT, MAX_TEXT, type Sought } from '../../scan/scan.ts';
import type { Arguments, CommandContext } from '../command.ts';
import { evaluate } from '../eval/evaluate.ts';
import { symbolNotFound } from '../expression.ts';

/** Where to search. */
export type Where =
  | { readonly kind: 'physical'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'virtual';
      readonly space: AddressSpace;
      readonly areas: readonly Area[];
      /** Whose stacks the areas are (-t, -T). */
      readonly owners?: readonly Task[];
    };

/** A command line of search, understood. */
export interface SearchRequest {
  readonly sought: Sought;
  /** What stands after a hit, for each value: "(init_task)", or nothing. */
  readonly labels: readonly string[];
  /** Bytes of a unit; 1 for texts. */
  readonly unit: 1 | 2 | 4 | 8;
  /** Units to show before and after a hit. */
  readonly around: number;
  readonly where: Where;
  /** Lines of crash before the answer. */
  readonly remarks: readonly string[];
}

/** What is left out of the kernel's half: crash's -K and -V. */
const LEFT_OUT: Readonly<Record<string, readonly KernelArea['kind'][]>> = {
  '-K': ['vmalloc', 'modules', 'vmemmap'],
  '-V': ['direct map', 'image'],
};
/** The largest physical address there can be. */
const MAX_PHYSICAL = 2 ** 52;

/** Understands the line as crash does (help search); undefined when it is no use of search at all. Throws RequestError. */
export function parseSearch(context: CommandContext, args: Arguments): SearchRequest | undefined {
  const remarks: string[] = [];
  if (args.has('-t') && args.has('-T'))
    throw new RequestError(asCrash('search: -t and -T options are mutually exclusive'));
  const unit = args.has('-c') ? 1 : args.has('-w') ? 4 : args.has('-h') ? 2 : 8;
  const mask = args.has('-m') ? number(args.value('-m') ?? '', 'mask') : 0n;
  if (mask !== 0n && unit === 1) remarks.push('search: mask ignored on string search');
  if (args.words.length === 0 || (args.has('-e') && args.has('-l'))) return undefined;
  if (args.words.length > MAX_SOUGHT)
    throw new RequestError(refused.tooMany({ command: 'search', most: MAX_SOUGHT }));
  const around = args.has('-x') ? aroundOf(context, args.value('-x') ?? '', unit) : 0;
  const where = whereOf(context, args, remarks);
  const sought = unit === 1 ? textsOf(args.words) : wordsOf(context, args.words, unit, mask);
  if (sought.kind === 'texts' && sought.texts.length === 0) return undefined;
  const labels = args.words.map((word) => (mask === 0n && unit > 1 ? label(context, word) : ''));
  return { sought, labels, unit, around, where, remarks };
}

function label(context: CommandContext, word: string): string {
  if (word.startsWith('(')) return word;
  return context.kernel.symbols.byName(word) ? `(${word})` : '';
}

function textsOf(words: readonly string[]): Sought {
  const texts = words.filter((word) => word !== '').map((word) => new TextEncoder().encode(word));
  if (texts.some((text) => text.length > MAX_TEXT))
    throw new RequestError(refused.textTooLong({ command: 'search', most: MAX_TEXT }));
  return { kind: 'texts', texts };
}

function wordsOf(
  context: CommandContext,
  words: readonly string[],
  width: 2 | 4 | 8,
  ignored: bigint,
): Sought {
  const values = words.map((word) => {
    const value = word.startsWith('(')
      ? evaluate(context, 'search', word)
      : (context.kernel.symbols.byName(word)?.address ?? parseHex(word));
    if (value === undefined) throw symbolNotFound(context.kernel, word);
    if (value >= 1n << BigInt(width * 8))
      throw new RequestError(
        asCrash(
          `search: value too large for ${width === 4 ? '-w' : '-h'} option: ${hex(value)} ${label(context, word)}`.trimEnd(),
        ),
      );
    return value;
  });
  return { kind: 'words', width, values, ignored };
}

function aroundOf(context: CommandContext, text: string, unit: number): number {
  if (unit === 1) throw new RequestError(asCrash('search: -x option is not allowed with -c'));
  const most = context.kernel.layout.pageSize / unit;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(count)) throw new RequestError(asCrash(`search: invalid count: ${text}`));
  if (count > most)
    throw new RequestError(asCrash(`search: context value ${count} is too large: maximum is ${most}`));
  return count;
}

function number(text: string, what: string): bigint {
  const value = parseHex(text);
  if (value === undefined) throw new RequestError(asCrash(`search: invalid ${what}: ${text}`));
  return value;
}

function whereOf(context: CommandContext, args: Arguments, remarks: string[]): Where {
  const { kernel } = context;
  const stacks = args.has('-t') ? '-t' : args.has('-T') ? '-T' : undefined;
  const chosen = ['-s', '-e', '-l', '-k', '-K', '-V', '-u', '-p'].some((flag) => args.has(flag));
  if (stacks) {
    if (chosen)
      throw new RequestError(
        asCrash(`search: ${stacks} option cannot be used with other memory-selection options`),
      );
    return stackAreas(context, stacks === '-T');
  }
  if (args.has('-p')) {
    const start = rounded(address(context, args, '-s') ?? 0n, remarks);
    const size = BigInt(kernel.container.pages.endPfn * kernel.memory.pageSize);
    const end = endOf(context, args, start, size);
    const most = BigInt(MAX_PHYSICAL);
    return { kind: 'physical', start: Number(start), end: Number(end < most ? end : most) };
  }
  if (args.has('-u')) return userArea(context, args, remarks);
  const areas = kernelAreas(kernel);
  const given = address(context, args, '-s');
  if (given !== undefined && !isKernelHalf(given))
    throw new RequestError(asCrash(`search: invalid kernel virtual address: ${hex(given)}`));
  const start = rounded(given ?? areas[0]?.start ?? 0n, remarks);
  const end = endOf(context, args, start, areas.at(-1)?.end ?? 0n);
  const without = (['-K', '-V'] as const).flatMap((flag) => (args.has(flag) ? LEFT_OUT[flag] : []));
  const wanted = areas.filter((area) => !without.includes(area.kind));
  return { kind: 'virtual', space: kernel.space, areas: cut(wanted, start, end) };
}

function cut(areas: readonly Area[], start: bigint, end: bigint): Area[] {
  return areas
    .map((area) => ({
      start: area.start > start ? area.start : start,
      end: area.end < end ? area.end : end,
    }))
    .filter((area) => area.end > area.start);
}

function userArea(context: CommandContext, args: Arguments, remarks: string[]): Where {
  const { kernel } = context;
  const kernelThread = taskAt(kernel, context.task).mm === 0n;
  const space = kernelThread ? undefined : taskSpace(kernel, context.task);
  if (!space) throw new RequestError(asCrash('search: current context has no user address space'));
  const top = 1n << BigInt(kernel.layout.userTables.halfBits);
  const start = rounded(address(context, args, '-s') ?? 0n, remarks);
  if (start >= top) throw new RequestError(asCrash(`search: invalid user virtual address: ${hex(start)}`));
  const end = endOf(context, args, start, top);
  if (end > top)
    throw new RequestError(asCrash(`search: ending address ${hex(end)} is in kernel space: ${hex(end)}`));
  return { kind: 'virtual', space, areas: [{ start, end }] };
}

function stackAreas({ kernel }: CommandContext, activeOnly: boolean): Where {
  const active = activeOnly ? new Set(activeTasks(kernel).map((task) => task?.address)) : undefined;
  const owners: Task[] = [];
  const areas: Area[] = [];
  for (const task of tasks(kernel)) {
    if (active && !active.has(task.address)) continue;
    const stack = taskStack(kernel, task);
    if (!stack) continue;
    owners.push(task);
    areas.push({ start: stack.low, end: stack.high });
  }
  return { kind: 'virtual', space: kernel.space, areas, owners };
}

/** crash looks at whole long words. */
function rounded(start: bigint, remarks: string[]): bigint {
  const down = start & ~7n;
  if (down !== start) remarks.push(`search: rounding down start address to: ${hex(down)}`);
  return down;
}

function address(context: CommandContext, args: Arguments, flag: '-s' | '-e'): bigint | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const symbol = context.kernel.symbols.byName(text)?.address;
  return symbol ?? (text.startsWith('(') ? evaluate(context, 'search', text) : number(text, 'address'));
}

function endOf(context: CommandContext, args: Arguments, start: bigint, whole: bigint): bigint {
  const length = args.value('-l');
  const end = address(context, args, '-e');
  if (end === 0n) throw new RequestError(asCrash('search: invalid ending address: 0'));
  if (length !== undefined) {
    if (!/^(0x[0-9a-f]{1,16}|\d{1,19})$/i.test(length))
      throw new RequestError(asCrash(`search: invalid length: ${length}`));
    return start + BigInt(length);
  }
  const last = end ?? whole;
  if (last < start)
    throw new RequestError(
      asCrash(`search: ending address ${hex(last)} is below starting address ${hex(start)}`),
    );
  return last;
}
