import { absences, memorySays } from '../catalogue/memory.ts';
import type { Message } from '../catalogue/message.ts';
import { addr, step, type Addr } from '../addr.ts';
import { absenceSaid, PageStatus, type Absence } from '../container/absence.ts';
import { erasedIn, isErased, type Stretch } from '../container/erased.ts';
import { NO_ADDRESS, MAX_READ, type Engine } from '../engine/engine.ts';
import { CorruptError, FaultError } from '../errors.ts';
import type { PhysicalMemory } from './physical.ts';
import type { TableFormat } from './tables.ts';

/** Why a virtual address gives no bytes: the page's absence, or a walk that ends. */
export type FaultReason = Absence | 'not-mapped' | 'table-absent' | 'non-canonical';

/** Code for a space whose place in the engine another has taken. */
const SPACE_GONE = 9;
/** Codes of assembly/memory/status.ts that follow the page statuses. */
const WALK_REASONS: Record<number, FaultReason> = { 6: 'not-mapped', 7: 'table-absent', 8: 'non-canonical' };

/** Halves as the engine has them. */
const HALVES = { user: 1, kernel: 2, both: 3 } as const;

/** Bytes that are read at once at most: the largest objects read whole are sections of BTF. */
const MAX_WHOLE = 512 * 1024 * 1024;

/**
 * A virtual address space: page tables over physical memory. Reads throw FaultError, the try… ones answer undefined.
 * It stays what it is however many others are made: the engine has room for some at a time, and one that lost its
 * place there takes it again when it is used.
 */
export class AddressSpace {
  private readonly engine: Engine;
  /** Its number in the engine (assembly/memory/walk.ts), never given to another. */
  private readonly id: number;
  /** Bytes that lie together in every page of the space and of the dump. */
  private readonly granule: number;
  /** Whether the last read ended at what was erased. */
  private onErased = false;

  /** How its tables are read. */
  readonly format: TableFormat;

  constructor(
    readonly memory: PhysicalMemory,
    /** 'kernel', or 'user space of PID 12 (sh)': for messages. */
    readonly name: string,
    /** Physical address of the top table. */
    readonly root: number,
    format: TableFormat,
  ) {
    this.engine = memory.engine;
    this.format = hosted(format, memory.container.host?.bit);
    this.id = this.engine.newSpace();
    this.granule = Math.min(1 << format.pageShift, memory.pageSize);
  }

  u8(address: bigint): number {
    return this.engine.view.getUint8(this.at(address, 1));
  }
  u16(address: bigint): number {
    return this.engine.view.getUint16(this.at(address, 2), true);
  }
  u32(address: bigint): number {
    return this.engine.view.getUint32(this.at(address, 4), true);
  }
  s32(address: bigint): number {
    return this.engine.view.getInt32(this.at(address, 4), true);
  }
  u64(address: bigint): Addr {
    return this.engine.view.getBigUint64(this.at(address, 8), true) as Addr;
  }
  tryU8(address: bigint): number | undefined {
    const at = this.locate(address, 1);
    return at === 0 ? undefined : this.engine.view.getUint8(at);
  }
  tryU32(address: bigint): number | undefined {
    const at = this.locate(address, 4);
    return at === 0 ? undefined : this.engine.view.getUint32(at, true);
  }
  tryU64(address: bigint): Addr | undefined {
    const at = this.locate(address, 8);
    return at === 0 ? undefined : (this.engine.view.getBigUint64(at, true) as Addr);
  }

  /** Address in wasm memory of `length` (≤ 1 MiB) bytes, valid until the next read of any kind. */
  at(address: bigint, length: number): number {
    const at = this.locate(address, length);
    if (at === 0) throw this.fault(step(address, this.engine.wasm.readDone()));
    return at;
  }

  /** A view of `length` (≤ 1 MiB) bytes, valid until the next read of any kind. */
  view(address: bigint, length: number): DataView {
    const at = this.at(address, length);
    return new DataView(this.engine.bytes.buffer, at, length);
  }

