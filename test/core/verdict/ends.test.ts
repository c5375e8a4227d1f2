import { describe, expect, it } from 'vitest';
import { sought } from '../../../src/core/catalogue/findings.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { eatersOf } from '../../../src/core/verdict/memory-eaters.ts';
import { weighed } from '../../../src/core/verdict/needs.ts';
import type { Need } from '../../../src/core/verdict/case.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';
import { cpuOfPool } from '../../../src/core/verdict/rules/workqueue-lockup.ts';
import { valueFindings } from '../../../src/core/verdict/value-meaning.ts';
import { context } from '../../../src/core/verdict/where.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

/** What ended the kernel, where something else stands beside it: an earlier report, a warning on the way, a branch that was refused. */

const STACK = 0xffffc90000004200n;
const task = { comm: 'sh', pid: 77 };
const DRIVER = 'frob [driver]';
const OOPS = ['machine_kexec', '__crash_kexec', 'crash_kexec', 'oops_end'];

function judged(plan: CasePlan) {
  const c = caseOf(plan);
  const { rule, found } = firstAnswer(c);
  return {
    ...found,
    ...inEnglish(found),
    rule: rule.id,
    context: context(c, found, []),
    blamed: culpritOf(c, found).culprit,
    values: c.fault ? spoken(valueFindings(c, c.fault), 'en') : [],
  };
}

const onWarn = (log: readonly string[], frames: readonly string[], origin = 'kernel: '): CasePlan => ({
  task,
  log: [...log, `Kernel panic - not syncing: ${origin}panic_on_warn set ...`],
  frames: ['machine_kexec', '__crash_kexec', 'panic', ...frames, DRIVER],
});
const WARNING = 'WARNING: CPU: 0 PID: 77 at drivers/frob.c:12 frob+0x10/0x20 [driver]';

describe('panic_on_warn', () => {
  const survived = 'BUG: KFENCE: use-after-free read in other+0x1/0x2';

  it('is not of a sanitizer because it reported something before', () => {
    expect(judged(onWarn([survived, 'x', WARNING], ['__warn', 'report_bug'])).kind).toBe('warn');
    // Up to 6.1 the panic does not say who asked for it.
    expect(judged(onWarn([survived, 'x', WARNING], ['__warn', 'report_bug'], '')).kind).toBe('warn');
  });

  it('is not named where it was one warning too many (kernel.warn_limit)', () => {
    const ended = 'Kernel panic - not syncing: kernel: system warned too often (kernel.warn_limit is 2)';
    const frames = ['machine_kexec', '__crash_kexec', 'panic', '__warn', 'report_bug', DRIVER];
    const found = judged({ task, log: [WARNING, ended], frames });
    expect(found).toMatchObject({ kind: 'warn', title: 'Panic on a warning (warn_limit)' });
    expect(`${found.sentence}\n${found.said}`).toContain('warn_limit made a crash of it');
    expect(`${found.title}\n${found.sentence}\n${found.said}`).not.toContain('panic_on_warn');
  });

  it('is of the sanitizer that asked for it', () => {
    const found = judged(onWarn([survived], ['check_panic_on_warn', 'kfence_report_error'], 'KFENCE: '));
    expect(found).toMatchObject({ kind: 'sanitizer', confidence: 'proven' });
    expect(judged(onWarn([survived], ['kfence_report_error'], '')).kind).toBe('sanitizer');
    const bounds = 'UBSAN: array-index-out-of-bounds in drivers/frob.c:12:3';
    const undefined_ = judged(
      onWarn([bounds], ['check_panic_on_warn', 'ubsan_epilogue', '__ubsan_handle_out_of_bounds'], 'UBSAN: '),
    );
    expect(undefined_).toMatchObject({ kind: 'sanitizer', title: 'Undefined behaviour found by UBSAN' });
    expect(undefined_.blamed?.name).toBe('driver');
    const range = "index 11 is out of range for type 'long int [8]'";
    const told = onWarn([bounds, range], ['ubsan_epilogue'], 'UBSAN: ');
    expect(judged({ ...told, interval: 1000n }).said).toContain(range);
  });

  it.each([
    ['object-debug', "kobject: 'x' (00000000a): is not initialized, yet kobject_put() is being called."],
    ['object-debug', "proc_dir_entry 'driver/frob' already registered"],
    ['warn', 'driver: 200 is too much'],
  ])('is of what the text of the warning tells: %s', (kind, text) => {
    const log = ['------------[ cut here ]------------', text, WARNING];
    expect(judged({ ...onWarn(log, ['__warn', 'report_bug']), interval: 1000n }).kind).toBe(kind);
  });
});

