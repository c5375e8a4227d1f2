import { refused } from '../../catalogue/commands.ts';
import { hex, type Addr } from '../../addr.ts';
import { FaultError, RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { AddressSpace } from '../../memory/space.ts';
import { LazyLine, type Line, type Row } from '../../rows/value.ts';
import { CObject } from '../../types/cobject.ts';
import { declaration } from '../../types/declare.ts';
import { bare } from '../../types/model.ts';
import type { PrintOptions } from '../../types/print/options.ts';
import { plainValue } from '../../types/print/plain.ts';
import { heading, printedLines } from '../../types/print/print.ts';
import type { PrintedLine } from '../../types/print/writer.ts';
import { linked } from '../print-options.ts';
import { memberAt, type Asked, type StructCommand } from './names.ts';

/** How objects are shown. */
export interface DataFormat {
  readonly command: StructCommand;
  readonly space: AddressSpace;
  readonly print: PrintOptions;
  /** Pointers to structs are followed (-p). */
  readonly follow: boolean;
}

/** The object at `at`, or the members of it that were asked for. Throws RequestError when memory is absent. */
export function* data(
  kernel: Kernel,
  asked: Asked,
  at: Addr,
  format: DataFormat,
): Generator<Line, void, void> {
  const object = CObject.at(asked.type, at, format.space, kernel.types);
  if (asked.members.length === 0) yield* whole(asked, object, format);
  for (const path of asked.members) yield* member(asked, object, path, format);
}

function* whole(asked: Asked, object: CObject, format: DataFormat): Generator<Line, void, void> {
  const before = heading(asked.struct) || `${asked.name} `;
  const lines = readable(format.command, object, () => printedLines(object, format.print, { before }));
  if (format.follow) {
    yield* wholeFollowed(object, lines, format);
    return;
  }
  yield* withRow(lines, () => ({ type: asked.name, address: object.address, value: plainValue(object) }));
}

function* member(
  asked: Asked,
  object: CObject,
  path: string,
  format: DataFormat,
): Generator<Line, void, void> {
  const found = memberAt(asked.struct, path);
  const value = found && readable(format.command, object, () => object.get(path));
  if (!found || !value) return;
  if (format.follow && value.bare.kind === 'pointer') {
    yield* followed(value, path, format);
    return;
  }
  const level = found.level;
  const around = {
    before: `${'  '.repeat(level)}${path} = ${found.indexed ? '  ' : ''}`,
    after: found.last && !found.indexed ? '' : ',',
    level,
  };
  const lines = readable(format.command, object, () => printedLines(value, format.print, around));
  yield* withRow(lines, () => ({
    type: asked.name,
    address: object.address,
    member: path,
    value: plainValue(value),
  }));
}

/** `lines` as they go out; the row stands on the first and is made when it is read: it costs more than the text. */
function* withRow(lines: readonly PrintedLine[], make: () => Row): Generator<Line, void, void> {
  for (const [i, line] of lines.entries()) {
    if (i > 0) yield linked(line);
    else yield lazily(linked(line), make);
  }
}

function lazily({ text, links }: Line, make: () => Row): Line {
  return new LazyLine(text, make, links && (() => links));
}

/** The whole object of which `lines` tell, with what its own pointers lead to below each of them. */
function* wholeFollowed(
  object: CObject,
  lines: readonly PrintedLine[],
  format: DataFormat,
): Generator<Line, void, void> {
  for (const line of lines) {
    const name = /^ {2}(\w+) = 0x/.exec(line.text)?.[1];
    const value = name === undefined ? undefined : object.find(name);
    if (name !== undefined && value?.bare.kind === 'pointer') yield* followed(value, name, format);
    else yield linked(line);
  }
}

/** A pointer as declared, and what it leads to below it. */
function* followed(value: CObject, path: string, format: DataFormat): Generator<Line, void, void> {
  const at = value.pointer();
  const name = path.slice(path.lastIndexOf('.') + 1);
  yield { text: `  ${declaration(value.type, name)} = 0x${hex(at)}`, row: { member: path, address: at } };
  const type = value.bare;
  const target = type.kind === 'pointer' ? bare(type.target) : undefined;
  const found = at === 0n ? undefined : format.print.symbolize(at);
  const symbol = found?.includes('+') ? undefined : found;
  const arrow = `  -> ${symbol === undefined ? '' : `<${symbol}> `}`;
  if (at === 0n) yield { text: '  -> NULL' };
  else if (type.kind !== 'pointer' || !target || target.kind === 'function') yield { text: arrow.trimEnd() };
  else if (target.kind === 'void' || target.kind === 'forward')
    yield { text: `${arrow}(unknown target type)` };
  else {
    const object = CObject.at(type.target, at, value.space, value.types);
    const lines = readable(format.command, object, () => printedLines(object, format.print));
    for (const [i, line] of lines.entries()) {
      const before = i === 0 ? arrow : '     ';
      const links = linked(line).links?.map((link) => ({
        ...link,
        start: link.start + before.length,
        end: link.end + before.length,
      }));
      yield { text: before + line.text, ...(links ? { links } : {}) };
    }
  }
}

/** `read`'s answer; a fault becomes what crash says of it. */
function readable<T>(command: string, object: CObject, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const space = object.space.name === 'kernel' ? 'kernel' : 'user';
    throw new RequestError(
      refused.readFailed({
        crash: `${command}: ${faultWord(error.reason)}: ${space} virtual address: ${hex(error.address)}  type: "gdb_readmem_callback"`,
        why: error.said,
      }),
    );
  }
}

/** crash's words for why memory cannot be read. */
export function faultWord(reason: string): string {
  switch (reason) {
    case 'excluded':
      return 'page excluded';
    case 'not-mapped':
    case 'non-canonical':
      return 'invalid address';
    default:
      return 'seek error';
  }
}
