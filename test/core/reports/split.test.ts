import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/core/reports/facts.ts';
import { reportsIn, splitLog } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { judgeText } from '../../../src/core/verdict/text/judge.ts';

const split = (text: string): ReturnType<typeof splitLog> =>
  splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records);

describe('the reports of a log', () => {
  it('are cut apart, each with its own lines', () => {
    const { reports } = split(
      `[   10.000001] ------------[ cut here ]------------
[   10.000002] WARNING: CPU: 1 PID: 40 at fs/apple.c:12 apple_open+0x10/0x20
[   10.000003] CPU: 1 PID: 40 Comm: cat Not tainted 6.1.0 #1
[   10.000004] Call Trace:
[   10.000005]  apple_open+0x10/0x20
[   10.000006] ---[ end trace 0000000000000000 ]---
[   20.000001] BUG: kernel NULL pointer dereference, address: 0000000000000010
[   20.000002] Oops: 0000 [#1] SMP
[   20.000003] CPU: 0 PID: 41 Comm: dog Not tainted 6.1.0 #1
[   20.000004] RIP: 0010:pear_read+0x5/0x50 [pear]
[   20.000005] Kernel panic - not syncing: Fatal exception`,
    );
    expect(reports.map(({ main }) => main.heading.id)).toEqual(['warn', 'null-fault']);
    expect(reports[0].lines.at(-1)?.text).toMatch(/end trace/);
    expect(reports[1].lines[0].text).toMatch(/NULL pointer/);
    expect(reports[1].end?.heading.id).toBe('panic-fatal');
  });

  it.each([
    ['kernel/locking/lockdep.c', 'lockdep'],
    ['kernel/locking/mutex.c', 'warn'],
  ])('have one heading for what was put into each other, however often it is said: %s', (file, kind) => {
    const text = `------------[ cut here ]------------
DEBUG_LOCKS_WARN_ON(1)
WARNING: CPU: 1 PID: 21 at ${file}:231 apple_one ${file}:231 [inline]
WARNING: CPU: 1 PID: 21 at ${file}:231 apple_two ${file}:231 [inline]
WARNING: CPU: 1 PID: 21 at ${file}:231 __lock_acquire+0x1356/0x5660 ${file}:5003
Modules linked in:
CPU: 1 PID: 21 Comm: ksoftirqd/1 Not tainted 5.19.0-rc3 #0
Call Trace:
 <TASK>
 _raw_spin_lock_irqsave+0x39/0x50 kernel/locking/spinlock.c:162
 plum_task+0x35/0x840 drivers/plum.c:26`;
    const said = judgeText(split(text));
    expect(split(text).reports).toHaveLength(1);
    expect([said.kind, said.culprit?.name]).toEqual([kind, 'plum_task']);
  });

  it.each([
    ['usercopy_abort+0xaa/0xb0', 'hardening', ''],
    ['refcount_warn_saturate+0xaa/0xb0', 'hardening', ''],
    ['__list_add_valid+0xaa/0xb0', 'list-corruption', ''],
    ['plum_run+0x1/0x2', 'unknown', ''],
    [
      'plum_run+0x1/0x2',
      'warn',
      'Code: 08 84 d2 0f 85 0f 04 00 00 8b 05 60 28 f2 01 85\nc0 0f 85 f4 f1 ff ff 48 c7 c7 20 44 6a ac e8 ad\nf1 ea ff <0f> 0b e9 da',
    ],
  ])('are told by where the kernel stopped, when their first line is lost: %s %s', (at, kind, code) => {
    const said = judgeText(
      split(`CPU: 0 PID: 377 Comm: rm Not tainted 5.19.0 #1
RIP: 0010:${at}
${code}
Call Trace:
 pear_walk+0x296/0x640
---[ end trace 0000000000000000 ]---`),
    );
    expect([said.kind, said.culprit?.name]).toEqual([kind, at.startsWith('plum') ? 'plum_run' : 'pear_walk']);
  });

  it('do not go on in the code of the program that made the system call', () => {
    const [report] = split(`BUG: kernel NULL pointer dereference, address: 0000000000000010
Oops: 0000 [#1] SMP
RIP: 0010:pear_read+0x5/0x50 [pear]
Code: 90 90 <48> 8b 0b
c3
Call Trace:
 pear_walk+0x296/0x640
RIP: 0033:0x7f0000001234
Code: 0f 05 <48> 3d 01 f0
ff ff`).reports;
    expect(factsOf(report).code?.text).toBe('90 90 <48> 8b 0b c3');
  });

  it('may have a panic_on_warn for all that is left of their first line', () => {
    const said = judgeText(
      split(`[ 4760.878456] CPU: 3 PID: 165738 Comm: kworker/3:0 Not tainted 6.2.0 #1
[ 4760.878509] RIP: 0010:plum_check+0x80/0x98
[ 4760.878692] Call Trace:
[ 4760.878728]  pear_queue+0x3c/0x98 [pear]
[ 4760.879283] Kernel panic - not syncing: kernel: panic_on_warn set ...`),
    );
    expect([said.kind, said.where?.symbol]).toEqual(['warn', 'plum_check']);
  });

  it('are hard lockups, too, where these were the message of a WARN()', () => {
    const said = judgeText(
      split(`[ 9000.000001] ------------[ cut here ]------------
[ 9000.000002] WARNING: at kernel/watchdog.c:245 watchdog_overflow_callback+0x98/0xc0()
[ 9000.000003] Hardware name: Plum 1
[ 9000.000004] Watchdog detected hard LOCKUP on cpu 3
[ 9000.000005] Modules linked in: pear
[ 9000.000006] Pid: 77, comm: apple Not tainted 3.2.0-4-amd64 #1
[ 9000.000007] Call Trace:
[ 9000.000008]  <NMI>  [<ffffffff81046e8d>] ? warn_slowpath_common+0x78/0x8c
[ 9000.000009]  [<ffffffff8109f2b3>] ? watchdog_overflow_callback+0x98/0xc0
[ 9000.000010]  <<EOE>>  [<ffffffff811a5bdf>] pear_spin+0x6/0xd [pear]
[ 9000.000011]  [<ffffffff8134ef87>] do_syscall_64+0x5/0xd
[ 9000.000012] ---[ end trace 06a2ea01ff2a9bd5 ]---`),
    );
    expect([said.kind, said.where?.symbol]).toEqual(['hard-lockup', 'pear_spin']);
  });

  it('go on over midnight, and where only some lines have the kernel’s stamp', () => {
    const told = (second: string, stamp = '') => {
      const { reports } =
        split(`Mar 28 23:59:59 plum kernel: BUG: kernel NULL pointer dereference, address: 0000000000000010
${second} plum kernel: ${stamp}RIP: 0010:pear_read+0x5/0x50 [pear]`);
      return reports.map(({ lines }) => lines.length);
    };
    expect(told('Mar 29 00:00:01')).toEqual([2]);
    expect(told('Mar 29 00:00:01', '[   12.000001] ')).toEqual([2]);
    expect(told('Mar 29 00:10:01')).toEqual([1]);
  });

  it('are not joined over an hour of the wall clock, nor parted by somebody else’s clock', () => {
    const stall =
      'rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { P7603 } 8 jiffies s: 1 root: 0x0/T';
    const warned = 'WARNING: CPU: 7 PID: 1790 at mm/slub.c:4756 plum_free+0xc1/0x180';
    const { reports } = split(
      `Mar 28 03:39:06 plum kernel: ${stall}\nMar 28 04:24:47 plum kernel: ${warned}\nMar 28 04:24:47 plum kernel: CPU: 7 PID: 1790 Comm: pear Not tainted 6.14.0 #1`,
    );
    expect(reports.map(({ main }) => main.heading.id)).toEqual(['rcu-stall', 'warn']);
    const mixed = split(`[  396.963769] BUG: KASAN: stack-out-of-bounds in plum_cmp+0xe3/0x160
[  396.963770] CPU: 1 PID: 77 Comm: pear Not tainted 4.15.0 #1
2018/01/02 18:20:06 executing program 1:
[  396.963771] Call Trace:
[  396.963772]  plum_cmp+0xe3/0x160
[  396.963773]  pear_match+0x1bc/0xe00`);
    expect(mixed.reports[0].lines).toHaveLength(6);
  });

  it('of a task that dies of an oops are its echo: the next oops tells what it was', () => {
    const said = judgeText(
      split(`[ 1067.792185] BUG: sleeping function called from invalid context at include/linux/percpu-rwsem.h:49
[ 1067.854316] CPU: 1 PID: 332 Comm: plum Tainted: G      D           5.10.0 #1
[ 1067.870903] Call Trace:
[ 1067.876668]  ___might_sleep+0x163/0x250
[ 1067.884078]  exit_signals+0x33/0x2d0
[ 1067.890796]  rewind_stack_do_exit+0x17/0x17
[ 1068.077987] BUG: unable to handle page fault for address: ffff9c00302d7872
[ 1068.099388] Oops: 0000 [#3] SMP PTI
[ 1068.102873] CPU: 1 PID: 891 Comm: pear Tainted: G      D W         5.10.0 #1
[ 1068.119037] RIP: 0010:pear_write+0x100/0x330`),
    );
    expect([said.kind, said.where?.symbol]).toEqual(['bad-address', 'pear_write']);
  });

  it('do not begin with the line that closes a panic', () => {
    const { reports } =
      split(`[  212.488392] Unable to handle kernel paging request at virtual address 006b6b6b6b6b6b7b
[  212.490140] Internal error: Oops: 0000000096000004 [#1]  SMP
[  212.608499] CPU: 0 UID: 0 PID: 171 Comm: pear Tainted: G           OE       7.2.13 #1
[  212.814615] Call trace:
[  212.815278]  pear_peel+0x8/0x20 [pear] (P)
[  212.830747] ---[ end trace 0000000000000000 ]---
[  212.885745] Kernel panic - not syncing: Oops: Fatal exception
[  213.034991] ---[ end Kernel panic - not syncing: Oops: Fatal exception ]---`);
    expect(reports.map(({ end }) => end?.line.text)).toEqual([
      'Kernel panic - not syncing: Oops: Fatal exception',
    ]);
  });

  it('of different callers do not mix', () => {
    const { reports } = split(
      `[    5.000001][   T10] BUG: KASAN: use-after-free in apple_read+0x10/0x20
[    5.000002][   T11] WARNING: CPU: 0 PID: 11 at fs/pear.c:3 pear_write+0x1/0x20
[    5.000003][   T10] CPU: 1 PID: 10 Comm: ten Not tainted 6.1.0 #1
[    5.000004][   T11] CPU: 0 PID: 11 Comm: eleven Not tainted 6.1.0 #1`,
    );
    expect(reports.map(({ lines }) => lines.map(({ caller }) => caller))).toEqual([
      ['T10', 'T10'],
      ['T11', 'T11'],
    ]);
  });

  it('have headings that a mail wrapped at its width', () => {
    const { reports } = split(`Unable to handle kernel NULL pointer dereference
at virtual address 0000000000000110
CPU: 0 PID: 9 Comm: cat Not tainted 6.9.0 #1
pc : pear_peel+0x10/0x40
WARNING: CPU: 2 PID: 6210 at
drivers/pear/core.c:88 pear_core+0x10/0x40 [pear]
CPU: 2 PID: 6210 Comm: dog Not tainted 6.9.0 #1
`);
    expect(reports.map(({ main }) => main.heading.id)).toEqual(['null-fault', 'warn']);
    expect(reports[0].main.groups.address).toBe('0000000000000110');
    expect(reports[1].main.groups.symbol).toBe('pear_core');
  });

  it('keep what a terminal wrapped within the lines of one caller', () => {
    const { reports } = split(`[    9.000001][   T77] BUG: KASAN: slab-out-of-bounds in pear_peel+0x10/0x40
[    9.000002][   T77] Read of size 8 at addr ffff888100aa0000
by task cat/77
[    9.000003][   T77] Call Trace:
 pear_peel+0x10/0x40
[    9.000004][   T77]  pear_read+0x10/0x40
`);
    expect(reports[0].lines.map(({ text }) => text.trim())).toContain('by task cat/77');
    expect(reports[0].lines.map(({ text }) => text.trim())).toContain('pear_peel+0x10/0x40');
  });

  it('begin with what only adds where their first line is lost, and not by that alone', () => {
    const hint = 'KASAN: null-ptr-deref in range [0x0000000000000020-0x0000000000000027]';
    const body = 'CPU: 0 PID: 9 Comm: cat Not tainted 6.9.0 #1\nRIP: 0010:pear_peel+0x10/0x40\n';
    expect(split(`${hint}\n${body}`).reports.map(({ main }) => main.heading.id)).toEqual(['kasan-hint']);
    expect(split(`${hint}\nusb 1-1: new device\n`).reports).toEqual([]);
  });

  it('repeat their heading for functions put into others, and are one', () => {
    const { reports } = split(`BUG: KASAN: use-after-free in pear_get include/linux/pear.h:12 [inline]
BUG: KASAN: use-after-free in pear_peel+0x10/0x40 fs/pear.c:77
Read of size 8 at addr ffff888100aa0000 by task cat/77
Call Trace:
 pear_get include/linux/pear.h:12 [inline]
 pear_peel+0x10/0x40 fs/pear.c:77
`);
    expect(reports).toHaveLength(1);
    expect(reports[0].main.groups.symbol).toBe('pear_peel');
  });

  it('are none where user space speaks, or words only look like trouble', () => {
    expect(
      split(
        `[    1.000000] systemd[1]: BUG: this is mine\n[    2.000000] lockdep: WARNING: nothing\n[    3.000000] test: kernel BUG at home`,
      ).reports,
    ).toEqual([]);
  });
});