function trapped(
  entry: string,
  inner: readonly string[],
  plan: Partial<CasePlan> & { code?: readonly number[]; registers?: Record<string, bigint> },
): CasePlan {
  const { code, registers, memory, ...rest } = plan;
  const frames: (string | PlannedFrame)[] = [
    ...OOPS,
    ...inner,
    { name: entry, entered: { rsp: STACK, ...registers } },
    DRIVER,
    'do_syscall_64',
  ];
  const at = addressOf({ frames }, DRIVER) + 16n;
  return { task, ...rest, frames, memory: { ...memory, ...(code ? { [at.toString()]: code } : {}) } };
}

describe('ud2', () => {
  const UD2 = [0x0f, 0x0b];
  const oops = 'Oops: invalid opcode: 0000 [#1] PREEMPT SMP';

  it('is BUG() where the log says so of this oops', () => {
    const plan = trapped('asm_exc_invalid_op', ['do_trap', 'exc_invalid_op'], { code: UD2 });
    expect(judged({ ...plan, log: ['kernel BUG at drivers/frob.c:12!', oops] })).toMatchObject({
      kind: 'bug',
      confidence: 'proven',
    });
    const earlier = ['kernel BUG at drivers/other.c:1!', oops.replace('#1', '#0'), oops];
    for (const log of [[oops], earlier]) {
      const found = judged({ ...plan, log });
      expect(found).toMatchObject({ kind: 'invalid-opcode' });
      expect(found.said).toContain('the log has no BUG() for this oops');
    }
    // Without the oops in the log nothing tells.
    expect(judged(plan)).toMatchObject({ kind: 'bug', confidence: 'likely' });
  });
});

