/**
 * Bits of a task's state, joined from __state and exit_state: include/linux/sched.h since 4.14; BTF does not
 * carry them. The names are those that crash prints, which calls TASK_DEAD (0x80) EXIT_DEAD too; in the order
 * in which it joins them.
 */
const STATES: readonly (readonly [bit: number, short: string, long: string])[] = [
  [0x1, 'IN', 'TASK_INTERRUPTIBLE'],
  [0x2, 'UN', 'TASK_UNINTERRUPTIBLE'],
  [0x80, 'DE', 'EXIT_DEAD'],
  [0x10, 'DE', 'EXIT_DEAD'],
  [0x20, 'ZO', 'EXIT_ZOMBIE'],
  [0x4, 'ST', 'TASK_STOPPED'],
  [0x8, 'TR', 'TASK_TRACING_STOPPED'],
  [0x40, 'PA', 'TASK_PARKED'],
  [0x100, 'WK', 'TASK_WAKEKILL'],
  [0x200, 'WA', 'TASK_WAKING'],
  [0x400, '', 'TASK_NOLOAD'],
  [0x800, 'NE', 'TASK_NEW'],
];
/** Which one gives the two letters when several bits are set. */
const SHORT = [0x1, 0x2, 0x20, 0x10, 0x4, 0x8, 0x40, 0x80, 0x200, 0x100, 0x800] as const;
const UNINTERRUPTIBLE = 0x2;
const NOLOAD = 0x400;
const RTLOCK_WAIT = 0x1000;

/** Whose state it is: a task (tasks.ts). */
interface HasState {
  /** task_struct.__state (5.14 on, 2f064a59a11f) or .state, joined with exit_state. */
  readonly stateBits: number;
}

/** Two letters as crash prints them: RU, IN, UN, ST, TR, ZO, DE, PA, WA, NE, ID; ?? when no bit is known. */
export function shortOf(bits: number): string {
  if (bits === 0) return 'RU';
  if (bits & UNINTERRUPTIBLE && bits & NOLOAD) return 'ID';
  const bit = SHORT.find((each) => bits & each);
  if (bit !== undefined) return STATES.find(([each]) => each === bit)?.[1] ?? '??';
  // PREEMPT_RT: waiting for a sleeping spinlock, which counts as uninterruptible.
  return bits & RTLOCK_WAIT ? 'UN' : '??';
}

/** 'TASK_RUNNING', 'TASK_UNINTERRUPTIBLE|TASK_NOLOAD'. */
export function longOf(bits: number): string {
  if (bits === 0) return 'TASK_RUNNING';
  const names = new Set(STATES.filter(([bit]) => bits & bit).map(([, , name]) => name));
  return [...names].join('|') || `0x${(bits >>> 0).toString(16)}`;
}

/** The state in two letters, as crash prints it: RU, IN, UN, ZO …. */
export function stateShort(task: HasState): string {
  return shortOf(task.stateBits);
}

/** The state by the names of its bits, as crash's task command prints it. */
export function stateLong(task: HasState): string {
  return longOf(task.stateBits);
}
