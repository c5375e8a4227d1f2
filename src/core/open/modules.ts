import { CorruptError } from '../errors.ts';
import { type Kernel } from '../kernel/kernel.ts';
import { listEntries } from '../kernel/lists.ts';
import { modules, moduleSymbols } from '../kernel/modules.ts';
import { Btf, type BtfBase } from '../types/btf.ts';
import type { CObject } from '../types/cobject.ts';
import { DistilledBase } from '../types/distilled.ts';
import type { Message } from '../catalogue/message.ts';
import type { BesideFile } from './beside.ts';
import { typesOfModuleFiles } from './module-files.ts';

/** A BTF section larger than this is taken for damage. */
const MAX_BTF = 256 * 1024 * 1024;

/** Joins the modules' names and types to the kernel's; `files`: .ko files beside the dump, of whose use `tell` hears. */
export function joinModules(
  kernel: Kernel,
  files: readonly BesideFile[],
  tell: (said: Message) => void,
): void {
  for (const module of modules(kernel)) {
    const table = moduleSymbols(kernel, module);
    for (const range of module.ranges)
      kernel.symbols.add({ start: range.base, end: range.base + BigInt(range.size), table });
  }
  const vmlinux = kernel.types.base;
  const given = files.filter(({ kind }) => kind === 'module');
  const beside =
    given.length > 0 && vmlinux instanceof Btf
      ? typesOfModuleFiles(kernel, given, vmlinux, typedModules(kernel), tell)
      : [];
  kernel.types.later(function* () {
    yield* moduleTypes(kernel);
    yield* beside;
  });
}

/** The entries of btf_modules; none where the list cannot be known. */
function* typeEntries(kernel: Kernel): Iterable<CObject> {
  if (!kernel.symbols.image.byName('btf_modules') || !kernel.types.has('btf_module', 'list')) return;
  yield* listEntries(kernel.object('btf_modules', 'struct list_head'), 'struct btf_module', 'list');
}

/** Addresses of the modules whose types the kernel has. */
function typedModules(kernel: Kernel): ReadonlySet<bigint> {
  const found = new Set<bigint>();
  for (const entry of typeEntries(kernel)) {
    const module = entry.try((each) =>
      each.get('btf').deref().get('data_size').number() > 0 ? each.get('module').pointer() : 0n,
    );
    if (module) found.add(module);
  }
  return found;
}

/**
 * The modules' types: list btf_modules of struct btf_module (kernel/bpf/btf.c); struct btf keeps a copy of the section, and names the
 * section that it goes on from: vmlinux's, as the kernel relocated it, else a distilled one of its own (6.11 on).
 */
function* moduleTypes(kernel: Kernel): Iterable<Btf> {
  const vmlinux = kernel.types.base;
  if (!(vmlinux instanceof Btf)) return;
  const symbol = kernel.symbols.image.byName('btf_vmlinux');
  const main = symbol && kernel.space.tryU64(symbol.address);
  for (const entry of typeEntries(kernel)) {
    const made = entry.try((each) => {
      const btf = each.get('btf').deref();
      const base = btf.find('base_btf');
      const own = base && main !== undefined && base.pointer() !== 0n && base.pointer() !== main;
      const distilled = own ? sectionOf(base.deref()) : undefined;
      // A distilled base that is damaged makes nothing of its section: its numbers would be other types'.
      if (own && !distilled) return undefined;
      return sectionOf(btf, distilled ? new DistilledBase(distilled, vmlinux) : vmlinux);
    });
    if (made) yield made;
  }
}

/** The section that the struct btf `btf` has a copy of. */
function sectionOf(btf: CObject, base?: BtfBase): Btf | undefined {
  const size = btf.get('data_size').number();
  if (size <= 0 || size >= MAX_BTF) return undefined;
  const { space } = btf;
  const bytes = space.read(btf.get('data').pointer(), size);
  try {
    return new Btf(bytes, space.memory.engine, base);
  } catch (error) {
    // One module's types that are damaged cost no other's, and no question that can do without them.
    if (error instanceof CorruptError) return undefined;
    throw error;
  }
}
