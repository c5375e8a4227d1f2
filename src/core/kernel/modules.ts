import { brokenList } from '../catalogue/kernel.ts';
import type { Message } from '../catalogue/message.ts';
import type { Addr } from '../addr.ts';
import { OopscopeError } from '../errors.ts';
import { readElfSymbols } from '../symbols/elf-symbols.ts';
import type { SymbolTable } from '../symbols/symbol.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';
import { looksLikeModule, modulesInMemory } from './module-scan.ts';

/** A piece of a module's memory. */
export interface ModuleRange {
  /** 'text', 'data', 'rodata', 'ro_after_init', 'init text', 'init data', 'init rodata', or 'core', 'init' before 6.4. */
  readonly name: string;
  readonly base: Addr;
  readonly size: number;
}

/** A loaded module (include/linux/module.h). */
export interface Module {
  readonly object: CObject;
  readonly name: string;
  /** LIVE, COMING, GOING, UNFORMED. */
  readonly state: string;
  readonly ranges: readonly ModuleRange[];
  /** Bits of TAINT_*: what this module tainted the kernel with (include/linux/panic.h). */
  readonly taints: bigint;
}

const STATES = ['LIVE', 'COMING', 'GOING', 'UNFORMED'] as const;
/** enum mod_mem_type of 6.4 on, in words. */
const MEMORY = ['text', 'data', 'rodata', 'ro_after_init', 'init text', 'init data', 'init rodata'] as const;
const MAX_SYMBOLS = 2_000_000;
/** More are taken for a list that leads astray; distributions build some 6000. */
const MAX_MODULES = 20_000;

/** The loaded modules, newest first, as the kernel's list has them; none where they cannot be known. */
export function modules(kernel: Kernel): readonly Module[] {
  return kernel.remember('modules', () => {
    const broken = kernel.remember('module list', (): BrokenList => ({}));
    const { image } = kernel.symbols;
    if (!image.byName('modules')) {
      // Without CONFIG_MODULES there is no list, and nothing that loads them (kernel/module/main.c); else names are lost.
      if (image.byName('load_module') || !image.byName('schedule'))
        broken.reason = brokenList.noModuleSymbol();
      return [];
    }
    if (!kernel.types.has('module', 'list')) {
      broken.reason = brokenList.noModuleType();
      return [];
    }
    // Of the head only the address is asked, so that it matters not whether struct list_head is known.
    const head = kernel.object('modules', 'void');
    const found: Module[] = [];
    for (const entry of listEntries(head, 'struct module', 'list', broken)) {
      if (found.length >= MAX_MODULES) {
        broken.reason = brokenList.tooLong({ most: MAX_MODULES });
        break;
      }
      if (!looksLikeModule(kernel, entry.address)) {
        broken.reason = brokenList.noModule({ address: entry.address });
        break;
      }
      found.push(describe(entry));
    }
    return broken.reason ? withThoseInMemory(kernel, found) : found;
  });
}

/** The modules of the list as far as it leads, and the others that lie where modules are loaded. */
function withThoseInMemory(kernel: Kernel, listed: readonly Module[]): Module[] {
  const known = new Set<bigint>(listed.map(({ object }) => object.address));
  const found = [...listed];
  for (const address of modulesInMemory(kernel))
    if (!known.has(address) && found.length < MAX_MODULES)
      found.push(describe(kernel.at('struct module', address)));
  return found;
}

/** Why the list of modules is not whole, where it is not. */
export function moduleListBroken(kernel: Kernel): Message | undefined {
  modules(kernel);
  return kernel.remember('module list', (): BrokenList => ({})).reason;
}

function describe(object: CObject): Module {
  const state = object.try((m) => m.get('state').number()) ?? -1;
  return {
    object,
    name: object.try((m) => m.get('name').string(64)) ?? '?',
    state: STATES[state] ?? `state ${state}`,
    ranges: object.try(ranges) ?? [],
    taints: object.try((m) => m.find('taints')?.bigint()) ?? 0n,
  };
}

function ranges(module: CObject): ModuleRange[] {
  const found: ModuleRange[] = [];
  const add = (name: string, base: CObject, size: CObject): void => {
    const range = { name, base: base.pointer(), size: size.number() };
    if (range.base !== 0n && range.size > 0 && range.size < 1 << 30) found.push(range);
  };
  // 6.4 on (ac3b43283923): one array of memory areas; before two layouts.
  const memory = module.find('mem');
  if (memory) {
    for (let i = 0; i < memory.count; i++)
      add(MEMORY[i] ?? `memory ${i}`, memory.at(i).get('base'), memory.at(i).get('size'));
    return found;
  }
  // core_layout and init_layout since 4.5 (7523e4dc5057), members of their own before.
  for (const part of ['core', 'init'])
    if (module.has(`${part}_layout`))
      add(part, module.get(`${part}_layout.base`), module.get(`${part}_layout.size`));
    else if (module.has(`module_${part}`))
      add(part, module.get(`module_${part}`), module.get(`${part}_size`));
  return found;
}

/** Where the module's text begins. */
export function moduleBase(module: Module): Addr {
  const text = module.ranges.find(({ name }) => name === 'text' || name === 'core') ?? module.ranges[0];
  return text?.base ?? (0n as Addr);
}

/** Bytes that stay once the module's init is done, as /proc/modules counts them. */
export function moduleSize(module: Module): number {
  return module.ranges.reduce((sum, { name, size }) => (name.startsWith('init') ? sum : sum + size), 0);
}

/** The module whose memory `address` lies in. */
export function moduleAt(
  kernel: Kernel,
  address: bigint,
): { module: Module; range: ModuleRange } | undefined {
  for (const module of modules(kernel))
    for (const range of module.ranges)
      if (address >= range.base && address < range.base + BigInt(range.size)) return { module, range };
  return undefined;
}

/** A module's names, read when first asked for. */
export function moduleSymbols(kernel: Kernel, module: Module): SymbolTable {
  return kernel.remember(`symbols of module ${module.object.address}`, () =>
    lazyTable(() => readModuleSymbols(kernel, module)),
  );
}

function readModuleSymbols(kernel: Kernel, module: Module): SymbolTable {
  // struct mod_kallsyms since 4.5 (8244062ef1e5), members of struct module before.
  const table = module.object.find('kallsyms')?.deref() ?? module.object;
  const count = Math.min(table.get('num_symtab').number(), MAX_SYMBOLS);
  const letters = table.find('typetab')?.pointer();
  return readElfSymbols(
    kernel.space,
    table.get('symtab').pointer(),
    count,
    table.get('strtab').pointer(),
    letters,
    module.name,
  );
}

function lazyTable(load: () => SymbolTable): SymbolTable {
  let table: SymbolTable | undefined;
  const get = (): SymbolTable => {
    if (!table) {
      try {
        table = load();
      } catch (error) {
        if (!(error instanceof OopscopeError)) throw error;
        // A module whose names are not in the dump has none; its range is still known.
        table = {
          byName: () => undefined,
          allByName: () => [],
          byAddress: () => undefined,
          aliases: () => [],
          matching: () => [].values(),
          all: () => [].values(),
        };
      }
    }
    return table;
  };
  return {
    byName: (name) => get().byName(name),
    allByName: (name) => get().allByName(name),
    byAddress: (address) => get().byAddress(address),
    aliases: (address) => get().aliases(address),
    matching: (test) => get().matching(test),
    all: () => get().all(),
  };
}
