import { deflateSync } from 'node:zlib';
import snappyjs from 'snappyjs';
import { runsOf, type MemoryImage } from './memory-image.ts';

/**
 * Writers of the formats of other hypervisors and times, by what docs/formats says of each. Numbers are little-endian
 * unless said otherwise.
 */

/** Bytes of numbers: [bits, value] each. */
function words(little: boolean, ...fields: readonly (readonly [bits: 8 | 16 | 32 | 64, value: number | bigint])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [bits]) => sum + bits / 8, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [bits, value] of fields) {
    if (bits === 8) view.setUint8(at, Number(value));
    else if (bits === 16) view.setUint16(at, Number(value), little);
    else if (bits === 32) view.setUint32(at, Number(value), little);
    else view.setBigUint64(at, BigInt(value), little);
    at += bits / 8;
  }
  return bytes;
}
const le = (...fields: Parameters<typeof words> extends [boolean, ...infer Rest] ? Rest : never): Uint8Array => words(true, ...fields);
const be = (...fields: Parameters<typeof words> extends [boolean, ...infer Rest] ? Rest : never): Uint8Array => words(false, ...fields);
const ascii = (text: string, size = text.length): Uint8Array => {
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode(text));
  return bytes;
};
const padded = (bytes: Uint8Array, to: number): Uint8Array => Buffer.concat([bytes, new Uint8Array((to - (bytes.length % to)) % to)]);

export function buildLime(image: MemoryImage): Uint8Array {
  return Buffer.concat(
    runsOf(image).flatMap(({ pfn, bytes }) => [
      le([32, 0x4c694d45], [32, 1], [64, pfn * 4096], [64, pfn * 4096 + bytes.length - 1], [64, 0]),
      bytes,
    ]),
  );
}

/** AVML 2: ranges of at most 16 MiB, each a Snappy stream of chunks of at most 64 KiB; what does not shrink stands as it is. */
export function buildAvml(image: MemoryImage): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const run of runsOf(image))
    for (let from = 0; from < run.bytes.length; from += 16 * 1024 * 1024) {
      const bytes = run.bytes.subarray(from, from + 16 * 1024 * 1024);
      const start = run.pfn * 4096 + from;
      const stream: Uint8Array[] = [Uint8Array.of(0xff, 6, 0, 0), ascii('sNaPpY')];
      for (let at = 0; at < bytes.length; at += 65536) {
        const plain = bytes.subarray(at, at + 65536);
        const packed = snappyjs.compress(plain);
        const [kind, data] = packed.length < plain.length ? [0, packed] : [1, plain];
        stream.push(le([8, kind], [8, (data.length + 4) & 255], [16, (data.length + 4) >> 8], [32, 0]), data);
      }
      const packed = Buffer.concat(stream);
      parts.push(le([32, 0x4c4d5641], [32, 2], [64, start], [64, start + bytes.length - 1], [64, 0]), packed, le([64, packed.length]));
    }
  return Buffer.concat(parts);
}

/** All memory from 0 to the last page; what is between is zeros. */
export function buildRaw({ pages }: MemoryImage, from = 0): Uint8Array {
  const bytes = new Uint8Array(((pages.at(-1)?.[0] ?? 0) + 1 - from) * 4096);
  for (const [pfn, page] of pages) if (pfn >= from) bytes.set(page, (pfn - from) * 4096);
  return bytes;
}

/** The general registers of each CPU as NT_PRSTATUS notes have them (struct pt_regs from byte 112 on), by name. */
function cpusOf({ notes = [], machine }: MemoryImage): Record<string, bigint>[] {
  const x86 = 'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs rflags rsp ss'.split(' ');
  const names = machine === 183 ? [...Array.from({ length: 31 }, (_, i) => `x${i}`), 'sp', 'pc', 'pstate'] : x86;
  return notes
    .filter(({ name, type, desc }) => name === 'CORE' && type === 1 && desc.length >= 112 + 27 * 8)
    .map(({ desc }) => {
      const view = new DataView(desc.buffer, desc.byteOffset, desc.byteLength);
      return Object.fromEntries(names.map((name, i) => [name, view.getBigUint64(112 + i * 8, true)]));
    });
}

