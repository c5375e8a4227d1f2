import type { Addr } from '../addr.ts';

/** One name of the kernel's image, of a module or of a BPF program. */
export interface KernelSymbol {
  readonly name: string;
  readonly address: Addr;
  /** Letter as nm prints it: T text, D data, B bss, R read-only, A absolute (per-CPU offset); small for local ones. */
  readonly letter: string;
  /** Bytes to the next symbol; undefined for the last one. */
  readonly size?: number;
  /** Bytes of what it names, where a module's ELF symbol says that (st_size); what lies between it and the next symbol is nobody's. */
  readonly ownSize?: number;
  /** Module's name; undefined for the kernel itself. */
  readonly module?: string;
}

/** A symbol and how far after its address the asked address lies. */
export interface SymbolAt {
  readonly symbol: KernelSymbol;
  readonly offset: number;
}

/** Names and addresses, whatever they come from. */
export interface SymbolTable {
  byName(name: string): KernelSymbol | undefined;
  allByName(name: string): KernelSymbol[];
  /** The symbol that covers `address`. */
  byAddress(address: bigint): SymbolAt | undefined;
  /** The symbols at `address`, in the order in which they are listed. */
  aliases(address: bigint): readonly KernelSymbol[];
  /** All symbols whose name satisfies `test`, in order of address. */
  matching(test: (name: string) => boolean): IterableIterator<KernelSymbol>;
  /** All symbols in order of address. */
  all(): IterableIterator<KernelSymbol>;
}

/**
 * `name` as crash shows it: cut before ".isra.", or else before ".part.", which compilers add to copies of a
 * function (".constprop.0" and a plain ".cold" stay).
 */
export function shownName(name: string): string {
  if (!name.includes('.')) return name;
  const isra = name.indexOf('.isra.');
  const cut = isra > 0 ? isra : name.indexOf('.part.');
  return cut > 0 ? name.slice(0, cut) : name;
}

/** "schedule+5", "schedule", with the module in brackets when there is one. */
export function symbolText(at: SymbolAt, radix: 10 | 16 = 10, withModule = true): string {
  const offset =
    at.offset === 0 ? '' : '+' + (radix === 16 ? '0x' + at.offset.toString(16) : String(at.offset));
  return (
    shownName(at.symbol.name) + offset + (withModule && at.symbol.module ? ` [${at.symbol.module}]` : '')
  );
}

/**
 * Names that mark where a section ends (include/asm-generic/vmlinux.lds.h, arch/…/kernel/vmlinux.lds.S), and name nothing of what
 * lies past them; those with __end_ begin functions as well, in the text.
 */
const END_MARKERS =
  /^(?:_e(?:text|data|nd|inittext|rodata)|_brk_end|__brk_limit|__bss_stop|__(?:init|inittext|exittext|initdata|nosave|smp_locks|per_cpu|init_scratch)_end|__stop___\w+)$/;
const END_OF_DATA = /^(?:__pi_)?__end_\w+$/;

/** Whether `at` lies past the end of a section rather than in what its symbol names; `textEnd` is _etext. */
export function isPastEnd({ symbol, offset }: SymbolAt, textEnd: bigint): boolean {
  if (offset === 0) return false;
  return END_MARKERS.test(symbol.name) || (symbol.address >= textEnd && END_OF_DATA.test(symbol.name));
}
