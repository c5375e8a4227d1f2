import type { CObject } from '../cobject.ts';
import { FaultError } from '../../errors.ts';
import { isStruct, sizeOf } from '../model.ts';
import { DEPTH_MOST } from './options.ts';

/** A value as data: members by name, arrays, text, numbers; 64-bit ones and pointers as bigints. */
export type PlainValue =
  string | number | bigint | boolean | null | readonly PlainValue[] | { readonly [name: string]: PlainValue };

const ELEMENTS_MOST = 256;

/** `object` as data; null for what memory does not have. Members of anonymous structs stand beside the others. */
export function plainValue(object: CObject, deep = 0): PlainValue {
  try {
    return plain(object, deep);
  } catch (error) {
    if (error instanceof FaultError) return null;
    throw error;
  }
}

function plain(object: CObject, deep: number): PlainValue {
  const type = object.bare;
  if (deep >= DEPTH_MOST) return null;
  if (isStruct(type)) return members(object, deep);
  switch (type.kind) {
    case 'array': {
      const element = type.element;
      if (sizeOf(element) === 1) return object.string(ELEMENTS_MOST);
      return Array.from({ length: Math.min(type.count, ELEMENTS_MOST) }, (_, i) =>
        plainValue(object.at(i), deep + 1),
      );
    }
    case 'enum':
      return object.enumerator() ?? Number(object.bigint());
    case 'int':
      return type.bool ? object.bool() : type.size <= 4 ? Number(object.bigint()) : object.bigint();
    case 'pointer':
      return object.pointer();
    default:
      return null;
  }
}

function members(object: CObject, deep: number): { [name: string]: PlainValue } {
  const type = object.bare;
  const found: { [name: string]: PlainValue } = {};
  if (!isStruct(type)) return found;
  for (const member of type.members) {
    if (member.name !== '') found[member.name] = plainValue(object.get(member.name), deep + 1);
    else {
      const inner = object.within(member);
      const value = plainValue(inner, deep + 1);
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) Object.assign(found, value);
    }
  }
  return found;
}
