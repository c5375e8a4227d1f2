import type { Arch } from '../arch/arch.ts';
import type { Layout } from '../arch/paging.ts';
import type { Container } from '../container/container.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Module } from '../kernel/modules.ts';
import type { Task } from '../kernel/tasks.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { LinearMapping } from '../memory/tables.ts';
import type { KernelSymbols } from '../symbols/kernel-symbols.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Types } from '../types/types.ts';
import type { GivenFiles } from './more-files.ts';

/** What the user gave, and what each step of opening adds to it. */
export interface Given {
  readonly files: GivenFiles & { readonly engine: WebAssembly.Module; readonly cacheBytes?: number };
  readonly container: Container;
  readonly memory: PhysicalMemory;
  /** Without any lines where there is none. */
  readonly vmcoreinfo: Vmcoreinfo;
  readonly machine: Arch;
  /** Where the kernel image lies. */
  readonly layout: Layout;
  /** The kernel's address space; one that maps nothing where it cannot be found. */
  readonly space: AddressSpace;
  readonly symbols: KernelSymbols;
  /** The symbols, and of kernels that do not name their variables those that were found by their shape. */
  readonly names: KernelSymbols;
  /** None where the dump carries none. */
  readonly types: Types;
  readonly kernel: Kernel;
  /** The mapping of all memory that stands in where page tables are lost. */
  readonly directMap: LinearMapping | undefined;
  readonly modules: readonly Module[] | undefined;
  readonly tasks: { readonly count: number; readonly first: Task | undefined } | undefined;
  readonly host: string | undefined;
  /** Whether the log can be read. */
  readonly log: boolean;
}
