import { hex, type Addr } from '../addr.ts';
import type { Container } from '../container/container.ts';
import type { Engine } from '../engine/engine.ts';
import { CorruptError, MissingError, UnsupportedError } from '../errors.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { AddressSpace } from '../memory/space.ts';
import { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';

/** Where the kernel image is mapped on x86-64 (arch/x86/include/asm/page_64_types.h). */
export const START_KERNEL_MAP = 0xffffffff80000000n;
const EM_X86_64 = 62;
const EM_AARCH64 = 183;
/** struct uts_namespace begins with six texts of 65 bytes, in some kernels after a reference count (include/linux/utsname.h). */
const MAX_UTS = 16 + 65 * 6;

/** The kernel's address space, and how others are made. */
export interface Image {
  readonly info: Vmcoreinfo;
  readonly memory: PhysicalMemory;
  readonly space: AddressSpace;
  readonly physBase: bigint;
  makeSpace(name: string, id: number, root: number): AddressSpace;
}

/** Finds the kernel's page tables by VMCOREINFO and proves them by reading the kernel's release through them. */
export function openImage(container: Container, engine: Engine): Image {
  if (container.machine === EM_AARCH64)
    throw new UnsupportedError(
      'This is a dump of an arm64 machine; its page tables cannot be walked yet, x86-64 ones can.',
    );
  if (container.machine !== undefined && container.machine !== EM_X86_64)
    throw new UnsupportedError(
      `This is a dump of a machine of ELF type ${container.machine}; oopscope reads x86-64 ones.`,
    );
  const info = readVmcoreinfo(container);
  if (info.number('kimage_voffset') !== undefined)
    throw new UnsupportedError(
      'This is a dump of an arm64 machine; its page tables cannot be walked yet, x86-64 ones can.',
    );
  const memory = new PhysicalMemory(engine, container);
  const physBase = info.number('phys_base') ?? container.physBase;
  const top = info.symbol('swapper_pg_dir');
  if (physBase === undefined || top === undefined)
    throw new MissingError(
      "VMCOREINFO gives no swapper_pg_dir or phys_base, so the kernel's page tables cannot be found; the note is damaged or of a kernel older than 4.10.",
    );
  const levels = info.number('pgtable_l5_enabled') === 1n ? 5 : 4;
  const without = info.number('sme_mask') ?? 0n;
  const makeSpace = (name: string, id: number, root: number): AddressSpace => {
    engine.wasm.setSpace(id, BigInt(root), levels, without);
    return new AddressSpace(memory, name, id, root, levels);
  };
  const space = makeSpace('kernel', 0, Number(BigInt.asUintN(52, top - START_KERNEL_MAP + physBase)));
  verify(space, info, top);
  return { info, memory, space, physBase, makeSpace };
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
