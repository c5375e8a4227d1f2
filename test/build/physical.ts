import type { Container } from '../../src/core/container/container.ts';
import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { FaultError } from '../../src/core/errors.ts';
import { PhysicalMemory } from '../../src/core/memory/physical.ts';
import { memorySource, type ByteSource } from '../../src/core/source/source.ts';
import { joined, type Pieces } from './pieces.ts';
import { engine } from './zoo.ts';

/** A planned file, opened as a dump in memory. */
export function openPlan(pieces: Pieces, name = 'planned'): PhysicalMemory {
  return openMemory(memorySource(joined(pieces), name));
}

/** The physical memory of `source`, with a cache small enough to be emptied often. */
export function openMemory(source: ByteSource): PhysicalMemory {
  const container: Container = openContainer(source);
  return new PhysicalMemory(new Engine(engine, container.pages, 64 * container.pages.pageSize), container);
}

/** Page `pfn`, or the reason why it is not there. */
export function pageOrReason(memory: PhysicalMemory, pfn: number): Uint8Array | string {
  try {
    return memory.read(pfn * memory.pageSize, memory.pageSize);
  } catch (error) {
    if (error instanceof FaultError) return error.reason;
    throw error;
  }
}
