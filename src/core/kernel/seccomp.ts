import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { knownTasks, type Task } from './tasks.ts';

/** What keeps a task from system calls: struct seccomp of its task_struct (include/linux/seccomp.h, seccomp_types.h). */
export interface Seccomp {
  readonly task: Task;
  readonly mode: number;
  /** SECCOMP_MODE_… without that; the number where it has no name. */
  readonly modeName: string;
  /** As the kernel counts them (5.9 on), else the length of the chain. */
  readonly count: number;
  /** Those that are in the dump, the one that was added last first: all of them are asked. */
  readonly filters: readonly SeccompFilter[];
  /** Why there are fewer than `count`: the next one is not in the dump. */
  readonly lost: boolean;
}

/** struct seccomp_filter (kernel/seccomp.c). */
export interface SeccompFilter {
  readonly object: CObject;
  readonly address: Addr;
  readonly program: CObject;
  /** Instructions of eBPF that run, and of classic BPF that were given (kept with CONFIG_CHECKPOINT_RESTORE). */
  readonly instructions: number | undefined;
  readonly given: number | undefined;
  readonly log: boolean;
  /** Whether somebody else decides for it: SECCOMP_FILTER_FLAG_NEW_LISTENER. */
  readonly notifies: boolean;
}

/** Names by mode: include/uapi/linux/seccomp.h; DEAD (5.17 on) is the kernel's own. */
const MODES = ['disabled', 'strict', 'filter', 'dead'] as const;
/** A chain may have MAX_INSNS_PER_PATH (32768) instructions, four of which each filter costs besides its own. */
const MAX_FILTERS = 32768 / 4;

/** The tasks with a mode of seccomp. */
export function* seccomps(kernel: Kernel): Generator<Seccomp, void, void> {
  if (!kernel.types.has('task_struct', 'seccomp.mode')) return;
  for (const task of knownTasks(kernel)) {
    const found = seccompOf(kernel, task);
    if (found) yield found;
  }
}

/** What seccomp keeps `task` from; undefined where it keeps it from nothing, or that is not in the dump. */
export function seccompOf(kernel: Kernel, task: Task): Seccomp | undefined {
  const seccomp = task.object.find('seccomp');
  const mode = seccomp?.try((each) => each.find('mode')?.number());
  if (!seccomp || mode === undefined || mode === 0) return undefined;
  const first = seccomp.try((each) => each.find('filter')?.pointer()) ?? 0n;
  const { filters, lost } = chain(kernel, first);
  return {
    task,
    mode,
    modeName: MODES[mode] ?? String(mode),
    count: seccomp.try((each) => each.find('filter_count')?.number()) ?? filters.length,
    filters,
    lost,
  };
}

function chain(kernel: Kernel, first: bigint): { filters: SeccompFilter[]; lost: boolean } {
  const filters: SeccompFilter[] = [];
  const met = new Set<bigint>();
  let here = first;
  while (
    here !== 0n &&
    !met.has(here) &&
    filters.length < MAX_FILTERS &&
    kernel.types.has('seccomp_filter', 'prev')
  ) {
    met.add(here);
    const object = kernel.at('struct seccomp_filter', here);
    const found = object.try((each) => {
      const program = each.get('prog').deref();
      return {
        filter: {
          object,
          address: object.address,
          program,
          instructions: program.try((prog) => prog.get('len').number()),
          given: program.try((prog) =>
            prog.get('orig_prog').pointer() === 0n ? undefined : prog.get('orig_prog.len').number(),
          ),
          log: each.find('log')?.bool() ?? false,
          notifies: (each.find('notif')?.pointer() ?? 0n) !== 0n,
        },
        next: each.get('prev').pointer(),
      };
    });
    if (!found) return { filters, lost: true };
    filters.push(found.filter);
    here = found.next;
  }
  return { filters, lost: false };
}
