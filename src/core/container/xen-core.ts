import { headerFacts } from '../catalogue/files.ts';
import { formatNames, formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { movedPages } from './moved-pages.ts';
import type { Container, ContainerFormat, HostFrames, PageReader } from './container.ts';
import { RunBuilder } from './run-pages.ts';

/**
 * Cores of a Xen domain, `xl dump-core` (Xen's docs/misc/dump-core-format.txt): ELF without program headers; section .xen_pages has
 * the pages, .xen_pfn (HVM, PVH) the frame of each, or .xen_p2m (PV) its frame and the machine's. Before Xen 3.1
 * (xenctrl.h, struct xc_core_header) a head of six 32-bit numbers says where frames and pages lie. Page tables of a PV guest hold the
 * host's frames, which .xen_p2m tells.
 */
const OLD = 0xf00febed;
const OLD_HVM = 0xf00febee;
const PAGE = 4096;
const MAX_SECTIONS = 64;
/** Frame numbers read at once. */
const ROWS = 8192;
const MAX_PFN = 2 ** 40;
/** Where the host's frames stand among physical addresses: above what any machine has, below what entries of page tables can hold. */
const HOST_BIT = 46;
const HOST_FRAMES = 2 ** HOST_BIT / PAGE;

export const format: ContainerFormat = {
  id: 'xen-core',
  title: formatNames.xen(),
  probe: (source) => isOld(source) || sections(source)?.has('.xen_pages') === true,
  open,
};

interface Section {
  readonly offset: number;
  readonly size: number;
}

function isOld(source: ByteSource): boolean {
  const head = readBytes(source, 0, 4);
  const magic = head && new DataView(head.buffer).getUint32(0, true);
  return magic === OLD || magic === OLD_HVM;
}

/** The sections of an ELF64 core that has no program headers, by name. */
function sections(source: ByteSource): ReadonlyMap<string, Section> | undefined {
  const head = readBytes(source, 0, 64);
  if (!head || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return undefined;
  const view = new DataView(head.buffer);
  if (head[4] !== 2 || head[5] !== 1 || view.getUint16(16, true) !== 4 || view.getUint16(56, true) !== 0)
    return undefined;
  const size = view.getUint16(58, true);
  const count = view.getUint16(60, true);
  if (size < 64 || count > MAX_SECTIONS) return undefined;
  const rows = readBytes(source, Number(view.getBigUint64(40, true)), count * size);
  if (!rows) return undefined;
  const table = new DataView(rows.buffer);
  const at = (row: number, field: number): number => Number(table.getBigUint64(row * size + field, true));
  const names = view.getUint16(62, true);
  if (names >= count) return undefined;
  const text = readBytes(source, at(names, 24), Math.min(at(names, 32), 4096));
  if (!text) return undefined;
  const found = new Map<string, Section>();
  for (let row = 0; row < count; row++) {
    const name = /^[^\0]*/.exec(
      String.fromCharCode(...text.subarray(table.getUint32(row * size, true))),
    )?.[0];
    found.set(name ?? '', { offset: at(row, 24), size: at(row, 32) });
  }
  return found;
}

function open(source: ByteSource): Container {
  const missing: Message[] = [];
  const found = sections(source);
  const runs = new RunBuilder();
  const hosted: [host: number, guest: number][] = [];
  if (found) {
    const pages = found.get('.xen_pages');
    const paravirtual = found.get('.xen_p2m');
    const frames = found.get('.xen_pfn') ?? paravirtual;
    if (!pages || !frames) throw new CorruptError(say.headerCut({ file: source.name, format: 'Xen' }));
    const pairs = paravirtual !== undefined && frames === paravirtual;
    readFrames(source, frames, pairs ? 16 : 8, pages.offset, runs, pairs ? hosted : undefined);
    if (pages.offset + pages.size > source.size || frames.offset + frames.size > source.size)
      missing.push(
        say.cutShort({
          missing: Math.max(pages.offset + pages.size, frames.offset + frames.size) - source.size,
        }),
      );
    if (paravirtual && !pairs) missing.push(say.paravirtual());
  } else {
    const head = readBytes(source, 0, 24);
    if (!head) throw new CorruptError(say.headerCut({ file: source.name, format: 'Xen' }));
    const view = new DataView(head.buffer);
    const count = view.getUint32(8, true);
    readFrames(
      source,
      { offset: view.getUint32(16, true), size: count * 8 },
      8,
      view.getUint32(20, true),
      runs,
    );
    if (view.getUint32(0, true) === OLD) missing.push(say.paravirtual());
  }
  if (runs.full) missing.push(say.tooManyPages());
  return {
    format: 'Xen domain core',
    machine: found ? machineOf(source) : undefined,
    ...placed(runs.pages(source, PAGE), hosted),
    notes: [],
    takenBy: 'Xen',
    incomplete: false,
    headerFacts: [[headerFacts.taken(), found ? 'xl dump-core' : 'xm dump-core']],
    missing,
  };
}

/** The guest's pages, and after them once more as the host counts them, where `hosted` tells. */
function placed(
  pages: PageReader,
  hosted: readonly (readonly [host: number, guest: number])[],
): { readonly pages: PageReader; readonly host?: HostFrames } {
  if (hosted.length === 0) return { pages };
  const inOrder = [...hosted].sort(([a], [b]) => a - b);
  const [frames, own] = [0, 1].map((side) => Float64Array.from(inOrder, (pair) => pair[side]));
  const guest = (frame: number): number | undefined => {
    let [low, high] = [0, frames.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (frames[middle] < frame) low = middle + 1;
      else high = middle;
    }
    return frames[low] === frame ? own[low] : undefined;
  };
  const asGuest = (pfn: number): number | undefined => (pfn < HOST_FRAMES ? pfn : guest(pfn - HOST_FRAMES));
  return {
    host: { bit: HOST_BIT, guest },
    pages: {
      pageSize: pages.pageSize,
      endPfn: pages.endPfn,
      ...movedPages(pages, asGuest),
      next: (pfn) => pages.next(pfn),
      count: pages.count?.bind(pages),
      batch: pages.batch?.bind(pages),
    },
  };
}

function machineOf(source: ByteSource): number | undefined {
  const head = readBytes(source, 18, 2);
  return head && head[0] | (head[1] << 8);
}

/** The frame of each page, `stride` bytes apart; one that is not there has all bits set. */
function readFrames(
  source: ByteSource,
  { offset, size }: Section,
  stride: number,
  pagesAt: number,
  runs: RunBuilder,
  hosted?: [host: number, guest: number][],
): void {
  const count = Math.floor(Math.min(size, Math.max(0, source.size - offset)) / stride);
  const rows = new Uint8Array(ROWS * stride);
  const view = new DataView(rows.buffer);
  for (let first = 0; first < count && !runs.full; first += ROWS) {
    const here = Math.min(ROWS, count - first);
    source.read(offset + first * stride, rows.subarray(0, here * stride));
    for (let i = 0; i < here; i++) {
      const pfn = view.getUint32(i * stride, true) + view.getUint32(i * stride + 4, true) * 2 ** 32;
      if (hosted && pfn < MAX_PFN) {
        const frame = view.getUint32(i * stride + 8, true) + view.getUint32(i * stride + 12, true) * 2 ** 32;
        if (frame < HOST_FRAMES) hosted.push([frame, pfn]);
      }
      if (pfn < MAX_PFN) runs.add(pfn, pagesAt + (first + i) * PAGE, PAGE, 'raw');
    }
  }
}
