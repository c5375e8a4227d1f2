import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { variable } from '../kernel/variables.ts';
import type { Line } from '../rows/value.ts';
import { declaration } from '../types/declare.ts';
import { bare, isStruct, sizeOf, type EnumType, type Type } from '../types/model.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { layout } from './struct/layout.ts';
import { radixOf } from './print-options.ts';
import { needTypes } from './types-needed.ts';
import { findEnumerator } from './whatis/enumerator.ts';
import { searchTypes } from './whatis/search.ts';

export const command: Command = {
  name: 'whatis',
  group: 'symbols',
  summary: 'what a type, variable, function or enumerator is in C',
  synopsis: '[-o] [-x | -d] name | [-r size | -r low-high] [-m type]',
  options: [
    { flag: '-o', about: 'with the offsets of the members' },
    { flag: '-r', value: 'size', about: 'all types of this size, or of these sizes' },
    { flag: '-m', value: 'type', about: 'all structs and unions that contain this one, or point at it' },
    { flag: '-x', about: 'offsets and sizes in hexadecimal' },
    { flag: '-d', about: 'offsets and sizes in decimal' },
  ],
  examples: [
    ['whatis pid_t', 'a typedef'],
    ['whatis enum module_state', 'an enum and its values'],
    ['whatis vfs_read', 'a function and its parameters'],
    ['whatis -r 16-17', 'types of 16 and 17 bytes'],
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
    globalLines(kernel, name) ??
    enumeratorLines(kernel, name) ??
    unknown(name)
  );
}

type Format = Parameters<typeof layout>[1];

function unknown(name: string): never {
  throw new RequestError(asCrash(`whatis: cannot resolve: ${name}`));
}

/** A type: structs, unions and enums written out, typedefs with what they stand for. */
function typeLines(kernel: Kernel, name: string, format: Format): Generator<Line, void, void> | undefined {
  const type =
    kernel.types.lookup(name) ??
    kernel.types.find('struct', name) ??
    kernel.types.find('union', name) ??
    kernel.types.find('enum', name);
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
  if (type.kind === 'typedef') yield { text: `typedef ${declaration(resolved(type))} ${type.name};` };
  else yield { text: declaration(type) };
  yield { text: `SIZE: ${sizeOf(type)}`, row: { type: name, size: sizeOf(type) } };
}

/** What a chain of typedefs ends in. */
function resolved(type: Type): Type {
  let here = type;
  for (let i = 0; i < 64 && here.kind === 'typedef'; i++) here = here.type;
  return here;
}

function* enumLines(type: EnumType): Generator<Line, void, void> {
  yield { text: `enum ${type.name} {` };
  for (const { name, value } of type.values) yield { text: `  ${name} = ${value}`, row: { name, value } };
  yield { text: '};' };
}

function globalLines(kernel: Kernel, name: string): Generator<Line, void, void> | undefined {
  const found = variable(kernel, name);
  return found && one(`${declaration(found.type, name)};`);
}

function enumeratorLines(kernel: Kernel, name: string): Generator<Line, void, void> | undefined {
  const found = findEnumerator(kernel, name);
  return found && one(`${declaration(found.type)} = ${found.value}`);
}

function* one(text: string): Generator<Line, void, void> {
  yield { text };
}
