import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Headings } from './index.ts';

const lockdep = { kind: 'lockdep', about: trouble.lockdep, rank: 6 } as const;

/** kernel/locking/{lockdep,spinlock_debug}.c, kernel/rcu/update.c, kernel/sched/core.c, lib/smp_processor_id.c, kernel/workqueue.c. */
export const headings: Headings = {
  name: 'locking',
  list: [
    {
      id: 'deadlock',
      ...lockdep,
      pattern:
        /^(?:\[ )?(?:WARNING: |INFO: )?possible (?:circular locking dependency|recursive locking|irq lock inversion dependency)|^(?:\[ )?(?:WARNING: |INFO: )?\S+[- ]?(?:safe|unsafe)\S* -> \S+[- ]?(?:unsafe|safe)\S* lock order detected|^(?:\[ )?(?:WARNING: |INFO: )?.{0,40}lock order (?:detected|inversion)/i,
      place: 'acquired',
    },
    {
      id: 'lock-state',
      ...lockdep,
      pattern: /^(?:\[ )?(?:WARNING: |INFO: )?inconsistent lock state/,
      place: 'acquired',
    },
    {
      id: 'rcu-usage',
      ...lockdep,
      pattern: /^(?:\[ )?(?:WARNING: |INFO: |ERR: )?suspicious (?:RCU usage|rcu_dereference)/,
      place: 'trace',
    },
    {
      id: 'lock-misuse',
      ...lockdep,
      pattern:
        /^(?:\[ )?(?:WARNING: |BUG: |INFO: )?(?:bad contention detected|Nested lock was not taken|Invalid wait context|.{1,40} still has locks held|lock held (?:when|at) )/i,
      place: 'trace',
    },
    // "is trying to release lock (…) at:" names who.
    {
      id: 'unlock-balance',
      ...lockdep,
      pattern: /^(?:\[ )?(?:WARNING: |BUG: )?bad unlock balance detected/i,
      place: 'acquired',
    },
    {
      id: 'lock-freed',
      ...lockdep,
      pattern: /^(?:\[ )?(?:WARNING: |BUG: )?held lock freed!/,
      place: 'acquired',
    },
    { id: 'non-static-key', ...lockdep, pattern: /^INFO: trying to register non-static key/, place: 'trace' },
    {
      id: 'lockdep-limit',
      ...lockdep,
      pattern:
        /^BUG: (?:MAX_LOCK|MAX_STACK|key |looking for)|^BUG: .*\bMAX_LOCK\w* too low|^(?:BUG: )?looking up .* lock class/,
      place: 'trace',
    },
    // DEBUG_LOCKS_WARN_ON() adds the condition to a WARN(), whose file tells whether lockdep itself speaks.
    {
      id: 'locks-warn',
      ...lockdep,
      rank: 4,
      pattern: /^DEBUG_(?:LOCKS|RWSEMS)_WARN_ON\(/,
      place: 'trace',
      adds: true,
    },
    {
      id: 'spinlock',
      kind: 'spinlock',
      pattern:
        /^BUG: (?:spinlock|rwlock) (?:lockup suspected|already unlocked|recursion|cpu recursion|bad magic|wrong owner|wrong CPU|trylock failure|uninitialized|cpu-recursion)\b.*?(?:on CPU#(?<cpu>\d+), (?<comm>.*)\/(?<pid>\d+))?$/,
      about: trouble.spinlock,
      place: 'trace',
    },
    {
      id: 'atomic',
      kind: 'atomic-context',
      pattern: /^BUG: scheduling while atomic: (?<comm>.*)\/(?<pid>\d+)\/0x/,
      about: trouble.atomic,
      place: 'trace',
      rank: 6,
    },
    {
      id: 'sleeping',
      kind: 'atomic-context',
      // kernel/sched/core.c: __might_resched(), __cant_sleep(), __cant_migrate()
      pattern:
        /^BUG: (?:sleeping function called from invalid context|assuming (?:atomic|non migratable) context)\b/,
      about: trouble.sleeping,
      place: 'trace',
      rank: 6,
    },
    {
      id: 'preemptible',
      kind: 'atomic-context',
      pattern:
        /^BUG: using \S+ in preemptible(?: \[[0-9a-f]+\])?(?: code: (?<comm>.*)\/(?<pid>\d+)|.{0,60}$)/,
      about: reported.preempt,
      place: 'trace',
      rank: 6,
    },
    {
      id: 'work-leak',
      kind: 'atomic-context',
      pattern: /^BUG: workqueue leaked /,
      about: reported.workLeak,
      place: 'trace',
      rank: 6,
    },
  ],
};
