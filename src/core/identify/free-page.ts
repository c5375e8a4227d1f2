import { hex } from '../addr.ts';
import { memoryIdentity } from '../catalogue/kmem.ts';
import { freeRun } from '../kernel/zones.ts';
import { linearPhysical } from '../memory/tables.ts';
import type { Answer } from './identity.ts';

/** Memory that the buddy allocator has: nobody's. */
export const answer: Answer = {
  id: 'free-page',
  order: 88,
  identify(kernel, value) {
    const direct = kernel.arch.paging.directMap(kernel);
    const physical = direct && linearPhysical(direct, value);
    const found =
      physical === undefined ? undefined : freeRun(kernel, Math.floor(physical / kernel.layout.pageSize));
    if (!found) return undefined;
    return {
      kind: 'page',
      text: memoryIdentity.free({ pages: 2 ** found.order, zone: found.zone.name }),
      ref: `page:${hex(found.page, 16)}`,
    };
  },
};
