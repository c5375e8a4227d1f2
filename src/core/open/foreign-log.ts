import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { openContainer } from '../container/probe.ts';
import { Engine } from '../engine/engine.ts';
import { logIn } from '../kernel/printk-found.ts';
import type { LogRecord } from '../kernel/printk-record.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { memorySource, type ByteSource } from '../source/source.ts';
import type { GivenFiles } from './more-files.ts';

/** Big-endian whatever the kernel (include/uapi/linux/elf-em.h). */
const EM_S390 = 22;

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
  // ppc64 may be either; who is likelier is asked first, and the other only where nothing is found.
  const big = container.machine === EM_S390;
  const found = logIn(memory, big) ?? logIn(memory, !big);
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