/** A .vmss with group "memory": a region for each run; its memory inside, or in the order of the pages in a .vmem; registers in "cpu". */
export function buildVmware(image: MemoryImage, inside: boolean): Uint8Array {
  const tag = (name: string, indexes: readonly number[], size: number): Uint8Array =>
    Buffer.concat([Uint8Array.of((indexes.length << 6) | size, name.length), ascii(name), ...indexes.map((index) => le([32, index]))]);
  const tags: Uint8Array[] = [];
  const runs = runsOf(image);
  tags.push(tag('regionsCount', [], 4), le([32, runs.length]));
  let from = 0;
  runs.forEach(({ pfn, bytes }, i) => {
    tags.push(tag('regionPageNum', [i], 4), le([32, from]), tag('regionPPN', [i], 4), le([32, pfn]));
    tags.push(tag('regionSize', [i], 4), le([32, bytes.length / 4096]), tag('align_mask', [i], 4), le([32, 0xffff]));
    from += bytes.length / 4096;
  });
  if (inside) {
    const memory = Buffer.concat(image.pages.map(([, page]) => page));
    tags.push(tag('Memory', [0, 0], 63), le([64, memory.length], [64, memory.length], [16, 10]), new Uint8Array(10), memory);
  }
  const group = (name: string, at: number): Uint8Array => Buffer.concat([ascii(name, 64), le([64, at], [64, 0])]);
  // VMware's own, SADUMP's too, are of PCs.
  const states = image.machine === 183 ? [] : cpusOf(image);
  const cpu: Uint8Array[] = [tag('cpu:numVCPUs', [], 4), le([32, states.length])];
  const general = 'rax rcx rdx rbx rbp rsp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(' ');
  states.forEach((state, i) => {
    // Newer versions write the registers as a block, older ones one by one.
    if (inside) cpu.push(tag('gpregs', [i], 63), le([64, 128], [64, 128], [16, 3]), new Uint8Array(3), le(...general.map((name) => [64, state[name]] as const)));
    else for (const name of general) cpu.push(tag(name, [i], 8), le([64, state[name]]));
    cpu.push(tag('rip', [i], 8), le([64, state.rip]), tag('eflags', [i], 4), le([32, state.rflags]));
  });
  cpu.push(new Uint8Array(2));
  const cpuAt = 12 + 160;
  const memoryAt = cpuAt + Buffer.concat(cpu).length;
  const head = Buffer.concat([le([32, 0xbed2bed2], [32, 8], [32, 2]), group('cpu', cpuAt), group('memory', memoryAt)]);
  return Buffer.concat([head, ...cpu, ...tags, new Uint8Array(2)]);
}

/** A debug.guest of version 4 with its .vmem: two holes at most, so memory begins at 0 and what lies between runs is there, as zeros. */
export function buildVmwareGuest(image: MemoryImage): { readonly guest: Uint8Array; readonly vmem: Uint8Array } {
  const frames = (image.pages.at(-1)?.[0] ?? 0) + 1;
  const taken = image.pages.map(([pfn]) => pfn);
  // The two widest gaps between pages are its holes.
  const gaps = taken
    .map((pfn, i) => ({ pfn: pfn + 1, pages: (taken[i + 1] ?? pfn + 1) - pfn - 1 }))
    .sort((a, b) => b.pages - a.pages)
    .slice(0, 2)
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => a.pfn - b.pfn);
  const pages = frames - gaps.reduce((sum, gap) => sum + gap.pages, 0);
  const holes = [0, 1].flatMap((i) => [[64, gaps[i]?.pfn ?? 0] as const, [64, gaps[i]?.pages ?? 0] as const]);
  const head = Buffer.concat([le([32, 4], [32, image.machine === 183 ? 1 : cpusOf(image).length || 1]), new Uint8Array(14), le([64, frames * 4096 - 1], [64, pages], [32, 0], [32, gaps.length], ...holes)]);
  const names = 'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs rflags rsp ss'.split(' ');
  const states = image.machine === 183 ? [] : cpusOf(image);
  const cpus = (states.length > 0 ? states : [{} as Record<string, bigint>]).map((state) =>
    Buffer.concat([new Uint8Array(116 + 42), le(...names.map((name) => [64, state[name] ?? 0n] as const)), new Uint8Array(65 + 4096)]),
  );
  const whole = buildRaw(image);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const gap of gaps) {
    parts.push(whole.subarray(from * 4096, gap.pfn * 4096));
    from = gap.pfn + gap.pages;
  }
  return { guest: Buffer.concat([head, ...cpus]), vmem: Buffer.concat([...parts, whole.subarray(from * 4096)]) };
}

