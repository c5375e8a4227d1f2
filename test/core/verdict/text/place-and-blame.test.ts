import { describe, expect, it } from 'vitest';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

const said = (text: string) => {
  const verdict = judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records));
  return [verdict.where?.symbol, verdict.culprit?.name];
};

const hung = (...frames: readonly string[]): string =>
  [
    'INFO: task plum:12 blocked for more than 120 seconds.',
    '      Not tainted 6.1.0-9 #1',
    'task:plum            state:D stack:0     pid:12    ppid:1      flags:0x00004000',
    'Call Trace:',
    ...['__schedule+0x1/0x2', 'schedule+0x1/0x2', ...frames].map((frame) => ` ${frame}`),
  ].join('\n');

describe('the place in a log, and whom it blames', () => {
  it.each([
    ['the one lock of the network', 'rtnl_lock', ['__mutex_lock+0x1/0x2', 'rtnl_lock+0x17/0x20']],
    ['a grace period', '__synchronize_srcu', ['wait_for_completion+0x1/0x2', '__synchronize_srcu+0x1/0x2']],
  ])('a task that waits for %s: what it waits for, and who is waiting', (_, gate, frames) => {
    expect(said(hung(...frames, 'plum_stop+0x5/0x90', 'plum_ioctl+0x1/0x2'))).toEqual([gate, 'plum_stop']);
  });

  it('a task that waits for the line discipline: who wants it', () => {
    const frames = [
      'ldsem_down_write+0x1/0x2',
      'tty_ldisc_lock_pair_timeout+0x1/0x2',
      'plum_hangup+0x5/0x90',
    ];
    expect(said(hung(...frames))[1]).toBe('plum_hangup');
  });

  const circle = (taken: string, held: string, ...stack: readonly string[]): string =>
    [
      'WARNING: possible circular locking dependency detected',
      '6.1.0 #1 Not tainted',
      'plum/12 is trying to acquire lock:',
      `ffffffff8a34eb80 (one){+.+.}, at: ${taken}`,
      'but task is already holding lock:',
      `ffffffff8a34eb81 (two){+.+.}, at: ${held}`,
      'which lock already depends on the new lock.',
      'the existing dependency chain (in reverse order) is:',
      ...stack,
    ].join('\n');

  it('a circle with the one lock of the network: that lock, and who took it', () => {
    const trace = ['stack backtrace:', 'CPU: 1 PID: 12 Comm: plum Not tainted 6.1.0 #1', 'Call Trace:'];
    const frames = [' lock_acquire+0x1/0x2', ' rtnl_lock+0x17/0x20', ' plum_drop+0x5/0x90'];
    expect(said(circle('rtnl_lock+0x17/0x20', 'pear_set+0x5/0x90', ...trace, ...frames))[0]).toBe(
      'rtnl_lock',
    );
  });

  it('a circle of two work items: who waits for one to end', () => {
    const chain = [
      '-> #1 ((wq_completion)plum){+.+.}:',
      '       flush_workqueue+0x1/0x2',
      '       plum_remove+0x5/0x90',
      '       pear_set+0x5/0x90',
      '-> #0 ((work_completion)(&plum->work)){+.+.}:',
      '       __lock_acquire+0x1/0x2',
      '       process_one_work+0x1/0x2',
      '       worker_thread+0x1/0x2',
    ];
    const work = 'process_one_work+0x8c0/0x17b0';
    expect(said(circle(work, work, ...chain))[1]).toBe('plum_remove');
  });

  it('an order of locks that an interrupt made wrong: where it was met, and who made it matter', () => {
    const text = `WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected
6.1.0 #1 Not tainted
plum/12 [HC0[0]:SC0[0]:HE0:SE1] is trying to acquire:
0000000074f3da14 (&one){....}, at: plum_poll+0x760/0x1420
and this task is already holding:
00000000e979749c (&two){..-.}, at: plum_poll+0x738/0x1420
which would create a new lock dependency:
but this new dependency connects a SOFTIRQ-irq-safe lock:
 (&two){..-.}
... which became SOFTIRQ-irq-safe at:
  lock_acquire+0x1/0x2
  _raw_spin_lock_irq+0x1/0x2
  pear_free+0x5/0x90
  rcu_process_callbacks+0x1/0x2`;
    expect(said(text)).toEqual(['plum_poll', 'pear_free']);
  });

  it('a lock that is let go of, in a mail without the first character of its lines', () => {
    const text = `BUG: bad unlock balance detected! ]
.4.0+ #288 Not tainted
------------------------------------
io/17706 is trying to release lock (&(&q->__queue_lock)->rlock) at:
<ffffffff81329372>] plum_queue+0x5/0x90
ut there are no more locks to release!`;
    expect(said(text)[0]).toBe('plum_queue');
  });

  it('a fault in taking a lock: who wanted it, not what wraps it', () => {
    const text = `BUG: unable to handle page fault for address: ffffffff12345678
Oops: 0000 [#1] SMP
CPU: 1 PID: 12 Comm: plum Not tainted 6.1.0 #1
RIP: 0010:mutex_optimistic_spin+0x12d/0x2d0
Call Trace:
 __mutex_lock_common+0x1/0x2
 plum_write_lock+0x5/0x90
 plum_readdir+0x5/0x90`;
    expect(said(text)).toEqual(['mutex_optimistic_spin', 'plum_readdir']);
  });

  it('a lock checker that trips in an interrupt: nothing of the processor’s own way to the report', () => {
    const text = `WARNING: CPU: 0 PID: 12 at kernel/locking/lockdep.c:167 mark_lock+0x22b/0x11e0
CPU: 0 PID: 12 Comm: plum Not tainted 5.2.0 #1
Call Trace:
 <IRQ>
 dump_stack+0x1/0x2
 panic+0x1/0x2
 report_bug+0x1/0x2
 do_error_trap+0x1/0x2
 invalid_op+0x1/0x2
RIP: 0010:mark_lock+0x22b/0x11e0
 lock_acquire+0x1/0x2
 _raw_spin_lock_irqsave+0x1/0x2
 try_to_wake_up+0x1/0x2
 hrtimer_wakeup+0x1/0x2`;
    expect(said(text)[0]).toBe('hrtimer_wakeup');
  });

  it('what checks for others is named where the processor’s own handler was checked', () => {
    const text = `BUG: using __this_cpu_read() in preemptible [00000000] code: plum/12
CPU: 0 PID: 12 Comm: plum Not tainted 5.10.0 #1
Call Trace:
 dump_stack+0x1/0x2
 check_preemption_disabled+0x1/0x2
 lockdep_hardirqs_on_prepare+0x1/0x2
 __bad_area_nosemaphore+0x1/0x2
 do_user_addr_fault+0x1/0x2
 asm_exc_page_fault+0x1/0x2`;
    expect(said(text)[0]).toBe('__bad_area_nosemaphore');
  });

  it('the instruction of s390, whose name stands in brackets', () => {
    const text = `kernel BUG at drivers/scsi/plum.c:660!
illegal operation: 0001 [#1] SMP
CPU: 0 PID: 12 Comm: plum Not tainted 3.10.0-54.el7.s390x #1
Krnl PSW : 0404c00180000000 0000000000431f8e (plum_table+0x62/0x7c)
Call Trace:
([<00000000027f8000>] 0x27f8000)
 [<0000000000432114>] pear_init+0xdc/0x184`;
    expect(said(text)[0]).toBe('plum_table');
  });

  it('a task that goes back to user space with a lock: who took it, not what the scheduler then said', () => {
    const text = `WARNING: lock held when returning to user space!
5.0.0+ #124 Not tainted
------------------------------------------------
plum/12 is leaving the kernel with locks still held!
1 lock held by plum/12:
 #0: 0000000080d6340f (rcu_read_lock){....}, at: plum_get_user+0x12d1/0x3f10 drivers/net/plum.c:1956
WARNING: CPU: 1 PID: 12 at kernel/rcu/tree_plugin.h:314 rcu_note_context_switch+0x32c/0x1750
CPU: 1 PID: 12 Comm: plum Not tainted 5.0.0+ #124
Call Trace:
 __schedule+0x1/0x2
 schedule+0x1/0x2
 exit_to_usermode_loop+0x1/0x2
 retint_user+0x1/0x2`;
    expect(said(text)[0]).toBe('plum_get_user');
  });

  it('a damaged list: who had it checked', () => {
    const text = `list_del corruption. prev->next should be ffff8880a737b400, but was ffff88806e934820
kernel BUG at lib/list_debug.c:51!
invalid opcode: 0000 [#1] PREEMPT SMP
CPU: 1 PID: 12 Comm: plum Not tainted 5.4.0 #1
RIP: 0010:__list_del_entry_valid.cold+0xf/0x4f
Call Trace:
 __netif_receive_skb_list_core+0x5/0x90
 napi_gro_frags+0x1/0x2
 plum_get_user+0x1/0x2`;
    expect(said(text)).toEqual(['__netif_receive_skb_list_core', 'plum_get_user']);
  });

  it('a stall of RCU: the CPU that stalls it, not RCU’s own thread, whose heading 4.16 did not print', () => {
    const text = `INFO: rcu_sched self-detected stall on CPU
rcu_sched kthread starved for 124912 jiffies! g43980 c43979 f0x0 RCU_GP_WAIT_FQS(3) ->state=0x0 ->cpu=1
rcu_sched       R  running task    23448     8      2 0x80000000
Call Trace:
 __schedule+0x8fb/0x1ec0
 schedule+0xf5/0x430
 rcu_gp_kthread+0x1/0x2
NMI backtrace for cpu 0
CPU: 0 PID: 12 Comm: plum Not tainted 4.16.0 #1
Call Trace:
 <IRQ>
 dump_stack+0x1/0x2
 rcu_check_callbacks+0x1/0x2
 apic_timer_interrupt+0xf/0x20
 </IRQ>
RIP: 0010:plum_next+0x3b/0x50
 plum_confirm+0x9f/0x270
 plum_sendmsg+0x757/0x3400
 sock_sendmsg+0xca/0x110`;
    expect(said(text)[1]).toBe('plum_sendmsg');
  });

  it('a fault in a queue of timers: that queue, whose entry somebody else spoiled', () => {
    const text = `general protection fault: 0000 [#1] SMP
CPU: 1 PID: 12 Comm: plum Not tainted 5.4.0 #1
RIP: 0010:rb_erase+0x29/0x90
Call Trace:
 timerqueue_del+0x7f/0x140
 __remove_hrtimer+0xa1/0x1c0
 __hrtimer_run_queues+0x2a1/0xdd0`;
    expect(said(text)).toEqual(['rb_erase', 'timerqueue_del']);
  });
});
