import { describe, expect, it } from 'vitest';
import { arch as arm64 } from '../../../src/core/arch/arm64/index.ts';
import { render, spoken } from '../../../src/core/catalogue/message.ts';
import { gapsIn } from '../../../src/core/verdict/open-case.ts';
import { weighed } from '../../../src/core/verdict/needs.ts';
import type { Rule } from '../../../src/core/verdict/rule.ts';
import type { Need } from '../../../src/core/verdict/case.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';
import { addressOf, caseOf, logOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer } from '../../build/judged.ts';

const PANIC = ['machine_kexec', '__crash_kexec'];
const STACK = 0xffffc90000004200n;
const DRIVER = 'frob [driver]';
const READ_18 = [0x48, 0x8b, 0x47, 0x18];
const WRITE = [0xc6, 0x00, 0x01];
const task = { comm: 'sh', pid: 77 };

/** A fault in frob [driver]. */
function fault(
  entry: string,
  handlers: readonly string[],
  registers: Record<string, bigint>,
  log: readonly string[],
  code: readonly number[],
  rip?: bigint,
): CasePlan {
  const frames: PlannedFrame[] = [...PANIC, 'crash_kexec', 'oops_end', ...handlers].map((name) => ({ name }));
  frames.push({ name: entry, entered: { rsp: STACK, ...registers, ...(rip === undefined ? {} : { rip }) } });
  if (rip !== undefined) frames.push({ name: 'nowhere' });
  frames.push({ name: DRIVER }, { name: 'do_syscall_64' });
  const own = addressOf({ frames }, DRIVER) + 16n;
  return { cpu: 1, task, frames, log, memory: { [own.toString()]: code } };
}
const page = (
  code: number,
  address: bigint,
  registers: Record<string, bigint>,
  bytes: number[],
  rip?: bigint,
) =>
  fault(
    'asm_exc_page_fault',
    ['page_fault_oops', 'exc_page_fault'],
    registers,
    [
      `BUG: unable to handle page fault for address: ${address.toString(16).padStart(16, '0')}`,
      `#PF: error_code(0x${code.toString(16).padStart(4, '0')}) - not-present page`,
      `Oops: ${code.toString(16).padStart(4, '0')} [#1] PREEMPT SMP`,
    ],
    bytes,
    rip,
  );
const trap = (
  entry: string,
  registers: Record<string, bigint>,
  bytes: number[],
  more: string[] = [],
): CasePlan => {
  const plan = fault(entry, ['do_trap', 'handle_bug'], registers, [], bytes);
  const frames = [...(plan.frames ?? [])];
  frames.splice(-2, 0, ...more);
  return { ...plan, frames };
};
const said = (message: string, inner: CasePlan['frames'] = ['do_idle'], more: string[] = []): CasePlan => ({
  log: [...more, `Kernel panic - not syncing: ${message}`],
  frames: [...PANIC, 'panic', ...inner],
  cpu: 1,
  task,
});
const watched = (entry: string, inner: string): CasePlan['frames'] => [
  inner,
  { name: entry, entered: { rsp: STACK, rflags: 0x46n } },
  DRIVER,
];
const AT = 0xffffc90001234000n;
const onWarn = 'kernel: panic_on_warn set ...';

