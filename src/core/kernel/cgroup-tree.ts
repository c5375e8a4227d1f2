import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cgroupOf } from './cgroups.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { knownTasks } from './tasks.ts';

/** A control group of the unified hierarchy: struct cgroup (include/linux/cgroup-defs.h), with what its controllers say. */
export interface ControlGroup {
  readonly object: CObject;
  readonly address: Addr;
  readonly path: string;
  readonly depth: number;
  /** Tasks in it, those of groups below it not counted. */
  readonly tasks: number;
  /** It was removed and something still holds it. */
  readonly removed: boolean;
  /** Removed groups below it that are still held. */
  readonly removedBelow: number;
  readonly frozen: boolean;
  /** pids.current and pids.max; undefined where it has no such controller, or no limit. */
  readonly pids?: number;
  readonly pidsMax?: number;
  /** Part of a CPU that it may take, in percent (cpu.max); undefined: no limit. */
  readonly cpuPercent?: number;
  /** How often its CPU time was at its end. */
  readonly throttled?: number;
  /** Pages (memory.current, memory.max). */
  readonly memory?: number;
  readonly memoryMax?: number;
}

/** Groups, and levels of them; more are taken for damage. */
const MAX_GROUPS = 200_000;
const MAX_DEPTH = 64;
/** cgroup_subsys_state.flags: CSS_ONLINE is bit 1 (include/linux/cgroup-defs.h). */
const CSS_ONLINE = 2;
/** CGRP_FREEZE and CGRP_FROZEN: enumerators without a name of their own. */
const FREEZE = 3n;
/** Larger numbers of pages or PIDs mean no limit: PAGE_COUNTER_MAX, PIDS_MAX (PID_MAX_LIMIT + 1). */
const NO_LIMIT = 2 ** 50;
const PIDS_MAX = 4 * 1024 * 1024;

/** Every group of cgrp_dfl_root, each before those below it. */
export function controlGroups(kernel: Kernel): readonly ControlGroup[] {
  return kernel.remember('control groups', () => {
    const root = kernel.symbols.image.byName('cgrp_dfl_root');
    if (!root || !kernel.types.has('cgroup_root', 'cgrp') || !kernel.types.has('cgroup', 'self')) return [];
    const tasks = tasksByGroup(kernel);
    const found: ControlGroup[] = [];
    const seen = new Set<bigint>();
    const todo = [{ group: kernel.at('struct cgroup_root', root.address).get('cgrp'), path: '', depth: 0 }];
    for (let next = todo.pop(); next && found.length < MAX_GROUPS; next = todo.pop()) {
      const { group, path, depth } = next;
      if (seen.has(group.address)) continue;
      seen.add(group.address);
      const one = group.try((each) => read(kernel, each, path, depth, tasks.get(each.address) ?? 0));
      if (one) found.push(one);
      if (depth >= MAX_DEPTH) continue;
      const below: typeof todo = [];
      group.try((each) => {
        for (const css of listEntries(each.get('self.children'), 'struct cgroup_subsys_state', 'sibling')) {
          const child = css.containerOf('struct cgroup', 'self');
          const name = child.try((one) => one.get('kn.name').string(256)) ?? '?';
          below.push({ group: child, path: `${path}/${name}`, depth: depth + 1 });
          if (below.length >= MAX_GROUPS) break;
        }
      });
      todo.push(...below.reverse());
    }
    return found;
  });
}

function tasksByGroup(kernel: Kernel): ReadonlyMap<bigint, number> {
  const counts = new Map<bigint, number>();
  for (const task of knownTasks(kernel)) {
    const at = task.pid === 0 ? undefined : cgroupOf(kernel, task);
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return counts;
}

function read(kernel: Kernel, group: CObject, path: string, depth: number, tasks: number): ControlGroup {
  return {
    object: group,
    address: group.address,
    path: path === '' ? '/' : path,
    depth,
    tasks,
    removed: (group.get('self.flags').number() & CSS_ONLINE) === 0,
    removedBelow: group.try((each) => each.find('nr_dying_descendants')?.number()) ?? 0,
    frozen: group.try((each) => ((each.get('flags').bigint() >> FREEZE) & 1n) === 1n) ?? false,
    ...ofPids(kernel, group),
    ...ofCpu(kernel, group),
    ...ofMemory(kernel, group),
  };
}

/** The state that controller `id` ("pids") keeps for `group` alone, as its `type`; undefined where the group has none of its own. */
function own(kernel: Kernel, group: CObject, id: string, type: string): CObject | undefined {
  const index = kernel.types.enumerator('cgroup_subsys_id', `${id}_cgrp_id`);
  if (index === undefined || !kernel.types.has(type, 'css')) return undefined;
  return group.try((each) => {
    const css = each.get(`subsys[${index}]`).deref();
    if (css.address === 0n || css.get('cgroup').pointer() !== group.address) return undefined;
    return css.containerOf(`struct ${type}`, 'css');
  });
}

function ofPids(kernel: Kernel, group: CObject): Pick<ControlGroup, 'pids' | 'pidsMax'> {
  return (
    own(kernel, group, 'pids', 'pids_cgroup')?.try((each) => {
      const limit = each.get('limit.counter').number();
      return {
        pids: each.get('counter.counter').number(),
        pidsMax: limit > PIDS_MAX ? undefined : limit,
      };
    }) ?? {}
  );
}

function ofCpu(kernel: Kernel, group: CObject): Pick<ControlGroup, 'cpuPercent' | 'throttled'> {
  if (!kernel.types.has('task_group', 'cfs_bandwidth')) return {};
  return (
    own(kernel, group, 'cpu', 'task_group')?.try((each) => {
      const quota = BigInt.asIntN(64, each.get('cfs_bandwidth.quota').bigint());
      const period = each.get('cfs_bandwidth.period').number();
      return {
        // RUNTIME_INF is all ones.
        cpuPercent: quota < 0n || period <= 0 ? undefined : (Number(quota) * 100) / period,
        throttled: each.get('cfs_bandwidth.nr_throttled').number(),
      };
    }) ?? {}
  );
}

function ofMemory(kernel: Kernel, group: CObject): Pick<ControlGroup, 'memory' | 'memoryMax'> {
  return (
    own(kernel, group, 'memory', 'mem_cgroup')?.try((each) => {
      const limit = each.get('memory.max').number();
      return {
        memory: each.get('memory.usage.counter').number(),
        memoryMax: limit >= NO_LIMIT ? undefined : limit,
      };
    }) ?? {}
  );
}
