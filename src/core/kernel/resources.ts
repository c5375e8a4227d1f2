import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** A range of I/O ports or of the bus's addresses, and who has it: struct resource (include/linux/ioport.h). */
export interface Resource {
  readonly object: CObject;
  readonly address: Addr;
  readonly start: bigint;
  /** Its last port or byte. */
  readonly end: bigint;
  readonly name: string;
  /** Below how many others it lies. */
  readonly depth: number;
}

const MAX_RESOURCES = 1_000_000;
const MAX_DEPTH = 64;
const MAX_NAME = 256;

/** The resources below `root`, itself first, each followed by those within it. */
export function* resources(
  kernel: Kernel,
  root: 'ioport_resource' | 'iomem_resource',
): Generator<Resource, void, void> {
  const symbol = kernel.symbols.byName(root);
  if (!symbol || !kernel.types.has('resource', 'sibling')) return;
  const met = new Set<bigint>();
  /** What comes next on each level. */
  const levels: bigint[] = [symbol.address];
  while (levels.length > 0 && met.size < MAX_RESOURCES) {
    const at = levels[levels.length - 1];
    if (at === 0n || met.has(at)) {
      levels.pop();
      continue;
    }
    met.add(at);
    const depth = levels.length - 1;
    const object = kernel.at('struct resource', at);
    const found = object.try((each) => ({
      resource: {
        object,
        address: object.address,
        start: each.get('start').pointer(),
        end: each.get('end').pointer(),
        name: each.try((one) => one.get('name').string(MAX_NAME)) ?? '',
        depth,
      },
      sibling: depth === 0 ? 0n : each.get('sibling').pointer(),
      child: each.get('child').pointer(),
    }));
    if (!found) {
      levels.pop();
      continue;
    }
    yield found.resource;
    levels[depth] = found.sibling;
    if (found.child !== 0n && levels.length < MAX_DEPTH) levels.push(found.child);
  }
}
