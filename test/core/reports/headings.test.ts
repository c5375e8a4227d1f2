import { describe, expect, it } from 'vitest';
import { headings, MAYBE } from '../../../src/core/reports/headings/index.ts';
import { headingOf } from '../../../src/core/reports/split.ts';

/** Lines as kernels print them, by the heading that they are. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  bug: ['kernel BUG at fs/foo/bar.c:120!', 'BUG: failure at kernel/foo.c:12/foo_run()!'],
  list: ['list_del corruption. prev->next should be ffff888100aa0000, but was 0000000000000000'],
  warn: [
    'WARNING: CPU: 3 PID: 812 at net/foo/core.c:81 foo_xmit+0x1c/0x80 [foo]',
    'WARNING: CPU: 3 at kernel/foo.c:659 foo_park+0x11d/0x130',
    'WARNING: ... at lib/foo.c:31 foo_saturate+0x1ed/0x210',
    'WARNING: CPU: 1 PID: 9 at include/net/foo.h:989 foo_rate include/net/foo.h:989 [inline]',
  ],
  'warn-bare': ['WARNING: CPU: 3 PID: 0 at foo_watchdog+0x1f1/0x200'],
  'warn-new': [
    'WARNING: kernel/foo/manage.c:753 at foo_enable+0x12/0x40, CPU#1: kworker/1:0/26',
    'WARNING: lib/foo.c:734 at foo_put, CPU#22: tool/91',
    'WARNING: fs/foo/inode.c:417 at foo_drop+0x4c/0xc8',
    'WARNING: [n > 3] fs/foo/inode.c:417 at foo_drop+0x4c/0xc8, CPU#0: cp/77',
    'WARNING: include/net/foo.h:337 foo_rcv+0x1055/0x1ea0 [foo]',
  ],
  'module-assert': [
    'PANIC at plum_tree.c:503:plum_tree_remove()',
    'SPLError: 864:0:(plum_vfsops.c:347:plum_delta_cb()) SPL PANIC',
    'LustreError: 2183:0:(plum_lib.c:41:plum_grow()) ASSERTION( n > 0 ) failed: ',
    'LustreError: 2183:0:(plum_lib.c:41:plum_grow()) LBUG',
  ],
  'module-verify': ['VERIFY3(plum_end(t) >= end) failed (12 >= 13)', 'VERIFY(n->type != PLUM) failed'],
  'powerpc-machine-check-oops': ['Oops: Machine check, sig: 7 [#1]'],
  refcount: [
    'refcount_t: underflow; use-after-free.',
    'percpu ref (foo_release) <= 0 (-1) after switching to atomic',
  ],
  usercopy: ["usercopy: Kernel memory exposure attempt detected from SLUB object 'foo' (offset 0, size 64)!"],
  fortify: ['memcpy: detected buffer overflow: 32 byte write of buffer size 16'],
  cfi: ['CFI failure at foo_call+0x1c/0x40 (target: foo_target+0x0/0x8; expected type: 0x1234abcd)'],
  odebug: [
    'ODEBUG: free active (active state 0) object: ffff888100aa0000 object type: timer_list hint: foo_timer+0x0/0x10',
  ],
  kobject: ["sysfs: cannot create duplicate filename '/class/foo'"],
  proc: ["proc_dir_entry 'net/foo' already registered", "name 'foo'"],
  'bad-page': ['BUG: Bad page state in process cat  pfn:1b200'],
  'bad-page-flags': ['bad because of flags: 0x2030(lru|active|private)'],
  'bad-rss': ['BUG: Bad rss-counter state mm:000000001234abcd type:MM_ANONPAGES val:1'],
  'double-free': ['BUG kmalloc-64 (Not tainted): Object already free'],
  slab: [
    'BUG kmalloc-64 (Tainted: G    B ): Poison overwritten',
    'BUG plum_task: Objects remaining on kmem_cache_close()',
  ],
  'slab-track': ['INFO: Freed in foo_free+0x12/0x40 age=12 cpu=1 pid=44'],
  'stack-protector': [
    'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: foo_ioctl+0x12/0x40',
  ],
  'stack-end': ['Kernel panic - not syncing: corrupted stack end detected inside scheduler'],
  unwinder: ["WARNING: kernel stack regs at 00000000abcd1234 in foo:81 has bad 'bp' value 000000001234abcd"],
  'in-use': ['VFS: Busy inodes after unmount of loop0. Self-destruct in 5 seconds.'],
  netdev: ['unregister_netdevice: waiting for foo0 to become free. Usage count = 2'],
  leak: ['BUG: memory leak'],
  'leak-object': [
    'unreferenced object 0xffff888100aa0000 (size 64):',
    'unreferenced object (percpu) 0x7e3b00aa0000 (size 16):',
  ],
  sysrq: ['sysrq: Trigger a crash', 'SysRq : Trigger a crash'],
  'panic-fatal': ['Kernel panic - not syncing: Fatal exception in interrupt'],
  'panic-on-warn': ['Kernel panic - not syncing: kernel: panic_on_warn set ...'],
  'panic-sanitizer': ['Kernel panic - not syncing: kasan.fault=panic set ...'],
  'panic-hung': ['Kernel panic - not syncing: hung_task: blocked tasks'],
  'panic-soft': ['Kernel panic - not syncing: softlockup: hung tasks'],
  'panic-hard': ['Kernel panic - not syncing: Hard LOCKUP'],
  'panic-rcu': ['Kernel panic - not syncing: RCU Stall'],
  'panic-wq': ['Kernel panic - not syncing: workqueue: stall detected'],
  'panic-serror': ['Kernel panic - not syncing: Asynchronous SError Interrupt'],
  'panic-atomic': ['Kernel panic - not syncing: scheduling while atomic'],
  'panic-bad-mode': ['Kernel panic - not syncing: bad mode'],
  'panic-stack': ['Kernel panic - not syncing: kernel stack overflow'],
  'panic-machine-check': ['Kernel panic - not syncing: Fatal local machine check'],
  'panic-aiee': ['Kernel panic - not syncing: Aiee, killing interrupt handler!'],
  'panic-init': ['Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b'],
  'panic-root': ['Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)'],
  'panic-memory': ['Kernel panic - not syncing: System is deadlocked on memory'],
  'panic-sysrq': ['Kernel panic - not syncing: sysrq triggered crash'],
  'panic-nmi': ['Kernel panic - not syncing: NMI: Not continuing'],
  'panic-fs': ['Kernel panic - not syncing: EXT4-fs (device sda1): panic forced after error'],
  panic: ['Kernel panic - not syncing: foo went away'],
  'rust-panic': ['rust_kernel: panicked at drivers/foo.rs:12:5:'],
  mce: ['mce: [Hardware Error]: CPU 3: Machine Check Exception: 5 Bank 4: be00000000800400'],
  nmi: ['Uhhuh. NMI received for unknown reason 2c on CPU 1.'],
  'null-fault': [
    'BUG: kernel NULL pointer dereference, address: 0000000000000010',
    'BUG: kernel NULL pointer dereference, address: NULL',
    'BUG: unable to handle kernel NULL pointer dereference at           (null)',
    'Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010',
    'BUG: Kernel NULL pointer dereference on read at 0x00000010',
  ],
  'user-fault': [
    'Unable to handle kernel access to user memory outside uaccess routines at virtual address 0000000000401000',
  ],
  'read-only-fault': [
    'Unable to handle kernel write to read-only memory at virtual address ffff800009240ad8',
  ],
  'no-exec-fault': ['Unable to handle kernel execution of user memory at virtual address 0000000000401000'],
  'page-fault': [
    'BUG: unable to handle page fault for address: ffffc900058162a0',
    'Unable to handle kernel paging request at virtual address ffff800009240ad8',
    'BUG: Unable to handle kernel data access on read at 0xc00000005e980000',
  ],
  'other-fault': ['Unable to handle kernel pointer dereference in virtual kernel address space'],
  'torn-null': ['BUG: kernel NULL pointer dereference,', 'Unable to handle kernel NULL pointer dereference'],
  'torn-fault': ['BUG: unable to handle kernel', 'Unable to handle kernel paging request at virtual address'],
  nx: ['kernel tried to execute NX-protected page - exploit attempt? (uid: 0)'],
  'corrupted-table': ['foo: Corrupted page table at address 7f0012340000'],
  gpf: [
    'general protection fault: 0000 [#1] SMP',
    'Oops: general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1] SMP',
    'general protection fault, probably for non-canonical',
    'Oops: GPF, probably for non-canonical address 0x1cd66f1f40000028',
  ],
  'stack-segment': ['stack segment: 0000 [#1] SMP'],
  divide: ['divide error: 0000 [#1] SMP', 'fixpoint divide exception: 0009 ilc:2 [#1] SMP'],
  opcode: ['invalid opcode: 0000 [#1] SMP', 'illegal operation: 0001 ilc:1 [#1] SMP'],
  int3: ['int3: 0000 [#1] SMP'],
  'double-fault': ['traps: PANIC: double fault, error_code: 0x0'],
  'stack-guard': [
    'BUG: TASK stack guard page was hit at ffffc90000b7fff8 (stack is ffffc90000b80000..ffffc90000b84000)',
    'BUG: TASK stack guard page was hit',
  ],
  'internal-undefined': ['Internal error: Oops - Undefined instruction: 0000000002000000 [#1] SMP'],
  'internal-bug': [
    'Internal error: Oops - BUG: 00000000f2000800 [#1] SMP',
    'Kernel BUG [#1]',
    'Kernel bug detected[#1]:',
  ],
  'internal-external': ['Internal error: synchronous external abort: 0000000096000010 [#1] SMP'],
  alignment: ['Alignment trap: not handling instruction e1b20f9f at [<c0012345>]'],
  'unhandled-fault': ['Unhandled fault: page domain fault (0x01b) at 0x00000000'],
  'external-abort': [
    'Unhandled fault: imprecise external abort (0x406) at 0x00000000',
    'Unhandled fault: synchronous external abort (0x96000210) at 0xffffff8008c5a000',
  ],
  serror: ['SError Interrupt on CPU5, code 0x00000000be000000 -- SError'],
  'bad-mode': ['Bad mode in Synchronous Abort handler detected on CPU0, code 0x8600000f'],
  'internal-error': ['Internal error: BRK handler: 00000000f2000800 [#1] PREEMPT SMP'],
  'program-check': [
    'addressing exception: 0005 ilc:2 [#1] SMP',
    'Oops[#1]:',
    'Oops: 00000000',
    'cpu 0xd: Vector: 300 (Data Access) at [c000000015db7060]',
  ],
  oops: ['Oops: 0002 [#1] PREEMPT SMP PTI', 'Oops: Kernel access of bad area, sig: 11 [#1]'],
  deadlock: [
    'WARNING: possible circular locking dependency detected',
    '[ INFO: possible recursive locking detected ]',
  ],
  'lock-state': ['WARNING: inconsistent lock state'],
  'rcu-usage': ['WARNING: suspicious RCU usage'],
  'lock-misuse': [
    '[ BUG: Invalid wait context ]',
    '[ BUG: foo bar/81 still has locks held! ]',
    'WARNING: lock held when returning to user space!',
  ],
  'unlock-balance': ['WARNING: bad unlock balance detected!'],
  'lock-freed': ['WARNING: held lock freed!'],
  'non-static-key': ['INFO: trying to register non-static key.'],
  'lockdep-limit': ['BUG: MAX_LOCKDEP_CHAINS too low!'],
  'locks-warn': ['DEBUG_LOCKS_WARN_ON(lock->magic != lock)'],
  spinlock: ['BUG: spinlock bad magic on CPU#1, foo/81'],
  atomic: ['BUG: scheduling while atomic: foo/81/0x00000002'],
  sleeping: [
    'BUG: sleeping function called from invalid context at kernel/locking/mutex.c:283',
    'BUG: assuming non migratable context at ./include/linux/filter.h:703',
  ],
  preemptible: [
    'BUG: using smp_processor_id() in preemptible [00000000] code: foo/81',
    'BUG: using __this_cpu_read() in preemptible [00000000]',
  ],
  'work-leak': ['BUG: workqueue leaked atomic, lock or RCU: kworker/0:1[12]'],
  'hardware-error': ['{1}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 0'],
  'machine-check-error': ['ROC:CCE Machine Check Error:'],
  edac: ['EDAC MC0: 1 UE memory read error on CPU_SrcID#0'],
  aer: [
    'pcieport 0000:00:1d.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer, (Receiver ID)',
  ],
  xid: ['NVRM: Xid (PCI:0000:65:00): 79, pid=1234, GPU has fallen off the bus.'],
  'memory-failure': ['Memory failure: 0x1000093: recovery action for free buddy page: Recovered'],
  'powerpc-machine-check': ['Severe Machine check interrupt [Not recovered]'],
  'io-error': ['blk_update_request: I/O error, dev sda, sector 2048'],
  'device-gone': [
    'nvme nvme0: Removing after probe failure status: -19',
    'ata1.00: exception Emask 0x0 SAct 0x1',
    'NETDEV WATCHDOG: eth0 (foo): transmit queue 0 timed out',
  ],
  'fs-error': ['EXT4-fs error (device sda1): ext4_lookup:1855: inode #2: comm cat: bad'],
  'oom-killer': ['foo invoked oom-killer: gfp_mask=0x100cca, order=0'],
  'oom-kill': ['Out of memory: Killed process 812 (foo) total-vm:1024kB'],
  'alloc-failure': ['foo: page allocation failure: order:4, mode:0x40dc0'],
  segfault: ['foo[812]: segfault at 8 ip 00007f0012340000 sp 00007ffc12340000 error 4 in foo[55550000+1000]'],
  'kasan-hint': ['KASAN: null-ptr-deref in range [0x0000000000000020-0x0000000000000027]'],
  'kasan-free': ['BUG: KASAN: double-free in foo_free+0x12/0x40'],
  'kasan-null': ['BUG: KASAN: null-ptr-deref in foo_get+0x12/0x40'],
  'kasan-uaf': ['BUG: KASAN: slab-use-after-free in foo_get+0x12/0x40 [foo]'],
  kasan: ['BUG: KASAN: slab-out-of-bounds in foo_get+0x12/0x40'],
  'kasan-old': ['BUG: AddressSanitizer: use after free in foo_get'],
  'kasan-short': ['KASAN slab-out-of-bounds in foo_get+0x6fb/0x7e0'],
  kfence: ['BUG: KFENCE: out-of-bounds read in foo_get+0x12/0x40'],
  kmsan: ['BUG: KMSAN: uninit-value in foo_get+0x12/0x40'],
  kcsan: ['BUG: KCSAN: data-race in foo_get / foo_put'],
  ubsan: ['UBSAN: shift-out-of-bounds in fs/foo/inode.c:470:29'],
  'soft-lockup': ['watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [foo:812]'],
  'soft-lockup-torn': ['watchdog: BUG: soft lockup'],
  'hard-lockup': [
    'watchdog: Watchdog detected hard LOCKUP on cpu 3',
    'Watchdog CPU:59 Hard LOCKUP',
    'watchdog: CPU 59 Hard LOCKUP',
  ],
  'rcu-stall': [
    'rcu: INFO: rcu_preempt self-detected stall on CPU',
    'INFO: rcu_sched detected stalls on CPUs/tasks:',
  ],
  'rcu-starved': [
    'rcu: rcu_preempt kthread starved for 2515 jiffies! g-459 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x402 ->cpu=3',
    "rcu: rcu_sched kthread timer wakeup didn't happen for 20999 jiffies! g12009 f0x2",
  ],
  'hung-task': ['INFO: task foo:812 blocked for more than 120 seconds.'],
  workqueue: ['BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 36s!'],
};

describe('headings', () => {
  it('have a line each by which they are known', () => {
    expect(headings.map(({ id }) => id).filter((id) => !(id in LINES))).toEqual([]);
    expect(Object.keys(LINES).filter((id) => !headings.some((each) => each.id === id))).toEqual([]);
  });

  it.each(Object.entries(LINES))('%s', (id, lines) => {
    for (const text of lines) {
      expect([text, MAYBE.test(text)]).toEqual([text, true]);
      expect([text, headingOf({ sequence: 0, text, own: true })?.heading.id]).toEqual([text, id]);
      // A page or a mail indents with whatever it likes.
      expect(headingOf({ sequence: 0, text: `\t  ${text}`, own: true })?.heading.id).toBe(id);
    }
  });

  it('are not what prose says of them', () => {
    for (const text of [
      'This fixes a general protection fault in foo_ioctl().',
      "the 'BUG: scheduling while atomic' splat that we saw",
      'UBSAN complains about the shift',
      'KASAN reports a use-after-free write of 40 bytes',
      'unreferenced object files are removed',
      'a kernel NULL pointer dereference is what you get',
      'NULL pointer dereference, so what',
    ])
      expect([text, headingOf({ sequence: 0, text, own: true })?.heading.id]).toEqual([text, undefined]);
  });
});
