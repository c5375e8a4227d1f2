import type { Container } from '../../src/core/container/container.ts';
import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { tableFormat } from '../../src/core/arch/x86_64/paging.ts';
import { AddressSpace } from '../../src/core/memory/space.ts';
import { PhysicalMemory } from '../../src/core/memory/physical.ts';
import { entryAddress, tableIndex, type TableFormat } from '../../src/core/memory/tables.ts';
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
/** How the kernel maps its own memory on x86-64. */
const USUAL = ENTRY.present | ENTRY.write | ENTRY.accessed;
/** Bits of arm64's descriptors (Arm ARM D8.3). */
const DESCRIPTOR = { table: 3n, page: 3n, block: 1n, accessed: 1n << 10n };

/** Page tables in the making, and the pages of memory around them. */
export class PlannedMemory {
  readonly format: TableFormat;
  /** Bytes of a frame of the dump. */
  readonly frame: number;
  private readonly pages = new Map<number, DataView>();
  private readonly excluded = new Set<number>();
  private next: number;

  /** `format`: levels of x86-64, or a format; `tables`: the frame from which on tables are made; `frame`: bytes of the dump's frames. */
  constructor(format: 4 | 5 | TableFormat = 4, tables = 0x100, frame?: number) {
    this.format = typeof format === 'number' ? tableFormat(format) : format;
    this.frame = frame ?? 1 << this.format.pageShift;
    this.next = (tables * this.frame) >> this.format.pageShift;
  }

  get levels(): number {
    return this.format.levels;
  }

  /** A new table; its physical address. */
  table(): number {
    const at = this.next++ * (1 << this.format.pageShift);
    this.page(Math.floor(at / this.frame));
    return at;
  }

  page(pfn: number): DataView {
    const known = this.pages.get(pfn);
    if (known) return known;
    const made = new DataView(new ArrayBuffer(this.frame));
    this.pages.set(pfn, made);
    return made;
  }

  /** Fills frame `pfn` with a pattern that says which it is. */
  fill(pfn: number): void {
    const page = this.page(pfn);
    for (let at = 0; at < this.frame; at += 8) page.setBigUint64(at, patternAt(pfn * this.frame + at), true);
  }

  /** Leaves frame `pfn` out of the dump. */
  exclude(pfn: number): void {
    this.excluded.add(pfn);
  }

  entry(table: number, va: bigint, level: number): bigint {
    const at = table + tableIndex(this.format, level, va) * 8;
    return this.page(Math.floor(at / this.frame)).getBigUint64(at % this.frame, true);
  }
  setEntry(table: number, va: bigint, level: number, entry: bigint): void {
    const at = table + tableIndex(this.format, level, va) * 8;
    this.page(Math.floor(at / this.frame)).setBigUint64(at % this.frame, entry, true);
  }

  /**
   * Maps `va` to physical `pa` from `root` with an entry of `level` (x86-64: 1: 4 KiB, 2: 2 MiB, 3: 1 GiB); the address of
   * each table on the way, top first. `flags`: other bits than the machine usually has.
   */
  map(root: number, va: bigint, pa: number, level = 1, flags?: bigint): number[] {
    let table = root;
    const way = [table];
    for (let here = this.levels; here > level; here--) {
      const entry = this.entry(table, va, here);
      const below = entry & 1n ? Number(entryAddress(this.format.entry, entry)) : this.table();
      if (!(entry & 1n))
        this.setEntry(table, va, here, this.encode(below) | (this.isArm ? DESCRIPTOR.table : USUAL));
      table = below;
      way.push(table);
    }
    this.setEntry(table, va, level, this.encode(pa) | this.kind(level) | (flags ?? this.usual));
    return way;
  }

  private get isArm(): boolean {
    return this.format.halves !== 'both';
  }
  private get usual(): bigint {
    return this.isArm ? DESCRIPTOR.accessed : USUAL;
  }
  /** What says that an entry of `level` maps memory. */
  private kind(level: number): bigint {
    if (this.isArm) return level > 1 ? DESCRIPTOR.block : DESCRIPTOR.page;
    return level > 1 ? ENTRY.large : 0n;
  }

  /** The bits of an entry that lead to `pa`. */
  private encode(pa: number): bigint {
    const { keep, highMask, highFrom, highTo } = this.format.entry;
    const address = BigInt(pa);
    return (address & keep) | (((address >> BigInt(highTo)) & highMask) << BigInt(highFrom));
  }

  /** The memory as a dump, with a cache of `slots` pages. */
  open(slots = 16): PhysicalMemory {
    const plan = {
      blockSize: this.frame,
      pages: [...this.pages]
        .filter(([pfn]) => !this.excluded.has(pfn))
        .map(([pfn, view]) => rawPage(pfn, new Uint8Array(view.buffer))),
      excluded: [...this.excluded],
    };
    const container: Container = openContainer(memorySource(joined(buildKdump(plan)), 'planned'));
    return new PhysicalMemory(new Engine(engine, container.pages, slots * this.frame), container);
  }

  /** `open`, and the space with its top table at `root`. */
  space(root: number, options: { slots?: number; format?: TableFormat } = {}): AddressSpace {
    return new AddressSpace(this.open(options.slots), 'kernel', root, options.format ?? this.format);
  }
}

/** The word that `fill` puts at physical address `pa`. */
export function patternAt(pa: number): bigint {
  return BigInt.asUintN(64, BigInt(pa) * 0x9e3779b97f4a7c15n + 1n);
}