describe('a branch that the processor refused', () => {
  const gpf = (code: readonly number[], registers: Record<string, bigint>, memory = {}) =>
    judged(
      trapped('asm_exc_general_protection', ['die_addr', 'exc_general_protection'], {
        code,
        registers,
        memory,
        log: ['general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP'],
      }),
    );
  const TEXT = 0x4141414141414141n;
  const bytes = (value: bigint) =>
    Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(i * 8)) & 0xffn));

  it('is a bad jump with its target, by register or memory', () => {
    for (const found of [
      gpf([0xff, 0xd0], { rax: TEXT }), // call *%rax
      gpf(
        [0xff, 0x50, 0x18],
        { rax: 0xffff888000000000n },
        { [0xffff888000000018n.toString()]: bytes(TEXT) },
      ), // call *0x18(%rax)
    ]) {
      expect(found).toMatchObject({
        kind: 'bad-jump',
        access: 'execute',
        address: TEXT,
        confidence: 'proven',
      });
      expect(found.sentence).toContain('frob');
      expect(found.blamed?.name).toBe('driver');
      expect(JSON.stringify(found.values)).toContain('0x41');
    }
  });

  it('is a return whose address was overwritten', () => {
    const found = gpf([0xc3], {}, { [STACK.toString()]: bytes(TEXT) });
    expect(found).toMatchObject({ kind: 'bad-jump', address: TEXT });
    expect(found.title).toBe('Return to an address where there is no code');
    expect(found.sentence).toContain('its return address on the stack');
    // What held it was the stack: the instruction pointer still stands at the ret.
    const of = (died: number, word: bigint) =>
      JSON.stringify(
        judged({
          ...trapped('asm_exc_general_protection', ['die_addr', 'exc_general_protection'], {
            code: [0xc3],
            memory: { [STACK.toString()]: bytes(word) },
            log: ['general protection fault: 0000 [#1] SMP'],
          }),
          crashTime: died,
        }).values,
      );
    const nanoseconds = of(1_793_000_000, 1_793_000_000_123_456_789n);
    expect(nanoseconds).toContain('The word at 0xffffc90000004200 holds 0x');
    expect(nanoseconds).not.toContain('RIP');
  });

  it('is a use after free where the target is what freed memory is filled with', () => {
    const found = gpf([0xff, 0xd0], { rax: 0x6b6b6b6b6b6b6b6bn });
    expect(found).toMatchObject({ kind: 'use-after-free', confidence: 'likely', access: 'execute' });
    // The instruction pointer still stands at the call: the register is the evidence.
    expect(found.findings[0].evidence[0].text).toBe('6b6b6b6b6b6b6b6b RAX');
  });

  it('is a return, too, where the processor only sees it when it is there: no caller is made up', () => {
    const plan = (top: readonly number[]): CasePlan => {
      const frames: (string | PlannedFrame)[] = [
        ...OOPS,
        'exc_general_protection',
        { name: 'asm_exc_general_protection', entered: { rsp: STACK, rip: TEXT } },
        'nowhere',
        'innocent_caller',
        'do_syscall_64',
      ];
      return {
        task,
        frames,
        log: ['Oops: general protection fault: 0000 [#1] SMP'],
        memory: { [STACK.toString()]: top },
      };
    };
    const smashed = judged(plan(bytes(TEXT)));
    expect(smashed).toMatchObject({ kind: 'bad-jump', address: TEXT });
    expect(smashed.sentence).not.toContain('innocent_caller');
    expect(smashed.said).toContain('by a return whose address on the stack had been overwritten');
    expect(smashed.blamed?.confidence ?? 'guess').toBe('guess');
    expect(JSON.stringify(smashed.values)).toContain('0x41');
    const frames = plan([]).frames ?? [];
    const called = judged(plan(bytes(addressOf({ frames }, 'innocent_caller') + 16n)));
    expect(called.sentence).toContain('called from innocent_caller+0x10');
  });

  it('is no return where the word on top of the stack is one that a call left, though no caller was found', () => {
    const frames: (string | PlannedFrame)[] = [
      ...OOPS,
      'page_fault_oops',
      { name: 'asm_exc_page_fault', entered: { rsp: STACK, rip: 0x1badc0den } },
      'nowhere',
    ];
    const log = [
      'BUG: unable to handle page fault for address: 000000001badc0de',
      '#PF: error_code(0x0010) - not-present page',
      'Oops: 0010 [#1] SMP',
    ];
    const after = addressOf({ frames }, 'nowhere') + 0x40n;
    const codeBefore = (code: readonly number[]) =>
      judged({
        task,
        frames,
        log,
        memory: { [STACK.toString()]: bytes(after), [(after - 8n).toString()]: [...code, 0x90] },
      });
    // call *%rax before it, and none.
    expect(codeBefore([0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0xff, 0xd0]).said).not.toContain('by a return');
    expect(codeBefore([0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90]).said).toContain('by a return');
    // Nobody knows what stood there where its page is not in the dump.
    const unread = judged({ task, frames, log, memory: { [STACK.toString()]: bytes(after) } });
    expect(unread.said).not.toContain('by a return');
  });

  it('is none where the operand itself is no address', () => {
    expect(gpf([0xff, 0x50, 0x18], { rax: TEXT }).kind).toBe('non-canonical');
  });
});

