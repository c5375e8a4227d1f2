import { hex } from '../addr.ts';
import { identity } from '../catalogue/identity.ts';
import { pageUse } from '../kernel/page-use.ts';
import { pageAtStruct } from '../kernel/pages.ts';
import type { Answer } from './identity.ts';
import { useSaid } from './kernel-memory.ts';

/**
 * A struct page, in the array of all of them (vmemmap): which page it is of, and what that is used for. `start` is left out: so many lie
 * side by side that one is a bit away from anything near.
 */
export const answer: Answer = {
  id: 'struct-page',
  order: 78,
  identify(kernel, value) {
    const page = pageAtStruct(kernel, value);
    if (!page) return undefined;
    const offset = Number(value - page.address);
    return {
      kind: 'page',
      text: identity.structPage({
        offset: offset === 0 ? '' : ` +0x${hex(offset)}`,
        physical: hex(page.physical),
        use: useSaid(pageUse(kernel, page)),
      }),
      ref: `page:${hex(page.address, 16)}`,
    };
  },
};
