import type { AddressSpace } from '../../../memory/space.ts';
import { step } from '../../../addr.ts';
import { ifKnown } from '../../../errors.ts';
import type { CObject } from '../../../types/cobject.ts';
import type { KernelParts } from '../../paging.ts';
import { decodeOrc, orcFormat, type OrcEntry, type OrcFormat } from './entry.ts';

/** Code that one lookup block of orc_lookup stands for (LOOKUP_BLOCK_SIZE, arch/x86/include/asm/orc_lookup.h). */
const BLOCK = 256;
/** More entries than this are taken for damage. */
const MAX_ORC = 16_000_000;

/** The block index that the kernel makes of its own table at boot: u32 for each 256 bytes of .text. */
interface OrcIndex {
  readonly address: bigint;
  readonly blocks: number;
  readonly textStart: bigint;
}

/**
 * One ORC table, read where it lies in the dump: s32 offsets (address of the entry + value = code address, sorted)
 * and beside them entries of 6 bytes.
 */
class OrcTable {
  constructor(
    private readonly space: AddressSpace,
    readonly format: OrcFormat,
    private readonly ips: bigint,
    private readonly entries: bigint,
    private readonly count: number,
    private readonly index?: OrcIndex,
  ) {}

  /** The entry that holds at code address `ip`; undefined when the table has none or its pages are absent. */
  find(ip: bigint): OrcEntry | undefined {
    const { space } = this;
    // Addresses as offsets from the table: small numbers, whatever the kernel's place.
    const target = Number(BigInt.asIntN(64, ip - this.ips));
    let low = 0;
    let high = this.count;
    const block = this.index && Math.floor(Number(ip - this.index.textStart) / BLOCK);
    if (this.index && block !== undefined && block >= 0 && block < this.index.blocks - 1) {
      const first = space.tryU32(step(this.index.address, block * 4));
      const last = space.tryU32(step(this.index.address, block * 4 + 4));
      if (first !== undefined && last !== undefined && first <= last && last < this.count) {
        low = first;
        high = last + 1;
      }
    }
    let found = -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = space.tryU32(step(this.ips, middle * 4));
      if (value === undefined) return undefined;
      if (middle * 4 + (value | 0) <= target) {
        found = middle;
        low = middle + 1;
      } else high = middle;
    }
    if (found < 0) return undefined;
    const raw = space.tryRead(step(this.entries, found * 6), 6);
    if (!raw) return undefined;
    const view = new DataView(raw.buffer, raw.byteOffset, 6);
    return decodeOrc(this.format, view.getInt16(0, true), view.getInt16(2, true), view.getUint16(4, true));
  }
}

/** Answers kept; a dump's stacks share most of their return addresses. */
const MAX_KEPT = 100_000;

/** The look-up of ORC entries by code address, in the kernel's table and the modules'. `moduleAt`: the struct module at an address. */
export function orcLookup(
  kernel: KernelParts,
  moduleAt: (address: bigint) => CObject | undefined,
): (ip: bigint) => OrcEntry | undefined {
  return kernel.remember('orc look-up', () => {
    const kept = new Map<bigint, OrcEntry | undefined>();
    const modules = new Map<bigint, OrcTable | undefined>();
    const own = kernelTable(kernel);
    return (ip: bigint): OrcEntry | undefined => {
      const known = kept.get(ip);
      if (known || kept.has(ip)) return known;
      const found = find(kernel, own, modules, moduleAt, ip);
      if (kept.size < MAX_KEPT) kept.set(ip, found);
      return found;
    };
  });
}

function find(
  kernel: KernelParts,
  own: OrcTable | undefined,
  tables: Map<bigint, OrcTable | undefined>,
  moduleAt: (address: bigint) => CObject | undefined,
  ip: bigint,
): OrcEntry | undefined {
  const place = kernel.symbols.image.byName('_end');
  const start = kernel.symbols.image.byName('_text') ?? kernel.symbols.image.byName('_stext');
  if (start && place && ip >= start.address && ip < place.address) return own?.find(ip);
  const module = moduleAt(ip);
  if (!module) {
    const copied = trampolineSource(kernel, ip);
    return copied === undefined ? undefined : own?.find(copied);
  }
  const key = module.address;
  if (!tables.has(key)) tables.set(key, moduleTable(kernel, module));
  return tables.get(key)?.find(ip);
}

