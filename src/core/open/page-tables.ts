import { hex } from '../addr.ts';
import type { Layout } from '../arch/paging.ts';
import { open as say } from '../catalogue/open.ts';
import { CorruptError, MissingError } from '../errors.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import { AddressSpace } from '../memory/space.ts';
import { linearPhysical, type LinearMapping } from '../memory/tables.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { OnTheWay } from './step.ts';
import { holdsRelease, MAX_UTS } from './vmcoreinfo.ts';

/** What the page tables are found from. */
interface Ground {
  readonly memory: PhysicalMemory;
  readonly vmcoreinfo: Vmcoreinfo;
  readonly layout: Layout;
}

/** Where no table can be: a walk from here ends at a page that is absent. */
const NOWHERE = 0x000ffffffffff000;

/**
 * The kernel's space by the table that VMCOREINFO names, proven by reading the kernel's release through it. Tables that are
 * not in the dump are stood in for by the linear mapping of the image; tables that lead elsewhere are not believed.
 */
export function byVmcoreinfo(ground: Ground): AddressSpace {
  const { memory, vmcoreinfo, layout } = ground;
  const top = vmcoreinfo.symbol('swapper_pg_dir');
  const root = top === undefined ? undefined : linearPhysical(layout.image, top);
  if (top === undefined || root === undefined) throw new MissingError(say.noTopTable());
  const space = spaceAt(ground, root);
  const { release } = vmcoreinfo;
  const uts = vmcoreinfo.symbol('init_uts_ns');
  const absence = uts === undefined ? undefined : space.absence(uts);
  const astray = absence === 'not-mapped' || absence === 'non-canonical';
  const read = uts === undefined || absence !== undefined ? undefined : space.tryRead(uts, MAX_UTS);
  if (astray || (read && release !== undefined && !holdsRelease(read, release, memory.container.erased)))
    throw new CorruptError(say.tablesAstray({ top: hex(top, 16), release: release ?? '' }));
  standIn(space, layout.image, memory);
  return space;
}

/** A space without tables in which the kernel image is where VMCOREINFO says, when the release is there to prove it. */
export function byLinearMapping(ground: Ground, { remark, reasons }: OnTheWay): AddressSpace {
  const { memory, vmcoreinfo, layout } = ground;
  const uts = vmcoreinfo.symbol('init_uts_ns');
  const physical = uts === undefined ? undefined : linearPhysical(layout.image, uts);
  const bytes = physical === undefined ? undefined : memory.tryRead(physical, MAX_UTS);
  if (!bytes || !holdsRelease(bytes, vmcoreinfo.release ?? '\0', memory.container.erased))
    throw new MissingError(say.imageLost());
  remark(say.tablesLost({ why: reasons[0] }));
  const space = spaceAt(ground, NOWHERE);
  standIn(space, layout.image, memory);
  return space;
}

/** A space that maps nothing. */
export function withoutTables(ground: Ground): AddressSpace {
  return spaceAt(ground, NOWHERE);
}

/** Has `mapping` stand in where tables of `space` are absent, as far as there is memory. */
export function standIn(space: AddressSpace, mapping: LinearMapping, memory: PhysicalMemory): void {
  const { pageSize, container } = memory;
  const physical = BigInt.asIntN(64, mapping.start - mapping.offset);
  const end = BigInt(container.pages.endPfn) * BigInt(pageSize);
  const length = mapping.end - mapping.start;
  const room = end - physical;
  if (room > 0n) space.assumeLinear(mapping.start, room < length ? room : length, physical);
}

/** The kernel's space, with its top table at physical address `root`. */
function spaceAt({ memory, layout }: Ground, root: number): AddressSpace {
  return new AddressSpace(memory, 'kernel', root, layout.tables);
}
