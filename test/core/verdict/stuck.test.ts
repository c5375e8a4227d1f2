import { describe, expect, it } from 'vitest';
import { Registers } from '../../../src/core/arch/registers.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import type { Case } from '../../../src/core/verdict/case.ts';
import { machineOf } from '../../../src/core/verdict/open-case.ts';
import { loopAt } from '../../../src/core/verdict/loop.ts';
import { addressOf, caseOf, kernelOf, type CasePlan } from '../../build/case.ts';
import { firstAnswer } from '../../build/judged.ts';

/** A function of these bytes, and the CPU at its byte `at` with these registers. */
function loop(hex: string, at: number, registers: Record<string, bigint> = {}) {
  const frames = ['frob'];
  const start = addressOf({ frames }, 'frob');
  const bytes = hex.split(' ').map((byte) => parseInt(byte, 16));
  const kernel = kernelOf({ frames, memory: { [start.toString()]: bytes } });
  const machine = machineOf(kernel);
  if (!machine) throw new Error('no machine');
  const where = Registers.some(machine.registers, { rip: start + BigInt(at), ...registers });
  const found = loopAt({ kernel }, machine, where);
  return found && { ...found, first: Number(found.first - start), last: Number(found.last - start) };
}

describe('a loop around the place where a CPU stood', () => {
  it('has no end where nothing in it leads out', () => {
    // nopl; pause; jmp -4; ret
    expect(loop('0f 1f 44 00 00 f3 90 eb fc c3', 7)).toMatchObject({
      endless: true,
      first: 5,
      last: 7,
      count: 2,
    });
    expect(loop('eb fe', 0)).toMatchObject({ endless: true, count: 1 });
  });

  it('ends by a branch, and tells what it reads', () => {
    // 0: pause; 2: mov (%rdi),%eax; 4: test %eax,%eax; 6: je 0; 8: ret
    const found = loop('f3 90 8b 07 85 c0 74 f8 c3', 2, { rdi: 0xffff888000001000n });
    expect(found).toMatchObject({
      endless: false,
      count: 4,
      reads: [{ address: 0xffff888000001000n, size: 4 }],
    });
  });

  it('may end where it calls something, whatever that does', () => {
    // 0: call +0x100; 5: jmp 0
    expect(loop('e8 00 01 00 00 eb f9', 5)).toMatchObject({ endless: false, calls: true });
  });

  it('reads nothing that is known where its pointer moves', () => {
    // 0: mov (%rax),%rax; 3: test %rax,%rax; 6: jne 0; 8: ret
    expect(loop('48 8b 00 48 85 c0 75 f8 c3', 0, { rax: 0xffff888000001000n })?.reads).toEqual([]);
  });

  it('is none in straight code', () => {
    expect(loop('90 90 c3', 1)).toBeUndefined();
  });

  it('may lead anywhere by an indirect jump', () => {
    // 0: pause; 2: jmp *%rax
    expect(loop('f3 90 ff e0', 0)).toBeUndefined();
  });
});

const PANIC = ['machine_kexec', '__crash_kexec', 'panic'];
const judged = (c: Case) => {
  const { found } = firstAnswer(c);
  return { ...found, texts: spoken(found.findings, 'en').map(({ text }) => text) };
};

