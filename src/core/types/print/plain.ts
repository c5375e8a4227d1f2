import type { CObject } from '../cobject.ts';
import { FaultError } from '../../errors.ts';
import { isStruct, sizeOf } from '../model.ts';
import { MAX_DEPTH } from './options.ts';

/** A value as data: members by name, arrays, text, numbers; 64-bit ones and pointers as bigints. */
export type PlainValue =
  string | number | bigint | boolean | null | readonly PlainValue[] | { readonly [name: string]: PlainValue };

const MAX_ELEMENTS = 256;
/** Values within one value; hostile types would give more without end. */
const MAX_VALUES = 100_000;

/** `object` as data; null for what memory does not have. Members of anonymous structs stand beside the others. */
export function plainValue(object: CObject): PlainValue {
  return value(object, { deep: 0, budget: { values: MAX_VALUES } });
}

interface Depth {
  readonly deep: number;
  readonly budget: { values: number };
}

function value(object: CObject, at: Depth): PlainValue {
  try {
    return plain(object, at);
  } catch (error) {
    if (error instanceof FaultError) return null;
    throw error;
  }
}

function plain(object: CObject, { deep, budget }: Depth): PlainValue {
  const type = object.bare;
  // What is too deep counts too: an array of itself has 256 of them on each level.
  if (budget.values-- <= 0 || deep >= MAX_DEPTH) return null;
  const within = { deep: deep + 1, budget };
  if (isStruct(type)) return members(object, within);
  switch (type.kind) {
    case 'array': {
      const element = type.element;
      if (sizeOf(element) === 1) return object.string(MAX_ELEMENTS);
      const elements: PlainValue[] = [];
      for (let i = 0; i < Math.min(type.count, MAX_ELEMENTS) && budget.values > 0; i++)
        elements.push(value(object.at(i), within));
      return elements;
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

function members(object: CObject, within: Depth): { [name: string]: PlainValue } {
  const type = object.bare;
  const found: { [name: string]: PlainValue } = {};
  if (!isStruct(type)) return found;
  for (const member of type.members) {
    if (within.budget.values <= 0) break;
    // A name that JavaScript would not take for a property.
    if (member.name === '__proto__') continue;
    if (member.name !== '') found[member.name] = value(object.within(member), within);
    else {
      const inner = value(object.within(member), within);
      if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) Object.assign(found, inner);
    }
  }
  return found;
}
