import { asCrash, refused } from '../../catalogue/commands.ts';
import { addr, hex, isKernelHalf, step, type Addr } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import { taskSpace } from '../../kernel/page-table.ts';
import type { AddressSpace } from '../../memory/space.ts';
import { halfOf } from '../../memory/tables.ts';
import type { Line } from '../../rows/value.ts';
import { sizeOf } from '../../types/model.ts';
import type { Arguments, CommandContext, Option } from '../command.ts';
import { cpuSpec, parseCount, symbolNotFound, symbolOrAddress } from '../expression.ts';
import { printOptions, radixOf } from '../print-options.ts';
import { wordLines } from '../rd/word-lines.ts';
import { data } from './data.ts';
import { layout, memberLayout } from './layout.ts';
import { askedFor, memberAt, type Asked, type StructCommand } from './names.ts';

/** The options that struct, union and * have in common. */
export const STRUCT_OPTIONS: readonly Option[] = [
  {
    flag: '-o',
    about: {
      en: 'offsets of the members, or their addresses when an object is given',
      ko: '멤버의 오프셋, 객체를 지정하면 멤버의 주소',
    },
  },
  {
    flag: '-l',
    value: 'offset',
    about: {
      en: 'the address is that of an embedded member: a number, or struct.member',
      ko: '주소가 구조체에 포함된 멤버의 주소임: 숫자 또는 구조체.멤버',
    },
  },
  {
    flag: '-r',
    about: { en: 'the bytes of the object, as rd shows them', ko: '객체의 바이트를 rd 형식으로 표시' },
  },
  { flag: '-u', about: { en: 'the address is one of user space', ko: '사용자 공간 주소' } },
  { flag: '-p', about: { en: 'follow pointers to structs', ko: '구조체를 가리키는 포인터를 따라감' } },
  { flag: '-x', about: { en: 'values in hexadecimal', ko: '값을 16진수로' } },
  { flag: '-h', about: { en: 'same as -x', ko: '-x와 같음' } },
  { flag: '-d', about: { en: 'values in decimal', ko: '값을 10진수로' } },
  {
    flag: '-c',
    value: 'count',
    about: {
      en: 'so many objects side by side; negative: those before, and this one',
      ko: '연속된 객체를 지정한 개수만큼. 음수면 앞쪽 객체들과 이 객체',
    },
  },
];

/** Most objects at once. */
const MAX_COUNT = 1_000_000;

/** struct, union and *: layouts without an address, objects with one. */
export function* runStruct(
  command: StructCommand,
  context: CommandContext,
  args: Arguments,
): Generator<Line, void, void> {
  const { kernel } = context;
  const [word, where, many] = args.words;
  if (word === undefined) throw new RequestError(refused.sayWhichType({ command }));
  const asked = askedFor(kernel, command, word);
  const radix = radixOf(context, args);
  if (where === undefined) {
    const needy = ['-p', '-r', '-l', '-u', '-c'].find((flag) => args.has(flag));
    if (needy !== undefined)
      throw new RequestError(asCrash(`${command}: ${needy} option requires address argument`));
    const format = { radix, offsets: args.has('-o') };
    yield* asked.members.length === 0 ? layout(asked, format) : memberLayout(asked, format);
    return;
  }
  const count = parseCount(command, args.value('-c') ?? many ?? '1');
  if (count === 0 || Math.abs(count) > MAX_COUNT)
    throw new RequestError(asCrash(`${command}: invalid count: ${count}`));
  const spec = cpuSpec(context, command, where);
  if (!spec) {
    const at = step(symbolOrAddress(kernel, where), -embedded(context, command, args));
    yield* several(context, command, args, asked, at, count);
    return;
  }
  const symbol = kernel.symbols.byName(spec.name);
  const base =
    symbol?.address ?? (/^[0-9a-fx]+$/i.test(spec.name) ? symbolOrAddress(kernel, spec.name) : undefined);
  if (base === undefined) throw symbolNotFound(kernel, spec.name);
  for (const cpu of spec.cpus) {
    const at = step(step(base, kernel.perCpuOffset(cpu)), -embedded(context, command, args));
    yield { text: `[${cpu}]: ${hex(at)}`, row: { cpu, address: at } };
    yield* several(context, command, args, asked, at, count);
  }
}

/** Bytes from the start of the object to the address given (-l). */
function embedded(context: CommandContext, command: StructCommand, args: Arguments): number {
  const text = args.value('-l');
  if (text === undefined) return 0;
  if (/^(\d+|0x[0-9a-f]+)$/i.test(text) && Number(text) < 1 << 30) return Number(text);
  const outer = askedFor(context.kernel, '*', text);
  const found = outer.members.length === 1 ? memberAt(outer.struct, outer.members[0]) : undefined;
  if (!found) throw new RequestError(refused.offsetForm({ command, given: text }));
  return found.bitOffset >> 3;
}

function* several(
  context: CommandContext,
  command: StructCommand,
  args: Arguments,
  asked: Asked,
  start: Addr,
  count: number,
): Generator<Line, void, void> {
  const size = sizeOf(asked.struct);
  const first = count < 0 ? step(start, (count + 1) * size) : start;
  for (let i = 0; i < Math.abs(count); i++) {
    if (i > 0) yield { text: '' };
    yield* one(context, command, args, asked, addr(step(first, i * size)));
  }
}

function* one(
  context: CommandContext,
  command: StructCommand,
  args: Arguments,
  asked: Asked,
  at: Addr,
): Generator<Line, void, void> {
  const { kernel } = context;
  const radix = radixOf(context, args);
  const user = args.has('-u');
  if (!user && !isKernelHalf(at))
    throw new RequestError(asCrash(`${command}: invalid kernel virtual address: ${hex(at)}`));
  if (args.has('-o')) {
    const format = { radix, offsets: true, at };
    yield* asked.members.length === 0 ? layout(asked, format) : memberLayout(asked, format);
    return;
  }
  const space = user ? userSpaceOf(context, command) : kernel.space;
  if (args.has('-r')) {
    for (const [from, size] of bytesAsked(asked, at))
      yield* wordLines(space.read(from, size), from, {
        unit: 8,
        base: 'hex',
        ascii: true,
        isKernel: (value) => halfOf(kernel.layout.tables, value) === 'kernel',
        address: 'virtual',
      });
    return;
  }
  yield* data(kernel, asked, at, {
    command,
    space,
    print: printOptions(context, args),
    follow: args.has('-p'),
  });
}

/** Where the bytes lie that -r shows: those of the object at `at`, or of the members that were asked for. */
function bytesAsked({ struct, members }: Asked, at: Addr): [Addr, number][] {
  if (members.length === 0) return [[at, sizeOf(struct)]];
  return members.flatMap((path): [Addr, number][] => {
    const found = memberAt(struct, path);
    return found ? [[step(at, found.bitOffset >> 3), sizeOf(found.type)]] : [];
  });
}

function userSpaceOf(context: CommandContext, command: StructCommand): AddressSpace {
  const space = taskSpace(context.kernel, context.task);
  if (!space) throw new RequestError(refused.kernelThread({ command }));
  return space;
}
