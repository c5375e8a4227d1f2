import { describe, expect, it } from 'vitest';
import { portable, spoken, type Language } from '../../../../src/core/catalogue/message.ts';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { verdictJson } from '../../../../src/core/rows/verdict-json.ts';
import type { SpokenVerdict } from '../../../../src/core/rows/verdict.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

function verdict(text: string, language: Language = 'en'): SpokenVerdict {
  const stamped = text.replace(/^(\[ *\d+\.\d)\]/gm, '$100000]');
  const log = readTextLog(new TextEncoder().encode(stamped), reportsIn)!;
  // As it reaches the page, too: plain data in messages of which it has the words.
  const judged = judgeText(splitLog(log.records));
  expect(spoken(structuredClone(portable(judged)), language)).toEqual(spoken(judged, language));
  return spoken(judged, language);
}
const findings = (text: string, language?: Language): string =>
  verdict(text, language)
    .findings.map((each) => each.text)
    .join('\n');

/** A NULL table indexed: mov 0x200(%rip),%rax; lea (%rax,%rcx,8),%rax; mov (%rax),%rax. */
const INDEXED = `[    9.000001] BUG: kernel NULL pointer dereference, address: 0000000000000018
[    9.000002] #PF: supervisor read access in kernel mode
[    9.000003] #PF: error_code(0x0000) - not-present page
[    9.000004] PGD 0 P4D 0
[    9.000005] Oops: 0000 [#1] SMP
[    9.000006] CPU: 2 PID: 77 Comm: apple Tainted: G        W  O       6.1.0-9 #1
[    9.000007] Hardware name: QEMU Standard PC
[    9.000008] RIP: 0010:pear_slot+0x1b/0x40 [pear]
[    9.000009] Code: 0f 1f 44 00 00 55 48 89 e5 83 ff 10 77 1a 90 90 48 8b 05 00 02 00 00 48 8d 04 c8 <48> 8b 00 5d c3 cc cc
[    9.000010] RSP: 0018:ffffc90000003fa0 EFLAGS: 00010297
[    9.000011] RAX: 0000000000000018 RBX: ffff88801324e200 RCX: 0000000000000003
[    9.000012] Call Trace:
[    9.000013]  ? show_regs+0x6c/0x80
[    9.000014]  pear_open+0x12/0x30 [pear]
[    9.000015]  do_syscall_64+0x5c/0x90`;

/** arm64: a register of a device that sleeps is written. */
const ASYNCHRONOUS = `[   11.000001] SError Interrupt on CPU1, code 0x00000000be000000 -- SError
[   11.000002] CPU: 1 UID: 0 PID: 88 Comm: plum Tainted: G        W           6.12.0-1 #1
[   11.000003] Hardware name: Some Board (DT)
[   11.000004] pc : plum_write_ctrl+0x40/0x80
[   11.000005] lr : plum_wake+0x20/0x60
[   11.000006] Kernel panic - not syncing: Asynchronous SError Interrupt
[   11.000007] Call trace:
[   11.000008]  arm64_serror_panic+0x70/0x80
[   11.000009]  do_serror+0x58/0x74
[   11.000010]  el1h_64_error+0x70/0x74
[   11.000011]  plum_write_ctrl+0x40/0x80
[   11.000012]  plum_runtime_resume+0x20/0x60
[   11.000013]  pm_generic_runtime_resume+0x2c/0x44`;

/** x86-64: two functions that call each other until the stack is full. */
const RECURSION = `[   43.000001] BUG: TASK stack guard page was hit at 00000000c6dd5958 (stack is 00000000e7f44ee8..0000000072245bf6)
[   43.000002] Oops: stack guard page: 0000 [#1] PREEMPT SMP NOPTI
[   43.000003] CPU: 0 UID: 0 PID: 216 Comm: insmod Tainted: G           OE      6.12.0-1 #1
[   43.000004] RIP: 0010:number+0x2a/0x520
[   43.000005] RSP: 0018:ffffd14ac0508000 EFLAGS: 00000246
[   43.000006] Call Trace:
[   43.000007]  <TASK>
[   43.000008]  vsnprintf+0x4f5/0x520
[   43.000009]  snprintf+0x49/0x70
${'[   43.000010]  plum_even+0x41/0x90 [plum]\n[   43.000010]  plum_odd+0x41/0x90 [plum]\n'.repeat(12)}[   43.000011]  plum_init+0x2f/0xff0 [plum]
[   43.000012]  do_one_initcall+0x5b/0x310
[   43.000013]  do_init_module+0x60/0x230
[   43.000014]  __x64_sys_finit_module+0x5e/0xb0
[   43.000015]  do_syscall_64+0x87/0x180
[   43.000016] Kernel panic - not syncing: Fatal exception in interrupt`;