/** `xl dump-core` of an HVM domain: .xen_pages and .xen_pfn, and the table of their names. */
export function buildXen({ pages, machine }: MemoryImage): Uint8Array {
  const names = '\0.shstrtab\0.xen_pages\0.xen_pfn\0';
  const pagesAt = 4096;
  const pfnAt = pagesAt + pages.length * 4096;
  const tableAt = pfnAt + pages.length * 8;
  const section = (name: string, at: number, size: number): Uint8Array =>
    le([32, names.indexOf(name)], [32, 1], [64, 0], [64, 0], [64, at], [64, size], [32, 0], [32, 0], [64, 0], [64, 0]);
  const head = new Uint8Array(pagesAt);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.set(le([16, 4], [16, machine], [32, 1], [64, 0], [64, 0], [64, tableAt], [32, 0], [16, 64], [16, 0], [16, 0], [16, 64], [16, 4], [16, 1]), 16);
  head.set(ascii(names), 64);
  return Buffer.concat([
    head,
    ...pages.map(([, page]) => page),
    ...pages.map(([pfn]) => le([64, pfn])),
    section('\0', 0, 0),
    section('.shstrtab', 64, names.length),
    section('.xen_pages', pagesAt, pages.length * 4096),
    section('.xen_pfn', pfnAt, pages.length * 8),
  ]);
}

/**
 * `xl dump-core` of a PV domain of x86-64: .xen_p2m has of each page the guest's frame and the host's, which the page tables hold. Those that
 * the table at physical address `top` leads to are rewritten so; every 2 MiB of memory lie elsewhere on the host.
 */
export function buildXenPv(image: MemoryImage, top: number): Uint8Array {
  const host = (pfn: number): number => (pfn ^ 0x600) + 0x1234000;
  const pages = new Map(image.pages.map(([pfn, page]) => [pfn, page.slice()]));
  const seen = new Set<number>();
  const rewrite = (pfn: number, level: number): void => {
    const page = seen.has(pfn) ? undefined : pages.get(pfn);
    seen.add(pfn);
    if (!page) return;
    const view = new DataView(page.buffer, page.byteOffset);
    for (let at = 0; at < 4096; at += 8) {
      const entry = view.getBigUint64(at, true);
      if ((entry & 1n) === 0n) continue;
      const large = level > 1 && (entry & 0x80n) !== 0n;
      const low = large ? entry & 0x1fffffn : entry & 0xfffn;
      const frame = Number((entry & 0x000ffffffffff000n) >> 12n) & (large ? ~0x1ff : -1);
      if (level > 1 && !large) rewrite(frame, level - 1);
      view.setBigUint64(at, (entry & (0xfffn << 52n)) | (BigInt(host(frame)) << 12n) | low, true);
    }
  };
  rewrite(top / 4096, 4);
  const names = '\0.shstrtab\0.xen_pages\0.xen_p2m\0';
  const pagesAt = 4096;
  const p2mAt = pagesAt + pages.size * 4096;
  const tableAt = p2mAt + pages.size * 16;
  const section = (name: string, at: number, size: number): Uint8Array =>
    le([32, names.indexOf(name)], [32, 1], [64, 0], [64, 0], [64, at], [64, size], [32, 0], [32, 0], [64, 0], [64, 0]);
  const head = new Uint8Array(pagesAt);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.set(le([16, 4], [16, 62], [32, 1], [64, 0], [64, 0], [64, tableAt], [32, 0], [16, 64], [16, 0], [16, 0], [16, 64], [16, 4], [16, 1]), 16);
  head.set(ascii(names), 64);
  return Buffer.concat([
    head,
    ...pages.values(),
    ...[...pages.keys()].map((pfn) => le([64, pfn], [64, host(pfn)])),
    section('\0', 0, 0),
    section('.shstrtab', 64, names.length),
    section('.xen_pages', pagesAt, pages.size * 4096),
    section('.xen_p2m', p2mAt, pages.size * 16),
  ]);
}

