import { hex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { slabCounts, slabObjects, type ObjectState, type SlabItem } from '../../kernel/slab-objects.ts';
import { type Slab, type SlabCache } from '../../kernel/slab.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** Lines about caches, slabs and objects, as crash lays them out; kmem -s, -S and kmem ADDRESS are made of them. */

/** Above the line of a cache, as crash prints it. */
export const CACHE_HEADING: Line = {
  text: 'CACHE             OBJSIZE  ALLOCATED     TOTAL  SLABS  SSIZE  NAME',
};
/** Above the lines of slabs. */
export const SLAB_HEADING: Line = {
  text: '  SLAB              MEMORY            NODE  TOTAL  ALLOCATED  FREE',
};

/** A cache and how much of it is used. */
export function cacheLine(kernel: Kernel, cache: SlabCache): Line {
  const { slabs, objects, free, inSheaves } = slabCounts(kernel, cache);
  const { address, name, objectSize, slabBytes } = cache;
  const columns = [
    String(objectSize).padStart(8),
    String(objects - free).padStart(10),
    String(objects).padStart(9),
    String(slabs).padStart(6),
    `${slabBytes / 1024}k`.padStart(6),
  ];
  return {
    text: `${hex(address, 16)} ${columns.join(' ')}  ${name}`,
    row: {
      cache: address,
      name,
      objectSize,
      allocated: objects - free,
      total: objects,
      slabs,
      slabBytes,
      ...(inSheaves > 0 ? { inSheaves } : {}),
    },
    links: [{ start: 0, end: 16, ref: refTo.instance('kmem_cache', address) }],
  };
}

/** A slab and its objects: those that `test` lets through, all without it. */
export function* slabLines(
  kernel: Kernel,
  cache: SlabCache,
  slab: Slab,
  test?: (item: SlabItem) => boolean,
): Generator<Line, void, void> {
  yield SLAB_HEADING;
  yield slabLine(kernel, cache, slab);
  yield { text: '  FREE / [ALLOCATED]' };
  for (const item of slabObjects(kernel, cache, slab)) if (!test || test(item)) yield itemLine(cache, item);
}

/** A slab and how many of its objects are in use. */
export function slabLine(kernel: Kernel, cache: SlabCache, slab: Slab): Line {
  const items = slabObjects(kernel, cache, slab);
  const allocated = items.filter((item) => item.state.kind === 'allocated').length;
  const { address, start, node, objects } = slab;
  const columns = [
    String(node).padStart(5),
    String(objects).padStart(6),
    String(allocated).padStart(10),
    String(objects - allocated).padStart(5),
  ];
  return {
    text: `  ${hex(address, 16)}  ${hex(start, 16)} ${columns.join(' ')}`,
    row: {
      cache: cache.name,
      slab: address,
      memory: start,
      node,
      total: objects,
      allocated,
      free: objects - allocated,
    },
    links: [
      { start: 2, end: 18, ref: refTo.instance('page', address) },
      { start: 20, end: 36, ref: refTo.memory(start) },
    ],
  };
}

/** "  [ffff8d2c42623000]" for an object that somebody has, else without brackets and with where it waits. */
function itemLine(cache: SlabCache, { address, state }: SlabItem): Line {
  const at = hex(address, 16);
  const text = state.kind === 'allocated' ? `  [${at}]` : `   ${at}  ${stateText(state)}`;
  return {
    text,
    row: { cache: cache.name, object: address, state: stateText(state) || state.kind },
    links: [{ start: 3, end: 3 + at.length, ref: refTo.address(address) }],
  };
}

/** What is said of an object beside its address, in crash's words where it has any; '' for the slab's own list. */
export function stateText(state: ObjectState): string {
  if (state.kind === 'cpu') return `(cpu ${state.cpu} cache)`;
  if (state.kind === 'shared') return '(shared cache)';
  if (state.kind === 'alien') return `(node ${state.node} alien cache)`;
  if (state.kind !== 'sheaf') return '';
  const { role, owner } = state.sheaf;
  return role === 'barn' ? `(node ${owner} barn)` : `(cpu ${owner} ${role} sheaf)`;
}
