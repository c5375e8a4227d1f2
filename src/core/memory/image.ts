import { step, type Addr } from '../addr.ts';
import type { AddressSpace, FaultReason } from './space.ts';

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

/** Why a page that should be there is not: damage, not choice. */
const DAMAGE: ReadonlySet<FaultReason | undefined> = new Set<FaultReason>([
  'damaged',
  'lost',
  'table-absent',
]);

/** Whether a page of the image from `start` on should be in the file and cannot be read: what was not found may lie there. */
export function isImageDamaged(space: AddressSpace, start: Addr, pageSize: number): boolean {
  for (let at = 0; at < MAX_IMAGE; at += pageSize)
    if (DAMAGE.has(space.absence(step(start, at)))) return true;
  return false;
}

/** The image from `start` on in blocks, without those of which nothing can be read (freed init memory, the end). */
export function* imageBlocks(space: AddressSpace, start: Addr): Generator<ImageBlock, void, void> {
  for (let at = 0; at < MAX_IMAGE; at += BLOCK) {
    const address = step(start, at);
    const { bytes, absent } = space.readFilled(address, BLOCK + OVERLAP);
    if (absent < bytes.length) yield { address, bytes };
  }
}
