import { step, type Addr } from '../addr.ts';
import { isCode } from './code.ts';
import type { Kernel } from './kernel.ts';

/**
 * Tracers put an address of their own in place of a return address and keep the true one beside the task: the
 * function graph tracer (return_to_handler; task_struct.ret_stack), kretprobes by rethook (arch_rethook_trampoline,
 * 6.0 on; task_struct.rethooks), and the older kretprobes (__kretprobe_trampoline; task_struct.kretprobe_instances, before
 * 5.11 the hash table kretprobe_inst_table, kernel/kprobes.c).
 */
const GRAPH = ['return_to_handler'];
const RETHOOK = ['arch_rethook_trampoline'];
const KRETPROBE = ['__kretprobe_trampoline', 'kretprobe_trampoline'];

/** SHADOW_STACK_SIZE (kernel/trace/fgraph.c): the memory after ret_stack; before 6.11 an array of 50 entries. */
const GRAPH_BYTES = 4096;
/** Nested probes of one task followed at most. */
const MAX_NODES = 256;

/** A list of probed calls that hangs on a task: its head in the task, and of each node the link and the place on the stack. */
interface ProbedCalls {
  readonly head: string;
  readonly type: string;
  readonly link: string;
  readonly place: string;
}
const RETHOOKS: ProbedCalls = { head: 'rethooks', type: 'rethook_node', link: 'llist', place: 'frame' };
const INSTANCES: ProbedCalls = {
  head: 'kretprobe_instances',
  type: 'kretprobe_instance',
  link: 'llist',
  place: 'fp',
};

/** The true return address where a tracer replaced the one at `slot` of `task`'s stack; `found` itself elsewhere. */
export function trueReturn(kernel: Kernel, found: Addr, slot: Addr, task: Addr): Addr {
  const kind = kernel.remember('return trampolines', () => trampolines(kernel)).get(found);
  if (kind === undefined) return found;
  const told =
    kind === 'graph'
      ? byGraph(kernel, slot, task)
      : kind === 'rethook'
        ? byNodes(kernel, slot, task, RETHOOKS)
        : (byNodes(kernel, slot, task, INSTANCES) ?? byTable(kernel, slot, task));
  return told !== undefined && isCode(kernel, told - 1n) ? told : found;
}

function trampolines(kernel: Kernel): Map<bigint, 'graph' | 'rethook' | 'kretprobe'> {
  const map = new Map<bigint, 'graph' | 'rethook' | 'kretprobe'>();
  const add = (names: readonly string[], kind: 'graph' | 'rethook' | 'kretprobe'): void => {
    for (const name of names) {
      const symbol = kernel.symbols.image.byName(name);
      if (symbol) map.set(symbol.address, kind);
    }
  };
  add(GRAPH, 'graph');
  add(RETHOOK, 'rethook');
  add(KRETPROBE, 'kretprobe');
  return map;
}

/** Entries {ret, …, retp}, retp the place on the stack: as an array, or since 6.11 with words of others between. */
function byGraph(kernel: Kernel, slot: Addr, task: Addr): Addr | undefined {
  const { types, space } = kernel;
  if (!types.has('task_struct', 'ret_stack') || !types.has('ftrace_ret_stack', 'retp')) return undefined;
  const stack = space.tryU64(step(task, types.offsetOf('task_struct', 'ret_stack')));
  if (!stack) return undefined;
  const bytes = space.readSome(stack, GRAPH_BYTES);
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  const back = (types.offsetOf('ftrace_ret_stack', 'retp') - types.offsetOf('ftrace_ret_stack', 'ret')) / 8;
  // The newest entry for the place counts; older ones may be left over after it.
  for (let i = back; i < words.length; i++)
    if (words[i] === slot && isCode(kernel, words[i - back] - 1n)) return words[i - back] as Addr;
  return undefined;
}

/** A task's list (llist) of probed calls: each with the place on the stack and the address that stood there. */
function byNodes(
  kernel: Kernel,
  slot: Addr,
  task: Addr,
  { head, type, link, place }: ProbedCalls,
): Addr | undefined {
  const { types, space } = kernel;
  const known = [place, 'ret_addr', link].every((member) => types.has(type, member));
  if (!known || !types.has('task_struct', head)) return undefined;
  const linkAt = types.offsetOf(type, link);
  const placeAt = types.offsetOf(type, place);
  const returnAt = types.offsetOf(type, 'ret_addr');
  let here = space.tryU64(step(task, types.offsetOf('task_struct', head)));
  for (let i = 0; here && i < MAX_NODES; i++) {
    const node = step(here, -linkAt);
    if (space.tryU64(step(node, placeAt)) === slot) return space.tryU64(step(node, returnAt));
    here = space.tryU64(here);
  }
  return undefined;
}

/** KPROBE_TABLE_SIZE (include/linux/kprobes.h, 5.10): lists by task, where kallsyms does not tell the table's room. */
const HASH_LISTS = 64;

/** Probed calls of all tasks in one hash table: each with its task, the place on the stack and the address that stood there. */
function byTable(kernel: Kernel, slot: Addr, task: Addr): Addr | undefined {
  const { types, space } = kernel;
  const table = kernel.symbols.image.byName('kretprobe_inst_table');
  const type = 'kretprobe_instance';
  if (!table || !['hlist', 'task', 'fp', 'ret_addr'].every((member) => types.has(type, member)))
    return undefined;
  const [linkAt, taskAt, placeAt, returnAt] = ['hlist', 'task', 'fp', 'ret_addr'].map((member) =>
    types.offsetOf(type, member),
  );
  let left = MAX_NODES;
  for (let i = 0; i < Math.min(HASH_LISTS, (table.size ?? HASH_LISTS * 8) >> 3); i++)
    for (let here = space.tryU64(step(table.address, i * 8)); here && left > 0; left--) {
      const node = step(here, -linkAt);
      if (space.tryU64(step(node, placeAt)) === slot && space.tryU64(step(node, taskAt)) === task)
        return space.tryU64(step(node, returnAt));
      here = space.tryU64(here);
    }
  return undefined;
}
