import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { taskAt, type Task } from './tasks.ts';

/** What the grace period under way waits for. */
export interface RcuBlockers {
  readonly cpus: readonly number[];
  /** Within read-side sections, having lost their CPU there. */
  readonly tasks: readonly Task[];
}

/** NR_CPUS is 8192 at most, so rcu_num_nodes is less than 600 with the smallest fanout (kernel/rcu/rcu.h). */
const MAX_NODES = 4096;
const MAX_TASKS = 1024;

/**
 * The CPUs whose bit is still set in the leaves of struct rcu_state.node, and the tasks on their lists from gp_tasks on
 * (kernel/rcu/tree.h, tree_plugin.h). Throws where the kernel's types or memory do not tell.
 */
export function rcuBlockers(kernel: Kernel): RcuBlockers {
  const state = kernel.object('rcu_state', 'struct rcu_state');
  const nodes = state.get('node');
  const symbol = kernel.symbols.image.byName('rcu_num_nodes');
  const count = Math.min(MAX_NODES, (symbol && kernel.space.tryU32(symbol.address)) ?? 1);
  const cpus: number[] = [];
  const tasks: Task[] = [];
  const all = Array.from({ length: count }, (_, i) => nodes.at(i));
  const lowest = Math.max(0, ...all.map((node) => node.try((each) => each.get('level').number()) ?? 0));
  for (const node of all) {
    if ((node.try((each) => each.get('level').number()) ?? 0) !== lowest) continue;
    const mask = node.get('qsmask').bigint();
    const first = node.get('grplo').number();
    for (let bit = 0; bit < 64; bit++) if ((mask >> BigInt(bit)) & 1n) cpus.push(first + bit);
    const head = node.get('blkd_tasks').address;
    let here = node.find('gp_tasks')?.pointer() ?? 0n;
    for (let i = 0; here !== 0n && here !== head && i < MAX_TASKS; i++) {
      tasks.push(taskAt(kernel, step(here, -kernel.types.offsetOf('task_struct', 'rcu_node_entry'))));
      here = kernel.space.u64(here);
    }
  }
  return { cpus, tasks };
}
