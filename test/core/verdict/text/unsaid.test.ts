import { describe, expect, it } from 'vitest';
import { render } from '../../../../src/core/catalogue/message.ts';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

const verdict = (text: string) =>
  judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records));
const title = (text: string): string => render(verdict(text).title, 'en');
const sentence = (text: string): string => render(verdict(text).sentence, 'en');

describe('what a log does not tell', () => {
  it('is not told of an access: where nothing says how memory was accessed the title does not', () => {
    const text = [
      '[    4.200000] Unable to handle kernel paging request at virtual address 61fed09482',
      '[    4.200000] Oops [#1]',
      '[    4.200000] CPU: 0 PID: 1 Comm: plum Not tainted 5.10.6 #26',
      '[    4.200000] epc: ffffffe00022affe ra : ffffffe00022afea sp : ffffffe086d3fe30',
    ].join('\n');
    expect(verdict(text).access).toBeUndefined();
    expect(title(text)).toBe('Access to an unmapped kernel address');
  });

  it('is not told of a stall: the thread that keeps RCU is not the one that RCU waits for', () => {
    const text = [
      '[  103.100000] rcu: INFO: rcu_sched detected stalls on CPUs/tasks:',
      '[  103.100000] rcu: \t1-...!: (0 ticks this GP) idle=cf8/0/0x0 softirq=20/20 fqs=0 ',
      '[  103.100000] rcu: rcu_sched kthread starved for 38227 jiffies! g-1127 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x402 ->cpu=1',
      '[  103.100000] rcu: RCU grace-period kthread stack dump:',
      '[  103.100000] rcu_sched       I15016    11      2 0x80004000',
      '[  103.100000] Call Trace:',
      '[  103.100000]  __schedule+0x288/0x600',
      '[  103.100000]  rcu_gp_kthread+0x4f6/0xd40',
    ].join('\n');
    expect(verdict(text)).toMatchObject({ kind: 'rcu-stall' });
    expect(verdict(text).where).toBeUndefined();
    expect(sentence(text)).toBe('RCU waited for CPU 1.');
  });

  it('is quoted where a stall names nobody', () => {
    const text =
      '[  103.100000] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n[  103.100000] rcu: \tTasks blocked';
    expect(sentence(text)).toContain('detected stalls on CPUs/tasks');
  });

  it('is told of a CPU where a lock-up names no task', () => {
    expect(sentence('[   10.100000] NMI watchdog: Watchdog detected hard LOCKUP on cpu 79')).toContain(
      'CPU 79',
    );
  });

  it('is not trouble of the kernel: a control group ran out of memory', () => {
    const text =
      '[   10.100000] Memory cgroup out of memory: Kill process 21284 (plum) score 1999 or sacrifice child';
    expect(verdict(text).kind).toBe('nothing');
    expect(title(text)).toContain('control group');
  });
});