/** A case in which each rule proves something; rules that prove nothing by themselves have none. */
const PROOFS: Readonly<Record<string, CasePlan>> = {
  sysrq: said('sysrq triggered crash', ['sysrq_handle_crash', '__handle_sysrq']),
  'machine-check': said('Fatal machine check', ['mce_panic', 'do_machine_check']),
  'stack-overflow': fault(
    'asm_exc_double_fault',
    ['handle_stack_overflow', 'exc_double_fault'],
    {},
    ['BUG: TASK stack guard page was hit at 0000000000001000 (stack is 0..1)'],
    READ_18,
  ),
  'double-free': said(
    onWarn,
    ['check_panic_on_warn', 'object_err', 'kmem_cache_free', DRIVER],
    [
      'BUG lab_packet (Tainted: G    B      OE     ): Object already free',
      'WARNING: CPU: 0 PID: 77 at mm/slub.c:1127 object_err+0x1d2/0x1df',
    ],
  ),
  'double-fault': fault('asm_exc_double_fault', ['exc_double_fault'], {}, [], READ_18),
  'hard-lockup': said('Hard LOCKUP', watched('asm_exc_nmi', 'watchdog_overflow_callback')),
  'unknown-nmi': said('NMI: Not continuing', watched('asm_exc_nmi', 'unknown_nmi_error')),
  'soft-lockup': said(
    'softlockup: hung tasks',
    watched('asm_sysvec_apic_timer_interrupt', 'watchdog_timer_fn'),
  ),
  'rcu-stall': said('RCU Stall', watched('asm_sysvec_apic_timer_interrupt', 'rcu_sched_clock_irq')),
  'hung-task': said('hung_task: blocked tasks', ['watchdog', 'kthread']),
  'workqueue-lockup': said('workqueue: panic_on_stall set'),
  'out-of-memory': said('System is deadlocked on memory'),
  'init-killed': said('Attempted to kill init! exitcode=0x0000000b'),
  'no-root': said('VFS: Unable to mount root fs on unknown-block(0,0)'),
  'stack-protector': said('stack-protector: Kernel stack is corrupted in: frob', [
    '__stack_chk_fail',
    DRIVER,
  ]),
  sanitizer: said('kasan.fault=panic set ...', [DRIVER], ['BUG: KASAN: slab-out-of-bounds in frob+0x1/0x2']),
  'slab-corruption': said(
    onWarn,
    ['object_err', DRIVER],
    [
      'BUG lab_packet (Tainted: G): Right Redzone overwritten',
      'WARNING: CPU: 0 PID: 77 at mm/slub.c:1127 object_err+0x1d2/0x1df',
    ],
  ),
  'list-corruption': trap('asm_exc_invalid_op', {}, [0x0f, 0x0b], ['__list_del_entry_valid_or_report']),
  hardening: trap('asm_exc_invalid_op', {}, [0x0f, 0x0b], ['usercopy_abort']),
  'atomic-context': said('scheduling while atomic: panic_on_warn set ...', [
    '__schedule_bug',
    'schedule',
    DRIVER,
  ]),
  warn: said(onWarn, ['__warn', DRIVER], ['WARNING: CPU: 0 PID: 77 at drivers/x.c:1 frob+0x1/0x2']),
  'reserved-bit': page(9, AT, { rax: AT }, WRITE),
  'bad-jump': page(0x10, 0x1badc0den, {}, [], 0x1badc0den),
  'no-exec': page(0x11, 0xffff888012345000n, {}, [], 0xffff888012345000n),
  'use-after-free': fault(
    'asm_exc_general_protection',
    ['exc_general_protection'],
    { rdi: 0xdead000000000100n },
    [],
    READ_18,
  ),
  'null-pointer': page(0, 0x18n, { rdi: 0n }, READ_18),
  'user-access': page(1, 0x7f0012345018n, { rdi: 0x7f0012345000n }, READ_18),
  'read-only-write': page(3, 0xffffffff82001000n, { rax: 0xffffffff82001000n }, WRITE),
  'bad-address': page(2, AT, { rax: AT }, WRITE),
  'non-canonical': fault(
    'asm_exc_general_protection',
    ['exc_general_protection'],
    { rdi: 0x4141414141414141n },
    ['general protection fault, probably for non-canonical address 0x4141414141414159: 0000 [#1] SMP'],
    READ_18,
  ),
  bug: {
    ...trap('asm_exc_invalid_op', {}, [0x0f, 0x0b]),
    log: ['kernel BUG at drivers/frob.c:12!', 'Oops: invalid opcode: 0000 [#1] SMP'],
  },
  'system-error': {
    ...said(
      'Asynchronous SError Interrupt',
      ['arm64_serror_panic', 'do_serror', DRIVER],
      ['SError Interrupt on CPU0, code 0x00000000be000000 -- SError'],
    ),
    arch: arm64,
  },
  'invalid-opcode': trap('asm_exc_invalid_op', {}, [0x06]),
  int3: trap('asm_exc_int3', {}, [0xcc]),
  'divide-error': trap('asm_exc_divide_error', { rcx: 0n }, [0xf7, 0xf9]),
  trap: trap('asm_exc_alignment_check', {}, READ_18),
  filesystem: said('EXT4-fs (device vdc): panic forced after error', ['ext4_handle_error']),
  panic: said('driver: giving up', [DRIVER]),
};