/** x86-64: the allocator takes a pointer off its free list that somebody wrote over. */
const FREE_LIST = `[   43.000001] Oops: general protection fault, probably for non-canonical address 0xb26001dba84f1d70: 0000 [#1] PREEMPT SMP NOPTI
[   43.000002] CPU: 0 UID: 0 PID: 216 Comm: insmod Tainted: G           OE      6.12.0-1 #1
[   43.000003] RIP: 0010:__kmalloc_cache_noprof+0xa5/0x310
[   43.000004] RSP: 0018:ffffd14ac050b8d0 EFLAGS: 00000282
[   43.000005] Call Trace:
[   43.000006]  <TASK>
[   43.000007]  plum_open+0xe8/0x160 [plum]
[   43.000008]  do_syscall_64+0x87/0x180`;

describe('the verdict of a text', () => {
  it('of a stack that a recursion filled blames who recurses, at the instruction where it ended', () => {
    expect(verdictJson(verdict(RECURSION))).toMatchObject({
      kind: 'stack-overflow',
      where: { symbol: 'number', offset: 0x2a },
      culprit: { what: 'module', name: 'plum' },
    });
    // Without a recursion: what the initcall did.
    const once = RECURSION.replace(/(?:\[ +43\.0+10\].*\n){22}/, '');
    expect(verdictJson(verdict(once))).toMatchObject({ culprit: { what: 'module', name: 'plum' } });
  });
  it('of a bad pointer in the allocator does not make who asked for memory more than a guess', () => {
    expect(verdictJson(verdict(FREE_LIST))).toMatchObject({
      kind: 'non-canonical',
      culprit: { name: 'plum', confidence: 'guess' },
    });
    expect(findings(FREE_LIST)).toContain("took a pointer off the allocator's free list");
  });
  it('of a panic of a file system says which', () => {
    const panic = '[   63.800001] Kernel panic - not syncing: EXT4-fs (device vdc): panic forced after error';
    expect(verdict(panic)).toMatchObject({
      kind: 'filesystem',
      title: 'File system error: EXT4-fs stopped the kernel',
    });
    expect(
      verdict('[    9.000001] BUG: Dentry ffff88801324e200{i=1,n=x} still in use (1) [unmount of ext4 sda1]')
        .title,
    ).toBe('A filesystem object is still in use');
  });
  it('of a hung task takes who waits for no more than a guess', () => {
    const hung = `[   76.300001] INFO: task apple:181 blocked for more than 6 seconds.
[   76.300002] task:apple      state:D stack:0     pid:181   tgid:181   ppid:2
[   76.300003] Call Trace:
[   76.300004]  schedule+0x27/0xa0
[   76.300005]  plum_open+0x11/0x20 [plum]
[   76.300006]  kthread+0xe0/0xe4`;
    expect(verdictJson(verdict(hung)).culprit).toMatchObject({ name: 'plum', confidence: 'guess' });
  });
  it('of an SError tells what the interrupted function does to the device, by its name', () => {
    expect(verdictJson(verdict(ASYNCHRONOUS))).toMatchObject({
      kind: 'system-error',
      access: 'write',
      where: { symbol: 'plum_write_ctrl' },
    });
    expect(findings(ASYNCHRONOUS)).toContain('By its name plum_write_ctrl writes a register');
    const read = ASYNCHRONOUS.replaceAll('plum_write_ctrl', 'plum_readl_relaxed');
    expect(verdictJson(verdict(read)).access).toBe('read');
    const neither = ASYNCHRONOUS.replaceAll('plum_write_ctrl', 'plum_rewritten');
    expect(verdictJson(verdict(neither)).access).toBeUndefined();
  });

  it('of a fault has its facts from the report, and tells where the address came from', () => {
    const json = verdictJson(verdict(INDEXED));
    expect(json).toMatchObject({
      source: 'text',
      kind: 'null-pointer',
      access: 'read',
      address: '0x18',
      task: { pid: 77, comm: 'apple' },
      cpu: 2,
      taints: ['W', 'O'],
      where: { symbol: 'pear_slot', offset: 0x1b, module: 'pear' },
      culprit: { what: 'module', name: 'pear' },
      release: '6.1.0-9',
      machine: 'x86_64',
    });
    expect(findings(INDEXED)).toContain('0 (NULL) + 8 · RCX (0x3)');
    expect(findings(INDEXED, 'ko')).toContain('0 (NULL) + 8 · RCX (0x3)');
    expect(findings(INDEXED)).toContain('QEMU/KVM');
    expect(verdict(INDEXED).instructions?.find((each) => each.faulting)?.text).toMatch(/mov\s+\(%rax\),%rax/);
  });

  it('of a pointer with one turned bit blames the hardware', () => {
    const text = `[  100.0] general protection fault, probably for non-canonical address 0xf7ff888001234560: 0000 [#1] SMP
[  100.1] CPU: 0 PID: 9 Comm: apple Not tainted 6.1.0 #1
[  100.2] RIP: 0010:pear_walk+0x10/0x40
[  100.3] Code: 90 90 90 90 <48> 8b 0b 90 90
[  100.4] RSP: 0018:ffffc90000003fa0 EFLAGS: 00010297
[  100.5] RAX: ffff888001234560 RBX: f7ff888001234560 RCX: 0000000000000003`;
    expect(verdict(text)).toMatchObject({
      kind: 'non-canonical',
      access: 'read',
      culprit: { what: 'hardware' },
    });
    expect(findings(text)).toContain('in bit 59 alone');
  });

  it('of poison tells that memory was freed', () => {
    const text = `[  100.0] general protection fault, probably for non-canonical address 0x6b6b6b6b6b6b6b73: 0000 [#1] SMP
[  100.1] CPU: 0 PID: 9 Comm: apple Not tainted 6.1.0 #1
[  100.2] RIP: 0010:pear_walk+0x10/0x40
[  100.3] Code: 90 90 90 90 <48> 8b 4b 08 90
[  100.5] RAX: ffff888001234560 RBX: 6b6b6b6b6b6b6b6b RCX: 0000000000000003`;
    expect(verdict(text)).toMatchObject({ kind: 'use-after-free', address: '0x6b6b6b6b6b6b6b73' });
  });

  it('takes the report that the machine did not survive, and names what came first', () => {
    const text = `[   10.0] BUG: Bad page state in process apple  pfn:104c4
${INDEXED.replace(/\[ {4}9/g, '[   90')}`;
    const said = verdict(text);
    expect(said.kind).toBe('null-pointer');
    expect(said.events?.map(({ kind, first }) => [kind, first])).toEqual([
      ['bad-page', true],
      ['null-pointer', undefined],
    ]);
    expect(findings(text)).toMatch(/first trouble was page state is damaged, 80\.0 s before/);
  });

  it('says nothing where nothing happened, and does not say that nothing can have', () => {
    const text =
      '[    1.0] Linux version 6.1.0\n[    2.0] usb 1-1: new high-speed USB device\n[    3.0] INFO: lockdep is turned off.';
    expect(verdict(text)).toMatchObject({ kind: 'nothing', confidence: 'likely' });
    expect(verdict(text).sentence).toContain('may still have happened');
  });

  it('of a hung task names what it waits for, not who noticed; a device that went away is to blame', () => {
    const text = `[  100.0] nvme nvme3: I/O 12 QID 4 timeout, aborting
[  260.0] INFO: task apple:50 blocked for more than 122 seconds.
[  260.1]       Tainted: P           O      5.10.0-1 #1
[  260.2] Call Trace:
[  260.3]  __schedule+0x10/0x20
[  260.4]  schedule+0x10/0x20
[  260.5]  rwsem_down_write_slowpath+0x10/0x20
[  260.6]  pear_sync+0x10/0x20
[  260.7]  __x64_sys_sync+0x10/0x20
[  260.8] Kernel panic - not syncing: hung_task: blocked tasks
[  260.9] CPU: 1 PID: 30 Comm: khungtaskd Tainted: P           O      5.10.0-1 #1`;
    expect(verdict(text)).toMatchObject({
      kind: 'hung-task',
      task: { pid: 50, comm: 'apple' },
      where: { symbol: 'pear_sync' },
      culprit: { what: 'hardware', name: 'nvme3' },
    });
    expect(findings(text)).toContain('reader-writer semaphore (rwsem), asked for in pear_sync');
    expect(findings(text)).toContain('khungtaskd only noticed it');
  });

  it('of a crash that was asked for takes the fault for its means', () => {
    const text = `[    5.0] sysrq: SysRq : Trigger a crash
[    5.1] BUG: unable to handle kernel NULL pointer dereference at           (null)
[    5.2] IP: [<ffffffff81428802>] sysrq_handle_crash+0x12/0x20
[    5.3] Oops: 0002 [#1] SMP
[    5.4] CPU: 0 PID: 7 Comm: bash Not tainted 4.9.0 #1`;
    expect(verdict(text)).toMatchObject({
      kind: 'sysrq',
      culprit: { what: 'operator' },
      task: { comm: 'bash' },
    });
  });

  it('of a report that another one cut off finds the place in the trace that followed', () => {
    const text = `[    5.0][   T7] WARNING: Nested lock was not taken
[    5.1][   T7] apple/7 is trying to lock:
[    5.2][   T7] general protection fault: 0000 [#1] SMP
[    5.3][   T7] RIP: 0010:__lock_acquire+0x10/0x20
[    5.4][   T7] Call Trace:
[    5.5][   T7]  lock_acquire+0x10/0x20
[    5.6][   T7]  _raw_spin_lock+0x10/0x20
[    5.7][   T7]  pear_fill+0x10/0x20`;
    expect(verdict(text)).toMatchObject({ kind: 'lockdep', where: { symbol: 'pear_fill' } });
  });

  it.each([
    [
      'arm',
      `[    5.0] Unable to handle kernel NULL pointer dereference at virtual address 0000005c
[    5.1] Internal error: Oops: 17 [#1] SMP ARM
[    5.2] CPU: 0 PID: 1 Comm: swapper Not tainted 4.9.0 #1
[    5.3] PC is at pear_probe+0x10/0x80
[    5.4] LR is at apple_probe+0x8/0x20
[    5.5] pc : [<c0123456>]    lr : [<c0123460>]    psr: 60000013
[    5.6] [<c0123456>] (pear_probe) from [<c0123460>] (apple_probe+0x8/0x20)`,
      'arm',
    ],
    [
      'arm64',
      `[    5.0] Unable to handle kernel paging request at virtual address 000000000000005c
[    5.1] Mem abort info:
[    5.2]   ESR = 0x96000004
[    5.3] Internal error: Oops: 96000004 [#1] SMP
[    5.4] CPU: 0 PID: 1 Comm: swapper Not tainted 5.9.0 #1
[    5.5] pc : pear_probe+0x10/0x80
[    5.6] lr : apple_probe+0x8/0x20`,
      'aarch64',
    ],
    [
      'riscv',
      `[    5.0] Unable to handle kernel NULL pointer dereference at virtual address 000000000000005c
[    5.1] Oops [#1]
[    5.2] CPU: 0 PID: 1 Comm: swapper Not tainted 5.9.0 #1
[    5.3] epc : pear_probe+0x10/0x80
[    5.4]  ra : apple_probe+0x8/0x20`,
      'riscv64',
    ],
    [
      'powerpc',
      `[    5.0] BUG: Kernel NULL pointer dereference on read at 0x0000005c
[    5.1] Oops: Kernel access of bad area, sig: 11 [#1]
[    5.2] CPU: 0 PID: 1 Comm: swapper Not tainted 5.9.0 #1
[    5.3] NIP [c0000000001234] pear_probe+0x10/0x80
[    5.4] LR [c0000000001244] apple_probe+0x8/0x20`,
      'ppc64',
    ],
    [
      'mips',
      `[    5.0] CPU 0 Unable to handle kernel paging request at virtual address 0000005c, epc == 80123456, ra == 80123460
[    5.1] Oops[#1]:
[    5.2] CPU: 0 PID: 1 Comm: swapper Not tainted 5.9.0 #1
[    5.3] epc   : 80123456 pear_probe+0x10/0x80
[    5.4] ra    : 80123460 apple_probe+0x8/0x20`,
      'mips',
    ],
    [
      'x86, 32 bits',
      `[    5.0] BUG: unable to handle kernel NULL pointer dereference at 0000005c
[    5.1] IP: [<c0123456>] pear_probe+0x10/0x80
[    5.2] Oops: 0000 [#1] SMP
[    5.3] CPU: 0 PID: 1 Comm: swapper Not tainted 4.4.0 #1
[    5.4] EIP: 0060:[<c0123456>] EFLAGS: 00010246 CPU: 0`,
      'i686',
    ],
  ])('of %s has kind and place', (_name, text, machine) => {
    expect(verdict(text)).toMatchObject({
      kind: 'null-pointer',
      address: '0x5c',
      where: { symbol: 'pear_probe', offset: 0x10 },
      machine,
    });
  });
});

