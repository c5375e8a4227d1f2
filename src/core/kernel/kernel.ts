import type { LogRecord } from './printk-record.ts';
import { kernelSays } from '../catalogue/kernel.ts';
import { step, type Addr } from '../addr.ts';
import type { Arch } from '../arch/arch.ts';
import type { Layout } from '../arch/paging.ts';
import type { Container } from '../container/container.ts';
import { MissingError } from '../errors.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import { AddressSpace } from '../memory/space.ts';
import type { KernelSymbols } from '../symbols/kernel-symbols.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import { CObject } from '../types/cobject.ts';
import type { Types } from '../types/types.ts';

/** What opening has found of a kernel (open/steps.ts). */
export interface KernelParts {
  readonly container: Container;
  readonly memory: PhysicalMemory;
  /** The kernel's address space. */
  readonly space: AddressSpace;
  readonly vmcoreinfo: Vmcoreinfo;
  readonly symbols: KernelSymbols;
  readonly types: Types;
  /** The machine it ran on: everything that differs between machines. */
  readonly arch: Arch;
  /** Where its memory lies. */
  readonly layout: Layout;
}

/** The dead kernel: everything the answers are made from. Functions of this folder take it as their first argument. */
export class Kernel implements KernelParts {
  private readonly remembered = new Map<string, unknown>();
  /** Its log as a text beside the dump has it, where the dump's own cannot be read. */
  givenLog: readonly LogRecord[] | undefined;
  readonly container: Container;
  readonly memory: PhysicalMemory;
  readonly space: AddressSpace;
  readonly vmcoreinfo: Vmcoreinfo;
  readonly symbols: KernelSymbols;
  readonly types: Types;
  readonly arch: Arch;
  readonly layout: Layout;

  constructor(parts: KernelParts) {
    this.container = parts.container;
    this.memory = parts.memory;
    this.space = parts.space;
    this.vmcoreinfo = parts.vmcoreinfo;
    this.symbols = parts.symbols;
    this.types = parts.types;
    this.arch = parts.arch;
    this.layout = parts.layout;
  }

  /** The symbol `name`. Throws MissingError when the kernel has none of that name. */
  symbol(name: string): KernelSymbol {
    const found = this.symbols.byName(name);
    if (!found) throw new MissingError(kernelSays.noSymbol({ name }));
    return found;
  }

  /** The global variable `name` of type `type` ('struct list_head', 'unsigned long'). */
  object(name: string, type: string): CObject {
    return this.at(type, this.symbol(name).address);
  }

  /** The object of type `type` at `address` of the kernel's space. */
  at(type: string, address: bigint): CObject {
    return CObject.at(this.types.named(type), address, this.space, this.types);
  }

  /** The per-CPU variable `name` of CPU `cpu`. */
  perCpu(name: string, cpu: number, type: string): CObject {
    return this.at(type, step(this.symbol(name).address, this.perCpuOffset(cpu)));
  }

  /** What to add to a per-CPU symbol's or pointer's address to have CPU `cpu`'s copy: __per_cpu_offset[cpu] (mm/percpu.c). */
  perCpuOffset(cpu: number): Addr {
    const offsets = this.symbols.byName('__per_cpu_offset');
    if (!offsets) return 0n as Addr;
    return this.space.u64(step(offsets.address, cpu * 8));
  }

  /** Like `perCpuOffset`, undefined where the dump does not say it. */
  tryPerCpuOffset(cpu: number): Addr | undefined {
    const offsets = this.symbols.byName('__per_cpu_offset');
    return offsets ? this.space.tryU64(step(offsets.address, cpu * 8)) : (0n as Addr);
  }

  /** The space of a process whose top page table is at physical address `root`; the same one for the same question. */
  userSpace(name: string, root: number): AddressSpace {
    const known = this.remember('user spaces', () => new Map<string, AddressSpace>());
    const key = `${root} ${name}`;
    const found = known.get(key) ?? new AddressSpace(this.memory, name, root, this.layout.userTables);
    known.set(key, found);
    return found;
  }

  /**
   * `make`'s answer, made once and kept under `key`. Keys are words of ours, at most with a CPU, a module or the name of
   * a type in them: what the dump has by the thousand is kept in one map under one key, and whoever keeps it bounds it.
   */
  remember<T>(key: string, make: () => T): T {
    if (!this.remembered.has(key)) this.remembered.set(key, make());
    return this.remembered.get(key) as T;
  }
}