export function buildSadump(image: MemoryImage): Uint8Array {
  const { pages } = image;
  const cpus = image.machine === 183 ? [] : cpusOf(image);
  const general = 'r15 r14 r13 r12 r11 r10 r9 r8 rax rcx rdx rbx rsp rbp rsi rdi'.split(' ');
  const states = cpus.map((state) => {
    const bytes = new Uint8Array(1024);
    bytes.set(le(...general.map((name) => [64, state[name]] as const)), 796);
    bytes.set(le([32, state.cs], [32, state.ss]), 940);
    bytes.set(le([64, state.rip]), 984);
    bytes.set(le([64, state.rflags]), 1000);
    return bytes;
  });
  const sub = padded(Buffer.concat([le([32, cpus.length * 1024]), ...cpus.map((_, i) => le([64, i], [64, 1 << i])), ...states, new Uint8Array(1)]), 4096);
  const frames = (pages.at(-1)?.[0] ?? 0) + 2;
  const blocks = Math.ceil(frames / 8 / 4096);
  const bitmap = new Uint8Array(blocks * 4096);
  for (const [pfn] of pages) bitmap[pfn >> 3] |= 0x80 >> (pfn & 7);
  const partition = sadumpPartition(0, 0);
  const header = padded(
    Buffer.concat([
      ascii('sadump\0\0'),
      le([32, 1], [32, 0], [16, 2026], [8, 11], [8, 23], [8, 0], [8, 10], [8, 27], [8, 0], [32, 0], [16, 0], [16, 0]),
      le([32, 0], [32, 0], [32, 4096], [32, 0], [32, sub.length / 4096], [32, blocks], [32, blocks], [32, 0], [32, 0], [32, 0], [32, 0], [32, 0], [32, cpus.length], [32, 0]),
      le([64, frames], [64, 0], [64, 0], [64, 0]),
    ]),
    4096,
  );
  return Buffer.concat([partition, header, sub, bitmap, bitmap, ...pages.map(([, page]) => page)]);
}

const guid = (of: number): Uint8Array => new Uint8Array(16).fill(of);

/** A partition header of SADUMP: of the disk `number` of a set (0: of none), of which `used` bytes were written. */
function sadumpPartition(number: number, used: number): Uint8Array {
  const bytes = new Uint8Array(4096);
  bytes.set(le([32, 0x75646173], [32, 0x0000706d], [32, 1]));
  bytes.set(Buffer.concat([guid(0x5a), guid(0x77), guid(number)]), 88);
  bytes.set(le([16, 2026], [8, 11], [8, 23]), 136);
  bytes.set(le([32, number], [32, 0], [64, used]), 152);
  // Each number follows from the one before (crash's verify_magic_number).
  const view = new DataView(bytes.buffer);
  for (let at = 168, magic = 17; at < 4096; at += 4, magic = ((magic + 7) * 11) >>> 0) view.setUint32(at, magic, true);
  return bytes;
}

/** The same dump over three disks, which have more room than was used. */
export function buildSadumpSet(image: MemoryImage): readonly Uint8Array[] {
  const whole = buildSadump(image).subarray(4096);
  const dataAt = whole.length - image.pages.length * 4096;
  const third = Math.ceil(image.pages.length / 3) * 4096;
  const head = new Uint8Array(4096);
  head.set(Buffer.concat([le([32, 1], [32, 3], [64, whole.length]), ...[2, 3].flatMap((number) => [guid(number), le([64, 1 << 30], [32, 0], [32, 0])])]));
  const disk = (number: number, ...parts: Uint8Array[]): Uint8Array =>
    Buffer.concat([sadumpPartition(number, 4096 + parts.reduce((sum, part) => sum + part.length, 0)), ...parts, new Uint8Array(8192).fill(0xee)]);
  return [
    disk(1, head, whole.subarray(0, dataAt + third)),
    disk(2, whole.subarray(dataAt + third, dataAt + 2 * third)),
    disk(3, whole.subarray(dataAt + 2 * third)),
  ];
}

