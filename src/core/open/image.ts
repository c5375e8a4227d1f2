import { hex, type Addr } from '../addr.ts';
import type { Arch } from '../arch/arch.ts';
import { chooseArch } from '../arch/index.ts';
import type { Layout } from '../arch/paging.ts';
import type { Container } from '../container/container.ts';
import type { Engine } from '../engine/engine.ts';
import { CorruptError, MissingError } from '../errors.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { AddressSpace } from '../memory/space.ts';
import { linearPhysical } from '../memory/tables.ts';
import { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';

/** struct uts_namespace begins with six texts of 65 bytes, in some kernels after a reference count (include/linux/utsname.h). */
const MAX_UTS = 16 + 65 * 6;

/** The kernel's address space, and how others are made. */
export interface Image {
  readonly info: Vmcoreinfo;
  readonly memory: PhysicalMemory;
  readonly space: AddressSpace;
  readonly arch: Arch;
  readonly layout: Layout;
  makeSpace(name: string, id: number, root: number): AddressSpace;
}

/** Finds the kernel's page tables by VMCOREINFO and proves them by reading the kernel's release through them. */
export function openImage(container: Container, engine: Engine): Image {
  const info = readVmcoreinfo(container);
  const arch = chooseArch(container.machine, info);
  const layout = arch.paging.layout({
    vmcoreinfo: info,
    physBase: container.physBase,
    segments: container.segments,
  });
  const memory = new PhysicalMemory(engine, container);
  const top = info.symbol('swapper_pg_dir');
  const root = top === undefined ? undefined : linearPhysical(layout.image, top);
  if (top === undefined || root === undefined)
    throw new MissingError(
      "VMCOREINFO gives no swapper_pg_dir in the kernel image, so the kernel's page tables cannot be found; the note is damaged.",
    );
  const makeSpace = (name: string, id: number, root: number): AddressSpace => {
    engine.wasm.setSpace(id, BigInt(root), layout.tables.levels, info.number('sme_mask') ?? 0n);
    return new AddressSpace(memory, name, id, root, layout.tables.levels);
  };
  const space = makeSpace('kernel', 0, root);
  verify(space, info, top);
  return { info, memory, space, arch, layout, makeSpace };
}

function readVmcoreinfo(container: Container): Vmcoreinfo {
  if (!container.vmcoreinfo || container.vmcoreinfo.length === 0)
    throw new MissingError(
      'The dump has no VMCOREINFO note, which tells where the kernel lies; QEMU writes one when the guest has "-device vmcoreinfo".',
    );
  const info = Vmcoreinfo.parse(container.vmcoreinfo);
  if (!info.release) throw new CorruptError('VMCOREINFO has no OSRELEASE line; the note is damaged.');
  return info;
}

function verify(space: AddressSpace, info: Vmcoreinfo, top: Addr): void {
  const uts = info.symbol('init_uts_ns');
  if (uts === undefined) return;
  // Where in struct uts_namespace the texts stand differs, and old VMCOREINFO does not say it.
  const bytes = space.readSome(uts, MAX_UTS);
  const text = String.fromCharCode(...bytes);
  if (text.includes(`\0${info.release}\0`)) return;
  const found =
    bytes.length === 0 ? `nothing can be read (${space.absence(uts) ?? 'unknown'})` : 'something else stands';
  throw new CorruptError(
    `The page tables at ${hex(top)} lead astray: where init_uts_ns should hold the release ${info.release}, ${found}. The dump is damaged or incomplete.`,
  );
}
