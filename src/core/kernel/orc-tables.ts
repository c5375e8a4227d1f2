import type { OrcEntry } from '../unwind/orc/entry.ts';
import { orcFormat } from '../unwind/orc/format.ts';
import { MAX_ORC, OrcTable, type OrcIndex } from '../unwind/orc/table.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
import { moduleAt, type Module } from './modules.ts';

/** Answers kept; a dump's stacks share most of their return addresses. */
const MAX_KEPT = 100_000;

/** The look-up of ORC entries by code address, in the kernel's table and the modules'. */
export function orcLookup(kernel: Kernel): (ip: bigint) => OrcEntry | undefined {
  return kernel.remember('orc look-up', () => {
    const kept = new Map<bigint, OrcEntry | undefined>();
    const modules = new Map<bigint, OrcTable | undefined>();
    const own = kernelTable(kernel);
    return (ip: bigint): OrcEntry | undefined => {
      const known = kept.get(ip);
      if (known || kept.has(ip)) return known;
      const found = find(kernel, own, modules, ip);
      if (kept.size < MAX_KEPT) kept.set(ip, found);
      return found;
    };
  });
}

function find(
  kernel: Kernel,
  own: OrcTable | undefined,
  tables: Map<bigint, OrcTable | undefined>,
  ip: bigint,
): OrcEntry | undefined {
  const place = kernel.symbols.image.byName('_end');
  const start = kernel.symbols.image.byName('_text') ?? kernel.symbols.image.byName('_stext');
  if (start && place && ip >= start.address && ip < place.address) return own?.find(ip);
  const module = moduleAt(kernel, ip)?.module;
  if (!module) return undefined;
  const key = module.object.address;
  if (!tables.has(key)) tables.set(key, moduleTable(kernel, module));
  return tables.get(key)?.find(ip);
}

function kernelTable(kernel: Kernel): OrcTable | undefined {
  return kernel.remember('orc table', () => {
    const address = (name: string): bigint | undefined => kernel.symbols.image.byName(name)?.address;
    const ips = address('__start_orc_unwind_ip');
    const ipsEnd = address('__stop_orc_unwind_ip');
    const entries = address('__start_orc_unwind');
    if (ips === undefined || ipsEnd === undefined || entries === undefined) return undefined;
    const count = Number(ipsEnd - ips) / 4;
    if (!Number.isInteger(count) || count <= 0 || count > MAX_ORC) return undefined;
    const format = orcFormat(kernel.space, kernel.types, address('__start_orc_header'), entries, count);
    return new OrcTable(kernel.space, format, ips, entries, count, index(kernel));
  });
}

function index(kernel: Kernel): OrcIndex | undefined {
  const start = kernel.symbols.image.byName('orc_lookup');
  const end = kernel.symbols.image.byName('orc_lookup_end');
  const text = kernel.symbols.image.byName('_stext');
  if (!start || !end || !text || end.address <= start.address) return undefined;
  return { address: start.address, blocks: Number(end.address - start.address) / 4, textStart: text.address };
}

/** A module's table: module.arch {num_orcs, orc_unwind_ip, orc_unwind} (arch/x86/include/asm/module.h). */
function moduleTable(kernel: Kernel, module: Module): OrcTable | undefined {
  try {
    const arch = module.object.find('arch');
    if (!arch?.has('orc_unwind_ip')) return undefined;
    const count = arch.get('num_orcs').number();
    const ips = arch.get('orc_unwind_ip').pointer();
    const entries = arch.get('orc_unwind').pointer();
    if (count <= 0 || count > MAX_ORC || ips === 0n || entries === 0n) return undefined;
    // Modules are of the kernel's build, or they would not have been loaded: vermagic, and orc_header since 6.4.
    const format =
      kernelTable(kernel)?.format ?? orcFormat(kernel.space, kernel.types, undefined, entries, count);
    return new OrcTable(kernel.space, format, ips, entries, count);
  } catch (error) {
    if (error instanceof FaultError || error instanceof MissingError) return undefined;
    throw error;
  }
}
