import type { PhysicalMemory } from '../memory/physical.ts';
import type { Kernel } from './kernel.ts';
import type { LogRecord } from './printk-record.ts';
import {
  blocksIn,
  dated,
  infosIn,
  linesIn,
  looksLikeInfos,
  logged,
  OURS,
  recordsIn,
  type Writer,
} from './printk-shapes.ts';

/**
 * The log by its shape (printk-shapes.ts), wherever it lies, when the structures that lead to it are lost. Whoever wrote
 * such bytes: a process can. So these records are marked.
 */

/** Pages looked at: all of a small dump, 512 MiB of a large one with pages of 4 KiB. */
const MAX_PAGES = 1 << 17;
/** Bytes of one buffer. */
const MAX_REGION = 32 << 20;
/** As many records make a log. */
const LEAST_RECORDS = 8;
/** Letters of a line in the mean: kernels print some 50. */
const LEAST_LETTERS = 16;

/** Records that were found, and the physical address where the first of them lies. */
export interface FoundLog {
  readonly records: readonly LogRecord[];
  readonly at: number;
}

/** The largest log that lies in memory; undefined when there is none. Looked for once. */
export function findLog(kernel: Kernel): FoundLog | undefined {
  return kernel.remember('log in memory', () => logIn(kernel.memory));
}

/** The largest log in `memory`, of a machine such as `writer`; undefined when there is none. */
export function logIn(memory: PhysicalMemory, writer = OURS): FoundLog | undefined {
  const { big } = writer;
  const pages = lookThrough(memory, writer);
  let best: FoundLog | undefined;
  const better = (all: readonly LogRecord[], at: number): void => {
    const records = all.filter(({ text }) => reads(text));
    // Where most is no language, the rest is chance.
    if (records.length * 4 < all.length * 3) return;
    // Names of caches and devices stand side by side too; lines of a log are longer.
    const letters = records.reduce((sum, { text }) => sum + text.length, 0);
    if (letters < records.length * LEAST_LETTERS) return;
    if (records.length >= LEAST_RECORDS && records.length > (best?.records.length ?? 0))
      best = { records, at };
  };
  const infos = regions(memory, pages.infos).flatMap(({ bytes }) => infosIn(bytes, writer));
  // Each kind where its own pages are: much of a damaged memory looks a little like one of them.
  for (const { at, bytes } of regions(memory, pages.blocks)) {
    const { blocks, from } = blocksIn(bytes, writer);
    if (blocks.length >= LEAST_RECORDS) better(dated(blocks, infos, writer), at + from);
  }
  for (const { at, bytes } of regions(memory, pages.headed)) {
    const found = recordsIn(bytes, big);
    better(found.records, at + found.from);
  }
  for (const { at, bytes } of regions(memory, pages.lines)) {
    const found = linesIn(bytes);
    better(found.records, at + found.from);
  }
  return best && { ...best, records: best.records.map((record) => ({ ...record, found: true as const })) };
}

/** Whether `text` is of letters and signs, as what kernels print is: pointers and counters are bytes that are text by chance. */
function reads(text: string): boolean {
  const plain = text.replace(/[^\x20-\x7e\n\t]/g, '').length;
  return plain >= 4 && plain * 8 >= text.length * 7;
}

/** The frames that look like part of a log of each kind, and those that look like the printk ring buffer's infos, in order. */
function lookThrough(
  memory: PhysicalMemory,
  writer: Writer,
): Readonly<Record<'blocks' | 'headed' | 'lines' | 'infos', number[]>> {
  const { pages } = memory.container;
  const { pageSize, engine } = memory;
  const found = {
    blocks: [] as number[],
    headed: [] as number[],
    lines: [] as number[],
    infos: [] as number[],
  };
  let looked = 0;
  for (let pfn = pages.next(0); pfn !== undefined && looked < MAX_PAGES; pfn = pages.next(pfn + 1)) {
    looked++;
    const at = engine.wasm.page(BigInt(pfn));
    if (at === 0) continue;
    const page = engine.bytes.subarray(at, at + pageSize);
    const looks = logged(page, writer);
    for (const kind of ['blocks', 'headed', 'lines'] as const) if (looks[kind]) found[kind].push(pfn);
    if (looksLikeInfos(page, writer)) found.infos.push(pfn);
  }
  return found;
}

/** Pieces of memory that the frames `pfns` make, with a page before and after them; one that is none may lie between. */
function regions(
  memory: PhysicalMemory,
  pfns: readonly number[],
): { readonly at: number; readonly bytes: Uint8Array }[] {
  const { pageSize } = memory;
  const runs: { first: number; last: number }[] = [];
  for (const pfn of pfns) {
    const run = runs.at(-1);
    if (run && pfn <= run.last + 2) run.last = pfn;
    else runs.push({ first: pfn, last: pfn });
  }
  return runs.map(({ first, last }) => {
    const from = Math.max(0, first - 1);
    const bytes = new Uint8Array(Math.min((last + 2 - from) * pageSize, MAX_REGION));
    for (let done = 0; done < bytes.length; done += pageSize) {
      const page = memory.tryRead(from * pageSize + done, pageSize);
      if (page) bytes.set(page, done);
    }
    return { at: from * pageSize, bytes };
  });
}
