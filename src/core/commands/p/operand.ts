import { expression as wrong } from '../../catalogue/commands.ts';
import { addr, step } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { CObject } from '../../types/cobject.ts';
import { declaration } from '../../types/declare.ts';
import { bare, isStruct, sizeOf, type Type } from '../../types/model.ts';

/** What a part of an expression is: an object in memory, or a value of a type. */
export type Operand = { readonly object: CObject } | { readonly type: Type; readonly value: bigint };

/** Types of constants and of what operators give (C11 6.4.4.1, 6.3.1.8; LP64). */
export const INT: Type = { kind: 'int', name: 'int', size: 4, signed: true, bool: false, char: false };
/** gdb shows a character constant as C++ has it. */
export const CHARACTER: Type = { kind: 'int', name: 'char', size: 1, signed: true, bool: false, char: true };
export const LONG: Type = { kind: 'int', name: 'long', size: 8, signed: true, bool: false, char: false };
export const UNSIGNED_LONG: Type = {
  kind: 'int',
  name: 'unsigned long',
  size: 8,
  signed: false,
  bool: false,
  char: false,
};

/** The type of a value, or of the object that is meant. */
export function typeOf(operand: Operand): Type {
  return 'object' in operand ? operand.object.type : operand.type;
}

/** `type *`. */
export function pointerTo(target: Type): Type {
  return { kind: 'pointer', size: 8, target };
}

/** The number that an operand is; arrays and functions are their address. Throws RequestError for structs. */
export function numberOf(operand: Operand): bigint {
  if (!('object' in operand)) return operand.value;
  const type = operand.object.bare;
  if (type.kind === 'array' || type.kind === 'function') return operand.object.address;
  if (isStruct(type)) throw new RequestError(wrong.noNumber({ type: declaration(type) }));
  return operand.object.bigint();
}

/** The object that a pointer, or an array, leads to. */
export function pointedBy(kernel: Kernel, operand: Operand): CObject {
  const type = bare(typeOf(operand));
  if (type.kind === 'array' && 'object' in operand) return operand.object.at(0);
  if (type.kind === 'function' && 'object' in operand) return operand.object;
  if (type.kind !== 'pointer')
    throw new RequestError(wrong.noPointer({ type: declaration(typeOf(operand)) }));
  return CObject.at(type.target, addr(numberOf(operand)), kernel.space, kernel.types);
}

/** Element `index` of an array, or of what a pointer points at. */
export function elementOf(kernel: Kernel, operand: Operand, index: bigint): CObject {
  const start = pointedBy(kernel, operand);
  return CObject.at(
    start.type,
    step(start.address, index * BigInt(sizeOf(start.type))),
    kernel.space,
    kernel.types,
  );
}

/** The member `name` of a struct, or of what a pointer to one leads to (gdb takes . for -> too). */
export function memberOf(kernel: Kernel, operand: Operand, name: string): CObject {
  const object =
    'object' in operand && isStruct(operand.object.bare) ? operand.object : pointedBy(kernel, operand);
  const found = isStruct(object.bare) ? object.find(name) : undefined;
  if (!found) throw new RequestError(wrong.noMember({ name, type: declaration(object.type) }));
  return found;
}

/** `operand` as another type: of the same bytes for structs, a converted number else. */
export function cast(operand: Operand, type: Type): Operand {
  const t = bare(type);
  if (isStruct(t) || t.kind === 'array') {
    if (!('object' in operand)) throw new RequestError(wrong.noCast({ type: declaration(type) }));
    return { object: operand.object.cast(type) };
  }
  const size = sizeOf(type) || 8;
  const value = numberOf(operand);
  if (t.kind === 'int' && t.bool) return { type, value: value === 0n ? 0n : 1n };
  const signed = (t.kind === 'int' || t.kind === 'enum') && t.signed;
  return { type, value: signed ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value) };
}

/** The result of an operator on numbers of two types: C's usual conversions, as far as sizes go. */
export function arithmetic(left: Type, right: Type, value: bigint): Operand {
  const wide = sizeOf(left) > 4 || sizeOf(right) > 4;
  const unsigned = [left, right].some((type) => {
    const t = bare(type);
    return t.kind === 'pointer' || (t.kind === 'int' && !t.signed && sizeOf(t) === (wide ? 8 : 4));
  });
  const bits = wide ? 64 : 32;
  if (unsigned)
    return {
      type: wide ? UNSIGNED_LONG : ({ ...INT, name: 'unsigned int', signed: false } as Type),
      value: BigInt.asUintN(bits, value),
    };
  return { type: wide ? LONG : INT, value: BigInt.asIntN(bits, value) };
}
