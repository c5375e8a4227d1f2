import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { openContainer } from '../container/probe.ts';
import { Engine } from '../engine/engine.ts';
import { logIn, type FoundLog } from '../kernel/printk-found.ts';
import type { LogRecord } from '../kernel/printk-record.ts';
import type { Writer } from '../kernel/printk-shapes.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { memorySource, type ByteSource } from '../source/source.ts';
import type { GivenFiles } from './more-files.ts';

/**
 * Machines (include/uapi/linux/elf-em.h) that are 32-bit whatever the kernel: m68k, i386, PowerPC, arm, SuperH, OpenRISC, ARC, MicroBlaze and
 * others; those that may be either: MIPS, PA-RISC, RISC-V; and those that are big-endian, or mostly.
 */
const NARROW: readonly number[] = [2, 3, 4, 18, 20, 40, 42, 92, 93, 94, 113, 189, 195, 252];
const EITHER: readonly number[] = [8, 15, 243];
const BIG: readonly number[] = [2, 4, 8, 15, 18, 20, 22, 43, 92];

/** Whose memory it may be, the likeliest first. */
function writersOf(machine: number | undefined): readonly Writer[] {
  const of = machine ?? 0;
  const longs = NARROW.includes(of)
    ? ([4] as const)
    : EITHER.includes(of)
      ? ([8, 4] as const)
      : ([8] as const);
  const orders = BIG.includes(of) ? [true, false] : [false, true];
  return longs.flatMap((long) => orders.map((big) => ({ big, long })));
}

/**
 * The log in the memory of a machine whose kernels are not read (s390, ppc64, riscv, arm …), found by its shape, as the text that the
 * kernel would have printed: texts are judged for nearly every architecture.
 */
export function foreignLog(
  files: GivenFiles,
  engine: WebAssembly.Module,
  why: Message,
): { readonly text: ByteSource; readonly remarks: readonly Message[] } | undefined {
  const container = openContainer(files.dump, [...files.parts, ...files.others]);
  const memory = new PhysicalMemory(new Engine(engine, container.pages), container);
  let found: FoundLog | undefined;
  for (const writer of writersOf(container.machine)) {
    found = logIn(memory, writer);
    if (found) break;
  }
  if (!found) return undefined;
  const bytes = new TextEncoder().encode(found.records.map(lineOf).join(''));
  return {
    text: memorySource(bytes, files.dump.name),
    remarks: [
      ...container.missing,
      say.foreignLog({ why, format: container.format, lines: found.records.length }),
    ],
  };
}

/** As printk() would send it to a console that shows levels. */
function lineOf({ text, time, level, undated }: LogRecord): string {
  const micros = (time / 1000n).toString().padStart(7, '0');
  const stamp = undated ? '' : `[${micros.slice(0, -6).padStart(5)}.${micros.slice(-6)}] `;
  return text
    .split('\n')
    .map((line) => `<${level}>${stamp}${line}\n`)
    .join('');
}
