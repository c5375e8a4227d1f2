import type { KernelSymbol, SymbolAt, SymbolTable } from './symbol.ts';
import type { NameTable } from './name-table.ts';

/** A range of addresses whose names one table has. */
export interface SymbolRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly table: SymbolTable;
}

/** The names of the kernel, its modules and whatever else brings some, behind one face. */
export class KernelSymbols implements SymbolTable {
  private readonly ranges: SymbolRange[] = [];

  constructor(
    readonly image: NameTable,
    /** First and last address of the kernel image; names of the image are not given to addresses beyond. */
    private readonly imageStart: bigint,
    private readonly imageEnd: bigint,
  ) {}

  /** Adds the names of a module's (or program's) memory ranges. Ranges that overlap others are asked after them. */
  add(range: SymbolRange): void {
    this.ranges.push(range);
  }

  /** Tables besides the image's, each once. */
  get tables(): readonly SymbolTable[] {
    return [...new Set(this.ranges.map((range) => range.table))];
  }

  byName(name: string): KernelSymbol | undefined {
    const own = this.image.byName(name);
    if (own) return own;
    for (const table of this.tables) {
      const found = table.byName(name);
      if (found) return found;
    }
    return undefined;
  }

  allByName(name: string): KernelSymbol[] {
    return [this.image, ...this.tables].flatMap((table) => table.allByName(name));
  }

  byAddress(address: bigint): SymbolAt | undefined {
    if (address >= this.imageStart && address < this.imageEnd) return this.image.byAddress(address);
    for (const range of this.ranges) {
      if (address < range.start || address >= range.end) continue;
      const found = range.table.byAddress(address);
      if (found) return found;
    }
    return undefined;
  }

  *matching(test: (name: string) => boolean): IterableIterator<KernelSymbol> {
    for (const table of [this.image, ...this.tables]) yield* table.matching(test);
  }

  *all(): IterableIterator<KernelSymbol> {
    for (const table of [this.image, ...this.tables]) yield* table.all();
  }
}
