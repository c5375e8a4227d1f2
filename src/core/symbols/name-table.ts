import type { Addr } from '../addr.ts';
import { compareAt, wordsOf } from './address-words.ts';
import { hashName, hashText } from './name-hash.ts';
import type { KernelSymbol, SymbolAt, SymbolTable } from './symbol.ts';

/** More symbols at one address than this are not told apart. */
const MAX_ALIASES = 1000;

/**
 * Symbols in typed arrays: texts (type letter and name) one after the other with their ends, and addresses.
 * Objects are made only for what is asked for.
 */
export class NameTable implements SymbolTable {
  private order: Uint32Array | undefined;
  private hashes: Uint32Array | undefined;
  private readonly words: Uint32Array;

  constructor(
    /** Type letter and name of each symbol, without separators. */
    private readonly text: Uint8Array,
    /** Where the text of symbol i ends. */
    private readonly ends: Uint32Array,
    readonly addresses: BigUint64Array,
    private readonly module?: string,
    /** Sizes, where they are known (modules). */
    private readonly sizes?: Float64Array,
  ) {
    this.words = wordsOf(addresses);
  }

  get length(): number {
    return this.addresses.length;
  }

  symbol(index: number): KernelSymbol {
    const start = index === 0 ? 0 : this.ends[index - 1];
    return {
      name: this.latin1(start + 1, this.ends[index]),
      address: this.addresses[index] as Addr,
      letter: String.fromCharCode(this.text[start] ?? 63),
      size: this.sizes?.[index] ?? this.sizeByNext(index),
      module: this.module,
    };
  }

  byName(name: string): KernelSymbol | undefined {
    return this.allByName(name)[0];
  }

  allByName(name: string): KernelSymbol[] {
    this.hashes ??= this.hash();
    const mask = this.hashes.length - 1;
    const found: number[] = [];
    for (let at = hashText(name) & mask; this.hashes[at] !== 0; at = (at + 1) & mask) {
      const index = this.hashes[at] - 1;
      if (this.isNamed(index, name)) found.push(index);
    }
    return found.sort((a, b) => a - b).map((index) => this.symbol(index));
  }

  byAddress(address: bigint): SymbolAt | undefined {
    const order = (this.order ??= this.sorted());
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.addresses[order[middle]] <= address) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return undefined;
    const symbol = this.symbol(this.preferred(low - 1, address));
    const offset = Number(address - symbol.address);
    // The last symbol has no next one that would end it.
    return symbol.size === undefined || offset < symbol.size || (offset === 0 && symbol.size === 0)
      ? { symbol, offset }
      : undefined;
  }

  *matching(test: (name: string) => boolean): IterableIterator<KernelSymbol> {
    const order = (this.order ??= this.sorted());
    for (const index of order) {
      const start = index === 0 ? 0 : this.ends[index - 1];
      if (test(this.latin1(start + 1, this.ends[index]))) yield this.symbol(index);
    }
  }

  *all(): IterableIterator<KernelSymbol> {
    const order = (this.order ??= this.sorted());
    for (const index of order) yield this.symbol(index);
  }

  /** Position in address order of the first symbol at or after `address`, for neighbours. */
  position(address: bigint): number {
    const order = (this.order ??= this.sorted());
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.addresses[order[middle]] < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The symbol at `position` in address order. */
  inOrder(position: number): KernelSymbol | undefined {
    const order = (this.order ??= this.sorted());
    return position >= 0 && position < order.length ? this.symbol(order[position]) : undefined;
  }

  /** All symbols at `address`, in order. */
  aliases(address: bigint): KernelSymbol[] {
    const found: KernelSymbol[] = [];
    for (let at = this.position(address); found.length < MAX_ALIASES; at++) {
      const symbol = this.inOrder(at);
      if (symbol?.address !== address) break;
      found.push(symbol);
    }
    return found;
  }

  /**
   * Of the symbols at one address the one that crash takes: the first for the address itself, the last for
   * what lies after it. `position` is the last one's.
   */
  private preferred(position: number, address: bigint): number {
    const order = this.order as Uint32Array;
    const at = this.addresses[order[position]];
    // Of a module's names the kernel and people mean the first, its own one (null_pointer_init, not init_module).
    if (this.module === undefined && at !== address) return order[position];
    let first = position;
    while (first > 0 && this.addresses[order[first - 1]] === at) first--;
    return order[first];
  }

  private sizeByNext(index: number): number | undefined {
    // kallsyms is sorted by address, so the next greater address is a few steps away.
    for (let next = index + 1; next < this.addresses.length; next++) {
      const order = compareAt(this.words, next, index);
      if (order < 0) return undefined;
      if (order === 0) continue;
      const distance = this.addresses[next] - this.addresses[index];
      return distance < 0x4000000n ? Number(distance) : undefined;
    }
    return undefined;
  }

  private sorted(): Uint32Array {
    const { words } = this;
    const order = new Uint32Array(this.addresses.length);
    let ascending = true;
    for (let i = 0; i < order.length; i++) {
      order[i] = i;
      if (i > 0 && compareAt(words, i, i - 1) < 0) ascending = false;
    }
    if (!ascending) order.sort((a, b) => compareAt(words, a, b) || a - b);
    // Names of the image that share an address stand in order of their letters, those of a module as it has them.
    if (this.module === undefined) this.sortAliases(order);
    return order;
  }

  private sortAliases(order: Uint32Array): void {
    const { words } = this;
    for (let start = 0; start < order.length;) {
      let end = start + 1;
      while (end < order.length && compareAt(words, order[end], order[start]) === 0) end++;
      if (end - start > 1) order.subarray(start, end).sort((a, b) => this.compareNames(a, b));
      start = end;
    }
  }

  private compareNames(a: number, b: number): number {
    const { text, ends } = this;
    let left = a === 0 ? 1 : ends[a - 1] + 1;
    let right = b === 0 ? 1 : ends[b - 1] + 1;
    for (; left < ends[a] && right < ends[b]; left++, right++)
      if (text[left] !== text[right]) return text[left] - text[right];
    return ends[a] - left - (ends[b] - right);
  }

  private hash(): Uint32Array {
    const { text, ends } = this;
    let size = 16;
    while (size < ends.length * 2) size *= 2;
    const table = new Uint32Array(size);
    let start = 0;
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index];
      let slot = hashName(text, start + 1, end) & (size - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
      table[slot] = index + 1;
      start = end;
    }
    return table;
  }

  private isNamed(index: number, name: string): boolean {
    const start = (index === 0 ? 0 : this.ends[index - 1]) + 1;
    if (this.ends[index] - start !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.text[start + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  private latin1(start: number, end: number): string {
    let text = '';
    for (let at = start; at < end; at++) text += String.fromCharCode(this.text[at]);
    return text;
  }
}
