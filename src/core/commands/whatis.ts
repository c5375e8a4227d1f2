import { asCrash, expression as wrong, refused } from '../catalogue/commands.ts';
import { FaultError, MissingError, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { taskAt, taskCpu } from '../kernel/tasks.ts';
import { variable } from '../kernel/variables.ts';
import type { Line } from '../rows/value.ts';
import { declaration } from '../types/declare.ts';
import { bare, isStruct, sizeOf, type EnumType, type Type } from '../types/model.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { layout, memberLayout } from './struct/layout.ts';
import { askedFor } from './struct/names.ts';
import { Expression } from './p/expression.ts';
import { typeOf } from './p/operand.ts';
import { radixOf } from './print-options.ts';
import { needTypes } from './expression.ts';
import { findEnumerator } from './whatis/enumerator.ts';
import { searchTypes } from './whatis/search.ts';

export const command: Command = {
  name: 'whatis',
  group: 'symbols',
  summary: {
    en: 'what a type, variable, function or enumerator is in C',
    ko: '타입, 변수, 함수, 열거자의 C 선언',
  },
  synopsis: '[-o] [-x | -d] name | [-r size | -r low-high] [-m type]',
  options: [
    { flag: '-o', about: { en: 'with the offsets of the members', ko: '멤버의 오프셋 표시' } },
    {
      flag: '-r',
      value: 'size',
      about: { en: 'all types of this size, or of these sizes', ko: '이 크기(또는 범위)의 모든 타입' },
    },
    {
      flag: '-m',
      value: 'type',
      about: {
        en: 'all structs and unions that contain this one, or point at it',
        ko: '이 타입을 포함하거나 가리키는 모든 구조체와 공용체',
      },
    },
    { flag: '-x', about: { en: 'offsets and sizes in hexadecimal', ko: '오프셋과 크기를 16진수로' } },
    { flag: '-d', about: { en: 'offsets and sizes in decimal', ko: '오프셋과 크기를 10진수로' } },
  ],
  examples: [
    ['whatis pid_t', { en: 'a typedef', ko: 'typedef 타입' }],
    ['whatis enum module_state', { en: 'an enum and its values', ko: 'enum과 그 값' }],
    ['whatis vfs_read', { en: 'a function and its parameters', ko: '함수와 매개변수' }],
    ['whatis -r 16-17', { en: 'types of 16 and 17 bytes', ko: '16바이트와 17바이트 타입' }],
  ],
  completes: ['type', 'symbol'],
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel } = context;
  needTypes(kernel, 'whatis');
  const size = args.value('-r');
  const member = args.value('-m');
  if (size !== undefined || member !== undefined) {
    yield* searchTypes(kernel, size, member);
    return;
  }
  const name = args.words.join(' ').replace(/\s*\*\s*$/, '');
  if (name === '') throw new RequestError(refused.sayWhatToName({ command: 'whatis' }));
  const format = { radix: radixOf(context, args), offsets: args.has('-o') };
  yield* (
    typeLines(kernel, name, format) ??
    memberLines(kernel, name, format) ??
    globalLines(kernel, name) ??
    enumeratorLines(kernel, name) ??
    expressionLines(context, name) ??
    unknown(kernel, name)
  );
}

type Format = Parameters<typeof layout>[1];

function unknown(kernel: Kernel, name: string): never {
  const symbol = kernel.symbols.byName(/^\w*/.exec(name)?.[0] ?? '');
  if (symbol && !variable(kernel, symbol.name))
    throw new RequestError(
      wrong.typeUnknown({
        command: 'whatis',
        name: symbol.name,
        address: `0x${symbol.address.toString(16)}`,
      }),
    );
  throw new RequestError(asCrash(`whatis: cannot resolve: ${name}`));
}

/** A type: structs, unions and enums written out, typedefs with what they stand for. */
function typeLines(kernel: Kernel, name: string, format: Format): Generator<Line, void, void> | undefined {
  const type =
    kernel.types.lookup(name) ??
    kernel.types.find('struct', name) ??
    kernel.types.find('union', name) ??
    kernel.types.find('enum', name) ??
    // crash takes a typedef for the struct that it stands for.
    kernel.types.find('typedef', /^(?:struct|union) (\w+)$/.exec(name)?.[1] ?? '');
  return type && writtenOut(name, type, format);
}

function* writtenOut(name: string, type: Type, format: Format): Generator<Line, void, void> {
  const struct = bare(type);
  if (isStruct(struct)) {
    yield* layout({ name: name.replace(/^(struct|union) /, ''), struct, type, members: [] }, format);
    return;
  }
  if (type.kind === 'enum') {
    yield* enumLines(type);
    return;
  }
  const ending = resolved(type);
  if (type.kind === 'typedef' && ending.kind === 'enum') {
    yield* enumLines(ending, 'typedef ');
    return;
  }
  if (type.kind === 'typedef') yield { text: `typedef ${declaration(ending)} ${type.name};` };
  else yield { text: declaration(type) };
  yield { text: `SIZE: ${sizeOf(type)}`, row: { type: name, size: sizeOf(type) } };
}

/** What a chain of typedefs ends in. */
function resolved(type: Type): Type {
  let here = type;
  for (let i = 0; i < 64 && here.kind === 'typedef'; i++) here = here.type;
  return here;
}

function* enumLines(type: EnumType, before = ''): Generator<Line, void, void> {
  yield { text: `${before}enum ${type.name} {` };
  for (const { name, value } of type.values) yield { text: `  ${name} = ${value}`, row: { name, value } };
  yield { text: '};' };
}

/** "struct page.flags", "page.flags,lru": these members alone. */
function memberLines(kernel: Kernel, name: string, format: Format): Generator<Line, void, void> | undefined {
  const [, kind, word] = /^(?:(struct|union)\s+)?(\w+\.\w[\w.,]*)$/.exec(name) ?? [];
  // A variable of that name is meant first: an expression.
  if (word === undefined || (kind === undefined && variable(kernel, word.split('.')[0]))) return undefined;
  try {
    return memberLayout(askedFor(kernel, kind === 'union' ? 'union' : 'struct', word), format);
  } catch (error) {
    if (error instanceof RequestError || error instanceof MissingError) return undefined;
    throw error;
  }
}

function globalLines(kernel: Kernel, name: string): Generator<Line, void, void> | undefined {
  const found = variable(kernel, name);
  return found && one(`${declaration(found.type, name)};`);
}

function enumeratorLines(kernel: Kernel, name: string): Generator<Line, void, void> | undefined {
  const found = findEnumerator(kernel, name);
  return found && one(`${declaration(found.type)} = ${found.value}`);
}

/** "init_task.comm": the type that an expression has. */
function expressionLines(
  { kernel, task, values }: CommandContext,
  text: string,
): Generator<Line, void, void> | undefined {
  try {
    const cpu = task === 0n ? 0 : taskCpu(taskAt(kernel, task));
    return one(declaration(typeOf(new Expression(kernel, cpu, text, values).evaluate())));
  } catch (error) {
    if (error instanceof RequestError || error instanceof FaultError || error instanceof MissingError)
      return undefined;
    throw error;
  }
}

function* one(text: string): Generator<Line, void, void> {
  yield { text };
}
