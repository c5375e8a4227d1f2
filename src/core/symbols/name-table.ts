import type { Addr } from '../addr.ts';
import type { KernelSymbol, SymbolAt, SymbolTable } from './symbol.ts';

/** Symbols at one address that are answered for it; the kernel has thousands at some (__kstrtabns_…). */
const MAX_ALIASES = 1000;
/** Symbols at one address that are put in order of their names; damage puts all at one. */
const MAX_ORDERED = 65_536;
/** Further than this no symbol reaches. */
const MAX_SIZE = 0x4000000n;

/** The names of a table by number, made only for what is asked for. */
export interface Names {
  readonly length: number;
  /** Type letter and name of symbol `index`; '' when its name cannot be read. */
  text(index: number): string;
  /** Numbers of the symbols called `name`, ascending. */
  find(name: string): Iterable<number>;
}

/** Names that are few or small: of modules, of VMCOREINFO. */
export class PlainNames implements Names {
  private numbers: Map<string, number[]> | undefined;

  /** `texts`: type letter and name of each symbol. */
  constructor(private readonly texts: readonly string[]) {}

  get length(): number {
    return this.texts.length;
  }
  text(index: number): string {
    return this.texts[index];
  }
  find(name: string): readonly number[] {
    if (!this.numbers) {
      this.numbers = new Map();
      for (let i = 0; i < this.texts.length; i++) {
        const known = this.numbers.get(this.texts[i].slice(1));
        if (known) known.push(i);
        else this.numbers.set(this.texts[i].slice(1), [i]);
      }
    }
    return this.numbers.get(name) ?? [];
  }
}

/** Names and their addresses. A symbol whose name cannot be read keeps its place, so that no other is named for it. */
export class NameTable implements SymbolTable {
  private kept: Uint32Array | undefined;
  /** The addresses as pairs of u32 (low, high): a bigint for each comparison is garbage that costs more than it. */
  private readonly words: Uint32Array;
  private ascends: boolean | undefined;
  /** The group that was asked for last: neighbours mostly are. */
  private lastGroup: { readonly first: number; readonly numbers: readonly number[] } | undefined;

  constructor(
    private readonly names: Names,
    readonly addresses: BigUint64Array,
    private readonly module?: string,
    /** Whether the addresses ascend, where that is known already. */
    ascending?: boolean,
    /** Bytes of what each names, 0 where that is not known. */
    private readonly ownSizes?: readonly number[],
  ) {
    this.words = new Uint32Array(addresses.buffer, addresses.byteOffset, addresses.length * 2);
    this.ascends = ascending;
  }

  get length(): number {
    return this.addresses.length;
  }

  symbol(index: number): KernelSymbol {
    const text = this.names.text(index);
    return {
      name: text.slice(1),
      address: this.addresses[index] as Addr,
      letter: text === '' ? '?' : text[0],
      size: this.sizeByNext(index),
      module: this.module,
      ...(this.ownSizes?.[index] && { ownSize: this.ownSizes[index] }),
    };
  }

  byName(name: string): KernelSymbol | undefined {
    for (const index of this.names.find(name)) return this.symbol(index);
    return undefined;
  }

  allByName(name: string): KernelSymbol[] {
    return Array.from(this.names.find(name), (index) => this.symbol(index));
  }

  byAddress(address: bigint): SymbolAt | undefined {
    const position = this.lowerBound(address, true) - 1;
    if (position < 0) return undefined;
    const symbol = this.symbol(this.preferred(position, address));
    const offset = Number(address - symbol.address);
    if (symbol.name === '') return undefined;
    // The last symbol has no next one that would end it.
    return symbol.size === undefined || offset < symbol.size || (offset === 0 && symbol.size === 0)
      ? { symbol, offset }
      : undefined;
  }

  *matching(test: (name: string) => boolean): IterableIterator<KernelSymbol> {
    for (const index of this.numbers()) {
      const text = this.names.text(index);
      if (text !== '' && test(text.slice(1))) yield this.symbol(index);
    }
  }

  *all(): IterableIterator<KernelSymbol> {
    for (const index of this.numbers()) if (this.names.text(index) !== '') yield this.symbol(index);
  }

