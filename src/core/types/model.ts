/**
 * The one model of C types that BTF and DWARF are read into. Types refer to each other lazily, so a type is
 * made only when something asks for it.
 */

/** A number, a bool or a character. */
export interface IntType {
  readonly kind: 'int';
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly signed: boolean;
  readonly bool: boolean;
  readonly char: boolean;
}

/** float, double; `size` in bytes. */
export interface FloatType {
  readonly kind: 'float';
  readonly name: string;
  readonly size: number;
}

/** void. */
export interface VoidType {
  readonly kind: 'void';
}

/** A pointer; `size` in bytes. */
export interface PointerType {
  readonly kind: 'pointer';
  readonly size: number;
  readonly target: Type;
}

/** An array of one dimension; more are arrays of arrays. */
export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
  /** 0 for flexible arrays. */
  readonly count: number;
}

/** A struct or union; `size` in bytes. */
export interface StructType {
  readonly kind: 'struct' | 'union';
  /** '' when anonymous. */
  readonly name: string;
  readonly size: number;
  readonly members: readonly Member[];
}

/** A member of a struct or union. */
export interface Member {
  /** '' when anonymous. */
  readonly name: string;
  readonly type: Type;
  /** From the start of the struct. */
  readonly bitOffset: number;
  /** Set for bit-fields: their width. */
  readonly bitSize?: number;
}

/** An enum; `size` in bytes. */
export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly size: number;
  readonly signed: boolean;
  readonly values: readonly Enumerator[];
}

/** A name of an enum and its value. */
export interface Enumerator {
  readonly name: string;
  readonly value: bigint;
}

/** Another name for a type. */
export interface TypedefType {
  readonly kind: 'typedef';
  readonly name: string;
  readonly type: Type;
}
export interface ConstType {
  readonly kind: 'const';
  readonly type: Type;
}
export interface VolatileType {
  readonly kind: 'volatile';
  readonly type: Type;
}
export interface RestrictType {
  readonly kind: 'restrict';
  readonly type: Type;
}
export type QualifiedType = ConstType | VolatileType | RestrictType;

/** A function: what it takes and gives. */
export interface FunctionType {
  readonly kind: 'function';
  readonly result: Type;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
}

/** A parameter; '' when it has no name. */
export interface Parameter {
  readonly name: string;
  readonly type: Type;
}
/** A struct, union or enum that is only declared. */
export interface ForwardType {
  readonly kind: 'forward';
  readonly of: 'struct' | 'union' | 'enum';
  readonly name: string;
}

/** Any C type. */
export type Type =
  | IntType
  | FloatType
  | VoidType
  | PointerType
  | ArrayType
  | StructType
  | EnumType
  | TypedefType
  | QualifiedType
  | FunctionType
  | ForwardType;

/** Steps of typedefs and qualifiers that are followed; longer chains are taken for damage. */
const CHAIN = 64;

/** `type` without typedefs and qualifiers. */
export function bare(type: Type): Exclude<Type, TypedefType | QualifiedType> {
  let here = type;
  for (let i = 0; i < CHAIN; i++) {
    if (here.kind === 'typedef') here = here.type;
    else if (here.kind === 'const' || here.kind === 'volatile' || here.kind === 'restrict') here = here.type;
    else return here;
  }
  return { kind: 'void' };
}

/** Bytes that `type` takes; 0 for void, functions and what is only declared. */
export function sizeOf(type: Type): number {
  const t = bare(type);
  switch (t.kind) {
    case 'int':
    case 'float':
    case 'pointer':
    case 'struct':
    case 'union':
    case 'enum':
      return t.size;
    case 'array': {
      let count = t.count;
      let element = bare(t.element);
      for (let i = 0; element.kind === 'array' && i < CHAIN; i++) {
        count *= element.count;
        element = bare(element.element);
      }
      return element.kind === 'array' ? 0 : count * sizeOf(element);
    }
    default:
      return 0;
  }
}

/** Whether `type` is a struct or union. */
export function isStruct(type: Type): type is StructType {
  return type.kind === 'struct' || type.kind === 'union';
}