describe('the place in texts that people passed on', () => {
  const where = (text: string) => verdict(text).where;

  it('is the function that has code where the interrupted one was put into it', () => {
    expect(
      where(`general protection fault: 0000 [#1] SMP
CPU: 0 PID: 9 Comm: cat Not tainted 6.9.0 #1
RIP: 0010:pear_get include/linux/pear.h:12 [inline]
RIP: 0010:pear_peel+0x10/0x40 fs/pear.c:77
`),
    ).toMatchObject({ symbol: 'pear_peel', offset: 16 });
  });

  it('is read from stacks of drgn and crash', () => {
    const head = 'kernel BUG at fs/pear.c:77!\nCPU: 0 PID: 9 Comm: cat Not tainted 6.9.0 #1\n';
    expect(where(`${head}#0  pear_peel (fs/pear.c:77:4)\n#1  pear_read (fs/pear.c:90:9)\n`)?.symbol).toBe(
      'pear_peel',
    );
    expect(
      where(
        `${head} #0 [ffffc90000123e00] pear_peel at ffffffff81234567\n #1 [ffffc90000123e40] pear_read at ffffffff81234999\n`,
      )?.symbol,
    ).toBe('pear_peel');
  });

  it('is read on machines that have no folder', () => {
    expect(
      where(`Oops[#1]:
CPU: 2 PID: 28 Comm: cat Not tainted 6.10.0 #18
   ra: 90000000048bf6c0 pear_read+0x120/0x560
  ERA: 9000000004162774 pear_peel+0x74/0x1c0
 BADV: 0000000000000040
`)?.symbol,
    ).toBe('pear_peel');
    expect(
      where(`BUG: Unable to handle kernel data access on read at 0xc00000005e980000
cpu 0xd: Vector: 300 (Data Access) at [c000000015db7060]
    pc: c0000000007bffb8: pear_peel+0x198/0x5a0
    lr: c0000000007bfeec: pear_read+0xcc/0x5a0
`)?.symbol,
    ).toBe('pear_peel');
  });

  it('of lost memory is who asked for it', () => {
    expect(
      where(`unreferenced object 0xffff888100aa0000 (size 64):
  comm "cat", pid 81, jiffies 4294941388
  backtrace (crc c9a1c131):
    __kmalloc_cache_noprof+0x42f/0x5e0
    pear_grow+0x57/0x110
`)?.symbol,
    ).toBe('pear_grow');
  });

  it('of a jump to nowhere is who called, not what an interrupt below had interrupted', () => {
    expect(
      where(`BUG: unable to handle kernel paging request at ffffffffffffffff
IP: 0xffffffffffffffff
Oops: 0010 [#1] SMP
CPU: 1 PID: 9 Comm: cat Not tainted 4.13.0 #35
RIP: 0010:0xffffffffffffffff
Call Trace:
 <IRQ>
 ? call_timer_fn+0x2b1/0x630
 __run_timers+0xeef/0x1390
 __do_softirq+0x5bb/0xa08
 </IRQ>
RIP: 0010:pear_peel+0x10/0x40
`)?.symbol,
    ).toBe('__run_timers');
  });
});
