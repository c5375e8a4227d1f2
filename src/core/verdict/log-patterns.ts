import type { LogPattern } from '../arch/trouble.ts';
import { trouble } from '../catalogue/trouble.ts';

/**
 * Lines of the kernel's log that speak of trouble on every machine, by what prints them (names of functions in the
 * kernel's source; several wordings stand where they changed between versions). What machines print of themselves is
 * theirs (arch/trouble.ts).
 */
export const LOG_PATTERNS: readonly LogPattern[] = [
  // panic(), kernel/panic.c
  { id: 'panic', pattern: /^Kernel panic - not syncing: (.*)/s, about: trouble.panic },
  {
    id: 'stack-overrun',
    pattern: /Thread overran stack, or stack corrupted|kernel stack overflow/,
    about: trouble.stackOverflow,
  },
  // __report_bug(), lib/bug.c; the second where the kernel was built without CONFIG_DEBUG_BUGVERBOSE
  { id: 'bug', pattern: /^kernel BUG at ([^:]*):(\d+)!/, about: trouble.bug },
  { id: 'bug-plain', pattern: /^Kernel BUG at (\S+) \[verbose debug info unavailable\]/, about: trouble.bug },
  {
    id: 'warn',
    pattern: /^WARNING: (?:CPU: \d+ PID: \d+ at (\S+)|(\S+:\d+) at \S+(?: \[\S+\])?, CPU#\d+: )/,
    about: trouble.warn,
  },
  { id: 'sysrq', pattern: /^(?:sysrq: )?(?:SysRq : )?Trigger a crash/, about: trouble.sysrq },
  // lockups and stalls
  {
    id: 'soft-lockup',
    pattern: /BUG: soft lockup - CPU#(\d+) stuck for (\d+)s! \[(.*):(\d+)\]/,
    about: trouble.softLockup,
  },
  { id: 'hard-lockup', pattern: /Watchdog detected hard LOCKUP on cpu (\d+)/, about: trouble.hardLockup },
  {
    id: 'hung-task',
    pattern: /^INFO: task (.*):(\d+) blocked(?: in I\/O wait)? for more than (\d+) seconds/,
    about: trouble.hungTask,
  },
  {
    id: 'hung-blocker',
    pattern: /^INFO: task .* is blocked on a .* likely (?:owned by|last held by) task/,
    about: trouble.hungBlocker,
  },
  {
    id: 'rcu-stall',
    pattern: /^(?:rcu: )?INFO: (rcu\w*) (?:self-detected stall|detected (?:expedited )?stalls)/,
    about: trouble.rcuStall,
  },
  { id: 'workqueue', pattern: /^BUG: workqueue lockup/, about: trouble.workqueue },
  // memory
  { id: 'oom-killer', pattern: /^(.*) invoked oom-killer:/, about: trouble.outOfMemory },
  {
    id: 'oom-kill',
    pattern: /^(?:Memory cgroup )?[Oo]ut of memory: Kill(?:ed)? process (\d+) \((.*?)\)/,
    about: trouble.killedForMemory,
  },
  { id: 'alloc-failure', pattern: /page allocation failure: order:(\d+)/, about: trouble.allocation },
  {
    id: 'slab',
    // slab_bug(), mm/slub.c: whatever is said of the cache
    pattern: /^BUG (\S+) \((?:Not tainted|Tainted)[^)]*\): (.+)/,
    about: trouble.slab,
  },
  { id: 'bad-page', pattern: /^BUG: Bad page (state|map) in process/, about: trouble.badPage },
  { id: 'bad-rss', pattern: /^BUG: Bad rss-counter state/, about: trouble.badRss },
  // lists, references, hardening
  {
    id: 'list',
    pattern: /^list_(add|del) (?:corruption|double add)[.:,]? ?(.*)/,
    about: trouble.list,
  },
  { id: 'refcount', pattern: /^refcount_t: (.*)/, about: trouble.refcount },
  {
    id: 'usercopy',
    pattern: /^usercopy: Kernel memory (exposure|overwrite) attempt detected/,
    about: trouble.usercopy,
  },
  {
    id: 'fortify',
    pattern: /detected buffer overflow|detected field-spanning write/,
    about: trouble.fortify,
  },
  { id: 'ubsan', pattern: /^UBSAN: (.*)/, about: trouble.ubsan },
  { id: 'cfi', pattern: /^CFI failure at (\S+)/, about: trouble.cfi },
  { id: 'kasan', pattern: /^BUG: KASAN: (\S+)/, about: trouble.kasan },
  { id: 'kfence', pattern: /^BUG: KFENCE: (.*?) in/, about: trouble.kfence },
  {
    id: 'stack-protector',
    pattern: /stack-protector: Kernel stack is corrupted in: (\S+)/,
    about: trouble.stackProtector,
  },
  { id: 'atomic', pattern: /^BUG: scheduling while atomic: (.*)/, about: trouble.atomic },
  {
    id: 'sleeping',
    pattern: /^BUG: sleeping function called from invalid context at (\S+)/,
    about: trouble.sleeping,
  },
  { id: 'spinlock', pattern: /^BUG: spinlock (\S+ ?\S*) on CPU#/, about: trouble.spinlock },
  {
    id: 'lockdep',
    pattern:
      /^WARNING: (?:possible (?:circular|recursive) locking|inconsistent lock state|suspicious RCU usage)/,
    about: trouble.lockdep,
  },
  // machine
  { id: 'mce', pattern: /(?:mce: )?\[Hardware Error\]: (.*)/, about: trouble.hardware },
  {
    id: 'io-error',
    pattern: /I\/O error, dev ([^\s,]+)|Buffer I\/O error|rejecting I\/O to offline device/,
    about: trouble.io,
  },
  {
    id: 'fs-error',
    pattern: /^(EXT4-fs error|XFS \(.*\): (?:Corruption|Internal error)|BTRFS (?:critical|error))/,
    about: trouble.filesystem,
  },
];
