import { hex } from '../addr.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

export const answer: Answer = {
  id: 'slab',
  order: 70,
  identify(kernel, value, say) {
    const found = slabCacheOf(kernel, value);
    if (!found) return undefined;
    const { cache, object } = found;
    if (object === undefined)
      return { kind: 'slab', text: say('slab.pad', { cache }), ref: refTo.memory(value) };
    const offset = Number(value - object);
    const text = say('slab', { cache, object: hex(object, 16) });
    return {
      kind: 'slab',
      text: offset === 0 ? text : `${text} +0x${hex(offset)}`,
      ref: refTo.memory(value),
    };
  },
};