describe('what modules and allocators print in words of their own', () => {
  it('is an assertion of a module, at the function that it names', () => {
    const text = [
      '[  762.100000] VERIFY3(plum_end(t) >= end) failed (12 >= 13)',
      '[  762.100000] PANIC at plum_tree.c:503:plum_tree_remove()',
      '[  762.100000] Showing stack for process 1193',
      '[  762.100000] CPU: 1 PID: 1193 Comm: z_pear Tainted: P O 6.12.53 #1',
      '[  762.100000] Call Trace:',
      '[  762.100000]  dump_stack_lvl+0x5d/0x90',
      '[  762.100000]  spl_panic+0xf9/0x110 [spl]',
      '[  762.100000]  plum_tree_remove+0x8dd/0xf40 [plum]',
    ].join('\n');
    expect(verdict(text)).toMatchObject({
      kind: 'bug',
      where: { symbol: 'plum_tree_remove', module: 'plum' },
    });
    expect(title(text)).toBe('An assertion of a module failed');
  });

  it('names who freed an object that was written to afterwards, not who met it', () => {
    const text = [
      '[   99.400000] BUG kmalloc-64 (Not tainted): Poison overwritten',
      '[   99.400000] INFO: Allocated in plum_new+0xa3/0x140 age=79 cpu=0 pid=1329',
      '[   99.400000]  __slab_alloc+0x49f/0x533',
      '[   99.400000] INFO: Freed in plum_exit+0x50/0xb0 [plum] age=14 cpu=1 pid=1333',
      '[   99.400000]  __slab_free+0x3d/0x30b',
    ].join('\n');
    expect(verdict(text)).toMatchObject({ kind: 'slab-corruption', where: { symbol: 'plum_exit' } });
  });

  it('is a stall or a bad page of which the first line is lost', () => {
    const starved =
      '[   35.200000] rcu: rcu_preempt kthread starved for 2515 jiffies! g-459 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x402 ->cpu=3';
    expect(verdict(starved).kind).toBe('rcu-stall');
    const page = [
      '[  389.000000] page dumped because: PAGE_FLAGS_CHECK_AT_FREE flag(s) set',
      '[  389.000000] bad because of flags: 0x2030(lru|active|private)',
      '[  389.000000] CPU: 0 PID: 589 Comm: plum Tainted: G    B 4.20.0 #4',
      '[  389.000000] Call Trace:',
      '[  389.000000]  bad_page+0x8f/0xc2',
      '[  389.000000]  plum_unmap+0xb1/0x160',
    ].join('\n');
    expect(verdict(page)).toMatchObject({ kind: 'bad-page', where: { symbol: 'plum_unmap' } });
  });

  it('is what the work item was asked for where its stack only switches', () => {
    const text = [
      '[   27.000000] rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 3-... } 6 jiffies s: 85 root: 0x1/.',
      '[   27.000000] Task dump for CPU 3:',
      '[   27.000000] task:kworker/u4:4    state:R  running task     stack:    0 pid:  314 ppid:     2 flags:0x00004008',
      '[   27.000000] Workqueue: events_unbound plum_check [plum]',
      '[   27.000000] Call Trace:',
      '[   27.000000]  __schedule+0x246/0x5c0',
      '[   27.000000]  __cond_resched+0x33/0x50',
      '[   27.000000]  kthread+0xee/0x120',
    ].join('\n');
    expect(verdict(text)).toMatchObject({ kind: 'rcu-stall', cpu: 3, where: { symbol: 'plum_check' } });
  });

  it('is not a fault of a program', () => {
    const user = [
      '[  510.000000] Alignment trap: not handling instruction f46107cf at [<004e5c4c>]',
      '[  510.100000] Unhandled fault: alignment exception (0x011) at 0x00508ae4',
    ];
    const kernel = [
      '[  541.900000] Unhandled fault: external abort on non-linefetch (0x008) at 0xfa21200c',
      '[  541.900000] Internal error: : 8 [#1] SMP ARM',
      '[  541.900000] CPU: 0 PID: 0 Comm: swapper/0 Not tainted 4.14.0 #1',
      '[  541.900000] PC is at plum_irq+0x58/0x9c',
    ];
    expect(verdict([...user, ...kernel].join('\n'))).toMatchObject({
      kind: 'system-error',
      where: { symbol: 'plum_irq' },
    });
  });

  it('may be typed from a photo', () => {
    const text = '**Kernel panic-not syncing: VFS: unable to mount root fs on unknown-block(179,2)**\n';
    expect(verdict(text).kind).toBe('no-root');
    const blog = 'Oops: 0002 [#1]\nCPU: 0\nEIP is at plum_add+0\u00d783/0xd7\neax: c038db78 ebx: c038db04\n';
    expect(verdict(blog).where?.symbol).toBe('plum_add');
  });

  it('is a GPU that does not answer', () => {
    const text =
      '[ 1843.300000] NVRM: The NVIDIA GPU 0000:b3:00.0\n               NVRM: fallen off the bus and is not responding to commands.';
    expect(verdict(text).kind).toBe('machine-check');
  });
});
