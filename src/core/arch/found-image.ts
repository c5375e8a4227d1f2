import { AddressSpace } from '../memory/space.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import type { TableFormat } from '../memory/tables.ts';
import { MappedMemory, type Area } from '../scan/mapped.ts';
import type { FoundImage } from './paging.ts';

/** Symbols of the image's beginning, middle and end: each has to be mapped as far from its place as the others. */
const WITNESSES = ['_stext', 'linux_banner', 'init_uts_ns', 'init_task', '_edata'] as const;
/** So many of them have to be there. */
const LEAST = 2;

/** The word at `physical`; undefined when it is not in the dump. */
export function readWord(memory: PhysicalMemory, physical: number): bigint | undefined {
  const bytes = memory.tryRead(physical, 8);
  return bytes && new DataView(bytes.buffer).getBigUint64(0, true);
}

/** The space that the table at `root` makes when it is one of `format`. */
export function spaceOf(memory: PhysicalMemory, root: number, format: TableFormat): AddressSpace {
  return new AddressSpace(memory, 'kernel', root, format);
}

/**
 * How much more than their physical addresses those of the image are by the tables at `root`, within `window`: where `found`
 * does not say it, each place where the first witness is mapped is tried. Undefined when the tables do not map the image in
 * one piece, so that they are no tables of `format`, or not this kernel's.
 */
export function imageOffset(
  found: FoundImage,
  root: number,
  format: TableFormat,
  window: Area,
): bigint | undefined {
  const witnesses = WITNESSES.flatMap((name) => found.physical(name) ?? []);
  if (witnesses.length < LEAST) return undefined;
  const space = spaceOf(found.memory, root, format);
  const agrees = (offset: bigint): boolean =>
    witnesses.every((physical) => {
      const address = BigInt.asUintN(64, BigInt(physical) + offset);
      return address >= window.start && address < window.end && space.translate(address) === physical;
    });
  if (found.offset !== undefined) return agrees(found.offset) ? found.offset : undefined;
  // The direct map leads to the image too; the image lies above it.
  return offsetsOf(space, window, witnesses[0]).findLast(agrees);
}

/** How far from `physical` each address in `area` is that is mapped to it by `space`. */
export function offsetsOf(space: AddressSpace, area: Area, physical: number): bigint[] {
  return new MappedMemory(space, [area])
    .places(physical)
    .map(({ offset }) => BigInt.asUintN(64, area.start + BigInt(offset) - BigInt(physical)));
}
