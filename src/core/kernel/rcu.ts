import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount, onlineCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { taskAt, taskByAddress, type Task } from './tasks.ts';
import { jiffies, ticksPerSecond } from './time.ts';

/** A kind of grace periods that the kernel counts: RCU itself, its expedited ones, the flavours for tasks. */
export interface GracePeriods {
  /** "rcu_preempt", "rcu_preempt expedited", "RCU Tasks". */
  readonly name: string;
  readonly object: CObject;
  readonly type: string;
  /** The sequence number as stall reports print it ("g="): a count, and two bits of state below it. */
  readonly sequence?: number;
  /** One was under way. */
  readonly running: boolean;
  /** What its thread was doing, as the kernel calls it: "WAIT_FQS". */
  readonly state?: string;
  /** Seconds since the current one began; undefined when none was under way. */
  readonly age?: number;
  /** Seconds after which a stall would be reported, counted from now; negative: it was due already. */
  readonly stallIn?: number;
  readonly thread?: Addr;
  /** Callbacks that wait, of all CPUs. */
  readonly callbacks?: number;
  /** CPUs that have not yet passed through a quiescent state. */
  readonly cpus: readonly number[];
  /** Tasks that were preempted within a reader, or that are looked at still. */
  readonly tasks: readonly Task[];
}

/** What the grace period under way waits for. */
export interface RcuBlockers {
  readonly cpus: readonly number[];
  /** Within read-side sections, having lost their CPU there. */
  readonly tasks: readonly Task[];
}

/** What RCU knows of one CPU: struct rcu_data (kernel/rcu/tree.h). */
export interface RcuCpu {
  readonly object: CObject;
  readonly cpu: number;
  readonly online: boolean;
  /** The current grace period waits for this CPU, an expedited one does. */
  readonly blocks: boolean;
  readonly blocksExpedited: boolean;
  /** The sequence number of the last grace period that it has seen; that of rcu_state when it is not behind. */
  readonly seen: number;
  readonly callbacks: number;
  /** Ticks of its timer since the grace period began; what a stall report calls "ticks this GP". */
  readonly ticks?: number;
  readonly leaf: Addr;
}

/** Bits of a sequence number below its count; not zero while one is under way: RCU_SEQ_STATE_MASK (kernel/rcu/rcu.h). */
const STATE = 3n;
/** RCU_GP_… (kernel/rcu/tree.h, 4.20 on). */
const GP_STATES = [
  'IDLE',
  'WAIT_GPS',
  'DONE_GPS',
  'ONOFF',
  'INIT',
  'WAIT_FQS',
  'DOING_FQS',
  'CLEANUP',
  'CLEANED',
];
/** RTGS_… (kernel/rcu/tasks.h, 5.8 on). */
const TASKS_STATES = [
  'INIT',
  'WAIT_WAIT_CBS',
  'WAIT_GP',
  'PRE_WAIT_GP',
  'SCAN_TASKLIST',
  'POST_SCAN_TASKLIST',
  'WAIT_SCAN_HOLDOUTS',
  'SCAN_HOLDOUTS',
  'POST_GP',
  'WAIT_READERS',
  'INVOKE_CBS',
  'WAIT_CBS',
];
/** The flavours for tasks, each a struct rcu_tasks (kernel/rcu/tasks.h); which there are is a matter of configuration. */
const TASK_FLAVOURS = ['rcu_tasks', 'rcu_tasks_rude', 'rcu_tasks_trace'];
/** Tasks that block; more are taken for damage. */
const MAX_BLOCKERS = 100_000;
/** NR_CPUS is 8192 at most, so rcu_num_nodes is less than 600 with the smallest fanout (kernel/rcu/rcu.h). */
const MAX_NODES = 4096;
const NOTHING: RcuBlockers = { cpus: [], tasks: [] };
const MAX_NAME = 64;

