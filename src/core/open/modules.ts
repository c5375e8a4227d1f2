import { type Kernel } from '../kernel/kernel.ts';
import { listEntries } from '../kernel/lists.ts';
import { modules, moduleSymbols } from '../kernel/modules.ts';
import { Btf } from '../types/btf.ts';

/** A BTF section larger than this is taken for damage. */
const MAX_BTF = 256 * 1024 * 1024;

/** Joins the modules' names and types to the kernel's. */
export function joinModules(kernel: Kernel): void {
  for (const module of modules(kernel)) {
    const table = moduleSymbols(kernel, module);
    for (const range of module.ranges)
      kernel.symbols.add({ start: range.base, end: range.base + BigInt(range.size), table });
  }
  kernel.types.later(() => moduleTypes(kernel));
}

/** The modules' types: list btf_modules of struct btf_module (kernel/bpf/btf.c); struct btf keeps a copy of the section. */
function* moduleTypes(kernel: Kernel): Iterable<Btf> {
  const base = kernel.types.base;
  if (
    !(base instanceof Btf) ||
    !kernel.symbols.image.byName('btf_modules') ||
    !kernel.types.has('btf_module', 'list')
  )
    return;
  for (const entry of listEntries(
    kernel.object('btf_modules', 'struct list_head'),
    'struct btf_module',
    'list',
  )) {
    const made = entry.try((each) => {
      const btf = each.get('btf').deref();
      const size = btf.get('data_size').number();
      return size > 0 && size < MAX_BTF
        ? new Btf(kernel.space.read(btf.get('data').pointer(), size), kernel.space.memory.engine, base)
        : undefined;
    });
    if (made) yield made;
  }
}
