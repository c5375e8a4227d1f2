import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CpuState } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';
import { vmemBeside } from './vmware.ts';

/**
 * VMware's debug.guest (monitor.mini-suspend_on_panic; crash-utility's vmware_guestdump.c describes it): the layout of memory and
 * the state of each CPU; memory itself is in debug.vmem beside. There is no magic number: version (1 to 7) and number of CPUs,
 * a gap that grew with the versions, the memory's last address, pages and holes, then for each CPU control registers, another gap,
 * struct pt_regs, and a page. What it says of itself has to add up: holes and pages to the last address, all of it to the file's size.
 */
const VERSIONS = { least: 1, most: 16 } as const;
const MAX_CPUS = 4096;
const MAX_HOLES = 2;
const PAGE = 4096;
/** Bytes between the number of CPUs and the memory's layout: those of versions 3 to 5, of 6, of 7; of 1, whose numbers are narrower. */
const GAPS = [14, 15, 8] as const;
const OLD_GAP = 13;
/** Bytes between a CPU's control registers and its pt_regs: from version 4 on, and before. */
const CPU_GAPS = [42, 45] as const;
/** cr0 (32 bits), cr2, cr3, cr4, ten words, the IDT's base. */
const CONTROL = 116;
/** pt_regs, and 65 bytes of others. */
const GENERAL = 21 * 8 + 65;
/** struct pt_regs (arch/x86/include/asm/ptrace.h). */
const NAMES = 'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs rflags rsp ss'.split(
  ' ',
);

export const format: ContainerFormat = {
  id: 'vmware-guest',
  title: 'VMware debug.guest',
  probe: (source) => shapeOf(source) !== undefined,
  open,
};

/** What the header says, once all of it adds up. */
interface Shape {
  readonly version: number;
  readonly cpus: number;
  /** Frames of memory, without holes. */
  readonly pages: number;
  readonly holes: readonly { readonly pfn: number; readonly pages: number }[];
  /** Where the first CPU's state lies, how long each is, and the gap in it. */
  readonly at: number;
  readonly stride: number;
  readonly gap: number;
}

function shapeOf(source: ByteSource): Shape | undefined {
  const head = readBytes(source, 0, Math.min(128, source.size));
  if (!head || head.length < 64) return undefined;
  const view = new DataView(head.buffer);
  const version = view.getUint32(0, true);
  const cpus = view.getUint32(4, true);
  if (version < VERSIONS.least || version > VERSIONS.most || cpus < 1 || cpus > MAX_CPUS) return undefined;
  const layouts = version === 1 ? [oldLayout(view)] : GAPS.map((gap) => layoutAt(view, 8 + gap));
  for (const layout of layouts) {
    if (!layout) continue;
    for (const gap of CPU_GAPS) {
      const stride = CONTROL + gap + GENERAL + PAGE;
      if (layout.at + cpus * stride === source.size) return { ...layout, version, cpus, stride, gap };
    }
  }
  return undefined;
}

type Layout = Pick<Shape, 'pages' | 'holes' | 'at'>;

function layoutAt(view: DataView, at: number): Layout | undefined {
  if (at + 56 > view.byteLength) return undefined;
  const big = (offset: number): number => Number(view.getBigUint64(at + offset, true));
  const count = view.getUint32(at + 20, true);
  if (count > MAX_HOLES) return undefined;
  const holes = Array.from({ length: count }, (_, i) => ({ pfn: big(24 + i * 16), pages: big(32 + i * 16) }));
  return sound({ pages: big(8), holes, at: at + 56 }, big(0));
}

/** Of version 1: 32-bit numbers of pages, and some bytes more for each hole. */
function oldLayout(view: DataView): Layout | undefined {
  const at = 8 + OLD_GAP;
  if (at + 36 > view.byteLength) return undefined;
  const count = view.getUint32(at + 16, true);
  if (count > MAX_HOLES) return undefined;
  const holes = Array.from({ length: count }, (_, i) => ({
    pfn: view.getUint32(at + 20 + i * 8, true),
    pages: view.getUint32(at + 24 + i * 8, true),
  }));
  const pages = view.getUint32(at + 8, true);
  return sound({ pages, holes, at: at + 36 + 8 * count + 4 }, Number(view.getBigUint64(at, true)));
}

/** `layout`, when its pages and holes end where it says that memory does, and the holes follow each other. */
function sound(layout: Layout, last: number): Layout | undefined {
  const all = layout.holes.reduce((sum, { pages }) => sum + pages, layout.pages);
  let from = 0;
  for (const { pfn, pages } of layout.holes) {
    if (pfn < from || pages <= 0) return undefined;
    from = pfn + pages;
  }
  return layout.pages > 0 && from <= all && last + 1 === all * PAGE ? layout : undefined;
}

function open(source: ByteSource, more: readonly ByteSource[]): Container {
  const shape = shapeOf(source);
  if (!shape) throw new CorruptError(say.headerCut({ file: source.name, format: 'VMware' }));
  const memory = vmemBeside(source, more, format.probe);
  const extents: Extent[] = [];
  let physical = 0;
  let offset = 0;
  const add = (bytes: number): void => {
    extents.push({ physical, memory: bytes, stored: bytes, offset });
    offset += bytes;
  };
  for (const { pfn, pages } of shape.holes) {
    add(pfn * PAGE - physical);
    physical = (pfn + pages) * PAGE;
  }
  add(shape.pages * PAGE - offset);
  const missing: Message[] = [];
  if (offset > memory.size) missing.push(say.cutShort({ missing: offset - memory.size }));
  return {
    format: 'VMware debug.guest with .vmem',
    machine: 62,
    pages: new ExtentPages(memory, extents, PAGE),
    notes: [],
    cpus: cpusOf(source, shape),
    takenBy: 'VMware',
    incomplete: false,
    headerFacts: [
      [headerFacts.version(), String(shape.version)],
      [headerFacts.segments(), String(extents.length)],
    ],
    missing,
    taken: [memory],
  };
}

function cpusOf(source: ByteSource, { cpus, at, stride, gap }: Shape): CpuState[] {
  const found: CpuState[] = [];
  for (let cpu = 0; cpu < cpus; cpu++) {
    const bytes = readBytes(source, at + cpu * stride + CONTROL + gap, NAMES.length * 8);
    if (!bytes) break;
    const view = new DataView(bytes.buffer);
    const registers = Object.fromEntries(NAMES.map((name, i) => [name, view.getBigUint64(i * 8, true)]));
    found.push({ cpu, registers });
  }
  return found;
}
