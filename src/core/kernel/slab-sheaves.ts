import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import type { SlabCache } from './slab.ts';
import { nodes } from './zones.ts';

/**
 * An array of free objects that CPUs take from and give to: struct slab_sheaf (mm/slub.c; for some caches since 6.18, for
 * all since 7.0). Its slab counts them as in use.
 */
export interface Sheaf {
  readonly address: Addr;
  /** Objects in it. */
  readonly size: number;
  /** Whose it is: a CPU's in use (main), spare, or of objects that wait for a grace period (rcu_free); or a node's (barn). */
  readonly role: 'main' | 'spare' | 'rcu_free' | 'barn';
  /** The CPU, or of a barn's the node. */
  readonly owner: number;
  /** Addresses of the objects that can be read. */
  objects(): readonly Addr[];
}

/** Objects of a sheaf, sheaves of a barn: more are taken for damage. */
const MAX_OBJECTS = 4096;
const MAX_SHEAVES = 10_000;

/** The sheaves of `cache`, CPU by CPU and then of the nodes' barns; none where the kernel has no sheaves. */
export function* sheaves(kernel: Kernel, cache: SlabCache): Generator<Sheaf, void, void> {
  const { types } = kernel;
  if (!types.has('kmem_cache', 'cpu_sheaves') || !types.struct('slab_sheaf')) return;
  const base = cache.object.get('cpu_sheaves').try((each) => each.pointer()) ?? 0n;
  for (let cpu = 0; base !== 0n && cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    const own = kernel.at('struct slub_percpu_sheaves', step(base, offset));
    for (const role of ['main', 'spare', 'rcu_free'] as const) {
      const at = own.find(role)?.try((each) => each.pointer());
      const sheaf = at ? read(kernel, kernel.at('struct slab_sheaf', at), role, cpu) : undefined;
      if (sheaf) yield sheaf;
    }
  }
  for (const { id } of nodes(kernel)) {
    const barn = barnOf(cache, id);
    if (!barn) continue;
    let count = 0;
    for (const object of listEntries(
      kernel.at('struct node_barn', barn).get('sheaves_full'),
      'struct slab_sheaf',
      'barn_list',
    )) {
      if (++count > MAX_SHEAVES) break;
      const sheaf = read(kernel, object, 'barn', id);
      if (sheaf) yield sheaf;
    }
  }
}

/** kmem_cache.per_node[].barn since 7.1, kmem_cache_node.barn before. */
function barnOf({ object }: SlabCache, node: number): bigint | undefined {
  return object.try(
    (cache) =>
      cache.find('per_node')?.at(node).find('barn')?.pointer() ??
      cache.find('node')?.at(node).find('barn')?.pointer(),
  );
}

function read(kernel: Kernel, object: CObject, role: Sheaf['role'], owner: number): Sheaf | undefined {
  const size = object.try((sheaf) => sheaf.get('size').number());
  if (size === undefined || size > MAX_OBJECTS) return undefined;
  return {
    address: object.address,
    size,
    role,
    owner,
    objects() {
      const at = object.get('objects').address;
      const found: Addr[] = [];
      for (let i = 0; i < size; i++) {
        const one = kernel.space.tryU64(step(at, i * 8));
        if (one) found.push(one);
      }
      return found;
    },
  };
}
