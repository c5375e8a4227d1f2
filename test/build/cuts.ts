import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import { logRecords } from '../../src/core/kernel/printk.ts';
import { openSession } from '../../src/core/session.ts';
import { type ByteSource, memorySource } from '../../src/core/source/source.ts';
import { buildElf, type PlannedSegment } from './elf.ts';
import { buildNotes, vmcoreinfoNote } from './notes.ts';
import { joined } from './pieces.ts';
import { engine } from './zoo.ts';

/** Where dumps are cut off, in percent of their length. */
export const PERCENTS = [100, 99, 95.8, 91.7, 87.5, 83.3, 75, 60, 40, 10, 2] as const;

/** What is left of a dump that was cut off. */
export interface Left {
  /** The sentence when it does not open; everything else is then absent. */
  readonly refused?: string;
  readonly told?: boolean;
  readonly release?: string;
  readonly died?: string;
  readonly symbols?: boolean;
  readonly types?: boolean;
  readonly log?: number;
  readonly tasks?: number;
  readonly kind?: string;
  readonly confidence?: string;
  readonly cpus?: number;
  readonly taints?: number;
}

/** `source` as `head -c` would leave it at `percent` of its length. */
export function cutOff(source: ByteSource, percent: number): ByteSource {
  const size = Math.floor((source.size * percent) / 100);
  return {
    name: `${source.name} at ${percent} %`,
    size,
    read: (offset, into) =>
      offset >= size ? 0 : source.read(offset, into.subarray(0, Math.min(into.length, size - offset))),
  };
}

/** Opens `source` and counts what it still shows. */
export function leftOf(source: ByteSource): Left {
  try {
    const session = openSession([source], { engine, cacheBytes: 8 * 1024 * 1024 });
    const { kernel, summary } = session;
    const verdict = session.verdict();
    return {
      told: kernel.container.cut !== undefined,
      release: verdict.release,
      died: verdict.died,
      symbols: kernel.symbols.byName('schedule') !== undefined,
      types: kernel.types.known,
      log: [...logRecords(kernel)].length,
      tasks: summary.tasks ?? 0,
      kind: verdict.kind,
      confidence: verdict.confidence,
      cpus: verdict.cpus,
      taints: verdict.taints?.length,
    };
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    return { refused: error.message };
  }
}

/** The memory and notes of `source` as an ELF core, as makedumpfile -E writes it: pages in the order of their frames. */
export function asElf(source: ByteSource): ByteSource {
  const container = openContainer(source);
  const running = new Engine(engine, container.pages);
  const segments: PlannedSegment[] = [];
  let run: { start: number; pages: Uint8Array[] } | undefined;
  const close = (): void => {
    if (!run) return;
    const bytes = new Uint8Array(run.pages.length * 4096);
    run.pages.forEach((page, i) => {
      bytes.set(page, i * 4096);
    });
    segments.push({ physical: run.start * 4096, bytes });
    run = undefined;
  };
  for (let pfn = container.pages.next(0); pfn !== undefined; pfn = container.pages.next(pfn + 1)) {
    const at = running.wasm.page(BigInt(pfn));
    if (at === 0) continue;
    if (run && run.start + run.pages.length !== pfn) close();
    run ??= { start: pfn, pages: [] };
    run.pages.push(running.bytes.slice(at, at + 4096));
  }
  close();
  const info = new TextDecoder('latin1').decode(container.vmcoreinfo);
  const others = container.notes.filter((note) => note.name !== 'VMCOREINFO');
  const notes = buildNotes([vmcoreinfoNote(info), ...others]);
  return memorySource(joined(buildElf({ segments, notes, manyHeaders: segments.length > 60000 })), 'elf');
}