/** Every kind of grace periods that this kernel has. */
export function* gracePeriods(kernel: Kernel): Generator<GracePeriods, void, void> {
  const state = rcuState(kernel);
  if (state) {
    const normal = state.try((each) => ofRcu(kernel, each));
    if (normal) yield normal;
    const expedited = state.try((each) => ofExpedited(kernel, each));
    if (expedited) yield expedited;
  }
  if (!kernel.types.has('rcu_tasks', 'gp_state')) return;
  for (const name of TASK_FLAVOURS) {
    const symbol = kernel.symbols.image.byName(name);
    const found =
      symbol && kernel.at('struct rcu_tasks', symbol.address).try((each) => ofTasks(kernel, each, name));
    if (found) yield found;
  }
}

/** What RCU knows of each CPU that can be. */
export function* rcuCpus(kernel: Kernel): Generator<RcuCpu, void, void> {
  if (!kernel.symbols.byName('rcu_data') || !kernel.types.has('rcu_data', 'mynode')) return;
  const online = new Set(onlineCpus(kernel));
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    if (kernel.tryPerCpuOffset(cpu) === undefined) continue;
    const found = kernel.perCpu('rcu_data', cpu, 'struct rcu_data').try((each) => {
      const leaf = each.get('mynode').deref();
      const own = each.get('grpmask').bigint();
      if (leaf.address === 0n || own === 0n) return undefined;
      return {
        object: each,
        cpu,
        online: online.has(cpu),
        blocks: (leaf.get('qsmask').bigint() & own) !== 0n,
        blocksExpedited: (leaf.get('expmask').bigint() & own) !== 0n,
        seen: signed(each.get('gp_seq').bigint()),
        callbacks: queued(each),
        ticks: each.find('ticks_this_gp')?.number(),
        leaf: leaf.address,
      };
    });
    if (found) yield found;
  }
}

/** rcu_state, the one since the flavours were joined (4.20); undefined where it or its type is not there. */
function rcuState(kernel: Kernel): CObject | undefined {
  const symbol = kernel.symbols.image.byName('rcu_state');
  return symbol && kernel.types.has('rcu_state', 'gp_seq')
    ? kernel.at('struct rcu_state', symbol.address)
    : undefined;
}

function ofRcu(kernel: Kernel, state: CObject): GracePeriods {
  const sequence = state.get('gp_seq').bigint();
  const running = (sequence & STATE) !== 0n;
  const cpus = [...rcuCpus(kernel)];
  return {
    name: nameOf(state) ?? 'rcu',
    object: state,
    type: 'rcu_state',
    sequence: signed(sequence),
    running,
    state: GP_STATES[state.get('gp_state').number()],
    age: running ? secondsSince(kernel, state.get('gp_start').bigint()) : undefined,
    stallIn: running ? negative(secondsSince(kernel, state.get('jiffies_stall').bigint())) : undefined,
    thread: thread(state.get('gp_kthread')),
    callbacks: cpus.reduce((sum, each) => sum + each.callbacks, 0),
    ...(state.try(() => rcuBlockers(kernel)) ?? NOTHING),
  };
}

function ofExpedited(kernel: Kernel, state: CObject): GracePeriods {
  const sequence = state.get('expedited_sequence').bigint();
  return {
    name: `${nameOf(state) ?? 'rcu'} expedited`,
    object: state,
    type: 'rcu_state',
    sequence: signed(sequence),
    running: (sequence & STATE) !== 0n,
    ...(state.try(() => rcuBlockers(kernel, true)) ?? NOTHING),
  };
}

function ofTasks(kernel: Kernel, flavour: CObject, symbol: string): GracePeriods {
  // tasks_gp_seq since 5.18, whose two low bits are of a grace period's course as well; n_gps before.
  const sequence = flavour.find('tasks_gp_seq')?.bigint();
  const state = flavour.get('gp_state').number();
  const running =
    sequence === undefined
      ? state > 1 && state < TASKS_STATES.indexOf('INVOKE_CBS')
      : (sequence & STATE) !== 0n;
  return {
    name: nameOf(flavour) ?? symbol,
    object: flavour,
    type: 'rcu_tasks',
    sequence: sequence === undefined ? flavour.find('n_gps')?.number() : signed(sequence),
    running,
    state: TASKS_STATES[state],
    age: running ? secondsSince(kernel, flavour.get('gp_start').bigint()) : undefined,
    thread: thread(flavour.get('kthread_ptr')),
    callbacks: tasksCallbacks(kernel, flavour),
    ...NOTHING,
  };
}

