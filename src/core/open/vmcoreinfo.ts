import { hex } from '../addr.ts';
import { machines } from '../arch/index.ts';
import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import type { Container } from '../container/container.ts';
import { CorruptError, MissingError } from '../errors.ts';
import { erasedIn, type Erasure } from '../container/erased.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import { linearPhysical } from '../memory/tables.ts';
import { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { OnTheWay } from './step.ts';

/**
 * VMCOREINFO: from the note of the file, else the kernel's own copy. That is a page (vmcoreinfo_data, kernel/vmcore_info.c,
 * kernel/crash_core.c before 6.9) which begins with the line that is written first, OSRELEASE=. Either is believed when the
 * release that it names stands where it says that init_uts_ns lies.
 */
const BEGINS = new TextEncoder().encode('OSRELEASE=');
/** The smallest page of any kernel. */
const LEAST_PAGE = 4096;
/** Pages read in search of it: 16 GiB with pages of 4 KiB. */
const MAX_PAGES = 1 << 22;
/** Pages between two words on how far it is. */
const REPORT = 1 << 16;
/** struct uts_namespace begins with six texts of 65 bytes, in some kernels after a reference count (include/linux/utsname.h). */
export const MAX_UTS = 16 + 65 * 6;

/** Whether VMCOREINFO agrees with memory: 'unproven' where what would tell is not in the dump. */
type Proof = 'proven' | 'wrong' | 'unproven';

/** The note's, unless memory speaks against it. */
export function fromNote(memory: PhysicalMemory): Vmcoreinfo {
  const info = noted(memory.container);
  if (proof(info, memory) === 'wrong') throw new CorruptError(say.noteWrong({ release: info.release ?? '' }));
  return info;
}

/** The first page of memory that is one and checks out; one that cannot be proven counts when there is no other. */
export function fromMemory(memory: PhysicalMemory, { remark, reasons, progress }: OnTheWay): Vmcoreinfo {
  const { pages } = memory.container;
  const { wasm } = memory.engine;
  let unproven: { readonly info: Vmcoreinfo; readonly physical: number } | undefined;
  const foundAt = (physical: number): Message =>
    say.foundInMemory({ address: hex(physical), why: reasons[0] });
  let looked = 0;
  let pfn = pages.next(0);
  for (; pfn !== undefined && looked < MAX_PAGES; pfn = pages.next(pfn + 1)) {
    looked++;
    if (looked % REPORT === 0) progress(say.searched({ done: pfn, of: pages.endPfn }));
    const at = wasm.page(BigInt(pfn));
    const { bytes } = memory.engine;
    // What the file is cut into may hold several pages of the kernel (QEMU's blocks for arm64 have 64 KiB).
    for (const within of at === 0 ? [] : beginnings(bytes.subarray(at, at + memory.pageSize))) {
      const info = Vmcoreinfo.parse(bytes.slice(at + within, at + memory.pageSize));
      const proven = proof(info, memory);
      const physical = pfn * memory.pageSize + within;
      if (proven === 'proven') {
        remark(foundAt(physical));
        return info;
      }
      if (proven === 'unproven' && info.symbol('_stext') !== undefined) unproven ??= { info, physical };
    }
  }
  if (!unproven)
    throw new MissingError(
      say.notInMemory({ pages: looked, of: pfn === undefined ? undefined : pages.endPfn }),
    );
  remark(foundAt(unproven.physical));
  return unproven.info;
}

/** Where VMCOREINFO may begin in `page`, which is one of the file's. */
function beginnings(page: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at < page.length; at += LEAST_PAGE)
    if (BEGINS.every((byte, i) => page[at + i] === byte)) found.push(at);
  return found;
}

/** The note's although memory speaks against it: the release and the time of the crash are still likely to be right. */
export function fromWrongNote(memory: PhysicalMemory, { remark, reasons }: OnTheWay): Vmcoreinfo {
  const info = noted(memory.container);
  remark(say.noteTakenAnyway({ why: reasons[0] }));
  return info;
}

function noted(container: Container): Vmcoreinfo {
  if (!container.vmcoreinfo || container.vmcoreinfo.length === 0)
    throw new MissingError(container.cut ? say.noteCutOff() : say.noNote());
  const info = Vmcoreinfo.parse(container.vmcoreinfo);
  if (!info.release) throw new CorruptError(say.noteWithoutRelease());
  return info;
}

/** Looks for the release where `info` says that init_uts_ns lies, by the mapping of the image: no page tables are needed. */
function proof(info: Vmcoreinfo, memory: PhysicalMemory): Proof {
  const { container } = memory;
  if (!info.release) return 'wrong';
  const uts = info.symbol('init_uts_ns');
  const machine =
    machines.find((each) => each.elfMachine === container.machine) ??
    machines.find((each) => each.recognises(info));
  if (uts === undefined || !machine) return 'unproven';
  let physical: number | undefined;
  try {
    const { image } = machine.paging.layout({
      vmcoreinfo: info,
      physBase: container.physBase,
      segments: container.segments,
    });
    physical = linearPhysical(image, uts);
  } catch (error) {
    if (error instanceof MissingError) return 'unproven';
    throw error;
  }
  if (physical === undefined) return 'wrong';
  const bytes = memory.tryRead(physical, MAX_UTS);
  if (!bytes) return 'unproven';
  return holdsRelease(bytes, info.release, container.erased) ? 'proven' : 'wrong';
}

/** Whether `release` stands among the texts of a struct uts_namespace; where they begin differs, and old VMCOREINFO does not say it. */
export function holdsRelease(bytes: Uint8Array, release: string, erased?: Erasure): boolean {
  const text = String.fromCharCode(...bytes);
  if (text.includes(`\0${release}\0`)) return true;
  if (!erased) return false;
  // The name before it may have been erased to its last byte, or all of it: X at this very place is the eraser's.
  return (
    text.includes(`X${release}\0`) || erasedIn(bytes, erased).some(([from, to]) => to - from >= NAME_ROOM)
  );
}

/** __NEW_UTS_LEN + 1 (include/uapi/linux/utsname.h): the room of each of its names. */
const NAME_ROOM = 65;