/** How an LKCD file is written: its version, which says how its header lies, and how pages are packed. */
interface LkcdForm {
  readonly version: 7 | 9;
  readonly compression: 'gzip' | 'rle';
}

/** LKCD, every other page packed, pages of zeros without any bytes. Version 7 is that of a 64-bit machine; the records of 9 begin where it says. */
export function buildLkcd({ pages, machine }: MemoryImage, { version, compression }: LkcdForm = { version: 9, compression: 'gzip' }): Uint8Array {
  const dataAt = version === 9 ? 32768 : 65536;
  const head = new Uint8Array(dataAt);
  head.set(le([64, 0xa8190173618f23edn], [32, version], [32, 742], [32, 8], [32, 4096]));
  const names = version === 9 ? 324 : 328;
  head.set(le([64, 1_100_000_000]), version === 9 ? 308 : 312);
  ['Linux', 'lab', '2.6.5-7.97', '#1', machine === 183 ? 'aarch64' : 'x86_64', ''].forEach((name, i) => head.set(ascii(name), names + 65 * i));
  head.set(le([32, compression === 'rle' ? 1 : 2]), version === 9 ? 722 : 728);
  if (version === 9) head.set(le([64, dataAt]), 734);
  return Buffer.concat([
    head,
    ...pages.flatMap(([pfn, page], i) => {
      if (page.every((byte) => byte === 0)) return [le([64, pfn * 4096], [32, 0], [32, 1])];
      const packed = i % 2 === 1 ? page : compression === 'rle' ? packRuns(page) : deflateSync(page);
      const small = packed.length < 4096;
      return [le([64, pfn * 4096], [32, small ? packed.length : 4096], [32, small ? 2 : 1]), small ? packed : page];
    }),
    le([64, 0], [32, 0], [32, 4]),
  ]);
}

/** LKCD's runs: 0, n, b are n + 1 times b (at most 256), 0, 0 is one 0, all else stands for itself. */
function packRuns(page: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < page.length;) {
    let run = 1;
    while (run < 256 && page[at + run] === page[at]) run++;
    if (run > 3 || (page[at] === 0 && run > 1)) out.push(0, run - 1, page[at]);
    else if (page[at] === 0) out.push(0, 0);
    else for (let i = 0; i < run; i++) out.push(page[at]);
    at += run;
  }
  return Uint8Array.from(out);
}

export function buildS390(image: MemoryImage): Uint8Array {
  const memory = buildRaw(image);
  const head = new Uint8Array(4096);
  head.set(be([64, 0xa8190173618f23fdn], [32, 5], [32, 4096], [32, 4], [32, 4096], [64, memory.length], [64, 0], [64, memory.length], [32, memory.length / 4096]));
  return Buffer.concat([head, memory, ascii('DUMP_END', 16)]);
}

