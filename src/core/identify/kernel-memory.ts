import { hex, isKernelHalf } from '../addr.ts';
import { absence, identity } from '../catalogue/identity.ts';
import { named, type Message } from '../catalogue/message.ts';
import { pageUses } from '../catalogue/page-use.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pageUse, type PageUse } from '../kernel/page-use.ts';
import { pageOf } from '../kernel/pages.ts';
import { deviceMemoryAt } from '../kernel/resources.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer, Identity } from './identity.ts';

/** Memory that nothing before knows: what its page is used for, or the device that answers there. */
export const answer: Answer = {
  id: 'kernel-memory',
  order: 90,
  identify(kernel, value) {
    if (!isKernelHalf(value)) return undefined;
    const physical = kernel.space.translate(value);
    if (physical === undefined)
      return {
        kind: 'unmapped',
        text: identity.unmapped(),
        ref: refTo.address(value),
      };
    const device = deviceMemoryAt(kernel, physical);
    if (device)
      return {
        kind: 'page',
        text: identity.device({ name: readable(device.name), physical: hex(physical) }),
        ref: refTo.memory(value),
      };
    const used = usedPage(kernel, physical);
    if (used) return used;
    const absent = kernel.space.absence(value);
    return {
      kind: 'page',
      text: absent
        ? identity.absent({ why: named(absence, absent) ?? absent })
        : identity.memory({ physical: hex(physical) }),
      ref: refTo.memory(value),
    };
  },
};

/** What the page at `physical` is used for; undefined where its struct page does not say, or is not in the dump. */
function usedPage(kernel: Kernel, physical: number): Identity | undefined {
  const page = pageOf(kernel, physical);
  const use = page && pageUse(kernel, page);
  if (!page || !use || use.kind === 'other') return undefined;
  return {
    kind: 'page',
    text: identity.used({ use: useSaid(use), physical: hex(physical) }),
    ref: `page:${hex(page.address, 16)}`,
  };
}

/** A page's use in words. */
export function useSaid(use: PageUse): Message {
  switch (use.kind) {
    case 'slab':
      return pageUses.slab({ cache: readable(use.cache) });
    case 'free':
      return pageUses.free({ pages: 2 ** use.block.list.order, zone: use.block.zone.name });
    case 'file':
      return pageUses.file({ offset: hex(use.offset) });
    case 'typed':
      return pageUses.typed({ name: use.name });
    default:
      return pageUses[use.kind]();
  }
}
