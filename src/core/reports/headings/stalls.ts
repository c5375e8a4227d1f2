import { trouble } from '../../catalogue/trouble.ts';
import type { Headings } from './index.ts';

/** kernel/{watchdog,hung_task,workqueue}.c, kernel/rcu/{tree_stall,tree_exp,tree,tiny}.h. */
export const headings: Headings = {
  name: 'stalls',
  list: [
    {
      id: 'soft-lockup',
      kind: 'soft-lockup',
      pattern:
        /^(?:NMI watchdog: |watchdog: )?BUG: soft lockup(?: -|:)? CPU#(?<cpu>\d+) stuck for (?<seconds>\d+)s! \[(?<comm>.*):(?<pid>\d+)\]/,
      about: trouble.softLockup,
      place: 'stalled',
    },
    {
      id: 'soft-lockup-torn',
      kind: 'soft-lockup',
      pattern: /^(?:NMI watchdog: |watchdog: )?BUG: soft lockup/,
      about: trouble.softLockup,
      place: 'stalled',
      rank: 4,
    },
    {
      id: 'hard-lockup',
      kind: 'hard-lockup',
      pattern:
        /^(?:NMI )?(?:watchdog: )?(?:NMI watchdog: )?(?:Watchdog detected hard LOCKUP on cpu|CPU \d+ detected hard LOCKUP on other CPUs|CPU (?=\d+ (?:self-detected )?hard LOCKUP)|Watchdog CPU:(?=\d+ Hard LOCKUP)) ?(?<cpu>\d+)?|^BUG: NMI Watchdog detected LOCKUP on CPU(?<cpu2>\d+)/i,
      about: trouble.hardLockup,
      place: 'stalled',
      // Before 3.10 it was the message of a WARN().
      rank: 6,
    },
    {
      id: 'rcu-stall',
      kind: 'rcu-stall',
      pattern:
        /^(?:rcu: )?INFO: rcu\w* (?:self-detected stall|detected (?:expedited )?stalls?|detected stall)|^(?:rcu: )?INFO: (?:\(detected by|\S+ detected stalls)|^INFO: rcu\w*(?:_state)? (?:self-)?detected|^rcu: .*self-detected stall on CPU/,
      about: trouble.rcuStall,
      place: 'stalled',
    },
    // What is left of a stall whose first line is lost: it adds to one that is there.
    {
      id: 'rcu-starved',
      kind: 'rcu-stall',
      pattern: /^(?:rcu: )?rcu_\w+ kthread (?:starved for \d+ jiffies|timer wakeup didn't happen for )/,
      about: trouble.rcuStall,
      place: 'none',
      rank: 2,
    },
    {
      id: 'hung-task',
      kind: 'hung-task',
      pattern:
        /^(?:INFO: task )?(?<comm>.{0,40}):(?<pid>\d+) (?:blocked(?: in I\/O wait)? for more than (?<seconds>\d+) seconds|can't die for more than (?<dying>\d+) seconds)/,
      about: trouble.hungTask,
      place: 'trace',
    },
    {
      id: 'workqueue',
      kind: 'workqueue-lockup',
      pattern: /^BUG: workqueue lockup/,
      about: trouble.workqueue,
      place: 'none',
    },
  ],
};