/** A .vmrs: two headers, a table of objects, key tables with a value each, blocks of 1 MiB; every third is packed by literals. */
export function buildHyperV(image: MemoryImage): Uint8Array {
  const runs = runsOf(image);
  const memory = Buffer.concat(image.pages.map(([, page]) => page));
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < memory.length; at += 1024 * 1024) blocks.push(padded(memory.subarray(at, at + 1024 * 1024), 1024 * 1024));
  const stored = blocks.map((block, i) => {
    const packed = i % 3 === 2 ? xpress(block) : block;
    return packed.length < block.length ? packed : block;
  });
  const objects = 8192;
  const tables = objects + 65536;
  const data = tables + 4096 * Math.ceil((runs.length + blocks.length) / 20 + 2);
  let end = data;
  const entries: Uint8Array[] = [];
  const entry = (name: string, flags: number, value: Uint8Array): void => {
    const text = ascii(name, name.length + 1);
    entries.push(Buffer.concat([le([8, 7], [8, flags], [32, 21 + text.length + value.length], [16, 0], [32, 0], [32, 0], [32, 0], [8, text.length]), text, value]));
  };
  const state = partitionState(image);
  entry('partition_state', 1, le([32, state.length], [64, end]));
  const stateAt = end;
  end += Math.ceil(state.length / 4096) * 4096;
  let first = 0;
  runs.forEach(({ pfn, bytes }, i) => {
    const pages = bytes.length / 4096;
    entry(`RamMemoryBlock${i}`, 0, Buffer.concat([le([32, 40]), le([32, 3], [32, 0], [64, pages], [64, first], [64, pfn], [32, 0], [64, 0])]));
    first += pages;
  });
  stored.forEach((block, i) => {
    entry(`RamBlock${i}`, 1, le([32, block.length], [64, end]));
    end += Math.ceil(block.length / 4096) * 4096;
  });
  const keyTables: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  const close = (): void => {
    if (open.length > 0) keyTables.push(padded(Buffer.concat([le([16, 2], [16, keyTables.length + 1], [16, 1], [32, 0]), ...open]), 4096));
    open = [];
  };
  for (const each of entries) {
    if (open.reduce((sum, bytes) => sum + bytes.length, each.length + 10) > 4096 - 22) close();
    open.push(each);
  }
  close();
  const rows = keyTables.map((table, i) => le([8, 2], [32, 0], [64, tables + i * 4096], [32, table.length], [8, 0]));
  const file = new Uint8Array(end);
  const put = (at: number, ...parts: Uint8Array[]): void => file.set(Buffer.concat(parts), at);
  put(0, le([32, 0x01282014], [32, 0], [16, 1], [32, 0x0400]));
  put(4096, le([32, 0x01282014], [32, 0], [16, 2], [32, 0x0400]));
  put(objects, le([32, 0x01110001], [32, rows.length]), ...rows);
  put(tables, ...keyTables);
  put(stateAt, state);
  let at = data + Math.ceil(state.length / 4096) * 4096;
  for (const block of stored) {
    file.set(block, at);
    at += Math.ceil(block.length / 4096) * 4096;
  }
  return file;
}

/** The value partition_state: sizes, 16 bytes of padding, and the chunks of each processor between prolog and epilog. */
function partitionState(image: MemoryImage): Uint8Array {
  const chunk = (id: number, ...contents: Uint8Array[]): Uint8Array => {
    const body = Buffer.concat(contents);
    return Buffer.concat([le([32, id], [32, body.length], [64, 0]), body]);
  };
  const general = 'rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15 rip rflags'.split(' ');
  const segment = (selector: bigint): Uint8Array => le([64, 0], [32, 0xffffffff], [16, selector], [16, 0xa09b]);
  const chunks = [chunk(0, le([32, 0x50546475], [32, 0], [32, image.machine === 183 ? 0x10 : 1]), new Uint8Array(4052))];
  cpusOf(image).forEach((state, i) => {
    chunks.push(chunk(0x30001000, le([32, i]), new Uint8Array(12)), chunk(0x3001a000, new Uint8Array(16)));
    if (image.machine === 183) {
      const words = [...Array.from({ length: 31 }, (_, x) => `x${x}`), 'pc', 'pstate'].map((name) => state[name]);
      const others = [0n, 0n, 0n, 0n, 0n, 0n, state.sp, 0n, 0n];
      chunks.push(chunk(0x30005000, le(...[...words, ...others].map((word) => [64, word] as const))));
      return;
    }
    chunks.push(chunk(0x30005000, le(...general.map((name) => [64, state[name]] as const))));
    chunks.push(chunk(0x30009000, segment(0n), segment(state.cs), segment(state.ss), new Uint8Array(5 * 16 + 16)));
    // What another level of trust has is not Linux's.
    chunks.push(chunk(0x3001a000, Uint8Array.of(1), new Uint8Array(15)), chunk(0x30005000, new Uint8Array(general.length * 8).fill(0xee)));
  });
  const body = Buffer.concat([...chunks, chunk(0xf0000000)]);
  return Buffer.concat([le([64, 24], [64, 24], [64, 24 + 16 + body.length]), new Uint8Array(16), body]);
}