function kernelTable(kernel: KernelParts): OrcTable | undefined {
  return kernel.remember('orc table', () => {
    const address = (name: string): bigint | undefined => kernel.symbols.image.byName(name)?.address;
    const ips = address('__start_orc_unwind_ip');
    const ipsEnd = address('__stop_orc_unwind_ip');
    const entries = address('__start_orc_unwind');
    if (ips === undefined || ipsEnd === undefined || entries === undefined) return undefined;
    const count = Number(ipsEnd - ips) / 4;
    if (!Number.isInteger(count) || count <= 0 || count > MAX_ORC) return undefined;
    const format = orcFormat(kernel.space, kernel.types, address('__start_orc_header'), entries, count);
    return new OrcTable(kernel.space, format, ips, entries, count, index(kernel));
  });
}

function index(kernel: KernelParts): OrcIndex | undefined {
  const start = kernel.symbols.image.byName('orc_lookup');
  const end = kernel.symbols.image.byName('orc_lookup_end');
  const text = kernel.symbols.image.byName('_stext');
  if (!start || !end || !text || end.address <= start.address) return undefined;
  return { address: start.address, blocks: Number(end.address - start.address) / 4, textStart: text.address };
}

/** A module's table: module.arch {num_orcs, orc_unwind_ip, orc_unwind} (arch/x86/include/asm/module.h). */
function moduleTable(kernel: KernelParts, module: CObject): OrcTable | undefined {
  return ifKnown(() => {
    const arch = module.find('arch');
    if (!arch?.has('orc_unwind_ip')) return undefined;
    const count = arch.get('num_orcs').number();
    const ips = arch.get('orc_unwind_ip').pointer();
    const entries = arch.get('orc_unwind').pointer();
    if (count <= 0 || count > MAX_ORC || ips === 0n || entries === 0n) return undefined;
    // Modules are of the kernel's build, or they would not have been loaded: vermagic, and orc_header since 6.4.
    const format =
      kernelTable(kernel)?.format ?? orcFormat(kernel.space, kernel.types, undefined, entries, count);
    return new OrcTable(kernel.space, format, ips, entries, count);
  });
}

/** Tracers that are looked at. */
const MAX_TRACERS = 1000;
/** Trampolines are a page or two (create_trampoline(), arch/x86/kernel/ftrace.c). */
const MAX_TRAMPOLINE = 65_536n;
/** Bytes by which a copy is known again. */
const ALIKE = 16;

interface Trampoline {
  readonly start: bigint;
  readonly end: bigint;
  /** The code of the kernel that it is a copy of. */
  readonly source: bigint;
}

/**
 * The address in the kernel's own code of which `ip` is a copy, where it lies in a trampoline of ftrace: those are copies of
 * ftrace_caller or ftrace_regs_caller, whose table they go by (orc_ftrace_find(), arch/x86/kernel/unwind_orc.c).
 */
function trampolineSource(kernel: KernelParts, ip: bigint): bigint | undefined {
  const found = trampolines(kernel).find(({ start, end }) => ip >= start && ip < end);
  return found && found.source + (ip - found.start);
}

/** The trampolines of ftrace_ops_list (struct ftrace_ops, 3.18 on); the list ends in ftrace_list_end. */
function trampolines(kernel: KernelParts): readonly Trampoline[] {
  return kernel.remember('ftrace trampolines', () => {
    const { space, symbols, types } = kernel;
    const address = (name: string): bigint | undefined => symbols.image.byName(name)?.address;
    const head = address('ftrace_ops_list');
    const [next, start, size] = ['next', 'trampoline', 'trampoline_size'].map((name) =>
      types.has('ftrace_ops', name) ? types.offsetOf('ftrace_ops', name) : undefined,
    );
    if (head === undefined || next === undefined || start === undefined || size === undefined) return [];
    const sources = ['ftrace_caller', 'ftrace_regs_caller'].flatMap((name) => address(name) ?? []);
    const found: Trampoline[] = [];
    const seen = new Set<bigint>();
    const end = address('ftrace_list_end');
    for (
      let at = space.tryU64(head) ?? 0n;
      at !== 0n && at !== end && !seen.has(at) && seen.size < MAX_TRACERS;
      at = space.tryU64(step(at, next)) ?? 0n
    ) {
      seen.add(at);
      const from = space.tryU64(step(at, start));
      const length = space.tryU64(step(at, size));
      const code = from && space.tryRead(from, ALIKE);
      if (!from || !length || length > MAX_TRAMPOLINE || !code) continue;
      const source = sources.find((each) => {
        const own = space.tryRead(each, ALIKE);
        return own?.every((byte, i) => byte === code[i]);
      });
      if (source !== undefined) found.push({ start: from, end: from + length, source });
    }
    return found;
  });
}
