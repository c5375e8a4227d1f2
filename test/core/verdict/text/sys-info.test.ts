import { expect, it } from 'vitest';
import { memorySource } from '../../../../src/core/source/source.ts';
import { openText } from '../../../../src/core/text-session.ts';

/**
 * panic_sys_info= (6.17, lib/sys_info.c; panic_print= before): after the line of the panic the log has tasks with their stacks, memory, timers
 * and locks. They are no reports of trouble, and nobody in them is to blame.
 */
const SYS_INFO = `[   50.100002] task:systemd         state:S stack:0     pid:1     tgid:1     ppid:0      task_flags:0x400100 flags:0x00000002
[   50.100003] Call Trace:
[   50.100004]  <TASK>
[   50.100005]  __schedule+0x3c0/0x1000
[   50.100006]  schedule+0x27/0xd0
[   50.100007]  do_epoll_wait+0x4d0/0x500
[   50.100008]  </TASK>
[   50.100009] task:kworker/1:2     state:D stack:0     pid:77    tgid:77    ppid:2      task_flags:0x4208060 flags:0x00004000
[   50.100010] Workqueue: events stuck_fn [otherdrv]
[   50.100011] Call Trace:
[   50.100012]  <TASK>
[   50.100013]  __schedule+0x3c0/0x1000
[   50.100014]  __mutex_lock.constprop.0+0x3ed/0x7d0
[   50.100015]  stuck_fn+0x20/0x60 [otherdrv]
[   50.100016]  process_one_work+0x174/0x330
[   50.100017]  </TASK>
[   50.200000] Mem-Info:
[   50.200001] active_anon:100 inactive_anon:200 isolated_anon:0
[   50.200002] Timer List Version: v0.10
[   50.200003] Showing all locks held in the system:
[   50.200004] 1 lock held by kworker/1:2/77:
[   50.200005]  #0: ffffffffc0400000 (big_lock){+.+.}-{3:3}, at: stuck_fn+0x20/0x60
[   50.300000] sched: Blocked state is:`;

const OOPS = `[    0.000000] Linux version 7.2.0-test (gcc) #1 SMP
[   50.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
[   50.000001] #PF: supervisor read access in kernel mode
[   50.000002] #PF: error_code(0x0000) - not-present page
[   50.000003] Oops: Oops: 0000 [#1] SMP NOPTI
[   50.000004] CPU: 2 UID: 0 PID: 812 Comm: reader Not tainted 7.2.0-test #1 PREEMPT(lazy)
[   50.000005] RIP: 0010:my_read+0x12/0x40 [mydrv]
[   50.000006] Code: 48 8b 07 48 8b 40 10 <48> 8b 00 c3
[   50.000007] RSP: 0018:ffffc90000123e00 EFLAGS: 00010246
[   50.000008] RAX: 0000000000000010 RBX: ffff888000000000 RCX: 0000000000000000
[   50.000009] Call Trace:
[   50.000010]  <TASK>
[   50.000011]  vfs_read+0xab/0x3a0
[   50.000012]  ksys_read+0x6f/0xf0
[   50.000013]  do_syscall_64+0x60/0x170
[   50.000014]  </TASK>
[   50.000015] Modules linked in: mydrv(OE)
[   50.000016] CR2: 0000000000000010
[   50.000017] ---[ end trace 0000000000000000 ]---
[   50.100000] Kernel panic - not syncing: Fatal exception
[   50.100001] Kernel Offset: disabled`;

const PANIC = `[    0.000000] Linux version 7.2.0-test (gcc) #1 SMP
[   50.100000] Kernel panic - not syncing: mydrv: the device is gone
[   50.100000] CPU: 3 UID: 0 PID: 55 Comm: kworker/3:1 Tainted: G           OE       7.2.0-test #1 PREEMPT(lazy)
[   50.100000] Workqueue: events my_poll [mydrv]
[   50.100000] Call Trace:
[   50.100000]  <TASK>
[   50.100000]  dump_stack_lvl+0x64/0x80
[   50.100000]  panic+0x118/0x2f0
[   50.100000]  my_poll+0x55/0x80 [mydrv]
[   50.100000]  process_one_work+0x174/0x330
[   50.100000]  </TASK>
[   50.100001] Kernel Offset: disabled`;

function judged(
  log: string,
  message: string,
): ReturnType<NonNullable<ReturnType<typeof openText>>['verdict']> | undefined {
  const text = `${log}\n${SYS_INFO}\n[   50.300001] ---[ end Kernel panic - not syncing: ${message} ]---\n`;
  return openText(memorySource(new TextEncoder().encode(text), 'dmesg.txt'))?.verdict();
}

it('what panic_sys_info prints does not stand in for the oops before it', () => {
  const verdict = judged(OOPS, 'Fatal exception');
  expect(verdict).toMatchObject({
    kind: 'null-pointer',
    task: { pid: 812, comm: 'reader' },
    where: { symbol: 'my_read', module: 'mydrv' },
    culprit: { what: 'module', name: 'mydrv' },
  });
  expect(verdict?.trace?.map(({ symbol }) => symbol)).toEqual(['vfs_read', 'ksys_read', 'do_syscall_64']);
});

it('nor for the panic that has no oops', () => {
  expect(judged(PANIC, 'mydrv: the device is gone')).toMatchObject({
    kind: 'panic',
    task: { pid: 55 },
    cpu: 3,
    where: { symbol: 'my_poll', module: 'mydrv' },
    culprit: { what: 'module', name: 'mydrv' },
  });
});
