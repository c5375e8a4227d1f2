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

  it('is a GPU that does not answer', () => {
    const text =
      '[ 1843.300000] NVRM: The NVIDIA GPU 0000:b3:00.0\n               NVRM: fallen off the bus and is not responding to commands.';
    expect(verdict(text).kind).toBe('machine-check');
  });
});
