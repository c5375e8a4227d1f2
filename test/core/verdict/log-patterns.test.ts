import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/kernel/printk.ts';
import { machines } from '../../../src/core/arch/index.ts';
import { LogFacts as Facts } from '../../../src/core/verdict/log.ts';
import { LOG_PATTERNS } from '../../../src/core/verdict/log-patterns.ts';
import { logOf } from '../../build/case.ts';

/** What kernels of every machine print. */
const PATTERNS = [...LOG_PATTERNS, ...machines.flatMap(({ faultLog }) => faultLog?.patterns ?? [])];
class LogFacts extends Facts {
  constructor(records: readonly LogRecord[]) {
    super(records, PATTERNS.slice(LOG_PATTERNS.length));
  }
}

/** Lines as kernels print them, by what they must be taken for and what of them is kept. */
const LINES: readonly (readonly [line: string, id: string, ...kept: string[]])[] = [
  ['Kernel panic - not syncing: Fatal exception in interrupt', 'panic', 'Fatal exception in interrupt'],
  // 4.19, then 5.1 on
  [
    'BUG: unable to handle kernel NULL pointer dereference at 0000000000000018',
    'null-fault',
    '0000000000000018',
  ],
  ['BUG: kernel NULL pointer dereference, address: 0000000000000000', 'null-fault', '0000000000000000'],
  ['BUG: unable to handle kernel paging request at ffffc90000a3bff8', 'page-fault', 'ffffc90000a3bff8'],
  ['BUG: unable to handle page fault for address: ffffffffc0601234', 'page-fault', 'ffffffffc0601234'],
  // 6.19 on, in a module
  ['WARNING: drivers/frob.c:44 at frob_fill+0x28/0x60 [frob], CPU#0: insmod/184', 'warn'],
  ['sh: Corrupted page table at address 7ffc12345678', 'page-table', '7ffc12345678'],
  ['#PF: supervisor write access in kernel mode', 'fault-access', 'write access', 'kernel'],
  ['#PF: error_code(0x0002) - not-present page', 'fault-code', '0002'],
  ['kernel tried to execute NX-protected page - exploit attempt? (uid: 0)', 'nx'],
  ['unable to execute userspace code (SMEP?) (uid: 1000)', 'smep'],
  // 4.9 to 5.14, 6.x by kind of stack
  [
    'BUG: stack guard page was hit at 000000006c4cbf0a (stack is 00000000b9b7b8b3..00000000a1b2c3d4)',
    'stack-guard',
    '000000006c4cbf0a',
  ],
  [
    'BUG: TASK stack guard page was hit at 00000000f87e0bb8 (stack is 0..1)',
    'stack-guard',
    '00000000f87e0bb8',
  ],
  [
    'BUG: #VC2 stack guard page was hit at fffffe0000001000 (stack is 0..1)',
    'stack-guard',
    'fffffe0000001000',
  ],
  ['Thread overran stack, or stack corrupted', 'stack-overrun'],
  // up to 6.8, then with one more "Oops: "
  ['Oops: 0002 [#1] PREEMPT SMP PTI', 'oops', 'Oops', '0002', '1'],
  ['Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI', 'oops', 'Oops: Oops', '0002', '1'],
  ['invalid opcode: 0000 [#3] SMP', 'oops', 'invalid opcode', '0000', '3'],
  ['Oops: 80000002 [#1] SMP', 'oops', 'Oops', '80000002', '1'],
  ['general protection fault: 0000 [#1] SMP PTI', 'gpf', ''],
  [
    'general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1] SMP',
    'gpf',
    'dead000000000122',
  ],
  [
    'Oops: general protection fault, probably for non-canonical address 0x6b6b6b6b6b6b6b7b: 0000 [#1] SMP',
    'gpf',
    '6b6b6b6b6b6b6b7b',
  ],
  ['general protection fault, maybe for address 0xffff888000000000: 0000 [#1]', 'gpf', 'ffff888000000000'],
  ['traps: PANIC: double fault, error_code: 0x0', 'double-fault'],
  ['PANIC: double fault, error_code: 0x0', 'double-fault'],
  ['kernel BUG at fs/ext4/inode.c:2741!', 'bug', 'fs/ext4/inode.c', '2741'],
  ['Kernel BUG at foo+0x12/0x40 [verbose debug info unavailable]', 'bug-plain', 'foo+0x12/0x40'],
  [
    'WARNING: CPU: 1 PID: 4217 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110',
    'warn',
    'lib/refcount.c:28',
  ],
  [
    'WARNING: lib/refcount.c:28 at refcount_warn_saturate+0xba/0x110, CPU#1: sh/4217',
    'warn',
    '',
    'lib/refcount.c:28',
  ],
  ['sysrq: Trigger a crash', 'sysrq'],
  ['sysrq: SysRq : Trigger a crash', 'sysrq'],
  ['SysRq : Trigger a crash', 'sysrq'],
  [
    'watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [kworker/3:1:231]',
    'soft-lockup',
    '3',
    '26',
    'kworker/3:1',
    '231',
  ],
  ['NMI watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a b:1]', 'soft-lockup', '0', '22', 'a b', '1'],
  ['NMI watchdog: Watchdog detected hard LOCKUP on cpu 5', 'hard-lockup', '5'],
  ['watchdog: Watchdog detected hard LOCKUP on cpu 12', 'hard-lockup', '12'],
  ['INFO: task jbd2/vda1-8:213 blocked for more than 120 seconds.', 'hung-task', 'jbd2/vda1-8', '213', '120'],
  ['INFO: task a:b:77 blocked for more than 8 seconds.', 'hung-task', 'a:b', '77', '8'],
  ['INFO: task sh:77 is blocked on a mutex likely owned by task dd:78.', 'hung-blocker'],
  ['rcu: INFO: rcu_preempt self-detected stall on CPU', 'rcu-stall', 'rcu_preempt'],
  ['rcu: INFO: rcu_sched detected stalls on CPUs/tasks:', 'rcu-stall', 'rcu_sched'],
  ['rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-... } 5', 'rcu-stall', 'rcu_preempt'],
  ['INFO: rcu_sched self-detected stall on CPU', 'rcu-stall', 'rcu_sched'],
  ['BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 31s!', 'workqueue'],
  ['java invoked oom-killer: gfp_mask=0x140dca, order=0, oom_score_adj=0', 'oom-killer', 'java'],
  ['Out of memory: Killed process 812 (java) total-vm:1kB', 'oom-kill', '812', 'java'],
  ['Memory cgroup out of memory: Killed process 9 (a (b)) total-vm:1kB', 'oom-kill', '9'],
  ['Out of memory: Kill process 812 (java) score 901 or sacrifice child', 'oom-kill', '812', 'java'],
  ['sh: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL)', 'alloc-failure', '4'],
  [
    'BUG kmalloc-64 (Tainted: G    B      OE): Poison overwritten',
    'slab',
    'kmalloc-64',
    'Poison overwritten',
  ],
  ['BUG kmalloc-64 (Not tainted): [Left Redzone overwritten] 0x0-0x7 @offset=8', 'slab', 'kmalloc-64'],
  ['BUG: Bad page state in process sh  pfn:1234', 'bad-page', 'state'],
  ['BUG: Bad rss-counter state mm:00000000 type:MM_ANONPAGES val:1', 'bad-rss'],
  ['list_add corruption. prev->next should be next (1), but was 2. (prev=3).', 'list', 'add'],
  ['list_add double add: new=1, prev=1, next=2.', 'list', 'add'],
  ['list_del corruption, ffff888000000000->next is LIST_POISON1 (dead000000000100)', 'list', 'del'],
  ['list_del corruption. next->prev should be 1, but was 2. (next=3)', 'list', 'del'],
  ['refcount_t: underflow; use-after-free.', 'refcount', 'underflow; use-after-free.'],
  [
    "usercopy: Kernel memory exposure attempt detected from SLUB object 'x' (offset 0, size 1)!",
    'usercopy',
    'exposure',
  ],
  ['detected buffer overflow in strcpy', 'fortify'],
  ['strcpy: detected buffer overflow: 10 byte write of buffer size 8', 'fortify'],
  ['UBSAN: array-index-out-of-bounds in drivers/a.c:1:2', 'ubsan'],
  ['CFI failure at foo+0x12/0x40 (target: bar+0x0/0x10; expected type: 0x12345678)', 'cfi', 'foo+0x12/0x40'],
  ['BUG: KASAN: slab-use-after-free in foo+0x1/0x2', 'kasan', 'slab-use-after-free'],
  ['BUG: KFENCE: use-after-free read in foo+0x1/0x2', 'kfence', 'use-after-free read'],
  [
    'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: foo+0x1/0x2',
    'stack-protector',
    'foo+0x1/0x2',
  ],
  ['BUG: scheduling while atomic: sh/12/0x00000002', 'atomic', 'sh/12/0x00000002'],
  ['BUG: sleeping function called from invalid context at mm/slab.h:421', 'sleeping', 'mm/slab.h:421'],
  ['BUG: spinlock bad magic on CPU#0, sh/12', 'spinlock', 'bad magic'],
  ['WARNING: possible circular locking dependency detected', 'lockdep'],
  ['mce: [Hardware Error]: CPU 2: Machine Check Exception: 5 Bank 0: be00000000800400', 'mce'],
  ['{1}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 0', 'mce'],
  ['Uhhuh. NMI received for unknown reason 21 on CPU 0.', 'nmi', '21', '0'],
  ['SError Interrupt on CPU3, code 0x00000000be000011 -- SError', 'serror', '3', '00000000be000011'],
  ['NMI: PCI system error (SERR) for reason a1 on CPU 0.', 'nmi-serr', 'PCI system error'],
  ['blk_update_request: I/O error, dev sda, sector 2048', 'io-error', 'sda'],
  ['EXT4-fs error (device vda1): ext4_lookup:1: inode #2', 'fs-error'],
];

