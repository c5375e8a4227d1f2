import { isStruct, type EnumType, type Member, type StructType, type Type } from './model.ts';

/**
 * Types as C declarations, spelled as gdb's ptype spells them: "loff_t (*llseek)(struct file *, loff_t, int)",
 * members of a struct one to a line, what is anonymous written out in place.
 */

/** Declarators in a row, and structs within structs; more are taken for damage. */
const DEEP = 64;
/** Most parameters that are spelled. */
const MAX_PARAMETERS = 64;

/** gdb's spelling of the names that DWARF and BTF have for C's integers. */
const SPELLED: Readonly<Record<string, string>> = {
  'long unsigned int': 'unsigned long',
  'long int': 'long',
  'short unsigned int': 'unsigned short',
  'short int': 'short',
  'long long int': 'long long',
  'long long unsigned int': 'unsigned long long',
  '__int128 unsigned': 'unsigned __int128',
};

/** What a declarator stands on. */
interface Declared {
  /** "const ", "volatile " before the base's name, or ''. */
  readonly qualifiers: string;
  readonly base: Type;
  /** "*next", "(*llseek)(struct file *, loff_t, int)", "comm[16]", or ''. */
  readonly declarator: string;
}

/** The declaration of `name` with `type` on one line; without a name the type as casts spell it. */
export function declaration(type: Type, name = ''): string {
  const { qualifiers, base, declarator } = unwind(type, name, 0);
  return joined(qualifiers + baseName(base), declarator);
}

/** The name of a type that is no declarator: "struct list_head", "pid_t", "unsigned long". */
function baseName(type: Type): string {
  switch (type.kind) {
    case 'int':
    case 'float':
      return SPELLED[type.name] ?? type.name;
    case 'struct':
    case 'union':
    case 'enum':
      return type.name === '' ? `${type.kind} {...}` : `${type.kind} ${type.name}`;
    case 'forward':
      return `${type.of} ${type.name}`;
    case 'typedef':
      return type.name;
    default:
      return 'void';
  }
}

function joined(base: string, declarator: string): string {
  return declarator === '' ? base : `${base} ${declarator}`;
}

function unwind(type: Type, name: string, deep: number): Declared {
  let inner = name;
  let here = type;
  let afterPointer = false;
  let isConst = false;
  let isVolatile = false;
  let isRestrict = false;
  for (let i = 0; i < DEEP; i++) {
    if (here.kind === 'const' || here.kind === 'volatile' || here.kind === 'restrict') {
      isConst ||= here.kind === 'const';
      isVolatile ||= here.kind === 'volatile';
      isRestrict ||= here.kind === 'restrict';
      here = here.type;
    } else if (here.kind === 'pointer') {
      const words = [isConst ? 'const' : '', isVolatile ? 'volatile' : '', isRestrict ? 'restrict' : '']
        .filter((word) => word !== '')
        .join(' ');
      inner = '*' + (words === '' ? '' : ` ${words}${inner === '' ? '' : ' '}`) + inner;
      isConst = isVolatile = isRestrict = false;
      afterPointer = true;
      here = here.target;
    } else if (here.kind === 'array') {
      if (afterPointer) inner = `(${inner})`;
      inner += here.count === 0 ? '[]' : `[${here.count}]`;
      afterPointer = false;
      here = here.element;
    } else if (here.kind === 'function') {
      if (afterPointer) inner = `(${inner})`;
      const shown =
        deep >= 8 ? ['...'] : here.parameters.slice(0, MAX_PARAMETERS).map((p) => spell(p.type, deep + 1));
      if (here.variadic) shown.push('...');
      inner += `(${shown.length === 0 ? 'void' : shown.join(', ')})`;
      afterPointer = false;
      here = here.result;
    } else break;
  }
  return {
    qualifiers: (isConst ? 'const ' : '') + (isVolatile ? 'volatile ' : ''),
    base: here,
    declarator: inner,
  };
}

function spell(type: Type, deep: number): string {
  const { qualifiers, base, declarator } = unwind(type, '', deep);
  return joined(qualifiers + baseName(base), declarator);
}

/** One line of a struct written out. */
export interface DeclarationLine {
  readonly text: string;
  /** Levels of four blanks. */
  readonly indent: number;
  /** Bits from the start of the outermost struct, where the line names a member that has a place of its own. */
  readonly bitOffset?: number;
  /** The struct, union or enum that the line's declaration is made on: what a link on it would show. */
  readonly type?: string;
}

/** The members of `type` as ptype shows them, without the lines of the braces around them. */
export function memberLines(type: StructType, only?: (member: Member) => boolean): DeclarationLine[] {
  const lines: DeclarationLine[] = [];
  addMembers(type, { bits: 0, indent: 1, show: 1, deep: 0, placed: true }, lines, only);
  return lines;
}

interface Place {
  readonly bits: number;
  readonly indent: number;
  /** gdb's "show": written out while it is not negative, where there is no name that would do. */
  readonly show: number;
  readonly deep: number;
  /** Whether members are reachable from the outermost struct by their own name: not within named members. */
  readonly placed: boolean;
}

/** Most lines that one declaration may take. */
const MAX_LINES = 20000;

function addMembers(
  type: StructType,
  place: Place,
  lines: DeclarationLine[],
  only?: (member: Member) => boolean,
): void {
  for (const member of type.members) {
    if (only && !only(member)) continue;
    if (lines.length > MAX_LINES) return;
    addMember(member, place, lines);
  }
}

/** Adds the line or lines of one member. */
function addMember(member: Member, place: Place, lines: DeclarationLine[]): void {
  const bits = place.bits + member.bitOffset;
  const { qualifiers, base, declarator } = unwind(member.type, member.name, 0);
  const width = member.bitSize === undefined ? '' : ` : ${member.bitSize}`;
  // An anonymous member is shown as far as what surrounds it, a named one a level less.
  const show = member.name === '' ? place.show : place.show - 1;
  const end = `${declarator === '' ? '' : ' ' + declarator}${width};`;
  const at = place.placed && member.name !== '' ? bits : undefined;
  const { indent } = place;
  if (base.kind === 'enum' && base.name === '' && show >= 0) {
    lines.push({ indent, text: `${qualifiers}enum {${enumerators(base)}}${end}`, bitOffset: at });
    return;
  }
  if (!isStruct(base) || base.name !== '' || show < 0 || place.deep >= DEEP) {
    const named =
      isStruct(base) || base.kind === 'forward' || base.kind === 'typedef' ? base.name : undefined;
    lines.push({ indent, text: qualifiers + baseName(base) + end, bitOffset: at, type: named });
    return;
  }
  lines.push({ indent, text: `${qualifiers}${base.kind} {` });
  const placed = place.placed && member.name === '';
  addMembers(base, { bits, indent: indent + 1, show, deep: place.deep + 1, placed }, lines);
  if (base.members.length === 0) lines.push({ indent: indent + 1, text: '<no data fields>' });
  lines.push({ indent, text: `}${end}`, bitOffset: at });
}

/** "A, B, C = 5": values are told where they are not the next one. */
export function enumerators(type: EnumType): string {
  let next = 0n;
  return type.values
    .slice(0, MAX_LINES)
    .map(({ name, value }) => {
      const text = value === next ? name : `${name} = ${value}`;
      next = value + 1n;
      return text;
    })
    .join(', ');
}