  /** A copy of `length` bytes. Throws CorruptError for more than any object of a kernel has. */
  read(address: bigint, length: number): Uint8Array {
    if (!(length <= MAX_WHOLE))
      throw new CorruptError(memorySays.tooLong({ address, space: this.name, length }));
    // What cannot be read needs no room.
    if (length > MAX_READ) this.at(address, 1);
    const bytes = new Uint8Array(Math.max(0, length));
    for (let done = 0; done < length; done += MAX_READ)
      this.copy(step(address, done), bytes.subarray(done, done + MAX_READ));
    return bytes;
  }

  tryRead(address: bigint, length: number): Uint8Array | undefined {
    const known = this.readSome(address, length);
    return known.length === length ? known : undefined;
  }

  /** As many of the `wanted` bytes as there are before the first that cannot be read. */
  readSome(address: bigint, wanted: number): Uint8Array {
    const length =
      wanted > MAX_READ && !this.readable(address) ? 0 : Math.min(Math.max(0, wanted), MAX_WHOLE);
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const here = step(address, done);
      // Page by page, so that what comes before an absent page is had.
      const part = Math.min(this.toGranule(here), length - done);
      const at = this.locate(here, part);
      if (at === 0) break;
      bytes.set(this.engine.bytes.subarray(at, at + part), done);
      done += part;
    }
    return done === length ? bytes : bytes.subarray(0, done);
  }

  /** `length` bytes with zeros where none can be read; `absent` is how many of them could not. */
  readFilled(address: bigint, length: number): { bytes: Uint8Array; absent: number } {
    const bytes = new Uint8Array(Math.min(Math.max(0, length), MAX_WHOLE));
    let absent = 0;
    for (let done = 0; done < bytes.length;) {
      const here = step(address, done);
      const part = Math.min(this.toGranule(here), bytes.length - done);
      const at = this.locate(here, part);
      if (at === 0) absent += part;
      else bytes.set(this.engine.bytes.subarray(at, at + part), done);
      done += part;
    }
    return { bytes, absent };
  }

  /** `count` 64-bit words. */
  words(address: bigint, count: number): BigUint64Array {
    return new BigUint64Array(this.read(address, count * 8).buffer);
  }

  /** The text at `address` up to its NUL, at most `most` bytes; bytes above 0x7f are taken as Latin-1. */
  string(address: bigint, most = 4096): string {
    let text = '';
    let here = address;
    let left = most;
    while (left > 0) {
      const part = Math.min(this.toGranule(here), left, 256);
      const at = this.at(here, part);
      const bytes = this.engine.bytes.subarray(at, at + part);
      const end = bytes.indexOf(0);
      if (this.erasedIn(end < 0 ? bytes : bytes.subarray(0, end)).length > 0) {
        this.onErased = true;
        throw this.fault(addr(here));
      }
      text += String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
      if (end >= 0) break;
      here = step(here, part);
      left -= part;
    }
    return text;
  }

  tryString(address: bigint, most?: number): string | undefined {
    try {
      return this.string(address, most);
    } catch (error) {
      if (error instanceof FaultError) return undefined;
      throw error;
    }
  }

  /**
   * Says that the `bytes` from `start` lie in one piece from physical address `physical` on: what a kernel maps in order
   * (its image, the direct map). Used only where a page of the tables is absent. False when no more such ranges fit.
   */
  assumeLinear(start: bigint, bytes: bigint, physical: bigint): boolean {
    if (bytes <= 0n) return true;
    const last = BigInt.asUintN(64, start + bytes - 1n);
    return this.engine.wasm.setLinear(this.id, start, last, BigInt.asUintN(64, physical - start)) === 0;
  }

  /**
   * The number by which the engine's walks know this space (`walk`, `mappedPieces`). It has its place there until another
   * space is used.
   */
  installed(): number {
    this.translate(0n);
    return this.id;
  }

  /** How many walks ended at an absent table and were answered by `assumeLinear`'s ranges, in all spaces. */
  get linearWalks(): number {
    return this.engine.wasm.linearWalks();
  }

  /** The physical address that `address` maps to; undefined when nothing is mapped there. */
  translate(address: bigint): number | undefined {
    let pa = BigInt.asUintN(64, this.engine.wasm.translate(this.id, address));
    if (pa === NO_ADDRESS && this.engine.wasm.walkFailure() === SPACE_GONE) {
      this.install();
      pa = BigInt.asUintN(64, this.engine.wasm.translate(this.id, address));
    }
    return pa === NO_ADDRESS ? undefined : this.memory.own(Number(pa));
  }

  /** Whether a byte can be read at `address`. */
  readable(address: bigint): boolean {
    return this.locate(address, 1) !== 0;
  }

  /** Why `address` cannot be read; undefined when it can. */
  absence(address: bigint): FaultReason | undefined {
    return this.readable(address) ? undefined : this.reason(address);
  }

  /** `readVirtual` of this space, which takes its place in the engine again when another has it. */
  private locate(address: bigint, length: number): number {
    const { wasm } = this.engine;
    this.onErased = false;
    let at = wasm.readVirtual(this.id, address, length);
    if (at === 0 && wasm.readFailure() === SPACE_GONE) {
      this.install();
      at = wasm.readVirtual(this.id, address, length);
    }
    // Of more than a word, who reads it looks for what was erased in it (`erasedIn`).
    if (this.memory.container.erased === undefined || at === 0 || length > 8) return at;
    return (this.onErased = this.liesInErased(address, at, length)) ? 0 : at;
  }

  /** Whether the `length` bytes of `address`, at `at` in wasm memory, were erased. */
  private liesInErased(address: bigint, at: number, length: number): boolean {
    const { erased } = this.memory.container;
    if (!erased || this.engine.bytes[at] !== this.engine.bytes[at + length - 1]) return false;
    // A word across two pages was put together elsewhere: it has only itself.
    const before = this.granule - this.toGranule(address);
    const across = before + length > this.granule;
    const [from, to] = across ? [at, at + length] : [at - before, at - before + this.granule];
    return isErased(this.engine.bytes.subarray(from, to), at - from, at - from + length, erased);
  }

  /** The stretches of `bytes` that were erased before the dump was handed on. */
  erasedIn(bytes: Uint8Array): readonly Stretch[] {
    const { erased } = this.memory.container;
    return erased ? erasedIn(bytes, erased) : [];
  }

  private install(): void {
    const { entry, ...format } = this.format;
    this.engine.wasm.setSpace(
      this.id,
      BigInt(this.root),
      format.pageShift,
      format.levels,
      format.topBits,
      format.blockLevel,
      format.halfBits,
      HALVES[format.halves],
      entry.valid,
      entry.tableMask,
      entry.tableValue,
      entry.pageMask,
      entry.pageValue,
      entry.keep,
      entry.shift,
      entry.highMask,
      entry.highFrom,
      entry.highTo,
    );
  }

  /** Bytes from `address` to the end of its granule. */
  private toGranule(address: bigint): number {
    return this.granule - Number(BigInt.asUintN(32, address) & BigInt(this.granule - 1));
  }

  private copy(address: bigint, into: Uint8Array): void {
    const at = this.at(address, into.length);
    into.set(this.engine.bytes.subarray(at, at + into.length));
  }

  /** Why the last read, which began at `address`, failed. */
  private reason(address: bigint): FaultReason {
    if (this.onErased) return 'erased';
    const { wasm } = this.engine;
    const code = wasm.readFailure();
    const walk = WALK_REASONS[code];
    if (walk !== undefined) return walk;
    const physical = code === PageStatus.hole ? this.translate(address + BigInt(wasm.readDone())) : undefined;
    return this.memory.absenceOf(code, physical ?? -1);
  }

  private fault(address: Addr): FaultError {
    const reason = this.reason(address);
    return new FaultError(
      memorySays.unreadable({ address, space: this.name, why: this.explain(reason) }),
      address,
      this.name,
      reason,
    );
  }

  private explain(reason: FaultReason): Message {
    const level = this.engine.wasm.walkLevel();
    if (reason === 'not-mapped')
      return absences.notMapped({ level, entry: BigInt.asUintN(64, this.engine.wasm.walkEntry()) });
    if (reason === 'table-absent') return absences.tableAbsent({ level });
    if (reason === 'non-canonical') return absences.nonCanonical();
    return absenceSaid(reason);
  }
}

/**
 * `format` for tables whose entries hold frames of a host, which stand from 2^`bit` on (container.host): the bit that says that an entry is
 * valid becomes that bit of the address.
 */
function hosted(format: TableFormat, bit: number | undefined): TableFormat {
  if (bit === undefined) return format;
  return { ...format, entry: { ...format.entry, highMask: format.entry.valid, highFrom: 0, highTo: bit } };
}
