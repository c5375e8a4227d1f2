import { describe, expect, it } from 'vitest';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

const verdict = (text: string) =>
  judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records));

const stalled = (frames: readonly string[]): string =>
  [
    '[   60.000001] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [plum:7]',
    '[   60.000002] CPU: 1 PID: 7 Comm: plum Not tainted 6.1.0-9 #1',
    '[   60.000003] RIP: 0010:_raw_spin_unlock_irq+0x13/0x30',
    '[   60.000004] Call Trace:',
    ...frames.map((frame, i) => `[   60.00001${i}]  ${frame}`),
  ].join('\n');

describe('whom a log blames', () => {
  it.each([
    [
      'what a thread of the kernel went into',
      ['plum_sync+0x1/0x2', 'plum_thread+0x1/0x2', 'kthread+0x1/0x2'],
      'plum_sync',
    ],
    [
      'a function that is called at boot',
      ['debug_plum_tables+0x1/0x2', 'kernel_init_freeable+0x1/0x2', 'kernel_init+0x1/0x2'],
      'debug_plum_tables',
    ],
    [
      'the file system whose inode goes, not who let go of the file',
      [
        'plum_wipe+0x1/0x2',
        'plum_evict_inode+0x1/0x2',
        'evict+0x1/0x2',
        'dput+0x1/0x2',
        '__fput+0x1/0x2',
        'task_work_run+0x1/0x2',
      ],
      'plum_evict_inode',
    ],
  ])('for a stall: %s', (_, frames, name) => {
    expect(verdict(stalled(frames)).where?.symbol).toBe(name);
  });

  it('for a stall: the task that an interrupt interrupted is the place, the handler in it the culprit', () => {
    const said = verdict(
      stalled([
        'plum_poll+0x1/0x2',
        'plum_timer+0x1/0x2',
        '__hrtimer_run_queues+0x1/0x2',
        'hrtimer_interrupt+0x1/0x2',
        'sysvec_apic_timer_interrupt+0x1/0x2',
        'asm_sysvec_apic_timer_interrupt+0x1/0x2',
        'pear_wash+0x1/0x2',
        'pear_work+0x1/0x2',
        'process_one_work+0x1/0x2',
      ]),
    );
    expect([said.where?.symbol, said.culprit?.name]).toEqual(['pear_work', 'plum_timer']);
  });

  it('for a stall: the tick that found it is nobody’s work', () => {
    const said = verdict(
      stalled([
        'plum_tick_fair+0x1/0x2',
        'sched_tick+0x1/0x2',
        'update_process_times+0x1/0x2',
        '__hrtimer_run_queues+0x1/0x2',
        'asm_sysvec_apic_timer_interrupt+0x1/0x2',
        'pear_work+0x1/0x2',
        'process_one_work+0x1/0x2',
      ]),
    );
    expect([said.where?.symbol, said.culprit?.name]).toEqual(['pear_work', 'pear_work']);
  });

  it('of memory that is lost is who asked, not what only allocates', () => {
    const said = verdict(`BUG: memory leak
unreferenced object 0xffff88812623e000 (size 512):
  comm "plum", pid 5478, jiffies 4294946142
  backtrace (crc 0):
    __kmalloc_noprof+0x3e0/0x660 mm/slub.c:5669
    plum_alloc_urb+0x14/0x20 drivers/plum/core.c:10
    plum_open+0x1b3/0x630 drivers/plum/core.c:20
    __dev_open+0x1be/0x3c0 net/core/dev.c:1683`);
    expect([said.kind, said.where?.symbol, said.culprit?.name]).toEqual([
      'memory-leak',
      'plum_alloc_urb',
      'plum_open',
    ]);
  });

  it('of a lock that is let go of and was not held is who let go', () => {
    const said = verdict(`WARNING: bad unlock balance detected!
6.12.0-rc5 #0 Not tainted
-------------------------------------
plum/67 is trying to release lock (&q->usage) at:
[<ffffffff849207a2>] plum_init+0x1e2/0x2d0 block/plum.c:607
but there are no more locks to release!

stack backtrace:
CPU: 1 UID: 0 PID: 67 Comm: plum Not tainted 6.12.0-rc5 #0
Call Trace:
 lock_release+0x5cb/0xa30 kernel/locking/lockdep.c:5870
 pear_unfreeze+0xd2/0x140 block/pear.c:213
 plum_init+0x1e2/0x2d0 block/plum.c:607
 plum_add+0x10d/0xf80 block/plum.c:413`);
    expect([said.kind, said.where?.symbol]).toEqual(['lockdep', 'plum_init']);
  });

  it('of a lock that is being taken in an allocator is there, whatever asked for memory', () => {
    const said = verdict(`WARNING: possible circular locking dependency detected
6.16.0-rc1 #0 Not tainted
plum/5931 is trying to acquire lock:
ffffffff8e72fa68 (pcpu_alloc_mutex){+.+.}-{4:4}, at: pcpu_alloc_noprof+0xb4c/0x1470 mm/percpu.c:1782
but task is already holding lock:
ffff888027d9c520 (&q->usage){++++}-{0:0}, at: pear_freeze+0x10/0x20 block/pear.c:12
which lock already depends on the new lock.`);
    expect(said.where?.symbol).toBe('pcpu_alloc_noprof');
  });

  it('of a lock that a wrapper takes is who called it; the place is where the other one is held', () => {
    const said = verdict(`WARNING: possible circular locking dependency detected
6.16.0-rc1 #0 Not tainted
plum/5931 is trying to acquire lock:
ffffffff8e72fa68 (plum_lock){+.+.}-{4:4}, at: plum_read_lock_nested+0xb4c/0x1470 fs/plum.c:1782
but task is already holding lock:
ffff888027d9c520 (&q->usage){++++}-{0:0}, at: pear_freeze+0x10/0x20 block/pear.c:12
which lock already depends on the new lock.

stack backtrace:
CPU: 1 UID: 0 PID: 5931 Comm: plum Not tainted 6.16.0-rc1 #0
Call Trace:
 lock_acquire+0x1ed/0x550 kernel/locking/lockdep.c:5825
 plum_read_lock_nested+0xb4c/0x1470 fs/plum.c:1782
 plum_search+0x10/0x20 fs/plum.c:99`);
    expect([said.where?.symbol, said.culprit?.name]).toEqual(['pear_freeze', 'plum_search']);
  });

  it('of a task that returns to user space with a lock is who took it', () => {
    const said = verdict(`WARNING: lock held when returning to user space!
6.0.0-rc6 #0 Not tainted
------------------------------------------------
plum/10164 is leaving the kernel with locks still held!
1 lock held by plum/10164:
 #0: ffff888147acaa88 (&local->mtx){+.+.}-{3:3}, at: pear_change_mac+0x9b4/0xf40 net/pear.c:303`);
    expect([said.kind, said.where?.symbol]).toEqual(['lockdep', 'pear_change_mac']);
  });

  it('for a stall: is no rest of another line', () => {
    const said =
      verdict(`[   60.000001] rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 0-...D } 2653 jiffies s: 985
[   60.000002] Sending NMI from CPU 1 to CPUs 0:
[   60.000003]  down_write+0x74/0x200
[   60.000004] NMI backtrace for cpu 0
[   60.000005] CPU: 0 UID: 0 PID: 6610 Comm: plum Not tainted 6.12.0 #0
[   60.000006] RIP: 0010:pear_spin+0x38/0x90
[   60.000007] Call Trace:
[   60.000008]  pear_spin+0x1/0x20
[   60.000009]  pear_wash+0x1/0x20
[   60.000010]  pear_ioctl+0x1/0x20
[   60.000011]  do_syscall_64+0x1/0x20`);
    expect([said.where?.symbol, said.culprit?.name]).toEqual(['pear_spin', 'pear_ioctl']);
  });

  it('is not what a wrapped line names that tells of another time', () => {
    const said = verdict(`watchdog: BUG: soft lockup - CPU#1 stuck for 173s! [kworker/1:4:2398]
irq event stamp: 2362
softirqs last  enabled at (2350):
apple_update+0x212/0x3d0
CPU: 1 PID: 2398 Comm: kworker/1:4 Not tainted 5.15.0-rc5 #1
RIP: 0010:__sanitizer_cov_trace_pc+0x0/0x40
Call Trace:
 vprintk_emit+0x2b2/0x460
 plum_timeout+0x47/0x50
 process_one_work+0x3fa/0x8a0`);
    expect(said.where?.symbol).toBe('plum_timeout');
  });

  it('is who overran a buffer, also where init died of it', () => {
    const said = verdict(`[    0.533991] detected buffer overflow in strcpy
[    0.535598] ------------[ cut here ]------------
[    0.535704] kernel BUG at lib/string.c:1149!
[    0.536784] invalid opcode: 0000 [#1] SMP PTI
[    0.539286] CPU: 0 PID: 1 Comm: swapper/0 Not tainted 5.10.0 #7
[    0.539700] RIP: 0010:fortify_panic+0x13/0x15
[    0.539700] Call Trace:
[    0.539700]  plum_add+0x403/0x410
[    0.539700]  do_one_initcall+0x51/0x200
[    0.539707] ---[ end trace ad7eca24a28de399 ]---
[    0.567006] Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b`);
    expect([said.kind, said.culprit?.name]).toEqual(['hardening', 'plum_add']);
  });

  it('is found where a line was typed off a photo, and where the report has four lines', () => {
    expect(
      verdict(`BUG: unable to handle kernel paging request at ffffd370
EIP: 0060:[<c0110ae2>] Not tainted VLI
EIP is at plum_clear+0xc/0xt4`).where,
    ).toMatchObject({ symbol: 'plum_clear', offset: 12 });
    expect(
      verdict(`[  478.990333] BUG: unable to handle kernel paging request at 00007fffe3542f90
[  478.990338] IP: plum_ioctl+0x2d/0x82 [plum]
[  478.990339] PGD 8000000232ede067 P4D 8000000232ede067 PUD 232d60067 PMD 232f7c067 PTE 8000000203f12867
[  478.990342] Oops: 0001 [#1] SMP PTI`),
    ).toMatchObject({ kind: 'user-access', where: { symbol: 'plum_ioctl', module: 'plum' } });
  });

  it('is the handler where a crash was asked for', () => {
    expect(
      verdict(`[   10.000001] sysrq: Trigger a crash
[   10.000002] Kernel panic - not syncing: sysrq triggered crash
[   10.000003] CPU: 0 PID: 9 Comm: bash Not tainted 6.12.0 #1
[   10.000004] Call Trace:
[   10.000005]  panic+0x33e/0x340
[   10.000006]  sysrq_handle_crash+0x1a/0x20
[   10.000007]  __handle_sysrq.cold+0x4e/0x90
[   10.000008]  write_sysrq_trigger+0x64/0xb0
[   10.000009]  proc_reg_write+0x60/0xb0`).where?.symbol,
    ).toBe('sysrq_handle_crash');
  });

  it('is not the unwinder of arm', () => {
    expect(
      verdict(`BUG: scheduling while atomic: plum/82/0x00010000
CPU: 0 UID: 0 PID: 82 Comm: plum Not tainted 6.12.7 #2
Call trace:
 unwind_backtrace from show_stack+0x10/0x14
 show_stack from dump_stack_lvl+0x54/0x5c
 dump_stack_lvl from __schedule_bug+0x50/0x70
 __schedule_bug from __schedule+0x4d4/0x5bc
 __schedule from schedule+0x34/0xa0
 schedule from plum_wait+0xc/0x10`).culprit?.name,
    ).toBe('plum_wait');
  });
});
