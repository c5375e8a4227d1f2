import type { Container } from '../../src/core/container/container.ts';
import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { AddressSpace } from '../../src/core/memory/space.ts';
import { PhysicalMemory } from '../../src/core/memory/physical.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { buildKdump, rawPage } from './kdump.ts';
import { joined } from './pieces.ts';
import { engine } from './zoo.ts';

/** Bits of an entry of x86-64 page tables (Intel SDM volume 3, 4.5). */
export const ENTRY = {
  present: 1n,
  write: 2n,
  user: 4n,
  accessed: 0x20n,
  large: 0x80n,
  global: 0x100n,
  /** PAT of a large page: lies where the frame of a small one begins. */
  patLarge: 0x1000n,
  noExecute: 1n << 63n,
} as const;
/** How the kernel maps its own memory. */
const USUAL = ENTRY.present | ENTRY.write | ENTRY.accessed;

/** Page tables in the making, and the pages of memory around them. */
export class PlannedMemory {
  private readonly pages = new Map<number, DataView>();
  private readonly excluded = new Set<number>();
  private next: number;

  /** `tables`: the frame from which on tables are made. */
  constructor(
    readonly levels: 4 | 5 = 4,
    tables = 0x100,
  ) {
    this.next = tables;
  }

  /** A new table; its physical address. */
  table(): number {
    const pfn = this.next++;
    this.page(pfn);
    return pfn * 4096;
  }

  page(pfn: number): DataView {
    const known = this.pages.get(pfn);
    if (known) return known;
    const made = new DataView(new ArrayBuffer(4096));
    this.pages.set(pfn, made);
    return made;
  }

  /** Fills frame `pfn` with a pattern that says which it is. */
  fill(pfn: number): void {
    const page = this.page(pfn);
    for (let at = 0; at < 4096; at += 8) page.setBigUint64(at, patternAt(pfn * 4096 + at), true);
  }

  /** Leaves frame `pfn` out of the dump. */
  exclude(pfn: number): void {
    this.excluded.add(pfn);
  }

  entry(table: number, va: bigint, level: number): bigint {
    return this.page(table / 4096).getBigUint64(slotOf(va, level), true);
  }
  setEntry(table: number, va: bigint, level: number, entry: bigint): void {
    this.page(table / 4096).setBigUint64(slotOf(va, level), entry, true);
  }

  /** Maps `va` to physical `pa` from `root` with an entry of `level` (1: 4 KiB, 2: 2 MiB, 3: 1 GiB); the address of each table on the way, top first. */
  map(root: number, va: bigint, pa: number, level = 1, flags: bigint = USUAL): number[] {
    let table = root;
    const way = [table];
    for (let here = this.levels; here > level; here--) {
      const entry = this.entry(table, va, here);
      const below = entry & 1n ? Number(entry & 0x000ffffffffff000n) : this.table();
      if (!(entry & 1n)) this.setEntry(table, va, here, BigInt(below) | USUAL);
      table = below;
      way.push(table);
    }
    this.setEntry(table, va, level, BigInt(pa) | flags | (level > 1 ? ENTRY.large : 0n));
    return way;
  }

  /** The memory as a dump, with a cache of `slots` pages. */
  open(slots = 16): PhysicalMemory {
    const plan = {
      pages: [...this.pages]
        .filter(([pfn]) => !this.excluded.has(pfn))
        .map(([pfn, view]) => rawPage(pfn, new Uint8Array(view.buffer))),
      excluded: [...this.excluded],
    };
    const container: Container = openContainer(memorySource(joined(buildKdump(plan)), 'planned'));
    return new PhysicalMemory(new Engine(engine, container.pages, slots * 4096), container);
  }

  /** `open`, and the space with its top table at `root`. */
  space(root: number, options: { slots?: number; without?: bigint; rootBits?: bigint } = {}): AddressSpace {
    const memory = this.open(options.slots);
    memory.engine.wasm.setSpace(0, BigInt(root) | (options.rootBits ?? 0n), this.levels, options.without ?? 0n);
    return new AddressSpace(memory, 'kernel', 0, root, this.levels);
  }
}

/** The word that `fill` puts at physical address `pa`. */
export function patternAt(pa: number): bigint {
  return BigInt.asUintN(64, BigInt(pa) * 0x9e3779b97f4a7c15n + 1n);
}

function slotOf(va: bigint, level: number): number {
  return Number((va >> BigInt(12 + 9 * (level - 1))) & 511n) * 8;
}
