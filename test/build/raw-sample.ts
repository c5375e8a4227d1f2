import { readFileSync } from 'node:fs';
import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { buildKdump, rawPage } from './kdump.ts';
import { joined } from './pieces.ts';
import { dumpPath, engine } from './zoo.ts';

/** The bundled sample, or an x86-64 dump of the zoo, as an uncompressed dump: what is changed in its bytes is changed in the machine's memory. */
export interface RawSample {
  readonly bytes: Uint8Array;
  /** Frames that it has, in order, and where the first page begins in `bytes`. */
  readonly pfns: readonly number[];
  readonly pagesAt: number;
  /** Where physical address `physical` lies in `bytes`. */
  offsetOf(physical: number): number | undefined;
}

export function rawSample(name = 'sample'): RawSample {
  const container = openContainer(memorySource(readFileSync(dumpPath(name)), name));
  const running = new Engine(engine, container.pages);
  const pages = [];
  for (let pfn = 0; pfn < container.pages.endPfn; pfn++) {
    const at = container.pages.status(pfn) === 0 ? running.wasm.page(BigInt(pfn)) : 0;
    if (at !== 0) pages.push(rawPage(pfn, running.bytes.slice(at, at + 4096)));
  }
  const vmcoreinfo = new TextDecoder('latin1').decode(container.vmcoreinfo);
  const bytes = joined(buildKdump({ pages, vmcoreinfo, dumpLevel: 31 }));
  const pfns = pages.map((page) => page.pfn);
  const pagesAt = bytes.length - pages.length * 4096;
  const order = new Map(pfns.map((pfn, i) => [pfn, i]));
  return {
    bytes,
    pfns,
    pagesAt,
    offsetOf(physical) {
      const index = order.get(Math.floor(physical / 4096));
      return index === undefined ? undefined : pagesAt + index * 4096 + (physical % 4096);
    },
  };
}