describe('a CPU that spins', () => {
  const LOCK = 0xffffffffc0003000n;
  /** lab_update: mov $lock,%rdi; call _raw_spin_lock; mov $lock,%rdi; call _raw_spin_lock (to which it returns at `offset`). */
  const plan = (offset: number, word: number, first = '_raw_spin_lock'): CasePlan => {
    const frames = [
      ...PANIC,
      'watchdog_timer_fn',
      { name: 'asm_sysvec_apic_timer_interrupt', entered: { rdi: LOCK, rsp: 0xffffc90000004200n } },
      'native_queued_spin_lock_slowpath',
      '_raw_spin_lock',
      { name: 'lab_update [driver]', offset },
      'kthread',
      '_raw_spin_unlock',
    ];
    const own = addressOf({ frames }, 'lab_update [driver]');
    const once = (at: number, callee: string): number[] => {
      const distance = Number(addressOf({ frames }, callee) - (own + BigInt(at + 12)));
      return [
        ...[0x48, 0xc7, 0xc7, 0x00, 0x30, 0x00, 0xc0],
        0xe8,
        ...[0, 8, 16, 24].map((shift) => (distance >> shift) & 0xff),
      ];
    };
    return {
      cpu: 0,
      task: { comm: 'lab_spinner', pid: 77 },
      log: [
        'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [lab_spinner:77]',
        'Kernel panic - not syncing: softlockup: hung tasks',
      ],
      frames,
      memory: {
        [own.toString()]: [
          ...once(0, '_raw_spin_lock'),
          ...once(12, first),
          ...(first === '_raw_spin_lock' ? [] : once(24, '_raw_spin_lock')),
          0xc3,
        ],
        [LOCK.toString()]: [word, 0, 0, 0],
      },
    };
  };

  it('on a lock that it has itself', () => {
    const { texts, kind, sure } = judged(caseOf(plan(24, 1)));
    expect(kind).toBe('soft-lockup');
    expect(texts).toContainEqual(
      "lab_spinner (PID 77) on CPU 0 spins on the lock 0xffffffffc0003000, asked for at lab_update+0x18 [driver]; the lock's word is 0x1.",
    );
    expect(texts).toContainEqual(expect.stringContaining('it waits for itself'));
    expect(sure).toBe('likely');
  });

  it('on a lock that it has given back', () => {
    const { texts, sure } = judged(caseOf(plan(36, 1, '_raw_spin_unlock')));
    expect(texts.join()).toContain('spins on the lock');
    expect(texts.join()).not.toContain('it waits for itself');
    expect(sure).toBeUndefined();
  });

  it('on a lock that a task died with', () => {
    const dying = plan(12, 1);
    const note = 'note: lab_dropper[201] exited with preempt_count 1';
    const { texts } = judged(caseOf({ ...dying, log: [note, ...(dying.log ?? [])] }));
    expect(texts).toContainEqual(expect.stringContaining('died with preemption or interrupts off'));
  });

  it.each([
    ['shortly before', 30, true, 'likely'],
    ['days before', 86_400, true, 'guess'],
    ['when it had long been stuck', 30, false, 'guess'],
  ])('on a lock that a task may have died with: %s', (_, seconds, first, confidence) => {
    const dying = plan(12, 1);
    const note = 'note: lab_dropper[201] exited with irqs disabled';
    const [stuck, panic] = dying.log ?? [];
    const c = caseOf({
      ...dying,
      log: first ? [note, stuck, panic] : [stuck, note, stuck, panic],
      interval: BigInt(seconds) * 1_000_000_000n,
    });
    const found = judged(c).findings.find(({ evidence }) => evidence.some(({ text }) => text === note));
    expect(found?.confidence).toBe(confidence);
    expect(spoken([found?.text], 'en').join()).not.toContain('locks in its hands');
  });

  it('says nothing of who has it where the CPUs are not known', () => {
    const { texts, sure } = judged(caseOf(plan(12, 1)));
    expect(texts.join()).toContain('spins on the lock');
    expect(texts.join()).not.toMatch(/was taken|without unlocking/);
    expect(sure).toBeUndefined();
  });
});

describe('an RCU stall', () => {
  const log = (names: string) => [
    'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:',
    names,
    'rcu: \t(detected by 0, t=1581 jiffies, g=-555, q=22 ncpus=2)',
    'Kernel panic - not syncing: RCU Stall',
  ];
  const frames = [
    ...PANIC,
    'rcu_sched_clock_irq',
    { name: 'asm_sysvec_apic_timer_interrupt', entered: { rsp: 0xffffc90000004200n } },
    'frob [driver]',
  ];

  it('is not of the CPU that noticed it', () => {
    const found = judged(
      caseOf({
        log: log('rcu: \t1-...0: (26 ticks this GP) idle=7624/1/0x4000000000000000'),
        frames,
        cpu: 0,
      }),
    );
    // Nothing is known of CPU 1 here: then nobody is named, rather than the one that noticed.
    expect(found.kind).toBe('rcu-stall');
    expect(found).toMatchObject({ elsewhere: true, cpu: 1 });
    expect(found.texts.join()).not.toContain('The stall names CPU 0');
  });

  it('is of the CPU itself where the stall names it', () => {
    const found = judged(
      caseOf({ log: log('rcu: \t0-....: (26 ticks this GP) idle=7624/1/0x4'), frames, cpu: 0 }),
    );
    expect(found.texts).toContainEqual(expect.stringContaining('The stall names CPU 0'));
  });
});
