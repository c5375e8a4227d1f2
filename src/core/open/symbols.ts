import { addr } from '../addr.ts';
import { besideSays } from '../catalogue/beside.ts';
import type { Message } from '../catalogue/message.ts';
import { open as say } from '../catalogue/open.ts';
import { MissingError } from '../errors.ts';
import type { LinearMapping } from '../memory/tables.ts';
import { findKallsyms } from '../symbols/find-kallsyms.ts';
import { kallsymsFromVmcoreinfo, readKallsyms, type KallsymsTables } from '../symbols/kallsyms.ts';
import { KernelSymbols } from '../symbols/kernel-symbols.ts';
import { NameTable, PlainNames } from '../symbols/name-table.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import { symbolsBeside } from './beside.ts';
import type { Given } from './given.ts';

/** What the names of the image are found from. */
type Ground = Pick<Given, 'files' | 'space' | 'vmcoreinfo' | 'layout'>;
/** Told what is wrong with what was found. */
type Lack = (said: Message) => void;

/** The names of the kernel image by the tables that VMCOREINFO names (kernels from 6.0 on). Throws MissingError when it names none. */
export function symbolsByKeys(ground: Ground, lack: Lack): KernelSymbols {
  const tables = kallsymsFromVmcoreinfo(ground.vmcoreinfo, ground.space);
  if (!tables) throw new MissingError(say.kallsymsNowhere());
  return symbolsIn(ground, tables, lack);
}

/** The names of the kernel image by tables that have the shape of kallsyms and lie in it. Throws MissingError when none have. */
export function symbolsByShape(ground: Ground, lack: Lack): KernelSymbols {
  const { space, vmcoreinfo, layout } = ground;
  const tables = findKallsyms(space, vmcoreinfo.symbol('_stext') ?? addr(layout.image.start));
  if (!tables) throw new MissingError(say.kallsymsNowhere());
  return symbolsIn(ground, tables, lack);
}

/** The names that a file beside the dump has; `why` the kernel's own cannot be read. Throws MissingError when no file is of this kernel. */
export function symbolsGiven(ground: Ground, lack: Lack, why: Message): KernelSymbols {
  const { files, space, vmcoreinfo, layout } = ground;
  return kernelSymbols(symbolsBeside(files.beside, space, vmcoreinfo, lack, why), layout.image);
}

function symbolsIn(ground: Ground, tables: KallsymsTables, lack: Lack): KernelSymbols {
  const { files, space, vmcoreinfo, layout } = ground;
  const { table, lacks } = readKallsyms(space, tables, vmcoreinfo);
  lacks.forEach(lack);
  if (hasVariables(table)) return kernelSymbols(table, layout.image);
  // Without CONFIG_KALLSYMS_ALL; a file may have what is missing.
  try {
    const why = besideSays.moreSymbols();
    return kernelSymbols(symbolsBeside(files.beside, space, vmcoreinfo, lack, why), layout.image);
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    if (error.said.id !== besideSays.nothingGiven().id) lack(error.said);
    lack(say.functionsOnly());
    return kernelSymbols(table, layout.image, fewNames(vmcoreinfo));
  }
}

/** Variables that every kernel has. */
const VARIABLES = ['init_task', 'init_mm', 'jiffies', 'linux_banner', 'nr_cpu_ids'];

function hasVariables(table: NameTable): boolean {
  return VARIABLES.some((name) => table.byName(name) !== undefined);
}

/** `more`: names that are known beside those of `image`. */
function kernelSymbols(image: NameTable, range: LinearMapping, more?: NameTable): KernelSymbols {
  const start = image.byName('_stext')?.address ?? image.byName('_text')?.address ?? range.start;
  const end = image.byName('_end')?.address ?? range.end;
  const table = more && more.length > 0 ? withMore(image, more) : image;
  return new KernelSymbols(table, image.byName('_text')?.address ?? start, end + 1n);
}

/** One table of both. */
function withMore(image: NameTable, more: NameTable): NameTable {
  const all = [...image.all(), ...[...more.all()].filter(({ name }) => image.byName(name) === undefined)];
  all.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  return new NameTable(
    new PlainNames(all.map(({ letter, name }) => letter + name)),
    BigUint64Array.from(all, ({ address }) => address),
  );
}

/** The few names that VMCOREINFO gives: enough for the log when kallsyms cannot be read. No addresses are named by these: the next known name is far away. */
export function fewSymbols(info: Vmcoreinfo): KernelSymbols {
  return new KernelSymbols(fewNames(info), 0n, 0n);
}

function fewNames(info: Vmcoreinfo): NameTable {
  const found: { name: string; address: bigint }[] = [];
  for (const [key] of info.entries()) {
    const name = /^SYMBOL\((\w+)\)$/.exec(key)?.[1];
    const address = name === undefined ? undefined : info.symbol(name);
    if (name !== undefined && address !== undefined) found.push({ name, address });
  }
  found.sort((a, b) => (a.address < b.address ? -1 : 1));
  return new NameTable(
    new PlainNames(found.map(({ name }) => `D${name}`)),
    BigUint64Array.from(found, ({ address }) => address),
  );
}
