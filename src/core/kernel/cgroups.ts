import type { Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './tasks.ts';

/** Deeper trees, and longer names, are taken for damage. */
const MAX_DEPTH = 256;
const MAX_NAME = 256;

/** The struct cgroup of the unified hierarchy that `task` is in: css_set.dfl_cgrp; undefined where it cannot be read. */
export function cgroupOf(kernel: Kernel, task: Task): Addr | undefined {
  if (!kernel.types.has('css_set', 'dfl_cgrp')) return undefined;
  const found = task.object.try((each) => each.get('cgroups.dfl_cgrp').pointer());
  return found === 0n ? undefined : found;
}

/** "/system.slice/ssh.service": the names of the kernfs nodes up to the root of the hierarchy. */
export function cgroupPath(kernel: Kernel, cgroup: bigint): string | undefined {
  return kernel.at('struct cgroup', cgroup).try((object) => {
    const names: string[] = [];
    let here = object.get('kn').pointer();
    for (let i = 0; here !== 0n && i < MAX_DEPTH; i++) {
      const node = kernel.at('struct kernfs_node', here);
      // __parent since 6.15 (633488947ef6).
      const parent = node.first('__parent', 'parent').pointer();
      if (parent === 0n) break;
      names.unshift(node.get('name').string(MAX_NAME));
      here = parent;
    }
    return '/' + names.join('/');
  });
}
