import type { NamedKind } from './type-source.ts';

/** The kinds of BTF's types and what a record of each holds (Documentation/bpf/btf.rst, include/uapi/linux/btf.h). */
export const K = {
  int: 1,
  ptr: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  fwd: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  func: 12,
  proto: 13,
  var: 14,
  datasec: 15,
  float: 16,
  declTag: 17,
  typeTag: 18,
  enum64: 19,
  locParam: 20,
  locProto: 21,
  locSection: 22,
} as const;

/**
 * Bytes after btf_type by kind: [fixed, per vlen]. Kinds 20 to 22 (where inlined functions are, and where their parameters) as bpf-next
 * of September 2026 has them; sections that say the sizes of their kinds themselves are believed, since others were proposed before.
 */
export const EXTRA: Readonly<Record<number, readonly [fixed: number, each: number]>> = {
  [K.int]: [4, 0],
  [K.ptr]: [0, 0],
  [K.array]: [12, 0],
  [K.struct]: [0, 12],
  [K.union]: [0, 12],
  [K.enum]: [0, 8],
  [K.fwd]: [0, 0],
  [K.typedef]: [0, 0],
  [K.volatile]: [0, 0],
  [K.const]: [0, 0],
  [K.restrict]: [0, 0],
  [K.func]: [0, 0],
  [K.proto]: [0, 8],
  [K.var]: [4, 0],
  [K.datasec]: [0, 12],
  [K.float]: [0, 0],
  [K.declTag]: [4, 0],
  [K.typeTag]: [0, 0],
  [K.enum64]: [0, 12],
  [K.locParam]: [4, 4],
  [K.locProto]: [0, 4],
  [K.locSection]: [0, 12],
};
/** The last kind whose size nobody ever gave otherwise. */
export const LAST_SETTLED = K.enum64;

/** The kinds that can be looked up by name. */
export const NAMED: Readonly<Record<number, NamedKind>> = {
  [K.struct]: 'struct',
  [K.union]: 'union',
  [K.enum]: 'enum',
  [K.enum64]: 'enum',
  [K.typedef]: 'typedef',
  [K.int]: 'int',
  [K.float]: 'float',
  [K.func]: 'func',
  [K.var]: 'var',
};
