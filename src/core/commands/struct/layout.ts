import { asCrash } from '../../catalogue/commands.ts';
import { addr, hex, type Addr } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Row } from '../../rows/value.ts';
import { declaration, memberLines, type DeclarationLine } from '../../types/declare.ts';
import { bare, isStruct, sizeOf, type Type } from '../../types/model.ts';
import { memberAt, type Asked } from './names.ts';

/** How a layout is shown. */
export interface LayoutFormat {
  readonly radix: 10 | 16;
  /** Offsets before the members. */
  readonly offsets: boolean;
  /** The object: addresses are shown in place of offsets. */
  readonly at?: Addr;
}

/** The struct as C declares it, with offsets when asked, and its size. */
export function* layout(asked: Asked, format: LayoutFormat): Generator<Line, void, void> {
  const { struct, type } = asked;
  const alias = type.kind === 'typedef' ? type.name : undefined;
  const named = struct.name === '' ? struct.kind : `${struct.kind} ${struct.name}`;
  const column = columnWidth(sizeOf(struct), format);
  yield { text: alias === undefined ? `${named} {` : `typedef ${named} {` };
  for (const line of memberLines(struct))
    yield format.offsets ? withOffset(line, column, format) : plain(line);
  yield { text: alias === undefined ? '}' : `} ${alias};` };
  yield sizeLine(asked, format);
}

/** "SIZE: 16". */
function sizeLine({ name, struct }: Asked, { radix }: LayoutFormat): Line {
  const size = sizeOf(struct);
  return { text: `SIZE: ${radix === 16 ? '0x' + size.toString(16) : size}`, row: { type: name, size } };
}

/** Members of the struct with their offsets, or with their addresses in the object. */
export function* memberLayout(asked: Asked, format: LayoutFormat): Generator<Line, void, void> {
  const { struct } = asked;
  if (format.at !== undefined && asked.members.length > 1)
    throw new RequestError(asCrash('struct: -o option not valid with multiple member format'));
  const column = columnWidth(sizeOf(struct), format);
  yield { text: `${struct.kind} ${asked.name} {` };
  for (const path of asked.members) {
    const found = memberAt(struct, path);
    if (!found) continue;
    const width = found.member.bitSize === undefined ? '' : ` : ${found.member.bitSize}`;
    const text = `${declaration(found.type, path.slice(path.lastIndexOf('.') + 1))}${width};`;
    yield withOffset(
      { text, indent: 1, bitOffset: found.bitOffset, type: targetName(found.type) },
      column,
      format,
    );
  }
  yield { text: '}' };
}

function targetName(type: Type): string | undefined {
  const t = bare(type);
  const target = t.kind === 'pointer' ? bare(t.target) : t;
  return isStruct(target) && target.name !== '' ? target.name : undefined;
}

/** Room for "[offset] ": two blanks, the digits of the size, brackets, a blank. */
function columnWidth(size: number, { radix, at }: LayoutFormat): number {
  if (at !== undefined) return 2 + 16 + 3;
  return 2 + (radix === 16 ? '0x' + size.toString(16) : String(size)).length + 3;
}

function plain(line: DeclarationLine): Line {
  return { text: '    '.repeat(line.indent) + line.text, ...linkTo(line, line.indent * 4) };
}

function withOffset(line: DeclarationLine, column: number, format: LayoutFormat): Line {
  const before = '    '.repeat(line.indent - 1);
  if (line.bitOffset === undefined) return { text: ' '.repeat(column) + before + line.text };
  const offset = line.bitOffset >> 3;
  const shown =
    format.at !== undefined
      ? hex(format.at + BigInt(offset))
      : format.radix === 16
        ? '0x' + offset.toString(16)
        : String(offset);
  const text = `[${shown}] `.padStart(column) + before + line.text;
  const row: Row = {
    offset,
    ...(format.at === undefined ? {} : { address: addr(format.at + BigInt(offset)) }),
    declaration: line.text,
  };
  return { text, row, ...linkTo(line, column + before.length) };
}

/** A link on the type's name at the start of a declaration. */
function linkTo(line: DeclarationLine, at: number): Pick<Line, 'links'> {
  const name = line.type;
  const start = name === undefined || name === '' ? -1 : line.text.indexOf(name);
  return name === undefined || start < 0
    ? {}
    : { links: [{ start: at + start, end: at + start + name.length, ref: refTo.type(name) }] };
}