describe('a fault within what the kernel would have gone on after', () => {
  const inner = trapped('asm_exc_page_fault', ['page_fault_oops', 'exc_page_fault'], {
    code: [0x48, 0x8b, 0x47, 0x18],
    registers: { rdi: 0n },
    log: [
      'BUG: kernel NULL pointer dereference, address: 0000000000000018',
      '#PF: error_code(0x0000) - not-present page',
      'Oops: 0000 [#1] SMP',
    ],
  });
  const within = (...frames: (string | PlannedFrame)[]): CasePlan => ({
    ...inner,
    frames: [...(inner.frames ?? []).slice(0, -1), ...frames],
  });

  it.each([
    ['a breakpoint of a kprobe', ['kprobe_int3_handler', 'do_int3', 'exc_int3'], 'asm_exc_int3'],
    ['a warning', ['__warn', 'report_bug', 'handle_bug', 'exc_invalid_op'], 'asm_exc_invalid_op'],
  ])('is what happened: %s', (_, frames, entry) => {
    const plan = within(...frames, { name: entry, entered: { rsp: STACK } }, 'ksys_sync', 'do_syscall_64');
    expect(judged(plan)).toMatchObject({ kind: 'null-pointer', access: 'read' });
  });
});

describe('an oops after which the kernel could not do without the task', () => {
  const dead = (end: string, frames: readonly string[]): CasePlan => ({
    task: { comm: 'init', pid: 1 },
    log: [
      'BUG: kernel NULL pointer dereference, address: 0000000000000058',
      'Oops: 0000 [#1] PREEMPT SMP',
      'RIP: 0010:frob+0x10/0x40 [driver]',
      `Kernel panic - not syncing: ${end}`,
    ],
    frames: ['machine_kexec', '__crash_kexec', 'panic', ...frames],
  });

  it.each([
    [
      'Attempted to kill init! exitcode=0x0000000b',
      ['do_exit', 'make_task_dead', 'rewind_stack_and_make_dead'],
    ],
    ['Attempted to kill init! exitcode=0x00000009', ['do_exit', 'rewind_stack_do_exit']],
    ['Oopsed too often (kernel.oops_limit is 1)', ['make_task_dead', 'rewind_stack_and_make_dead']],
    ['Attempted to kill the idle task!', ['do_exit', 'make_task_dead', 'rewind_stack_and_make_dead']],
  ])('is what happened: %s', (end, frames) => {
    const found = judged(dead(end, frames));
    expect(found).toMatchObject({ kind: 'null-pointer', access: 'read', confidence: 'likely' });
    expect(found.sentence).toContain('frob+0x10 [driver]');
    expect(found.blamed?.name).toBe('driver');
    expect(found.said).toContain(end);
  });

  it('is none where init was killed without one', () => {
    const plan = dead('Attempted to kill init! exitcode=0x00000300', ['do_exit', 'do_group_exit']);
    expect(judged(plan)).toMatchObject({ kind: 'init-killed', confidence: 'proven' });
  });
});

describe('a page table that a program met damaged', () => {
  it('is told by the log, and no code of the kernel is to blame', () => {
    const found = judged({
      task,
      log: [
        'sh: Corrupted page table at address 7ffc12345678',
        'Oops: Bad pagetable: 000d [#1] PREEMPT SMP',
        'Kernel panic - not syncing: Fatal exception',
      ],
      frames: [
        'machine_kexec',
        '__crash_kexec',
        'panic',
        'oops_end',
        'pgtable_bad',
        'exc_page_fault',
        { name: 'asm_exc_page_fault', entered: {}, user: true },
      ],
    });
    expect(found).toMatchObject({ kind: 'reserved-bit', confidence: 'proven', address: 0x7ffc12345678n });
    expect(found.blamed).toBeUndefined();
  });

  it("is the kernel's own access where the word has no U bit, be its stack lost", () => {
    const found = judged({
      task,
      log: [
        'sh: Corrupted page table at address ffffc90001234000',
        'Oops: Bad pagetable: 0009 [#1] PREEMPT SMP',
        'RIP: 0010:frob+0x10/0x40 [driver]',
        'Kernel panic - not syncing: Fatal exception',
      ],
      frames: [],
    });
    expect(found).toMatchObject({ kind: 'reserved-bit', confidence: 'likely', address: 0xffffc90001234000n });
    expect(found.elsewhere ?? false).toBe(false);
    expect(found.subKind).not.toBe('user');
    expect(found.sentence).toContain('frob+0x10 [driver]');
  });
});

