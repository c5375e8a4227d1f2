import { step, type Addr } from '../addr.ts';
import type { AddressSpace } from './space.ts';

/** No kernel image is larger. */
const MAX_IMAGE = 256 * 1024 * 1024;
const BLOCK = 1 << 20;
/** Bytes of the next block that each has too, so that nothing short lies across two. */
const OVERLAP = 64;

/** A piece of the kernel image: zeros where nothing can be read. */
export interface ImageBlock {
  readonly address: Addr;
  readonly bytes: Uint8Array;
}

/** The image from `start` on in blocks, without those of which nothing can be read (freed init memory, the end). */
export function* imageBlocks(space: AddressSpace, start: Addr): Generator<ImageBlock, void, void> {
  for (let at = 0; at < MAX_IMAGE; at += BLOCK) {
    const address = step(start, at);
    const { bytes, absent } = space.readFilled(address, BLOCK + OVERLAP);
    if (absent < bytes.length) yield { address, bytes };
  }
}
