import { step } from '../addr.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import { CObject } from '../types/cobject.ts';
import { GLOBALS } from '../types/globals.ts';
import { bare, sizeOf, type EnumType, type Type } from '../types/model.ts';
import type { Kernel } from './kernel.ts';
import { modules } from './modules.ts';

/** A global variable or function by its name. */
export interface Variable {
  readonly symbol: KernelSymbol;
  readonly type: Type;
  /** Each CPU has its own, at an offset from the symbol. */
  readonly perCpu: boolean;
}

/** What the name of a global means: BTF tells of per-CPU variables and functions, types/globals.ts of others. */
export function variable(kernel: Kernel, name: string): Variable | undefined {
  const symbol = kernel.symbols.byName(name);
  if (!symbol) return undefined;
  const { types } = kernel;
  const known = types.find('var', name);
  if (known) return { symbol, type: known, perCpu: isPerCpu(kernel, symbol) };
  const code = types.find('func', name);
  if (code) return { symbol, type: code, perCpu: false };
  for (const text of Object.hasOwn(GLOBALS, name) ? [GLOBALS[name]].flat() : []) {
    const spelled = types.lookup(counted(kernel, text));
    const type = spelled && fitted(spelled, symbol);
    if (type) return { symbol, type, perCpu: false };
  }
  return undefined;
}

/** `text` with the enumerators between its brackets as numbers; those that no enum has are left, and mean no type. */
function counted(kernel: Kernel, text: string): string {
  return text.replace(/\[([A-Za-z_]\w*)\]/g, (whole, name: string) => {
    const value = enumeratorNamed(kernel, name)?.value;
    return value === undefined ? whole : `[${value}]`;
  });
}

/** The enum that has an enumerator called `name`, and its value. */
export function enumeratorNamed(
  kernel: Kernel,
  name: string,
): { readonly type: EnumType; readonly value: bigint } | undefined {
  const all = kernel.remember('enumerators', () => {
    const found = new Map<string, { type: EnumType; value: bigint }>();
    for (const { type: make } of kernel.types.all(['enum'], true)) {
      const type = make();
      if (type.kind !== 'enum') continue;
      for (const each of type.values)
        if (!found.has(each.name)) found.set(each.name, { type, value: each.value });
    }
    return found;
  });
  return all.get(name);
}

/**
 * Whether `symbol` is a per-CPU variable. kallsyms calls those of x86-64 absolute until they got addresses of their own (6.15; elsewhere
 * always): then they lie in the kernel's section of them (vmlinux.lds.h, PERCPU_SECTION), or in a module's (struct module.percpu).
 */
function isPerCpu(kernel: Kernel, { letter, address, module }: KernelSymbol): boolean {
  if (letter === 'A') return true;
  return perCpuSections(kernel).some(
    (each) => each.module === module && address >= each.start && address < each.end,
  );
}

/** Addresses of per-CPU variables as their symbols have them: what each CPU's copy lies at is a CPU's offset further. */
export interface PerCpuSection {
  readonly module?: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** Those of the image and of each module. */
export function perCpuSections(kernel: Kernel): readonly PerCpuSection[] {
  return kernel.remember('per-CPU sections', () => {
    const start = kernel.symbols.image.byName('__per_cpu_start')?.address;
    const end = kernel.symbols.image.byName('__per_cpu_end')?.address;
    const sections: PerCpuSection[] = start === undefined || end === undefined ? [] : [{ start, end }];
    if (!kernel.types.has('module', 'percpu') || !kernel.types.has('module', 'percpu_size')) return sections;
    for (const { name, object } of modules(kernel)) {
      const at = object.try((each) => each.get('percpu').bigint());
      const size = object.try((each) => each.get('percpu_size').number());
      if (at && size) sections.push({ module: name, start: at, end: at + BigInt(size) });
    }
    return sections;
  });
}

/** `type` when it fits into the room of `symbol`; an array is shortened to that room, as NR_CPUS is not known. */
function fitted(type: Type, symbol: KernelSymbol): Type | undefined {
  const { size } = symbol;
  if (size === undefined || sizeOf(type) <= size) return type;
  const array = bare(type);
  if (array.kind !== 'array') return undefined;
  const count = Math.floor(size / Math.max(1, sizeOf(array.element)));
  return count > 0 ? { kind: 'array', element: array.element, count } : undefined;
}

/** The variable itself; of a per-CPU one the copy of `cpu`. */
export function variableObject(kernel: Kernel, { symbol, type, perCpu }: Variable, cpu: number): CObject {
  const at = perCpu ? step(symbol.address, kernel.perCpuOffset(cpu)) : symbol.address;
  return CObject.at(type, at, kernel.space, kernel.types);
}
