import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** A memory control group: struct mem_cgroup (include/linux/memcontrol.h). Amounts are pages. */
export interface MemoryGroup {
  readonly object: CObject;
  readonly address: Addr;
  /** "/system.slice/ssh.service"; of a removed one what it was called. */
  readonly path: string;
  readonly depth: number;
  readonly usage: number;
  /** Undefined: none. */
  readonly max?: number;
  readonly high?: number;
  readonly swap?: number;
  /** It was removed, but something still holds it: memory that was charged to it (a "zombie"). */
  readonly removed: boolean;
}

/** Groups, and levels of them; more are taken for damage. */
const MAX_GROUPS = 200_000;
const MAX_DEPTH = 64;
/** cgroup_subsys_state.flags (include/linux/cgroup-defs.h): CSS_ONLINE. */
const CSS_ONLINE = 2;
/** PAGE_COUNTER_MAX is LONG_MAX / PAGE_SIZE: no limit. */
const NO_LIMIT = 2 ** 50;

/** Every memory group, each before those below it, removed ones too. */
export function* memoryGroups(kernel: Kernel): Generator<MemoryGroup, void, void> {
  const { types } = kernel;
  const root = kernel.symbols.image.byName('root_mem_cgroup');
  const at = root && kernel.space.tryU64(root.address);
  if (!at || !types.struct('mem_cgroup') || !types.has('mem_cgroup', 'css')) return;
  const todo: { readonly group: CObject; readonly path: string; readonly depth: number }[] = [
    { group: kernel.at('struct mem_cgroup', at), path: '', depth: 0 },
  ];
  const seen = new Set<bigint>();
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { group, path, depth } = next;
    if (seen.has(group.address) || seen.size >= MAX_GROUPS) continue;
    seen.add(group.address);
    const found = read(group, path, depth);
    if (found) yield found;
    const children: typeof todo = [];
    group.try((each) => {
      if (depth >= MAX_DEPTH) return;
      for (const css of listEntries(each.get('css.children'), 'struct cgroup_subsys_state', 'sibling')) {
        const child = css.containerOf('struct mem_cgroup', 'css');
        children.push({ group: child, path: `${path}/${nameOf(child)}`, depth: depth + 1 });
        if (children.length >= MAX_GROUPS) break;
      }
    });
    todo.push(...children.reverse());
  }
}

function nameOf(group: CObject): string {
  return group.try((each) => each.get('css.cgroup.kn.name').string(256)) ?? '?';
}

function read(group: CObject, path: string, depth: number): MemoryGroup | undefined {
  return group.try((each) => {
    const limit = (member: string): number | undefined => {
      const value = each.find(member)?.number();
      return value === undefined || value >= NO_LIMIT ? undefined : value;
    };
    return {
      object: each,
      address: each.address,
      path: path === '' ? '/' : path,
      depth,
      usage: each.get('memory.usage.counter').number(),
      max: limit('memory.max'),
      // memory.high stands in the counter since 5.8 (d1663a907b5e).
      high: limit('memory.high'),
      swap: each.find('swap.usage.counter')?.number(),
      removed: (each.get('css.flags').number() & CSS_ONLINE) === 0,
    };
  });
}