/** Lines that look like trouble and are none of the kernel's own. */
const HARMLESS = [
  'traps: a.out[812] general protection fault ip:401136 sp:7ffd error:0 in a.out[401000+1000]',
  'a.out[812]: segfault at 0 ip 0000000000401136 sp 00007ffd error 6 in a.out[401000+1000]',
  'Command line: sysrq: Trigger a crash',
  'panic_on_oops enabled',
];

describe('lines of the log', () => {
  it.each(LINES)('%s', (line, id, ...kept) => {
    const fact = new LogFacts(logOf([line])).every(id)[0];
    expect(fact, `no ${id}`).toBeDefined();
    expect(fact.match.slice(1, kept.length + 1).map((part) => part ?? '')).toEqual(kept);
  });

  it.each(HARMLESS)('%s: no trouble', (line) => {
    expect(new LogFacts(logOf([line])).all.map(({ id }) => id)).toEqual([]);
  });

  it('have a line here for every pattern that begins a story', () => {
    const tried = new Set(LINES.map(([, id]) => id));
    expect(PATTERNS.filter(({ id, about }) => about && !tried.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('prove nothing when user space wrote them', () => {
    const [line] = logOf(['Kernel panic - not syncing: not true']);
    expect(new LogFacts([{ ...line, facility: 3 }]).all).toEqual([]);
  });
});

describe('hostile lines of the log', () => {
  const facts = (text: string): LogFacts => new LogFacts(logOf([text]));

  it('may hold control characters', () => {
    const fact = facts('Kernel panic - not syncing: a\x1b[31mb\0c\r\nd').last('panic');
    expect(fact?.match[1]).toBe('a\x1b[31mb\0c\r\nd');
  });

  it('are cut when they are longer than printk() writes', () => {
    const found = facts('Kernel panic - not syncing: ' + 'x'.repeat(1 << 20));
    expect(found.last('panic')?.match[1].length).toBeLessThan(4096);
    expect(found.records[0].text.length).toBeLessThan(4096);
  });

  // Beginnings that make a pattern look far ahead, again and again: a blow-up would run into the test's time limit.
  const bait = [
    'Oops: ',
    ': 000',
    'general protection fault, probably for ',
    'BUG: soft lockup - CPU#1 stuck for 1s! [a:',
    'INFO: task a:1 is blocked on a ',
    'INFO: task a:1 ',
    'BUG a (b): ',
    'BUG: KFENCE: a ',
    'kernel BUG at a:1',
    'Out of memory: Killed process 1 (',
    'XFS (a): ',
    'a invoked oom-killer',
    '[Hardware Error]:',
  ];
  it.each(bait)('do not take long: %j repeated', (piece) => {
    const text = piece.repeat(Math.ceil((1 << 20) / piece.length));
    const records: LogRecord[] = Array.from({ length: 200 }, () => logOf([text])[0]);
    expect(new LogFacts(records).records).toHaveLength(200);
  });
});
