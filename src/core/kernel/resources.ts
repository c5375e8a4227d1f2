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

/** RAM by the names that the kernel gives it (arch/x86/kernel/e820.c, arch/arm64/kernel/setup.c); what is within is told by its struct pages. */
const RAM = /^(?:System RAM|Kernel |Crash kernel|RAM buffer|reserved)/i;

/** The device whose memory is at `physical`, by the innermost resource of the bus that has it; undefined of RAM and where none does. */
export function deviceMemoryAt(kernel: Kernel, physical: number): Resource | undefined {
  const found = onBus(kernel, physical);
  return found === 'ram' ? undefined : found;
}

/** What is at `physical` of what the kernel knows of its bus: RAM, the innermost resource, or undefined: nothing. */
export function onBus(kernel: Kernel, physical: number): Resource | 'ram' | undefined {
  const all = kernel.remember('memory of the bus', () => [...resources(kernel, 'iomem_resource')]);
  const at = BigInt(physical);
  let found: Resource | undefined;
  for (const each of all) {
    if (each.depth === 0 || at < each.start || at > each.end) continue;
    if (RAM.test(each.name)) return 'ram';
    if (!found || each.depth > found.depth) found = each;
  }
  return found;
}

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
