import type { Btf, BtfBase } from './btf.ts';
import type { Type } from './model.ts';
import type { NamedKind } from './type-source.ts';

/**
 * A distilled base (.BTF.base of modules that were built apart from their kernel, 6.11 on; btf_relocate.c): it has of each type that the
 * module needs of vmlinux only the name, of structs no member. The kernel puts vmlinux's own types in their places when it loads the
 * module; of a section where it has not, this does: by kind and name, a struct also by its size where the base tells one.
 */
export class DistilledBase implements BtfBase {
  private readonly found = new Map<number, Type>();

  constructor(
    private readonly own: Btf,
    private readonly vmlinux: Btf,
  ) {}

  get endId(): number {
    return this.own.endId;
  }
  get stringEnd(): number {
    return this.own.stringEnd;
  }
  string(offset: number): string {
    return this.own.string(offset);
  }

  type(id: number): Type {
    let known = this.found.get(id);
    if (known === undefined) this.found.set(id, (known = this.meant(this.own.type(id))));
    return known;
  }

  /** vmlinux's type that `type` stands for; itself where there is none. */
  private meant(type: Type): Type {
    const [kind, name] = nameOf(type);
    if (kind === undefined || name === '') return type;
    const found = this.vmlinux.find(kind, name);
    if (found === undefined) return type;
    const told = 'size' in type && type.size > 0 && 'size' in found;
    return !told || found.size === type.size ? found : type;
  }
}

/** By which kind and name vmlinux's type is looked up. */
function nameOf(type: Type): readonly [kind: NamedKind | undefined, name: string] {
  switch (type.kind) {
    case 'forward':
      return [type.of, type.name];
    case 'struct':
    case 'union':
    case 'enum':
    case 'int':
    case 'float':
      return [type.kind, type.name];
    default:
      return [undefined, ''];
  }
}
