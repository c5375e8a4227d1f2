import type { Kernel } from './kernel.ts';

/**
 * KASAN keeps freed objects from the allocator for a while (mm/kasan/quarantine.c): its lists do not have them, and they count as in
 * use there. The shadow of their first byte says that they were freed.
 */

/** KASAN_SLAB_FREE, and KASAN_SLAB_FREE_META where the object itself holds who freed it (mm/kasan/kasan.h; KASAN_KMALLOC_FREE… before). */
const FREED: readonly number[] = [0xfb, 0xfa];

/** Whether KASAN holds the slab object at `address` as freed; false where the kernel has none, or its shadow is not in the dump. */
export function isQuarantined({ arch, symbols, space }: Kernel, address: bigint): boolean {
  const shadow = arch.trouble?.shadowOf?.(address);
  if (shadow === undefined || symbols.byName('kasan_report') === undefined) return false;
  const [byte] = space.tryRead(shadow, 1) ?? [];
  return byte !== undefined && FREED.includes(byte);
}
