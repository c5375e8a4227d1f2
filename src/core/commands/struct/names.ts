import { asCrash } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { bare, isStruct, sizeOf, type Member, type StructType, type Type } from '../../types/model.ts';
import { needTypes } from '../expression.ts';

/** What "struct", "union" and "*" are asked for: a type and members of it. */
export interface Asked {
  /** As typed: "task_struct". */
  readonly name: string;
  /** The struct or union itself. */
  readonly struct: StructType;
  /** What `name` is: the struct, or the typedef that stands for it. */
  readonly type: Type;
  /** Member paths; empty: all of it. */
  readonly members: readonly string[];
}

/** The command by which a struct is asked for; `*` takes either kind. */
export type StructCommand = 'struct' | 'union' | '*';

/** Most members that may be asked for. */
const MAX_MEMBERS = 256;

/** Reads "task_struct.pid,comm", "signal_struct.rlim[7]". Throws RequestError as crash words it. */
export function askedFor(kernel: Kernel, command: StructCommand, word: string): Asked {
  const dot = word.indexOf('.');
  const name = dot < 0 ? word : word.slice(0, dot);
  if (dot >= 0 && word.length === dot + 1)
    throw new RequestError(asCrash(`${command}: invalid format: ${word}`));
  const members =
    dot < 0
      ? []
      : word
          .slice(dot + 1)
          .split(',')
          .filter((each) => each !== '')
          .slice(0, MAX_MEMBERS);
  const wrong = (): RequestError =>
    new RequestError(asCrash(`${command}: invalid data structure reference: ${word}`));
  const type = findType(kernel, command, name);
  if (!type) throw wrong();
  const struct = bare(type);
  if (!isStruct(struct)) throw wrong();
  if (command === 'union' && struct.kind !== 'union')
    throw new RequestError(asCrash(`union: data type mismatch: ${name} is not a union`));
  if (command === 'struct' && struct.kind === 'union' && type.kind !== 'typedef')
    throw new RequestError(asCrash(`struct: data type mismatch: ${name} is not a struct`));
  for (const path of members) if (!memberAt(struct, path)) throw wrong();
  return { name, struct, type, members };
}

function findType(kernel: Kernel, command: StructCommand, name: string): Type | undefined {
  const { types } = kernel;
  needTypes(kernel, command);
  const first = command === 'union' ? (['union', 'struct'] as const) : (['struct', 'union'] as const);
  for (const kind of first) {
    const found = types.find(kind, name);
    if (found) return found;
  }
  return types.find('typedef', name);
}

/** A member at a path: where it is in the outermost struct, and what it is. */
export interface MemberAt {
  readonly member: Member;
  readonly type: Type;
  /** Bits from the start of the struct that was asked, through embedded structs. */
  readonly bitOffset: number;
  /** Whether it is the last one of the struct that holds it. */
  readonly last: boolean;
  /** How many structs it is inside of, anonymous ones counted. */
  readonly level: number;
  /** The path ends in an index. */
  readonly indexed: boolean;
}

/** The member of `struct` at `path` ("se.load.weight", "rlim[7]"); undefined when there is none. */
export function memberAt(struct: StructType, path: string): MemberAt | undefined {
  let holder: Type = struct;
  let bitOffset = 0;
  let found: MemberAt | undefined;
  for (const part of path.split('.').slice(0, 32)) {
    const pieces: RegExpExecArray | null = /^(\w+)((?:\[\d{1,9}\])*)$/.exec(part);
    const here: Type = bare(holder);
    if (!pieces || !isStruct(here)) return undefined;
    const place = locate(here, pieces[1], 1);
    if (!place) return undefined;
    bitOffset += place.bitOffset;
    let type: Type = place.member.type;
    for (const index of pieces[2].match(/\d+/g) ?? []) {
      const array = bare(type);
      if (array.kind !== 'array' || (array.count > 0 && Number(index) >= array.count)) return undefined;
      type = array.element;
      bitOffset += Number(index) * sizeOf(type) * 8;
    }
    found = {
      member: place.member,
      type,
      bitOffset,
      last: place.last,
      level: place.level,
      indexed: pieces[2] !== '',
    };
    holder = type;
  }
  return found;
}

interface Located {
  readonly member: Member;
  readonly bitOffset: number;
  readonly last: boolean;
  readonly level: number;
}

/** `seen`: anonymous structs on the way; damaged types may hold themselves. */
function locate(
  struct: StructType,
  name: string,
  level: number,
  seen = new Set<StructType>(),
): Located | undefined {
  if (seen.has(struct)) return undefined;
  seen.add(struct);
  for (let i = 0; i < struct.members.length; i++) {
    const member = struct.members[i];
    if (member.name === name)
      return { member, bitOffset: member.bitOffset, last: i === struct.members.length - 1, level };
    if (member.name !== '' || level > 16) continue;
    const inner = bare(member.type);
    const within = isStruct(inner) ? locate(inner, name, level + 1, seen) : undefined;
    if (within) return { ...within, bitOffset: member.bitOffset + within.bitOffset };
  }
  return undefined;
}
