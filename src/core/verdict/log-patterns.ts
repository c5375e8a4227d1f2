/**
 * Lines of the kernel's log that speak of trouble, by what prints them (names of functions in the kernel's
 * source; several wordings stand where they changed between versions).
 */
export interface LogPattern {
  readonly id: string;
  readonly pattern: RegExp;
  /** In a few words, for the time line. */
  readonly about: string;
}

export const LOG_PATTERNS: readonly LogPattern[] = [
  // panic(), kernel/panic.c
  { id: 'panic', pattern: /^Kernel panic - not syncing: (.*)/s, about: 'the kernel panicked' },
  // show_fault_oops(), arch/x86/mm/fault.c: 5.1 on, then before
  {
    id: 'null-fault',
    pattern:
      /^BUG: (?:kernel NULL pointer dereference, address: |unable to handle kernel NULL pointer dereference at )(?:0x)?([0-9a-f]+)/,
    about: 'access through a NULL pointer',
  },
  {
    id: 'page-fault',
    pattern:
      /^BUG: unable to handle (?:page fault for address: |kernel paging request at )(?:0x)?([0-9a-f]+)/,
    about: 'access to a bad address',
  },
  {
    id: 'fault-access',
    pattern: /^#PF: (?:supervisor|user) (read access|write access|instruction fetch) in (kernel|user) mode/,
    about: '',
  },
  { id: 'fault-code', pattern: /^#PF: error_code\(0x([0-9a-f]+)\)/, about: '' },
  { id: 'nx', pattern: /^kernel tried to execute NX-protected page/, about: 'data was executed' },
  {
    id: 'smep',
    pattern: /^unable to execute userspace code \(SMEP\?\)/,
    about: 'user space code was executed in kernel mode',
  },
  {
    id: 'stack-guard',
    pattern: /^BUG: (?:TASK|IRQ|NMI|#DF|#MC|#DB|#VC|[A-Z#]+) stack guard page was hit at ([0-9a-f]+)/,
    about: 'a kernel stack overflowed',
  },
  {
    id: 'stack-overrun',
    pattern: /Thread overran stack, or stack corrupted|kernel stack overflow/,
    about: 'a kernel stack overflowed',
  },
  // __die_header(), arch/x86/kernel/dumpstack.c
  { id: 'oops', pattern: /^(?:Oops: )*(.*?)(?:: |, )?(?:Oops: )?([0-9a-f]{4}) \[#(\d+)\]/, about: 'oops' },
  {
    id: 'gpf',
    pattern: /general protection fault(?:, (?:probably|maybe) for (?:non-canonical )?address 0x([0-9a-f]+))?/,
    about: 'general protection fault',
  },
  { id: 'double-fault', pattern: /^PANIC: double fault/, about: 'double fault' },
  { id: 'bug', pattern: /^kernel BUG at (.*?):(\d+)!/, about: 'BUG()' },
  { id: 'warn', pattern: /^WARNING: (?:CPU: \d+ PID: \d+ at )?(\S+)/, about: 'WARN()' },
  { id: 'rip', pattern: /^RIP: 0010:(\S+)/, about: '' },
  { id: 'cr2', pattern: /CR2: ([0-9a-f]{16})/, about: '' },
  { id: 'sysrq', pattern: /^sysrq: Trigger a crash/, about: 'a crash was asked for by sysrq' },
  // lockups and stalls
  {
    id: 'soft-lockup',
    pattern: /BUG: soft lockup - CPU#(\d+) stuck for (\d+)s! \[(.*):(\d+)\]/,
    about: 'soft lockup',
  },
  { id: 'hard-lockup', pattern: /Watchdog detected hard LOCKUP on cpu (\d+)/, about: 'hard lockup' },
  {
    id: 'hung-task',
    pattern: /^INFO: task (.*):(\d+) blocked for more than (\d+) seconds/,
    about: 'a task hangs',
  },
  {
    id: 'hung-blocker',
    pattern: /^INFO: task .* is blocked on a .* likely (?:owned by|last held by) task/,
    about: 'who holds the lock',
  },
  {
    id: 'rcu-stall',
    pattern: /rcu: INFO: (\w+) (?:self-detected stall|detected (?:expedited )?stalls)/,
    about: 'RCU stall',
  },
  { id: 'workqueue', pattern: /^BUG: workqueue lockup/, about: 'workqueue lockup' },
  // memory
  { id: 'oom-killer', pattern: /^(.*) invoked oom-killer:/, about: 'out of memory' },
  {
    id: 'oom-kill',
    pattern: /^(?:Memory cgroup )?[Oo]ut of memory: Killed process (\d+) \((.*?)\)/,
    about: 'a process was killed for memory',
  },
  { id: 'alloc-failure', pattern: /page allocation failure: order:(\d+)/, about: 'an allocation failed' },
  {
    id: 'slab',
    pattern:
      /^BUG (\S+) \(.*\): (Redzone overwritten|Poison overwritten|Object already free|Freepointer corrupt|Freechain corrupt|Invalid object pointer|Padding overwritten|.* overwritten)/,
    about: 'slab corruption',
  },
  { id: 'bad-page', pattern: /^BUG: Bad page (state|map) in process/, about: 'page state is damaged' },
  { id: 'bad-rss', pattern: /^BUG: Bad rss-counter state/, about: 'memory accounting is damaged' },
  // lists, references, hardening
  {
    id: 'list',
    pattern: /^list_(add|del) (?:corruption|double add)[.:,]? ?(.*)/,
    about: 'a linked list is damaged',
  },
  { id: 'refcount', pattern: /^refcount_t: (.*)/, about: 'a reference count went wrong' },
  {
    id: 'usercopy',
    pattern: /^usercopy: Kernel memory (exposure|overwrite) attempt detected/,
    about: 'hardened usercopy',
  },
  {
    id: 'fortify',
    pattern: /detected buffer overflow|detected field-spanning write/,
    about: 'buffer overflow detected',
  },
  { id: 'ubsan', pattern: /^UBSAN: (.*)/, about: 'undefined behaviour' },
  { id: 'cfi', pattern: /^CFI failure at (\S+)/, about: 'control-flow integrity' },
  { id: 'kasan', pattern: /^BUG: KASAN: (\S+)/, about: 'KASAN report' },
  { id: 'kfence', pattern: /^BUG: KFENCE: (.*?) in/, about: 'KFENCE report' },
  {
    id: 'stack-protector',
    pattern: /stack-protector: Kernel stack is corrupted in: (\S+)/,
    about: 'a stack canary was overwritten',
  },
  { id: 'atomic', pattern: /^BUG: scheduling while atomic: (.*)/, about: 'scheduling while atomic' },
  {
    id: 'sleeping',
    pattern: /^BUG: sleeping function called from invalid context at (\S+)/,
    about: 'sleeping in atomic context',
  },
  { id: 'spinlock', pattern: /^BUG: spinlock (\S+ ?\S*) on CPU#/, about: 'a spinlock is damaged' },
  {
    id: 'lockdep',
    pattern:
      /^WARNING: (?:possible (?:circular|recursive) locking|inconsistent lock state|suspicious RCU usage)/,
    about: 'lockdep',
  },
  // machine
  { id: 'mce', pattern: /(?:mce: )?\[Hardware Error\]: (.*)/, about: 'hardware error' },
  {
    id: 'nmi',
    pattern: /^(?:Uhhuh\. )?NMI received for unknown reason ([0-9a-f]+) on CPU (\d+)/,
    about: 'unknown NMI',
  },
  { id: 'nmi-serr', pattern: /^NMI: (PCI system error|IOCK error)/, about: 'NMI by hardware' },
  {
    id: 'io-error',
    pattern: /I\/O error, dev (\S+)|Buffer I\/O error|rejecting I\/O to offline device/,
    about: 'I/O error',
  },
  {
    id: 'fs-error',
    pattern: /^(EXT4-fs error|XFS \(.*\): (?:Corruption|Internal error)|BTRFS (?:critical|error))/,
    about: 'filesystem error',
  },
];
