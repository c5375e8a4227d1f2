import { addr, type Addr } from '../addr.ts';
import type { AddressSpace } from './space.ts';

/** What is looked at around an address: the smallest page there is, which is what files lose and disks give back as zeros. */
const STRETCH = 4096n;

/**
 * Whether nothing but zeros lies around `address`, in the whole stretch of 4 KiB that it is in: a page that was lost reads so too,
 * and then a zero in it is no number that the kernel wrote.
 */
export function isBlank(space: AddressSpace, address: Addr): boolean {
  const bytes = space.tryRead(addr(address & ~(STRETCH - 1n)), Number(STRETCH));
  return bytes?.every((byte) => byte === 0) ?? false;
}
