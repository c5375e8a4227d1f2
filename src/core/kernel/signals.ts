import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import type { Task } from './tasks.ts';

/** _NSIG (include/uapi/asm-generic/signal.h). */
export const SIGNALS = 64;
const SIGRTMIN = 32;
/** sa_handler that stands for what is usual, and for nothing (include/uapi/asm-generic/signal-defs.h). */
const SIG_DFL = 0n;
const SIG_IGN = 1n;
/** Longest queue that is followed (RLIMIT_SIGPENDING is some thousands a user). */
const MAX_QUEUED = 1_000_000;

/** Names by number; where there are two, the usual one first (include/uapi/asm-generic/signal.h). */
const NAMES: readonly string[] = (
  '0 SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT/SIGIOT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM ' +
  'SIGTERM SIGSTKFLT SIGCHLD/SIGCLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF ' +
  'SIGWINCH SIGIO/SIGPOLL SIGPWR SIGSYS/SIGUNUSED'
).split(' ');

/** "SIGHUP", "SIGRTMIN+3", "SIGRTMAX-15"; with `both` names of those that have two. */
export function signalName(number: number, both = false): string {
  if (number < SIGRTMIN) return both ? NAMES[number] : NAMES[number].split('/')[0];
  const above = number - SIGRTMIN;
  const middle = (SIGNALS - SIGRTMIN) / 2;
  if (above <= middle) return above === 0 ? 'SIGRTMIN' : `SIGRTMIN+${above}`;
  return number === SIGNALS ? 'SIGRTMAX' : `SIGRTMAX-${SIGNALS - number}`;
}

/** The numbers of the signals in a sigset_t: bit n-1 stands for signal n. */
export function signalsOf(set: bigint): number[] {
  return Array.from({ length: SIGNALS }, (_, i) => i + 1).filter((n) => (set >> BigInt(n - 1)) & 1n);
}

/** What a process does on a signal: struct k_sigaction (include/linux/signal_types.h). */
export interface SignalAction {
  readonly number: number;
  readonly address: Addr;
  /** 0 SIG_DFL, 1 SIG_IGN, else an address of the program. */
  readonly handler: Addr;
  readonly mask: bigint;
  readonly flags: bigint;
}

/** Signals that wait to be delivered: struct sigpending. */
export interface Pending {
  readonly set: bigint;
  /** Those with more than their number, in the order in which they came. */
  readonly queue: readonly Queued[];
}

/** A signal that waits to be delivered. */
export interface Queued {
  readonly number: number;
  /** Address of the siginfo. */
  readonly info: Addr;
}

/** The signals of a task, and of its process. */
export interface Signals {
  readonly signal: Addr;
  readonly threads: number;
  readonly actions: readonly SignalAction[];
  /** What sigtimedwait() waits for is taken out of it meanwhile (real_blocked has it; kernel/signal.c). */
  readonly blocked: bigint;
  /** Sent to the thread. */
  readonly private: Pending;
  /** Sent to the process. */
  readonly shared: Pending;
  /** One of them is not blocked, so that it would be delivered next. */
  readonly deliverable: boolean;
}

/** The signals of `task`; undefined when its signal_struct is gone or not in the dump. */
export function signalsOfTask(kernel: Kernel, task: Task): Signals | undefined {
  return task.object.try((object) => {
    const signal = object.get('signal').pointer();
    if (signal === 0n) return undefined;
    const struct = kernel.at('struct signal_struct', signal);
    const blocked = sigset(object.get('blocked'));
    const own = pendingOf(object.get('pending'));
    const shared = pendingOf(struct.get('shared_pending'));
    return {
      signal,
      threads: struct.get('nr_threads').number(),
      actions: actionsOf(kernel, object.get('sighand').pointer()),
      blocked,
      private: own,
      shared,
      deliverable: ((own.set | shared.set) & ~blocked) !== 0n,
    };
  });
}

/** The sets of a task's signals as /proc/PID/status tells them (fs/proc/array.c); undefined is what cannot be read. */
export interface SignalSets {
  /** SigPnd: sent to the thread. */
  readonly pending: bigint | undefined;
  /** ShdPnd: sent to the process. */
  readonly shared: bigint | undefined;
  readonly blocked: bigint | undefined;
  /** Of the process; of one that has exited there are none any more. */
  readonly ignored: bigint | undefined;
  readonly caught: bigint | undefined;
}

