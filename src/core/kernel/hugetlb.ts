import { step } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** A pool of huge pages of one size: struct hstate (include/linux/hugetlb.h). Counts are huge pages. */
export interface HugePool {
  readonly object: CObject;
  readonly name: string;
  readonly order: number;
  readonly total: number;
  readonly free: number;
  readonly reserved: number;
  readonly surplus: number;
}

/** HUGE_MAX_HSTATE is 2 on x86-64, 4 on arm64. */
const MAX_POOLS = 16;

/** The pools of huge pages: hstates[], of which hugetlb_max_hstate are in use (mm/hugetlb.c). */
export function hugePools(kernel: Kernel): readonly HugePool[] {
  return kernel.remember('huge pages', () => {
    const table = kernel.symbols.image.byName('hstates');
    const count = kernel.symbols.image.byName('hugetlb_max_hstate');
    const size = kernel.types.sizeOf('struct hstate');
    if (!table || size === undefined) return [];
    const many = Math.min(count ? (kernel.space.tryU32(count.address) ?? 0) : 0, MAX_POOLS);
    const found: HugePool[] = [];
    for (let i = 0; i < many; i++) {
      const pool = kernel.at('struct hstate', step(table.address, i * size)).try((object) => ({
        object,
        name: object.get('name').string(32),
        order: object.get('order').number(),
        total: object.get('nr_huge_pages').number(),
        free: object.get('free_huge_pages').number(),
        reserved: object.find('resv_huge_pages')?.number() ?? 0,
        surplus: object.find('surplus_huge_pages')?.number() ?? 0,
      }));
      if (pool && pool.order < 32) found.push(pool);
    }
    return found;
  });
}
