import { addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import { open as say } from '../catalogue/open.ts';
import { typesSay } from '../catalogue/types.ts';
import { MissingError } from '../errors.ts';
import { type Kernel } from '../kernel/kernel.ts';
import { listEntries } from '../kernel/lists.ts';
import { modules, moduleSymbols } from '../kernel/modules.ts';
import type { LinearMapping } from '../memory/tables.ts';
import type { AddressSpace } from '../memory/space.ts';
import { findKallsyms } from '../symbols/find-kallsyms.ts';
import { kallsymsFromVmcoreinfo, readKallsyms, type KallsymsTables } from '../symbols/kallsyms.ts';
import { KernelSymbols } from '../symbols/kernel-symbols.ts';
import { NameTable, PlainNames } from '../symbols/name-table.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import { Btf } from '../types/btf.ts';
import { Types } from '../types/types.ts';

/** A BTF section larger than this is taken for damage. */
const MAX_BTF = 256 * 1024 * 1024;

/** Told what is wrong with what was found. */
type Lack = (said: Message) => void;

/** The names of the kernel image by the tables that VMCOREINFO names (kernels from 6.0 on). Throws MissingError when it names none. */
export function symbolsByKeys(
  space: AddressSpace,
  info: Vmcoreinfo,
  range: LinearMapping,
  lack: Lack,
): KernelSymbols {
  const tables = kallsymsFromVmcoreinfo(info, space);
  if (!tables) throw new MissingError(say.kallsymsNowhere());
  return symbolsIn(space, tables, info, range, lack);
}

/** The names of the kernel image by tables that have the shape of kallsyms and lie in `range`. Throws MissingError when none have. */
export function symbolsByShape(
  space: AddressSpace,
  info: Vmcoreinfo,
  range: LinearMapping,
  lack: Lack,
): KernelSymbols {
  const tables = findKallsyms(space, info.symbol('_stext') ?? addr(range.start));
  if (!tables) throw new MissingError(say.kallsymsNowhere());
  return symbolsIn(space, tables, info, range, lack);
}

function symbolsIn(
  space: AddressSpace,
  tables: KallsymsTables,
  info: Vmcoreinfo,
  range: LinearMapping,
  lack: Lack,
): KernelSymbols {
  const { table: image, lacks } = readKallsyms(space, tables, info);
  lacks.forEach(lack);
  const start = image.byName('_stext')?.address ?? image.byName('_text')?.address ?? range.start;
  const end = image.byName('_end')?.address ?? range.end;
  return new KernelSymbols(image, image.byName('_text')?.address ?? start, end + 1n);
}

/** The few names that VMCOREINFO gives: enough for the log when kallsyms cannot be read. */
export function fewSymbols(info: Vmcoreinfo): KernelSymbols {
  const found: { name: string; address: bigint }[] = [];
  for (const [key] of info.entries()) {
    const name = /^SYMBOL\((\w+)\)$/.exec(key)?.[1];
    const address = name === undefined ? undefined : info.symbol(name);
    if (name !== undefined && address !== undefined) found.push({ name, address });
  }
  found.sort((a, b) => (a.address < b.address ? -1 : 1));
  const names = new PlainNames(found.map(({ name }) => `D${name}`));
  // No addresses are named by these: the next known name is far away.
  return new KernelSymbols(
    new NameTable(
      names,
      BigUint64Array.from(found, ({ address }) => address),
    ),
    0n,
    0n,
  );
}

/** vmlinux's types. Throws MissingError when the kernel was built without BTF, CorruptError when it is damaged. */
export function openTypes(space: AddressSpace, image: NameTable, lack: Lack): Types {
  const start = image.byName('__start_BTF')?.address;
  const stop = image.byName('__stop_BTF')?.address;
  if (start === undefined || stop === undefined || stop <= start || stop - start > BigInt(MAX_BTF))
    throw new MissingError(say.noTypes());
  space.at(start, 4);
  const btf = new Btf(space.readFilled(start, Number(stop - start)).bytes, space.memory.engine);
  if (btf.unread > 0) lack(typesSay.lostTypes({ types: btf.endId - 1, rest: btf.unread }));
  return new Types(btf);
}

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