/** The sets of `task`, each as far as it can be read by itself. */
export function signalSets(kernel: Kernel, task: Task): SignalSets {
  const { object } = task;
  const set = (path: string): bigint | undefined =>
    object.try((each) => each.find(`${path}.sig[0]`)?.pointer());
  const hasSignal = object.try((each) => each.get('signal').pointer()) !== 0n;
  const handlers = handlersOf(
    kernel,
    object.try((each) => each.get('sighand').pointer()),
  );
  const chosen = (test: (handler: bigint) => boolean): bigint | undefined =>
    handlers?.reduce((found, handler, i) => (test(handler) ? found | (1n << BigInt(i)) : found), 0n);
  return {
    pending: set('pending.signal'),
    shared: hasSignal ? set('signal.shared_pending.signal') : undefined,
    blocked: set('blocked'),
    ignored: chosen((handler) => handler === SIG_IGN),
    caught: chosen((handler) => handler !== SIG_DFL && handler !== SIG_IGN),
  };
}

/** The handler of each signal of the sighand_struct at `sighand`, read at once; of none (NULL) none. */
function handlersOf(kernel: Kernel, sighand: bigint | undefined): bigint[] | undefined {
  const size = kernel.types.sizeOf('struct k_sigaction');
  if (sighand === undefined || !size || !kernel.types.has('k_sigaction', 'sa.sa_handler')) return undefined;
  if (sighand === 0n) return [];
  const action = kernel.at('struct sighand_struct', sighand).get('action').address;
  const bytes = kernel.space.readSome(action, SIGNALS * size);
  if (bytes.length < SIGNALS * size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = kernel.types.offsetOf('k_sigaction', 'sa.sa_handler');
  return Array.from({ length: SIGNALS }, (_, i) => view.getBigUint64(i * size + at, true));
}

/** "HUP INT"; of sets with more than half of them those that are not in it, as strace writes it: "~[KILL]", "~[]" for all; '' for none. */
export function signalNames(set: bigint): string {
  const all = (1n << BigInt(SIGNALS)) - 1n;
  const names = (of: bigint): string =>
    signalsOf(of)
      .map((n) => signalName(n).replace(/^SIG/, ''))
      .join(' ');
  return signalsOf(set).length > SIGNALS / 2 ? `~[${names(all & ~set)}]` : names(set);
}

/** Who sent a signal that waits, as its siginfo says. */
export interface SignalOrigin {
  /** si_code: 0 and below from a process, above from the kernel (include/uapi/asm-generic/siginfo.h). */
  readonly code: number;
  readonly pid: number | undefined;
}

/** Who sent a signal, from its siginfo; undefined where that is not in the dump. */
export function originOf(kernel: Kernel, { info }: Queued): SignalOrigin | undefined {
  const type = ['kernel_siginfo', 'siginfo'].find((name) => kernel.types.struct(name));
  if (type === undefined) return undefined;
  return kernel.at(`struct ${type}`, info).try((each) => {
    const code = each.get('si_code').number();
    return { code, pid: code <= 0 ? each.find('_sifields._kill._pid')?.number() : undefined };
  });
}

function sigset(set: CObject): bigint {
  return set.get('sig[0]').pointer();
}

function actionsOf(kernel: Kernel, sighand: bigint): SignalAction[] {
  if (sighand === 0n) return [];
  const array = kernel.at('struct sighand_struct', sighand).get('action');
  return Array.from({ length: Math.min(array.count, SIGNALS) }, (_, i) => {
    const each = array.at(i);
    return {
      number: i + 1,
      address: each.address,
      handler: each.get('sa.sa_handler').pointer(),
      mask: sigset(each.get('sa.sa_mask')),
      flags: each.get('sa.sa_flags').pointer(),
    };
  });
}

function pendingOf(pending: CObject): Pending {
  const queue: Queued[] = [];
  for (const each of listEntries(pending.get('list'), 'struct sigqueue', 'list')) {
    const info = each.get('info');
    const number = each.try(() => info.get('si_signo').number());
    if (number === undefined || queue.length >= MAX_QUEUED) break;
    queue.push({ number, info: info.address });
  }
  return { set: sigset(pending.get('signal')), queue };
}

/** SA_… (include/uapi/asm-generic/signal-defs.h), in the order in which crash joins them. */
const FLAGS: readonly (readonly [bigint, string])[] = [
  [0x00000001n, 'SA_NOCLDSTOP'],
  [0x04000000n, 'SA_RESTORER'],
  [0x00000002n, 'SA_NOCLDWAIT'],
  [0x00000004n, 'SA_SIGINFO'],
  [0x08000000n, 'SA_ONSTACK'],
  [0x10000000n, 'SA_RESTART'],
  [0x40000000n, 'SA_NODEFER'],
  [0x80000000n, 'SA_RESETHAND'],
];

/** "SA_RESTORER|SA_RESTART". */
export function actionFlags(flags: bigint): string {
  return FLAGS.filter(([bit]) => (flags & bit) !== 0n)
    .map(([, name]) => name)
    .join('|');
}

/** "SIG_DFL", "SIG_IGN", or the address in hexadecimal. */
export function handlerText(handler: bigint): string {
  if (handler === 0n) return 'SIG_DFL';
  return handler === 1n ? 'SIG_IGN' : handler.toString(16);
}
