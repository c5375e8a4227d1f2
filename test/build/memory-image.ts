import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import type { ByteSource } from '../../src/core/source/source.ts';
import { buildElf, type PlannedSegment } from './elf.ts';
import { buildKdump, rawPage, zlibPage } from './kdump.ts';
import { flattened } from './flattened.ts';
import { buildNotes, vmcoreinfoNote, type PlannedNote } from './notes.ts';
import { joined } from './pieces.ts';
import { engine } from './zoo.ts';
import { buildAvml, buildHyperV, buildLime, buildLkcd, buildQemuStream, buildRaw, buildS390, buildSadump, buildSadumpSet, buildVmware, buildVmwareGuest, buildXen } from './rare-formats.ts';

/** The memory of a machine: pages of 4 KiB in the order of their frames, and what a dump says beside. */
export interface MemoryImage {
  readonly pages: readonly (readonly [pfn: number, page: Uint8Array])[];
  readonly machine: number;
  readonly vmcoreinfo?: string;
  readonly notes?: readonly PlannedNote[];
}

/** All of the dump `source`, in memory. */
export function imageOf(source: ByteSource): MemoryImage {
  const container = openContainer(source);
  const running = new Engine(engine, container.pages);
  const pages: [number, Uint8Array][] = [];
  const per = container.pages.pageSize / 4096;
  for (let pfn = container.pages.next(0); pfn !== undefined; pfn = container.pages.next(pfn + 1)) {
    const at = running.wasm.page(BigInt(pfn));
    for (let i = 0; at !== 0 && i < per; i++)
      pages.push([pfn * per + i, running.bytes.slice(at + i * 4096, at + (i + 1) * 4096)]);
  }
  const vmcoreinfo = new TextDecoder('latin1').decode(container.vmcoreinfo);
  return {
    pages,
    machine: container.machine ?? (vmcoreinfo.includes('kimage_voffset') ? 183 : 62),
    vmcoreinfo,
    notes: container.notes.filter((note) => note.name !== 'VMCOREINFO'),
  };
}

/** Pages of `image` that follow each other, as one piece each. */
export function runsOf({ pages }: MemoryImage): { readonly pfn: number; readonly bytes: Uint8Array }[] {
  const runs: { pfn: number; pages: Uint8Array[] }[] = [];
  for (const [pfn, page] of pages) {
    const last = runs.at(-1);
    if (last && last.pfn + last.pages.length === pfn) last.pages.push(page);
    else runs.push({ pfn, pages: [page] });
  }
  return runs.map((run) => ({ pfn: run.pfn, bytes: Buffer.concat(run.pages) }));
}

const segments = (image: MemoryImage): PlannedSegment[] =>
  runsOf(image).map(({ pfn, bytes }) => ({ physical: pfn * 4096, bytes }));
const notesOf = ({ vmcoreinfo, notes = [] }: MemoryImage): Uint8Array =>
  buildNotes([...(vmcoreinfo ? [vmcoreinfoNote(vmcoreinfo)] : []), ...notes]);
const kdump = (image: MemoryImage, page: typeof zlibPage, version = 6): Uint8Array =>
  joined(
    buildKdump({
      version,
      pages: image.pages.map(([pfn, bytes]) => page(pfn, bytes)),
      vmcoreinfo: image.vmcoreinfo,
      notes: notesOf(image),
      machine: image.machine === 183 ? 'aarch64' : 'x86_64',
    }),
  );

/** The same memory in every container that there is: the files that are given together. */
export const VARIANTS: Readonly<Record<string, (image: MemoryImage) => readonly ByteFile[]>> = {
  'kdump zlib': (image) => one(kdump(image, zlibPage)),
  'kdump version 3': (image) => one(kdump(image, rawPage, 3)),
  'kdump flattened': (image) => one(flattened(kdump(image, rawPage))),
  'kdump split': (image) => {
    const middle = image.pages[Math.floor(image.pages.length / 2)][0];
    const end = (image.pages.at(-1)?.[0] ?? 0) + 1;
    const part = (range: [number, number]): Uint8Array =>
      joined(
        buildKdump({
          pages: image.pages.map(([pfn, bytes]) => rawPage(pfn, bytes)),
          vmcoreinfo: image.vmcoreinfo,
          notes: notesOf(image),
          machine: image.machine === 183 ? 'aarch64' : 'x86_64',
          part: range,
        }),
      );
    return [
      { name: 'vmcore.2', bytes: part([middle, end]) },
      { name: 'vmcore.1', bytes: part([0, middle]) },
    ];
  },
  elf: (image) => one(joined(buildElf({ segments: segments(image), notes: notesOf(image), machine: image.machine, manyHeaders: true }))),
  'elf flattened': (image) =>
    one(flattened(joined(buildElf({ segments: segments(image), notes: notesOf(image), machine: image.machine, manyHeaders: true })))),
  'elf without VMCOREINFO': (image) =>
    one(joined(buildElf({ segments: segments(image), notes: notesOf({ ...image, vmcoreinfo: undefined }), machine: image.machine, manyHeaders: true }))),
  VirtualBox: (image) =>
    one(
      joined(
        buildElf({
          segments: segments(image),
          notes: buildNotes([{ name: 'VBCORE', type: 0xb00, desc: new Uint8Array(24) }]),
          machine: image.machine,
          manyHeaders: true,
        }),
      ),
    ),
  netdump: (image) =>
    one(
      joined(
        buildElf({
          segments: [{ physical: 0, bytes: buildRaw(image), virtual: 0xffff810000000000n }],
          notes: buildNotes([...(image.notes ?? []).filter(({ type }) => type === 1), { name: 'CORE', type: 4, desc: new Uint8Array(2048) }]),
          machine: image.machine,
          paged: true,
        }),
      ),
    ),
  lime: (image) => one(buildLime(image)),
  avml: (image) => one(buildAvml(image)),
  raw: (image) => one(buildRaw(image)),
  'VMware .vmss': (image) => one(buildVmware(image, true)),
  'VMware .vmsn with .vmem': (image) => [
    { name: 'guest.vmsn', bytes: buildVmware(image, false) },
    { name: 'guest.vmem', bytes: Buffer.concat(image.pages.map(([, page]) => page)) },
  ],
  'VMware debug.guest': (image) => {
    const { guest, vmem } = buildVmwareGuest(image);
    return [
      { name: 'debug.guest', bytes: guest },
      { name: 'debug.vmem', bytes: vmem },
    ];
  },
  'Xen domain core': (image) => one(buildXen(image)),
  sadump: (image) => one(buildSadump(image)),
  'sadump disk set': (image) => [1, 0, 2].map((i) => ({ name: `disk${i + 1}`, bytes: buildSadumpSet(image)[i] })),
  lkcd: (image) => one(buildLkcd(image)),
  'lkcd run-length': (image) => one(buildLkcd(image, { version: 7, compression: 'rle' })),
  'Hyper-V': (image) => one(buildHyperV(image)),
  'QEMU stream': (image) => one(buildQemuStream(image)),
  'libvirt save': (image) => one(buildQemuStream(image, true)),
};
/** Those that only PCs have. */
export const OF_PCS: ReadonlySet<string> = new Set(['VMware debug.guest', 'sadump', 'sadump disk set']);
/** Those whose machine is none of ours. */
export const FOREIGN: Readonly<Record<string, (image: MemoryImage) => Uint8Array>> = { s390: buildS390 };

/** A file of a variant. */
export interface ByteFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const one = (bytes: Uint8Array): readonly ByteFile[] => [{ name: 'vmcore', bytes }];