/** What is damaged of a case when a need cannot be read. */
const DAMAGE: Readonly<Record<Need, (plan: CasePlan) => CasePlan>> = {
  'panic-cpu': (plan) => ({ ...plan, cpu: undefined }),
  task: (plan) => ({ ...plan, task: undefined }),
  log: (plan) => ({ ...plan, log: [] }),
  stack: (plan) => ({ ...plan, frames: [] }),
  registers: (plan) => ({
    ...plan,
    frames: (plan.frames ?? []).map((each) =>
      typeof each === 'string' ? each : { name: each.name, offset: each.offset },
    ),
  }),
  code: (plan) => ({ ...plan, memory: {} }),
};

function answer(plan: CasePlan) {
  const c = caseOf(plan);
  const { rule, found } = firstAnswer(c);
  return { rule, ...weighed(c, rule, found) };
}

describe.each(Object.keys(PROOFS))('the rule %s', (id) => {
  const rule = rules.find((each) => each.id === id) as Rule;
  const whole = answer(PROOFS[id]);

  it('proves it where nothing is lost', () => {
    expect(whole.rule.id).toBe(id);
    expect(whole.judgement.confidence).toBe('proven');
    expect(whole.unchecked).toEqual([]);
    expect(rule.needs.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(DAMAGE) as (keyof typeof DAMAGE)[])(
    'without the %s nothing false is proven',
    (need) => {
      const found = answer(DAMAGE[need](PROOFS[id]));
      const { kind, confidence } = found.judgement;
      // Another kind is never proven out of what is left.
      if (kind !== whole.judgement.kind) expect(confidence).not.toBe('proven');
      if (!rule.needs.includes(need)) return;
      expect(confidence).not.toBe('proven');
      if (found.rule.id !== id) return;
      expect(found.unchecked.map(({ what }) => render(what, 'en')).join()).toContain(`the rule ${id} stands`);
      for (const { why } of found.unchecked) expect(render(why, 'en')).not.toBe('');
    },
  );
});

describe('the log', () => {
  it('says what of it is missing or cut', () => {
    const records = logOf(['a', 'b', 'c', 'd']).map((record, i) => ({
      ...record,
      sequence: i < 2 ? i : i + 5,
      truncated: i === 3,
    }));
    expect(spoken(gapsIn(records), 'en')).toEqual([
      '5 records are missing before record 7',
      '1 records were cut, record 8 first',
    ]);
    expect(gapsIn(logOf(['a', 'b']))).toEqual([]);
  });
});

it('every rule that can prove something is tried', () => {
  const untried = rules.map(({ id }) => id).filter((id) => !(id in PROOFS));
  // `live` stands on memory that planned cases do not have; the others never prove anything.
  expect(untried.sort()).toEqual(['live', 'logged-fault', 'unknown']);
});

describe('a panic whose message is lost', () => {
  const frames = [...PANIC, 'panic', 'watchdog.cold', 'kthread'];
  const judged = (log: readonly string[]): string[] => {
    const { kind, confidence } = firstAnswer(caseOf({ log, frames, cpu: 1, task })).found;
    return [kind, confidence];
  };

  it('is one by its stack, but what kind of trouble it was is not proven', () => {
    expect(judged(['a line that says nothing'])).toEqual(['panic', 'likely']);
    expect(judged([])).toEqual(['panic', 'likely']);
    expect(judged(['Kernel panic - not syncing: something of its own'])).toEqual(['panic', 'proven']);
  });
});
