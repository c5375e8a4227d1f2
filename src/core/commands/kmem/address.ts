import { hex, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { pageAtStruct, pageOf, type PageState } from '../../kernel/pages.ts';
import { slabCacheOf } from '../../kernel/slab-lookup.ts';
import { stackAt, stackOwner } from '../../kernel/stack-ranges.ts';
import { taskByAddress, tasks, type Task } from '../../kernel/tasks.ts';
import { vmallocAreaAt } from '../../kernel/vmalloc.ts';
import { freeBlockOf } from '../../kernel/zones.ts';
import { linearPhysical } from '../../memory/tables.ts';
import type { Line } from '../../rows/value.ts';
import { symbolLine } from '../expression.ts';
import { PAGE_HEADING, pageLine } from '../page-line.ts';
import { contextLines } from '../set/context.ts';
import { slabOf } from './slabs.ts';
import { vmallocLines } from './vmalloc-lines.ts';
import { blockLines } from './zone-lines.ts';

/**
 * kmem ADDRESS: everything that is known of what lies there, each part after an empty line: a symbol, a slab's object, a
 * free block, a task or its stack, an area of vmalloc, the struct page.
 */
export function* addressLines(
  kernel: Kernel,
  address: Addr,
  physicalGiven: boolean,
  whole: boolean,
): Generator<Line, void, void> {
  const place = placeOf(kernel, address, physicalGiven);
  let parts = 0;
  for (const part of partsOf(kernel, address, place, whole)) {
    if (parts++ > 0) yield { text: '' };
    yield* part;
  }
  if (place.page) {
    if (parts++ > 0) yield { text: '' };
    yield PAGE_HEADING;
    yield pageLine(kernel, place.page);
    return;
  }
  if (parts > 0 && place.physical !== undefined) {
    yield { text: '' };
    yield { text: `${hex(place.physical)}: physical address not found in mem map` };
  } else if (parts === 0) yield* unknown(kernel, address, place, physicalGiven);
}

/** Where an address is in physical memory. */
interface Place {
  /** The address is that of a struct page, or within one. */
  readonly isStruct: boolean;
  readonly page?: PageState;
  readonly physical?: number;
  /** The address of the direct map by which slabs are found. */
  readonly linear?: Addr;
}

function placeOf(kernel: Kernel, address: Addr, physicalGiven: boolean): Place {
  const end = BigInt(kernel.container.pages.endPfn * kernel.memory.pageSize);
  if (physicalGiven || address < end) {
    const physical = address < 1n << 52n ? Number(address) : undefined;
    return { isStruct: false, physical, page: physical === undefined ? undefined : pageOf(kernel, physical) };
  }
  const struct = pageAtStruct(kernel, address);
  if (struct) return { isStruct: true, page: struct, physical: struct.physical };
  const physical = kernel.space.translate(address);
  return { isStruct: false, physical, page: physical === undefined ? undefined : pageOf(kernel, physical) };
}

function* partsOf(
  kernel: Kernel,
  address: Addr,
  { isStruct, page, physical }: Place,
  whole: boolean,
): Generator<Generator<Line>> {
  const named = isStruct ? undefined : kernel.symbols.byAddress(address);
  if (named && inImage(kernel, address)) yield lines([{ text: symbolText(kernel, named) }]);
  const direct = kernel.arch.paging.directMap(kernel);
  const own =
    isStruct && physical !== undefined && direct ? ((direct.offset + BigInt(physical)) as Addr) : address;
  const slab = slabCacheOf(kernel, own) ? slabOf(kernel, own, whole || isStruct) : undefined;
  if (slab) yield slab;
  const block =
    slab || physical === undefined
      ? undefined
      : freeBlockOf(kernel, Math.floor(physical / kernel.layout.pageSize));
  if (block && page) yield blockLines(kernel, block, page.address);
  const task = isStruct ? undefined : taskAt(kernel, address);
  if (task) yield contextLines(kernel, task);
  const area = isStruct ? undefined : vmallocAreaAt(kernel, address);
  if (area?.vm) yield vmallocLines(kernel, [area]);
}

function* lines(all: readonly Line[]): Generator<Line> {
  yield* all;
}

/** Whether `address` is in the kernel's image or a module, where the nearest symbol says what it is. */
function inImage(kernel: Kernel, address: bigint): boolean {
  const { image } = kernel.layout;
  const modules = kernel.arch.paging.moduleRange(kernel);
  return (
    (address >= image.start && address < image.end) || (address >= modules.start && address < modules.end)
  );
}

function symbolText(kernel: Kernel, found: NonNullable<ReturnType<Kernel['symbols']['byAddress']>>): string {
  return `${symbolLine(kernel, found.symbol, found.offset)} `;
}

/** The task whose task_struct lies at `address`, or on whose stack it is. */
function taskAt(kernel: Kernel, address: Addr): Task | undefined {
  const exact = taskByAddress(kernel, address);
  if (exact) return exact;
  const stack = stackAt(kernel, address);
  if (stack && address < stack.high) return stackOwner(kernel, stack);
  return tasks(kernel).find(
    (task) => address > task.address && address < task.address + BigInt(task.object.size),
  );
}

/** What crash says where nothing is known. */
function* unknown(
  kernel: Kernel,
  address: Addr,
  { physical }: Place,
  physicalGiven: boolean,
): Generator<Line> {
  const direct = kernel.arch.paging.directMap(kernel);
  const linear = direct && linearPhysical(direct, address);
  if (physicalGiven || (physical !== undefined && linear === undefined)) {
    yield { text: `${hex(physical ?? address)}: physical address not found in mem map` };
    return;
  }
  // The direct map reaches up to where vmalloc's part begins, memory or not.
  const vmalloc = kernel.arch.paging.vmallocStart?.(kernel);
  const inDirect = direct && address >= direct.start && (vmalloc === undefined || address < vmalloc);
  if (!inDirect) {
    yield { text: `WARNING: cannot make virtual-to-physical translation: ${hex(address)}` };
    yield { text: `${hex(address)}: kernel virtual address not found in mem map` };
    return;
  }
  yield { text: `WARNING: cannot find mem_map page for address: ${hex(address)}` };
  yield { text: `kmem: cannot determine page for ${hex(address)}` };
  const shown = hex(linear ?? address - direct.offset);
  yield { text: `${shown}: kernel virtual address not found in mem map` };
}