describe('a workqueue that did not get on', () => {
  it('is of a CPU only where its pool is of one', () => {
    const pool = (cpus: string) =>
      `BUG: workqueue lockup - pool cpus=${cpus} flags=0x4 nice=0 stuck for 31s!`;
    expect(['7', '0-3', '0,2-3', ''].map((cpus) => cpuOfPool(pool(cpus)))).toEqual([
      7,
      undefined,
      undefined,
      undefined,
    ]);
  });

  const line = 'BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 31s!';
  const noticed: (string | PlannedFrame)[] = [
    'wq_watchdog_timer_fn',
    'call_timer_fn',
    'handle_softirqs',
    { name: 'asm_sysvec_apic_timer_interrupt', entered: { rsp: STACK } },
    'innocent [other]',
  ];

  it('is not of what the watchdog came into', () => {
    for (const plan of [
      {
        log: [line, 'Kernel panic - not syncing: workqueue: 1 stall(s) exceeded threshold 1'],
        frames: ['machine_kexec', '__crash_kexec', 'panic', ...noticed],
      },
      // Up to 6.15 it was BUG_ON().
      {
        log: [
          line,
          'kernel BUG at kernel/workqueue.c:7414!',
          'Oops: invalid opcode: 0000 [#1] SMP',
          'Kernel panic - not syncing: Fatal exception in interrupt',
        ],
        frames: [
          ...OOPS,
          'do_trap',
          'exc_invalid_op',
          { name: 'asm_exc_invalid_op', entered: { rsp: STACK } },
          ...noticed,
        ],
      },
    ]) {
      const found = judged({ task, cpu: 0, ...plan });
      expect(found).toMatchObject({ kind: 'workqueue-lockup', confidence: 'proven' });
      expect(found.sentence).toContain('workqueue');
      expect(found.blamed?.name).not.toBe('other');
      expect(found.blamed?.name).not.toBe('wq_watchdog_timer_fn');
    }
  });
});

describe('a CPU that did not get on in a softirq', () => {
  const watched = (end: string, line: string, watchdog: readonly string[], entry: string): CasePlan => ({
    task,
    cpu: 0,
    log: [line, `Kernel panic - not syncing: ${end}`],
    frames: [
      ...['machine_kexec', '__crash_kexec', 'panic', ...watchdog],
      { name: entry, entered: { rsp: STACK } },
      DRIVER,
      'call_timer_fn',
      'handle_softirqs',
      { name: 'asm_sysvec_apic_timer_interrupt', entered: { rsp: STACK } },
      'innocent [other]',
      'do_syscall_64',
    ],
  });

  it.each([
    [
      'soft-lockup',
      'softlockup: hung tasks',
      'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [sh:77]',
      ['watchdog_timer_fn'],
      'asm_sysvec_apic_timer_interrupt',
    ],
    [
      'hard-lockup',
      'Hard LOCKUP',
      'watchdog: Watchdog detected hard LOCKUP on cpu 0',
      ['watchdog_overflow_callback'],
      'asm_exc_nmi',
    ],
    [
      'unknown-nmi',
      'NMI: Not continuing',
      'Uhhuh. NMI received for unknown reason 00 on CPU 0.',
      ['unknown_nmi_error'],
      'asm_exc_nmi',
    ],
    [
      'rcu-stall',
      'RCU Stall',
      'rcu: INFO: rcu_preempt self-detected stall on CPU',
      ['rcu_sched_clock_irq'],
      'asm_sysvec_apic_timer_interrupt',
    ],
  ] as const)(
    'stood there, not in what an earlier interrupt came into: %s',
    (kind, end, line, watchdog, entry) => {
      const found = judged(watched(end, line, watchdog, entry));
      expect(found.kind).toBe(kind);
      expect(found.sentence).toContain('frob');
      expect(found.blamed?.name).toBe('driver');
      expect(found.context).toBe('softirq');
    },
  );
});

