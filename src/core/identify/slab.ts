import { hex } from '../addr.ts';
import { identity } from '../catalogue/identity.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

/** An object of a slab cache. */
export const answer: Answer = {
  id: 'slab',
  order: 70,
  identify(kernel, value) {
    const found = slabCacheOf(kernel, value);
    if (!found) return undefined;
    const { cache, object } = found;
    if (object === undefined)
      return { kind: 'slab', text: identity.slabPad({ cache }), ref: refTo.memory(value) };
    const offset = Number(value - object);
    return {
      kind: 'slab',
      text: identity.slab({
        cache,
        object: hex(object, 16),
        offset: offset === 0 ? '' : ` +0x${hex(offset)}`,
      }),
      ref: refTo.memory(value),
    };
  },
};
