import { ioUrings, requestsInFlight } from '../../src/core/kernel/io-uring.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { seccompOf } from '../../src/core/kernel/seccomp.ts';
import { signalSets, type SignalSets } from '../../src/core/kernel/signals.ts';
import { PAUSE } from '../../src/core/scan/scan.ts';
import { taskByPid } from '../../src/core/kernel/tasks.ts';
import { thing as futexes } from '../../src/core/things/futexes.ts';
import type { Truth } from './truth-table.ts';

/** What takes one fact: what it is, what we say, what was told, and why another value would be right as well. */
export interface Facts {
  hold(what: string, ours: unknown, told: unknown, moved?: string | false): void;
}

/** What a kernel told of the task `pid` in its file `name`: of processes and threads, each once. */
function* told(truth: Truth, name: string): Generator<readonly [pid: number, text: string], void, void> {
  const met = new Set<number>();
  for (const section of (truth('tasks.txt') ?? '').split(/^==> /m)) {
    const [, pid, file, text] = /^(?:\d+\/task\/)?(\d+)\/(\w+) <==\n(.*)$/s.exec(section) ?? [];
    if (file !== name || met.has(Number(pid))) continue;
    met.add(Number(pid));
    yield [Number(pid), text];
  }
}

const SETS = { SigPnd: 'pending', ShdPnd: 'shared', SigBlk: 'blocked', SigIgn: 'ignored', SigCgt: 'caught' } as const;

/** What processes wait for and are kept from, by what is compared. */
export const PROCESS_FACTS: Readonly<Record<string, (kernel: Kernel, truth: Truth, held: Facts) => void>> = {
  futexes(kernel, truth, held) {
    const waiters = [...(futexes.list?.(kernel) ?? [])].filter((each) => each !== PAUSE);
    const ours = new Map(waiters.map((each) => [each.task?.pid ?? 0, each]));
    const waiting = [...told(truth, 'stack')].filter(([pid, text]) => /\bfutex_/.test(text) && taskByPid(kernel, pid));
    const maps = new Map(told(truth, 'maps'));
    for (const [pid] of waiting) {
      const at = ours.get(pid)?.at;
      const areas = maps.get(taskByPid(kernel, pid)?.tgid ?? 0) ?? '';
      const inside = [...areas.matchAll(/^([0-9a-f]+)-([0-9a-f]+) /gm)].some(
        ([, from, to]) => at !== undefined && at >= BigInt(`0x${from}`) && at < BigInt(`0x${to}`),
      );
      held.hold(`futex of ${pid} in a mapped area`, inside, true);
    }
    if (waiting.length > 0) held.hold('waiters for futexes', ours.size, waiting.length);
  },
  signals(kernel, truth, held) {
    for (const [pid, text] of told(truth, 'status')) {
      const task = taskByPid(kernel, pid);
      if (!task || task.comm === 'lab_truth') continue;
      const ours: SignalSets = signalSets(kernel, task);
      for (const [field, set] of Object.entries(SETS)) {
        const value = new RegExp(`^${field}:\t(.*)$`, 'm').exec(text)?.[1];
        // The shell blocks signals while it makes a process.
        const passing = field === 'SigBlk' && task.comm === 'init' && 'it blocks them for a moment';
        const read = ours[set]?.toString(16).padStart(16, '0');
        if (value !== undefined) held.hold(`${field} of ${pid} (${task.comm})`, read, value, passing);
      }
    }
  },
  seccomp(kernel, truth, held) {
    for (const [pid, text] of told(truth, 'status')) {
      const task = taskByPid(kernel, pid);
      const [, mode] = /^Seccomp:\t(\d+)$/m.exec(text) ?? [];
      if (!task || mode === undefined) continue;
      const ours = seccompOf(kernel, task);
      held.hold(`mode of ${pid}`, ours?.mode ?? 0, Number(mode));
      const [, filters] = /^Seccomp_filters:\t(\d+)$/m.exec(text) ?? [];
      if (filters === undefined) continue;
      held.hold(`filters of ${pid}`, ours?.count ?? 0, Number(filters));
      held.hold(`chain of ${pid}`, ours?.filters.length ?? 0, Number(filters));
    }
  },
  io_uring(kernel, truth, held) {
    const [, pid, ...numbers] =
      /^pid=(\d+) io_uring fd=(\d+) sq=(\d+) cq=(\d+) submitted=(\d+) pending=(\d+) done=(\d+)$/m.exec(
        truth('notes_lab_more.txt') ?? '',
      ) ?? [];
    if (pid === undefined) return;
    const ring = [...ioUrings(kernel)].find(({ task }) => task?.pid === Number(pid));
    const ours = [
      ring?.fd,
      ring?.submission.entries,
      ring?.completion.entries,
      ring?.taken,
      ring?.task && requestsInFlight(kernel, ring.task),
      ring?.answered,
    ];
    for (const [i, name] of ['fd', 'SQ entries', 'CQ entries', 'submitted', 'in flight', 'done'].entries())
      held.hold(`${name} of the ring of ${pid}`, ours[i], Number(numbers[i]));
  },
};
