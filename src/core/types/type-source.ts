import type { Type } from './model.ts';

/** What can be looked up by name. */
export type NamedKind = 'struct' | 'union' | 'enum' | 'typedef' | 'int' | 'float' | 'func' | 'var';

/** A type with its name, made when it is asked for. */
export interface NamedType {
  readonly kind: NamedKind;
  /** '' when it has none. */
  readonly name: string;
  readonly type: () => Type;
}

/** A variable that lies in a section (per-CPU variables). */
export interface SectionVariable {
  readonly name: string;
  readonly type: Type;
  /** Bytes from the start of the section. */
  readonly offset: number;
  readonly size: number;
  /** Seen in other files than its own. */
  readonly global: boolean;
}

/**
 * Where types come from: BTF of the kernel or of a module; DWARF could be another. Members, enumerators, parameters and
 * targets come with the types (model.ts), lazily. What is damaged costs what needs it: types that cannot be read are
 * void, names that cannot be read are ''. Nothing here throws.
 */
export interface TypeSource {
  /** The first type of `kind` called `name`; of a function its prototype, of a variable its type. */
  find(kind: NamedKind, name: string): Type | undefined;
  /** All types of `kinds`, in the order of the source; with `nameless` also those that have no name. */
  named(kinds: readonly NamedKind[], nameless?: boolean): Iterable<NamedType>;
  /** Variables of the sections. */
  variables(): Iterable<SectionVariable>;
}