describe('the end of a stack that was overwritten', () => {
  it('is found by the scheduler, and who did it is a guess', () => {
    const found = judged({
      task,
      log: ['Kernel panic - not syncing: corrupted stack end detected inside scheduler'],
      frames: ['machine_kexec', '__crash_kexec', 'panic', '__schedule', 'schedule', DRIVER],
    });
    expect(found).toMatchObject({ kind: 'stack-overflow', confidence: 'likely' });
    expect(found.blamed).toMatchObject({ name: 'driver', confidence: 'guess' });
  });

  it('stands on the log and the stack; registers play no part', () => {
    const c = caseOf({
      task,
      log: ['Kernel panic - not syncing: corrupted stack end detected inside scheduler'],
      frames: ['machine_kexec', '__crash_kexec', 'panic', '__schedule', 'schedule', DRIVER],
    });
    const rule = rules.find(({ id }) => id === 'stack-overflow')!;
    const unchecked = (lost: readonly Need[]) =>
      spoken(
        weighed({ lost: new Map(lost.map((need) => [need, sought.log()])) }, rule, rule.examine(c)!)
          .unchecked,
        'en',
      ).map(({ what }) => what);
    expect(unchecked(['registers'])).toEqual([]);
    expect(unchecked(['log', 'stack'])).toHaveLength(2);
  });
});

describe('memory that ran out', () => {
  it('is in the process that has most of it, whoever asked last', () => {
    const found = judged({
      task: { comm: 'kworker/0:1', pid: 9 },
      log: [
        'kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
        '262030 pages RAM',
        '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name',
        '[     77]     0    77      500      300      300        0         0    45056        0             0 sh',
        '[    201]     0   201   250000   190000   190000        0         0  2097152        0             0 big eater',
        'Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled',
      ],
      frames: ['machine_kexec', '__crash_kexec', 'panic', 'out_of_memory', 'kthread'],
    });
    expect(found.kind).toBe('out-of-memory');
    expect(found.said).toContain('big eater (PID 201) has 742 MB of memory, 73 % of all.');
    expect(found.said).not.toContain('sh (PID 77)');
    expect(found.blamed).toMatchObject({ what: 'task', name: 'big eater', confidence: 'likely' });
  });
});

describe('the report of the killer', () => {
  it('ends where the next one begins', () => {
    const report = (kilobytes: number) => [
      'sh invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
      '262030 pages RAM',
      `kmalloc-4k   ${kilobytes}KB   ${kilobytes}KB`,
    ];
    const c = caseOf({ task, log: [...report(697268), ...report(797268)] });
    const said = c.log
      .every('oom-killer')
      .map((asked) => spoken(eatersOf(c, asked).findings, 'en').map(({ text }) => text));
    expect(said).toEqual([[expect.stringContaining('681 MB')], [expect.stringContaining('779 MB')]]);
  });
});

describe('the context', () => {
  it('is the innermost: an interrupt that came into a softirq', () => {
    const plan = trapped('asm_exc_page_fault', ['page_fault_oops', 'exc_page_fault'], {
      code: [0x48, 0x8b, 0x47, 0x18],
      registers: { rdi: 0n },
      log: ['BUG: kernel NULL pointer dereference, address: 0000000000000018', 'Oops: 0000 [#1] SMP'],
    });
    const more = (...outer: (string | PlannedFrame)[]) =>
      judged({ ...plan, frames: [...(plan.frames ?? []).slice(0, -1), ...outer] }).context;
    const interrupt: PlannedFrame = { name: 'asm_sysvec_irq_work', entered: { rsp: STACK } };
    expect(more('irq_work_run', interrupt, 'run_timers', 'handle_softirqs', 'irq_exit_rcu')).toBe('hardirq');
    expect(more('run_timers', 'handle_softirqs', 'irq_exit_rcu', interrupt, 'work [other]')).toBe('softirq');
  });
});
