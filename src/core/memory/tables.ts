/**
 * What memory needs to know of a machine: how its page tables are read, and which virtual ranges are physical
 * memory moved by a constant. Plain data, filled in by the machine's folder (arch/), so that nothing here knows one.
 */

/** Where the bits of a page-table entry stand; physical address = (entry & keep) << shift, plus the moved high bits. */
export interface EntryFormat {
  /** An entry leads somewhere when `entry & valid` is not 0. */
  readonly valid: bigint;
  /** Above the lowest level an entry leads to a further table when `entry & tableMask` is `tableValue`, else it maps a block. */
  readonly tableMask: bigint;
  readonly tableValue: bigint;
  /** At the lowest level an entry maps a page when `entry & pageMask` is `pageValue`. */
  readonly pageMask: bigint;
  readonly pageValue: bigint;
  /** The bits of an entry that are bits of a physical address, in their place after `shift`. */
  readonly keep: bigint;
  /** Bits that an entry is moved to the left by before it is an address; 0 but for riscv. */
  readonly shift: number;
  /** Bits of the entry that are address bits 48 and up in another place: `highMask` after moving right by `highFrom`, to `highTo`. */
  readonly highMask: bigint;
  readonly highFrom: number;
  readonly highTo: number;
}

/** How the page tables of one kind of space are walked. */
export interface TableFormat {
  /** The smallest page is 1 << pageShift bytes, and so is a table. */
  readonly pageShift: number;
  /** Tables on the way to a page, the top one included. */
  readonly levels: number;
  /** Index bits of the top table; those below have pageShift - 3. */
  readonly topBits: number;
  /** The highest level whose entries may map a block; level 1 is the lowest. */
  readonly blockLevel: number;
  /** Bits of an address within its half: those above are all 0 (the user's half) or all 1 (the kernel's). */
  readonly halfBits: number;
  /** Which halves the tables map; an address of another one is not canonical here. */
  readonly halves: 'user' | 'kernel' | 'both';
  readonly entry: EntryFormat;
}

/** A virtual range that is physical memory in one piece: physical address = address - offset. */
export interface LinearMapping {
  readonly start: bigint;
  /** The first address after it. */
  readonly end: bigint;
  /** May be negative, and wraps at 64 bits. */
  readonly offset: bigint;
}

/** The physical address of `address` by `mapping`; undefined when it lies outside. */
export function linearPhysical(mapping: LinearMapping, address: bigint): number | undefined {
  if (address < mapping.start || address >= mapping.end) return undefined;
  const physical = BigInt.asUintN(64, address - mapping.offset);
  return physical <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(physical) : undefined;
}

/** The address that `mapping` gives to physical address `physical`; undefined when none of its addresses. */
export function linearVirtual(mapping: LinearMapping, physical: number): bigint | undefined {
  const address = BigInt.asUintN(64, BigInt(physical) + mapping.offset);
  return address >= mapping.start && address < mapping.end ? address : undefined;
}

/** Which half of all addresses `address` lies in by `format`; undefined between them, where none is canonical. */
export function halfOf(format: TableFormat, address: bigint): 'user' | 'kernel' | undefined {
  const above = BigInt.asIntN(64, address) >> BigInt(format.halfBits);
  return above === 0n ? 'user' : above === -1n ? 'kernel' : undefined;
}

/** The physical address in a page-table entry: of the table or the page it leads to. */
export function entryAddress(
  { keep, shift, highMask, highFrom, highTo }: EntryFormat,
  entry: bigint,
): bigint {
  return ((entry & keep) << BigInt(shift)) | (((entry >> BigInt(highFrom)) & highMask) << BigInt(highTo));
}

/** What `entry` of level `level` (1 the lowest) leads to; undefined when to nothing. */
export function entryKind(format: TableFormat, level: number, entry: bigint): 'table' | 'page' | undefined {
  const { valid, tableMask, tableValue, pageMask, pageValue } = format.entry;
  if ((entry & valid) === 0n) return undefined;
  if (level === 1) return (entry & pageMask) === pageValue ? 'page' : undefined;
  if ((entry & tableMask) === tableValue) return 'table';
  return level <= format.blockLevel ? 'page' : undefined;
}

/** How far an address is moved to the right for its index into a table of `level` (1 the lowest): 1 << that is what an entry maps. */
export function levelShift({ pageShift }: TableFormat, level: number): number {
  return pageShift + (pageShift - 3) * (level - 1);
}

/** The index of `address` in a table of `level`. */
export function tableIndex(format: TableFormat, level: number, address: bigint): number {
  const bits = level === format.levels ? format.topBits : format.pageShift - 3;
  return Number((address >> BigInt(levelShift(format, level))) & ((1n << BigInt(bits)) - 1n));
}