/** Callbacks of a flavour for tasks: rtpcpu's per-CPU lists since 5.17; one list of its own, which has no count, before. */
function tasksCallbacks(kernel: Kernel, flavour: CObject): number | undefined {
  const at = flavour.find('rtpcpu')?.pointer();
  if (!at || !kernel.types.has('rcu_tasks_percpu', 'cblist')) return undefined;
  let sum = 0;
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset !== undefined) sum += kernel.at('struct rcu_tasks_percpu', step(at, offset)).try(queued) ?? 0;
  }
  return sum;
}

/** Callbacks in the segmented list `cblist`: its count of all, of which bypassed ones stand apart (CONFIG_RCU_NOCB_CPU). */
function queued(object: CObject): number {
  const length = object.find('cblist.len.counter') ?? object.get('cblist.len');
  return Math.max(0, length.number());
}

/**
 * The CPUs whose bit is still set in the leaves of struct rcu_state.node, and the tasks on their lists of blocked readers from
 * the one on that gp_tasks or exp_tasks names (kernel/rcu/tree.h, tree_plugin.h; CONFIG_PREEMPT_RCU). Throws where the kernel's
 * types or memory do not tell.
 */
export function rcuBlockers(kernel: Kernel, expedited = false): RcuBlockers {
  const [mask, first] = expedited ? ['expmask', 'exp_tasks'] : ['qsmask', 'gp_tasks'];
  const nodes = kernel.object('rcu_state', 'struct rcu_state').get('node');
  const symbol = kernel.symbols.image.byName('rcu_num_nodes');
  const count = Math.min(MAX_NODES, (symbol && kernel.space.tryU32(symbol.address)) ?? 1);
  const all = Array.from({ length: count }, (_, i) => nodes.at(i));
  const level = (node: CObject): number => node.try((each) => each.get('level').number()) ?? 0;
  const lowest = all.reduce((deepest, node) => Math.max(deepest, level(node)), 0);
  const cpus: number[] = [];
  const tasks: Task[] = [];
  for (const node of all) {
    if (level(node) !== lowest) continue;
    const bits = node.get(mask).bigint();
    const start = node.get('grplo').number();
    for (let bit = 0; bit < 64; bit++) if ((bits >> BigInt(bit)) & 1n) cpus.push(start + bit);
    const head = node.get('blkd_tasks').address;
    let here: Addr = node.find(first)?.pointer() ?? (0n as Addr);
    for (let i = 0; here !== 0n && here !== head && i < MAX_BLOCKERS; i++) {
      const entry = kernel.at(
        'struct task_struct',
        step(here, -kernel.types.offsetOf('task_struct', 'rcu_node_entry')),
      );
      const task = blocked(kernel, entry);
      if (task) tasks.push(task);
      here = kernel.space.u64(here);
    }
  }
  return { cpus, tasks };
}

function blocked(kernel: Kernel, entry: CObject): Task | undefined {
  return taskByAddress(kernel, entry.address) ?? entry.try((each) => taskAt(kernel, each.address));
}

function nameOf(object: CObject): string | undefined {
  return object.try((each) => each.get('name').string(MAX_NAME)) || undefined;
}

function thread(pointer: CObject): Addr | undefined {
  const at = pointer.try((each) => each.pointer());
  return at === 0n ? undefined : at;
}

function signed(sequence: bigint): number {
  return Number(BigInt.asIntN(64, sequence));
}

function negative(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : -seconds;
}

/** Seconds from `tick` of jiffies to the last one; negative when it is still to come. */
function secondsSince(kernel: Kernel, tick: bigint): number | undefined {
  const now = jiffies(kernel);
  const hz = ticksPerSecond(kernel);
  return now === undefined || hz === undefined ? undefined : Number(BigInt.asIntN(64, now - tick)) / hz;
}
