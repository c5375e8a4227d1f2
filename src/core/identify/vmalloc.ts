import { hex } from '../addr.ts';
import { memoryIdentity } from '../catalogue/kmem.ts';
import { vmallocAreaAt, vmallocFacts } from '../kernel/vmalloc.ts';
import { deviceMemoryAt } from '../kernel/resources.ts';
import { readable } from '../rows/readable.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Answer } from './identity.ts';

/** What vmalloc, vmap, ioremap and their like made: a stack of a task or a module is told before. */
export const answer: Answer = {
  id: 'vmalloc',
  order: 75,
  identify(kernel, value) {
    const area = vmallocAreaAt(kernel, value);
    if (!area) return undefined;
    const { kind, caller, physical } = vmallocFacts(area);
    const device = physical === undefined ? undefined : deviceMemoryAt(kernel, physical);
    const by = caller === undefined ? undefined : kernel.symbols.byAddress(caller);
    return {
      kind: 'vmalloc',
      text: memoryIdentity.vmalloc({
        kind: kind || 'vmalloc',
        caller: by && symbolText(by, 16),
        device: device && `${readable(device.name)}, ${hex(physical ?? 0)}`,
      }),
      ref: `vmalloc:${hex(area.start, 16)}`,
    };
  },
};