describe('a report whose beginning is lost', () => {
  const lines = (code: string) =>
    [
      '[    8.000001] usb 1-1: new',
      '[    9.000001] CPU: 6 PID: 2174 Comm: plum Not tainted 6.0.8 #1',
      '[    9.000002] RIP: 0010:plum_register+0x3e/0x70',
      `[    9.000003] Code: 10 7f ${code} b8 ef`,
      '[    9.000004] Call Trace:',
      '[    9.000005]  plum_add+0x3d/0x60',
      '[    9.000006] ---[ end trace 0000000000000000 ]---',
    ].join('\n');
  const judged = (text: string) =>
    judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records));

  it('is found by its body and its end', () => {
    expect(judged(lines('<0f> 0b'))).toMatchObject({ kind: 'warn', where: { symbol: 'plum_register' } });
    expect(judged(lines('<48> 8b'))).toMatchObject({ kind: 'unknown', where: { symbol: 'plum_register' } });
  });

  it('is found where its end is lost too, or who it is of', () => {
    const middle = lines('<48> 8b').replace(/.*end trace.*/, '');
    expect(judged(middle)).toMatchObject({ kind: 'unknown', where: { symbol: 'plum_register' } });
    const old = [
      'Pid: 491, comm: plum_0 Not tainted 2.6.32-220.el6.x86_64 #1',
      'RIP: 0010:[<ffffffff8124e424>]  [<ffffffff8124e424>] plum_requeue+0x94/0xa0',
      'Call Trace:',
      ' [<ffffffff81362323>] __plum_insert+0xa3/0x150',
    ];
    expect(judged(old.join('\n'))).toMatchObject({ kind: 'unknown', where: { symbol: 'plum_requeue' } });
    const nobody = [
      '[  223.600000] GPR12: c000000000ac0cd0 c00000000fab7000 00000f765a3f0728 00007af734010000',
      '[  223.600000] NIP [c000000000ac0ce8] plum_update+0x18/0xf0',
      '[  223.600000] LR [c000000000159748] plum_sum+0x4a8/0x5f0',
      '[  223.600000] Call Trace:',
      '[  223.600000] [c000003fdc18bd40] [c000000000150aec] plum_wake+0x13c/0x310',
    ];
    expect(judged(nobody.join('\n'))).toMatchObject({ kind: 'unknown', where: { symbol: 'plum_update' } });
  });

  it('is none where registers were only shown, or are of a program', () => {
    const middle = lines('<48> 8b').replace(/.*end trace.*/, '');
    for (const before of [
      'sysrq: Show Regs',
      'NMI backtrace for cpu 6',
      'plum[2174]: segfault at 8 ip 01 sp 02',
    ])
      expect(judged(middle.replace('usb 1-1: new', before)).kind).toBe('nothing');
    expect(judged(middle.replaceAll('plum_register+0x3e/0x70', '0x7f2')).kind).toBe('nothing');
  });

  it('is none where the beginning is there', () => {
    const whole = lines('<0f> 0b').replace(
      'usb 1-1: new',
      'WARNING: CPU: 6 PID: 2174 at plum.c:12 plum_register+0x3e/0x70',
    );
    const { reports } = splitLog(readTextLog(new TextEncoder().encode(whole), reportsIn)!.records);
    expect(reports.map(({ main }) => main.heading.id)).toEqual(['warn']);
  });
});