  /** Position in address order of the first symbol at or after `address`, for neighbours. */
  position(address: bigint): number {
    return this.lowerBound(address, false);
  }

  /** The symbol at `position` in address order; undefined when there is none or its name cannot be read. */
  inOrder(position: number): KernelSymbol | undefined {
    if (position < 0 || position >= this.length) return undefined;
    const { first, numbers } = this.group(position);
    const index = numbers[position - first];
    return this.names.text(index) === '' ? undefined : this.symbol(index);
  }

  /** All symbols at `address`, in order. */
  aliases(address: bigint): KernelSymbol[] {
    const position = this.lowerBound(address, false);
    if (position >= this.length || this.addresses[this.at(position)] !== address) return [];
    return this.group(position)
      .numbers.slice(0, MAX_ALIASES)
      .map((index) => this.symbol(index))
      .filter(({ name }) => name !== '');
  }

  /** First position in order of address whose address is `address` or more; with `after`, more than it. */
  private lowerBound(address: bigint, after: boolean): number {
    const highWord = Number(BigInt.asUintN(32, address >> 32n));
    const lowWord = Number(BigInt.asUintN(32, address));
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = this.at(middle) * 2;
      const order = this.words[here + 1] - highWord || this.words[here] - lowWord;
      if (order < 0 || (after && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Of the symbols at one address the one that crash takes: the first for the address itself, the last for
   * what lies after it. `position` is the last one's.
   */
  private preferred(position: number, address: bigint): number {
    const alike = this.group(position).numbers;
    // Of a module's names the kernel and people mean the first, its own one (null_pointer_init, not init_module).
    const last = this.module === undefined && this.addresses[this.at(position)] !== address;
    return alike[last ? alike.length - 1 : 0];
  }

  /** The symbols that share the address of the one at `position`: position of their first, their numbers in order. */
  private group(position: number): { readonly first: number; readonly numbers: readonly number[] } {
    const last = this.lastGroup;
    if (last && position >= last.first && position < last.first + last.numbers.length) return last;
    const address = this.addresses[this.at(position)];
    const first = this.lowerBound(address, false);
    const end = this.lowerBound(address, true);
    let numbers = Array.from({ length: end - first }, (_, i) => this.at(first + i));
    // Names of the image that share an address stand in order of their letters, those of a module as it has them.
    if (numbers.length > 1 && numbers.length <= MAX_ORDERED && this.module === undefined)
      numbers = numbers
        .map((index) => ({ index, name: this.names.text(index).slice(1) }))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
        .map(({ index }) => index);
    return (this.lastGroup = { first, numbers });
  }

  /** All numbers in order of address. */
  private *numbers(): IterableIterator<number> {
    for (let position = 0; position < this.length;) {
      const { first, numbers } = this.group(position);
      yield* numbers;
      position = first + numbers.length;
    }
  }

  /** The number of the symbol at `position` in order of address. */
  private at(position: number): number {
    if (this.inTableOrder) return position;
    this.kept ??= this.sorted();
    return this.kept[position];
  }

  private get inTableOrder(): boolean {
    return (this.ascends ??= this.ascending());
  }

  /** Address `a` minus address `b` by their sign only. */
  private compare(a: number, b: number): number {
    const high = this.words[a * 2 + 1] - this.words[b * 2 + 1];
    return high !== 0 ? high : this.words[a * 2] - this.words[b * 2];
  }

  private ascending(): boolean {
    for (let i = 1; i < this.length; i++) if (this.compare(i, i - 1) < 0) return false;
    return true;
  }

  private sorted(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, i) => i).sort((a, b) => this.compare(a, b) || a - b);
  }

  /** Bytes to the next greater address. */
  private sizeByNext(index: number): number | undefined {
    const address = this.addresses[index];
    // In most tables that is the next symbol's.
    let next = index + 1;
    if (!this.inTableOrder || next >= this.length || this.addresses[next] <= address) {
      const position = this.lowerBound(address, true);
      if (position >= this.length) return undefined;
      next = this.at(position);
    }
    const size = this.addresses[next] - address;
    return size < MAX_SIZE ? Number(size) : undefined;
  }
}
