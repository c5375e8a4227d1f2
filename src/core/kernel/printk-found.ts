import type { PhysicalMemory } from '../memory/physical.ts';
import type { Kernel } from './kernel.ts';
import type { LogRecord } from './printk-record.ts';
import {
  blocksIn,
  dated,
  infosIn,
  linesIn,
  looksLikeInfos,
  looksLogged,
  recordsIn,
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

/** Records that were found, and the physical address where the first of them lies. */
export interface FoundLog {
  readonly records: readonly LogRecord[];
  readonly at: number;
}

/** The largest log that lies in memory; undefined when there is none. Looked for once. */
export function findLog(kernel: Kernel): FoundLog | undefined {
  return kernel.remember('log in memory', () => {
    const { memory } = kernel;
    const pages = lookThrough(memory);
    let best: FoundLog | undefined;
    const better = (records: readonly LogRecord[], at: number): void => {
      if (records.length >= LEAST_RECORDS && records.length > (best?.records.length ?? 0))
        best = { records, at };
    };
    const infos = regions(memory, pages.infos).map(({ bytes }) => infosIn(bytes));
    for (const { at, bytes } of regions(memory, pages.logged)) {
      const { blocks, from } = blocksIn(bytes);
      if (blocks.length >= LEAST_RECORDS) better(dated(blocks, infos), at + from);
      for (const parse of [recordsIn, linesIn]) {
        const found = parse(bytes);
        better(found.records, at + found.from);
      }
    }
    return best && { ...best, records: best.records.map((record) => ({ ...record, found: true as const })) };
  });
}

/** The frames that look like part of a log, and those that look like the printk ring buffer's infos, in order. */
function lookThrough(memory: PhysicalMemory): { readonly logged: number[]; readonly infos: number[] } {
  const { pages } = memory.container;
  const { pageSize, engine } = memory;
  const found = { logged: [] as number[], infos: [] as number[] };
  let looked = 0;
  for (let pfn = pages.next(0); pfn !== undefined && looked < MAX_PAGES; pfn = pages.next(pfn + 1)) {
    looked++;
    const at = engine.wasm.page(BigInt(pfn));
    if (at === 0) continue;
    const page = engine.bytes.subarray(at, at + pageSize);
    if (looksLogged(page)) found.logged.push(pfn);
    if (looksLikeInfos(page)) found.infos.push(pfn);
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
