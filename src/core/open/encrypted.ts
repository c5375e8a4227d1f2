import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import type { PhysicalMemory } from '../memory/physical.ts';

/**
 * Memory of a confidential guest (AMD SEV, Intel TDX), dumped by its host: every page that the guest does not share is encrypted with a key that
 * the host has not. Nothing in the file says so; noise does.
 */
const PAGE = 4096;
/** Pages looked at for noise, and which share of those that are not of one byte alone makes the memory encrypted. */
const NOISE_PAGES = 256;
const LEAST_NOISE = 16;
const MOST_NOISE = 0.8;
/** Bits a byte that noise of a page has nearly (7.95 of 4096 bytes); text and code, pointers and tables have 7 at most. */
const NOISE_BITS = 7.8;

/** How many of some pages, `step` frames apart, are noise; those of one byte alone are not counted. */
function noisePages(
  { container, engine, pageSize }: PhysicalMemory,
  step: number,
): { readonly noise: number; readonly looked: number } {
  const { pages } = container;
  const found = { noise: 0, looked: 0 };
  let left = NOISE_PAGES;
  for (let pfn = pages.next(0); pfn !== undefined && left-- > 0; pfn = pages.next(pfn + Math.max(1, step))) {
    const at = engine.wasm.page(BigInt(pfn));
    const page = at === 0 ? undefined : engine.bytes.subarray(at, at + Math.min(pageSize, PAGE));
    if (!page || page.every((byte) => byte === page[0])) continue;
    found.looked++;
    const counts = new Uint32Array(256);
    for (const byte of page) counts[byte]++;
    const bits = counts.reduce(
      (sum, count) => (count === 0 ? sum : sum - (count / page.length) * Math.log2(count / page.length)),
      0,
    );
    if (bits > NOISE_BITS) found.noise++;
  }
  return found;
}

/** What is said where nearly all of `memory` is noise. */
export function encryptedRemark(memory: PhysicalMemory): Message | undefined {
  const spread = noisePages(memory, Math.floor(memory.container.pages.endPfn / NOISE_PAGES));
  const found = spread.looked < LEAST_NOISE ? noisePages(memory, 1) : spread;
  return found.noise >= LEAST_NOISE && found.noise >= found.looked * MOST_NOISE
    ? say.encrypted(found)
    : undefined;
}