/** Xpress (MS-XCA 2.3) as simple as it may be: runs of one byte as matches of distance 1, all else literals. */
function xpress(plain: Uint8Array): Uint8Array {
  const out: number[] = [];
  let flagsAt = -1;
  let flags = 0;
  let used = 32;
  const item = (match: boolean): void => {
    if (used === 32) {
      flush();
      flagsAt = out.length;
      out.push(0, 0, 0, 0);
      flags = 0;
      used = 0;
    }
    if (match) flags |= 1 << (31 - used);
    used++;
  };
  const flush = (): void => {
    if (flagsAt >= 0) for (let i = 0; i < 4; i++) out[flagsAt + i] = (flags >>> (8 * i)) & 255;
  };
  for (let at = 0; at < plain.length;) {
    let run = 0;
    while (at > 0 && run < 4000 && at + run < plain.length && plain[at + run] === plain[at - 1]) run++;
    if (run < 16 + 264) {
      item(false);
      out.push(plain[at++]);
      continue;
    }
    item(true);
    // Length beyond all short forms: 7, a half byte of 15 (its other half stays 0 and is used by the next), 255, 16 bits.
    const half = halves++;
    out.push(7, 0);
    if (half % 2 === 0) {
      halfAt = out.length;
      out.push(15);
    } else out[halfAt] |= 0xf0;
    out.push(255, (run - 3) & 255, (run - 3) >> 8);
    at += run;
  }
  flush();
  halves = 0;
  return Uint8Array.from(out);
}
let halves = 0;
let halfAt = 0;

/** QEMU's stream of a q35 or virt machine, with libvirt's head before it where it is asked for. A page of zeros is stored as one byte. */
export function buildQemuStream({ pages, machine }: MemoryImage, libvirt = false): Uint8Array {
  const block = machine === 183 ? 'mach-virt.ram' : 'pc.ram';
  const start = machine === 183 ? 0x40000 : 0;
  const text = (name: string): Uint8Array => Buffer.concat([Uint8Array.of(name.length), ascii(name)]);
  const size = ((pages.at(-1)?.[0] ?? 0) + 1 - start) * 4096;
  const parts: Uint8Array[] = [be([32, 0x5145564d], [32, 3], [8, 7], [32, 10]), ascii('pc-q35-7.2')];
  parts.push(be([8, 1], [32, 2]), text('ram'), be([32, 0], [32, 4]));
  parts.push(be([64, BigInt(size + 8192) | 4n]), text(block), be([64, size]), text('vga.vram'), be([64, 8192]), be([64, 0x10], [8, 0x7e], [32, 2]));
  parts.push(be([8, 2], [32, 2]));
  // What comes again later counts: the first page is wrong at first.
  const first = pages[0][0];
  parts.push(be([64, BigInt((first - start) * 4096) | 8n]), text(block), new Uint8Array(4096).fill(0xee));
  parts.push(be([64, 8n]), text('vga.vram'), new Uint8Array(4096).fill(0xaa), be([64, 0x10], [8, 0x7e], [32, 2]));
  parts.push(be([8, 3], [32, 2]));
  pages.forEach(([pfn, page], i) => {
    const address = BigInt((pfn - start) * 4096);
    const same = i === 0 ? 0n : 0x20n;
    const zero = page.every((byte) => byte === 0);
    parts.push(be([64, address | same | (zero ? 2n : 8n)]));
    if (i === 0) parts.push(text(block));
    parts.push(zero ? new Uint8Array(1) : page);
  });
  parts.push(be([64, 0x10], [8, 0x7e], [32, 2], [8, 4], [32, 3]), text('timer'), be([32, 0], [32, 2]));
  const stream = Buffer.concat(parts);
  if (!libvirt) return stream;
  const xml = ascii('<domain/>', 64);
  return Buffer.concat([ascii('LibvirtQemudSave'), le([32, 2], [32, xml.length], [32, 1], [32, 0]), new Uint8Array(60), xml, stream]);
}
