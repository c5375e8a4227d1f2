import type { Addr } from '../addr.ts';
import type { KernelSymbol, SymbolAt, SymbolTable } from './symbol.ts';

/** Symbols at one address that are told apart, and steps to the next address; damage puts all at one. */
const MAX_ALIASES = 1000;

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

  constructor(
    private readonly names: Names,
    readonly addresses: BigUint64Array,
    private readonly module?: string,
    /** Whether the addresses ascend, where that is known already. */
    ascending?: boolean,
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
    const first = this.firstAlike(position);
    const index = this.group(first)[position - first];
    return this.names.text(index) === '' ? undefined : this.symbol(index);
  }

  /** All symbols at `address`, in order. */
  aliases(address: bigint): KernelSymbol[] {
    const position = this.lowerBound(address, false);
    if (position >= this.length || this.addresses[this.at(position)] !== address) return [];
    return this.group(position)
      .map((index) => this.symbol(index))
      .filter(({ name }) => name !== '');
  }

  /** First position in order of address whose address is `address` or more; with `after`, more than it. */
  private lowerBound(address: bigint, after: boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = this.addresses[this.at(middle)];
      if (here < address || (after && here === address)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Of the symbols at one address the one that crash takes: the first for the address itself, the last for
   * what lies after it. `position` is the last one's.
   */
  private preferred(position: number, address: bigint): number {
    const alike = this.group(this.firstAlike(position));
    // Of a module's names the kernel and people mean the first, its own one (null_pointer_init, not init_module).
    const last = this.module === undefined && this.addresses[this.at(position)] !== address;
    return alike[last ? alike.length - 1 : 0];
  }

  private firstAlike(position: number): number {
    let first = position;
    while (first > 0 && position - first < MAX_ALIASES - 1 && this.sameAddress(first - 1, position)) first--;
    return first;
  }

  /** Numbers of the symbols that share the address of the one at `position`, which is their first, in order. */
  private group(position: number): number[] {
    const found = [this.at(position)];
    for (
      let next = position + 1;
      next < this.length && found.length < MAX_ALIASES && this.sameAddress(next, position);
      next++
    )
      found.push(this.at(next));
    // Names of the image that share an address stand in order of their letters, those of a module as it has them.
    if (found.length === 1 || this.module !== undefined) return found;
    const named = found.map((index) => ({ index, name: this.names.text(index).slice(1) }));
    return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(({ index }) => index);
  }

  /** All numbers in order of address. */
  private *numbers(): IterableIterator<number> {
    for (let position = 0; position < this.length;) {
      const alike = this.group(position);
      yield* alike;
      position += alike.length;
    }
  }

  /** The number of the symbol at `position` in order of address. */
  private at(position: number): number {
    this.ascends ??= this.ascending();
    if (this.ascends) return position;
    this.kept ??= this.sorted();
    return this.kept[position];
  }

  private sameAddress(position: number, other: number): boolean {
    return this.compare(this.at(position), this.at(other)) === 0;
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

  private sizeByNext(index: number): number | undefined {
    // kallsyms is sorted by address, so the next greater address is a few steps away.
    const end = Math.min(this.length, index + 1 + MAX_ALIASES);
    for (let next = index + 1; next < end; next++) {
      const order = this.compare(next, index);
      if (order < 0) return undefined;
      if (order === 0) continue;
      const distance = this.addresses[next] - this.addresses[index];
      return distance < 0x4000000n ? Number(distance) : undefined;
    }
    return undefined;
  }
}
