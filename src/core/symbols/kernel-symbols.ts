import type { KernelSymbol, SymbolAt, SymbolTable } from './symbol.ts';
import type { NameTable } from './name-table.ts';

/** A range of addresses whose names one table has. */
export interface SymbolRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly table: SymbolTable;
}

/** What compilers put after the names of copies, as often as it is met. */
const SUFFIXES = ['isra', 'part'].flatMap((word) => [0, 1, 2, 3].map((number) => `.${word}.${number}`));

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
    return this.withSuffix(name)[0];
  }

  /** All symbols called `name`, also under the name that a compiler's copy is shown by. */
  allByName(name: string): KernelSymbol[] {
    const tables = [this.image, ...this.tables];
    const found = tables.flatMap((table) => table.allByName(name));
    return found.length > 0 ? found : this.withSuffix(name);
  }

  /** "foo" is what "foo.isra.0" is shown as (shownName). */
  private withSuffix(name: string): KernelSymbol[] {
    if (name === '' || /[^\w.$]/.test(name)) return [];
    const names = SUFFIXES.map((suffix) => name + suffix);
    return [this.image, ...this.tables].flatMap((table) => names.flatMap((each) => table.allByName(each)));
  }

  /** The symbols at `address`, in the order in which they are listed. */
  aliases(address: bigint): readonly KernelSymbol[] {
    if (this.inImage(address) || address < this.imageStart) return this.image.aliases(address);
    const range = this.ranges.find(({ start, end }) => address >= start && address < end);
    return range ? range.table.aliases(address) : [];
  }

  private inImage(address: bigint): boolean {
    return address >= this.imageStart && address < this.imageEnd;
  }

  byAddress(address: bigint): SymbolAt | undefined {
    if (this.inImage(address)) return this.image.byAddress(address);
    for (const range of this.ranges) {
      if (address < range.start || address >= range.end) continue;
      const found = range.table.byAddress(address);
      // What begins in another range of the module does not reach into this one.
      if (found && found.symbol.address >= range.start) return found;
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
