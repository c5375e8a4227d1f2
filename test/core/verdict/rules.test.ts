import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../../src/core/verdict/where.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import type { Case, Fault } from '../../../src/core/verdict/case.ts';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';
import { valueFindings as valueFindingsOf } from '../../../src/core/verdict/value-meaning.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

const valueFindings = (c: Case, fault: Fault) => spoken(valueFindingsOf(c, fault), 'en');

/** The first rule's answer, as judge() asks them, in English. */
function judged(plan: CasePlan) {
  const c = caseOf(plan);
  const { rule, found } = firstAnswer(c);
  return { ...found, ...inEnglish(found), judgement: found, rule: rule.id };
}

const PANIC = ['machine_kexec', '__crash_kexec'];
const OOPS = [...PANIC, 'crash_kexec', 'oops_end'];
const SYSCALL = ['do_syscall_64'];
const DRIVER = 'frob [driver]';
const STACK = 0xffffc90000004200n;

/** A fault in frob [driver]: its stack, with `handlers` between the entry and oops_end. */
function faulting(
  entry: string,
  handlers: readonly string[],
  registers: Readonly<Record<string, bigint>>,
  more: Partial<CasePlan> & { code?: readonly number[]; rip?: bigint } = {},
): CasePlan {
  const { code, rip, memory, ...rest } = more;
  const frames: PlannedFrame[] = [...OOPS, ...handlers].map((name) => ({ name }));
  frames.push({ name: entry, entered: { rsp: STACK, ...registers, ...(rip === undefined ? {} : { rip }) } });
  if (rip !== undefined) frames.push({ name: 'nowhere' });
  frames.push({ name: DRIVER }, ...SYSCALL.map((name) => ({ name })));
  const own = addressOf({ frames }, DRIVER) + 16n;
  return {
    cpu: 1,
    task: { comm: 'sh', pid: 77 },
    ...rest,
    frames,
    memory: { ...memory, ...(code ? { [own.toString()]: code } : {}) },
  };
}

const pageFault = (
  code: number,
  address: bigint,
  registers: Readonly<Record<string, bigint>>,
  bytes?: readonly number[],
  more: Parameters<typeof faulting>[3] = {},
): CasePlan =>
  faulting('asm_exc_page_fault', ['page_fault_oops', 'exc_page_fault'], registers, {
    code: bytes,
    log: [
      address < 4096n
        ? `BUG: kernel NULL pointer dereference, address: ${address.toString(16).padStart(16, '0')}`
        : `BUG: unable to handle page fault for address: ${address.toString(16).padStart(16, '0')}`,
      `#PF: error_code(0x${code.toString(16).padStart(4, '0')}) - not-present page`,
      `Oops: ${code.toString(16).padStart(4, '0')} [#1] PREEMPT SMP`,
    ],
    ...more,
  });

/** The frames that `faulting` plans for a page fault: for addresses of its functions. */
const PLANNED: readonly PlannedFrame[] = [
  ...OOPS,
  'page_fault_oops',
  'exc_page_fault',
  'asm_exc_page_fault',
  DRIVER,
].map((name) => ({ name }));
/** A frame whose saved registers are `registers` besides. */
function changed(frame: string | PlannedFrame, registers: Readonly<Record<string, bigint>>) {
  return typeof frame === 'string' || !frame.entered
    ? frame
    : { ...frame, entered: { ...frame.entered, ...registers } };
}

const READ_18 = [0x48, 0x8b, 0x47, 0x18]; // mov 0x18(%rdi),%rax
const WRITE = [0xc6, 0x00, 0x01]; // movb $1,(%rax)

describe('page faults', () => {
  it('through a NULL pointer to a structure', () => {
    const found = judged(pageFault(0, 0x18n, { rdi: 0n }, READ_18));
    expect(found).toMatchObject({
      kind: 'null-pointer',
      access: 'read',
      address: 0x18n,
      confidence: 'proven',
    });
    expect(found.sentence).toBe(
      'sh (PID 77) on CPU 1 tried to read 8 bytes from address 0x18 at frob+0x10 [driver].',
    );
    expect(found.findings.map(({ text }) => text)).toContain(
      'The access was to offset 0x18 of a structure whose pointer (RDI) was NULL.',
    );
  });

  it('through NULL with an index far behind', () => {
    // mov (%rdi,%rsi,8),%rax
    const plan = pageFault(0, 0x8000n, { rdi: 0n, rsi: 0x1000n }, [0x48, 0x8b, 0x04, 0xf7]);
    expect(judged(plan)).toMatchObject({ kind: 'null-pointer', address: 0x8000n });
  });

  it('before NULL, where container_of led', () => {
    // mov -0x8(%rdi),%rax
    const plan = pageFault(0, 0xfffffffffffffff8n, { rdi: 0n }, [0x48, 0x8b, 0x47, 0xf8]);
    expect(judged(plan)).toMatchObject({ kind: 'null-pointer' });
  });

  it('is not as sure when log and instruction disagree', () => {
    const other = judged(pageFault(0, 0x18n, { rdi: 0xffff888000000000n }, READ_18));
    expect(other).toMatchObject({ kind: 'null-pointer', confidence: 'likely' });
  });

  it('at a kernel address where nothing is mapped', () => {
    const plan = pageFault(2, 0xffffc90001234000n, { rax: 0xffffc90001234000n }, WRITE);
    expect(judged(plan)).toMatchObject({ kind: 'bad-address', access: 'write', confidence: 'proven' });
  });

  it('through an error number taken for a pointer', () => {
    const plan = pageFault(0, 0xfffffffffffffff4n + 0x18n, { rdi: 0xfffffffffffffff4n }, READ_18);
    const c = caseOf(plan);
    expect(c.fault && valueFindings(c, c.fault)).toMatchObject([
      { text: 'RDI holds the error number -12 (ENOMEM), which was taken for a pointer.' },
    ]);
  });

  it('on a page of user space that is there', () => {
    const found = judged(pageFault(1, 0x7f0012345018n, { rdi: 0x7f0012345000n }, READ_18));
    expect(found).toMatchObject({ kind: 'user-access', access: 'read' });
    expect(found.findings.map(({ text }) => text)).toContainEqual(expect.stringContaining('SMAP'));
  });

  it('through garbage of the lower half', () => {
    const found = judged(pageFault(0, 0x7f0012345018n, { rdi: 0x7f0012345000n }, READ_18));
    expect(found).toMatchObject({ kind: 'bad-address', access: 'read' });
    expect(found.title).toBe('Access through a bad pointer: nothing is mapped there (read)');
  });

  it('by a page-table entry that is damaged, whatever else the error code says', () => {
    const at = 0xffffc90001234000n;
    for (const code of [0x9, 0xb])
      expect(judged(pageFault(code, at, { rax: at }, WRITE))).toMatchObject({ kind: 'reserved-bit' });
  });

  it('through NULL and an index that was added just before', () => {
    // lea (%rax,%rdi,8),%rax; mov (%rax),%rax
    const code = [...Array<number>(12).fill(0x90), 0x48, 0x8d, 0x04, 0xf8, 0x48, 0x8b, 0x00];
    const plan = pageFault(0, 0xd200n, { rax: 0xd200n, rdi: 0x1a40n }, undefined, {
      memory: { [addressOf({ frames: PLANNED }, DRIVER).toString()]: code },
    });
    const found = judged(plan);
    expect(found).toMatchObject({ kind: 'null-pointer', address: 0xd200n });
    expect(found.findings.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('from RAX, which was NULL, and RDI = 0x1a40 × 8: '),
    );
    // Another index, and the base was no NULL.
    const other = { ...plan, frames: plan.frames?.map((each) => changed(each, { rdi: 0x1a41n })) };
    expect(judged(other).kind).toBe('bad-address');
  });

  it('through a small number that is not NULL', () => {
    const found = judged(pageFault(0, 0xa8n, { rdi: 0x90n }, READ_18));
    expect(found.kind).toBe('null-pointer');
    expect(found.findings.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('RDI was not NULL but the small number 0x90'),
    );
  });

  it("in KASAN's shadow: what it asked about counts", () => {
    const plan = (address: bigint) =>
      faulting(
        'asm_exc_general_protection',
        ['die_addr', 'exc_general_protection'],
        { rax: address >> 3n, r13: 0xdffffc0000000000n },
        {
          // cmpb $0,(%rax,%r13,1)
          code: [0x42, 0x80, 0x3c, 0x28, 0x00],
          symbols: ['kasan_report'],
        },
      );
    expect(judged(plan(0xc8n))).toMatchObject({ kind: 'null-pointer', address: 0xc8n, access: undefined });
    expect(judged(plan(0x123456780n))).toMatchObject({ kind: 'bad-address', address: 0x123456780n });
    expect(judged({ ...plan(0xc8n), symbols: [] })).toMatchObject({ kind: 'non-canonical' });
  });

  it('of a string instruction: the operand that faulted', () => {
    // rep movsb (%rsi),(%rdi)
    const copy = [0xf3, 0xa4];
    const at = 0xffffc90001234000n;
    const from = pageFault(0, at, { rsi: at, rdi: 0xffff888000001000n }, copy);
    expect(judged(from)).toMatchObject({ kind: 'bad-address', access: 'read', confidence: 'proven' });
    const to = pageFault(2, at, { rdi: at, rsi: 0xffff888000001000n }, copy);
    expect(judged(to)).toMatchObject({ kind: 'bad-address', access: 'write', confidence: 'proven' });
    const protection = faulting(
      'asm_exc_general_protection',
      ['exc_general_protection'],
      { rsi: 0xffff888000001000n, rdi: 0x4141414141414141n },
      { code: copy },
    );
    expect(judged(protection)).toMatchObject({ address: 0x4141414141414141n, access: 'write' });
  });

  it('on a write to what is read-only', () => {
    const plan = pageFault(3, 0xffffffff82001000n, { rax: 0xffffffff82001000n }, WRITE);
    expect(judged(plan)).toMatchObject({ kind: 'read-only-write', access: 'write' });
  });

  it('on a jump to nowhere', () => {
    const plan = pageFault(0x10, 0x1badc0den, {}, undefined, { rip: 0x1badc0den });
    const found = judged(plan);
    expect(found).toMatchObject({ kind: 'bad-jump', access: 'execute', address: 0x1badc0den });
    expect(found.sentence).toContain('called from frob+0x10 [driver]');
  });

  it('on a call of NULL', () => {
    const plan = pageFault(0x10, 0n, {}, undefined, { rip: 0n });
    const found = judged(plan);
    expect(found).toMatchObject({ kind: 'bad-jump', access: 'execute', address: 0n });
    expect(found.title).toBe('Call of a NULL function pointer');
  });

  it('on the execution of data', () => {
    const plan = pageFault(0x11, 0xffff888012345000n, {}, undefined, { rip: 0xffff888012345000n });
    const found = judged(plan);
    expect(found).toMatchObject({ kind: 'no-exec', access: 'execute', address: 0xffff888012345000n });
    expect(found.sentence).toContain('mapped but may not be executed, called from frob+0x10 [driver]');
    expect(found.judgement.blameFrom).toBe(
      caseOf(plan).fault?.index === undefined ? -1 : (caseOf(plan).fault?.index ?? 0) + 1,
    );
    const user = judged(pageFault(0x11, 0x7f0012345000n, {}, undefined, { rip: 0x7f0012345000n }));
    expect(user.title).toContain('SMEP');
  });

  it('on code that is gone, though its name is still there', () => {
    const found = judged(pageFault(0x10, 0xffffffff81006010n, {}, undefined, {}));
    expect(found).toMatchObject({ kind: 'bad-address', access: 'execute' });
    expect(found.sentence).not.toContain('read');
  });

  it('in freed memory, by list poison', () => {
    const plan = pageFault(2, 0xdead000000000108n, { rdi: 0xdead000000000100n }, [0x48, 0x89, 0x47, 0x08]);
    expect(judged(plan)).toMatchObject({ kind: 'use-after-free', access: 'write' });
  });
});

describe('faults that were outlived', () => {
  const OUTLIVED = { rsp: STACK, rax: 0n };

  it('do not count when something else stopped the machine meanwhile', () => {
    // copy_from_user() brought in a page, for which there was no memory.
    const plan: CasePlan = {
      log: ['Kernel panic - not syncing: driver: giving up'],
      frames: [
        ...PANIC,
        'panic',
        DRIVER,
        'handle_mm_fault',
        'exc_page_fault',
        { name: 'asm_exc_page_fault', entered: OUTLIVED },
        'copy_from_user',
        'do_syscall_64',
      ],
    };
    expect(caseOf(plan).fault).toBeUndefined();
    expect(judged(plan)).toMatchObject({ kind: 'panic' });
  });

  it('leave the one inside them to be found', () => {
    const inner = faulting('asm_exc_divide_error', ['do_trap'], {}, { code: [0xf7, 0xf1] });
    const plan: CasePlan = {
      ...inner,
      frames: [
        ...(inner.frames ?? []).slice(0, -1),
        'exc_page_fault',
        { name: 'asm_exc_page_fault', entered: OUTLIVED },
        'copy_from_user',
        'do_syscall_64',
      ],
    };
    expect(caseOf(plan).fault?.kind).toBe('divide-error');
  });

  it('do count when they are all that is known', () => {
    const plan: CasePlan = {
      frames: [{ name: 'asm_exc_page_fault', entered: OUTLIVED }, 'copy_from_user', 'do_syscall_64'],
    };
    expect(caseOf(plan).fault?.kind).toBe('page-fault');
  });
});

describe('other exceptions', () => {
  it.each([
    ['asm_exc_int3', 'int3', 'proven'],
    ['asm_exc_alignment_check', 'alignment', 'proven'],
    ['asm_exc_control_protection', 'hardening', 'proven'],
    ['asm_exc_overflow', 'unknown', 'likely'],
    ['asm_exc_bounds', 'unknown', 'likely'],
    ['asm_exc_coprocessor_error', 'unknown', 'likely'],
    ['asm_exc_virtualization_exception', 'unknown', 'likely'],
  ])('%s has a rule', (entry, kind, confidence) => {
    const found = judged(faulting(entry, ['do_trap'], {}, { code: [0x90] }));
    expect(found).toMatchObject({ kind, confidence });
    expect(found.title).not.toContain('not clear');
  });

  it('a division by what its register or memory holds', () => {
    const divide = (bytes: number[], registers: Record<string, bigint>, memory = {}) =>
      judged(faulting('asm_exc_divide_error', ['do_trap'], registers, { code: bytes, memory }));
    expect(divide([0xf7, 0xf9], { rcx: 0n }).sentence).toContain('divided by zero'); // idiv %ecx
    expect(divide([0xf7, 0xf9], { rcx: 7n }).sentence).toContain('the quotient did not fit');
    const at = 0xffffffffc0002000n;
    const found = divide([0x48, 0xf7, 0x3f], { rdi: at }, { [at.toString()]: [0, 0, 0, 0, 0, 0, 0, 0] });
    expect(found.sentence).toContain('divided by zero');
    expect(found.findings.map(({ text }) => text)).toContainEqual(expect.stringContaining('which holds 0.'));
  });

  it('general protection through a fill', () => {
    const plan = faulting(
      'asm_exc_general_protection',
      ['exc_general_protection'],
      { rdi: 0x4141414141414141n },
      {
        code: READ_18,
        log: [
          'general protection fault, probably for non-canonical address 0x4141414141414159: 0000 [#1] SMP',
        ],
      },
    );
    expect(judged(plan)).toMatchObject({
      kind: 'non-canonical',
      access: 'read',
      address: 0x4141414141414159n,
      confidence: 'proven',
    });
    const c = caseOf(plan);
    expect(c.fault && valueFindings(c, c.fault)).toMatchObject([
      { text: expect.stringContaining('Every byte of the pointer is 0x41 ("A")') },
    ]);
  });

  it('general protection without a bad address', () => {
    const plan = faulting(
      'asm_exc_general_protection',
      ['exc_general_protection'],
      {},
      { code: [0x0f, 0x30] },
    );
    expect(judged(plan)).toMatchObject({ kind: 'non-canonical', confidence: 'likely', address: undefined });
  });

  it('an address that five levels of page tables make canonical', () => {
    const registers = { rdi: 0xff11000012345000n };
    const plan = faulting('asm_exc_general_protection', ['exc_general_protection'], registers, {
      code: READ_18,
    });
    expect(judged(plan).address).toBe(0xff11000012345018n);
    expect(judged({ ...plan, levels: 5 }).address).toBeUndefined();
  });

  it('slab poison', () => {
    const plan = faulting(
      'asm_exc_general_protection',
      ['exc_general_protection'],
      { rdi: 0x6b6b6b6b6b6b6b6bn },
      {
        code: READ_18,
      },
    );
    // Where nothing is known of the object, the poison may be of one that was never written.
    expect(judged(plan)).toMatchObject({
      kind: 'use-after-free',
      address: 0x6b6b6b6b6b6b6b83n,
      confidence: 'likely',
    });
  });

  it('memory that was never written', () => {
    const plan = faulting(
      'asm_exc_general_protection',
      ['exc_general_protection'],
      { rdi: 0x5a5a5a5a5a5a5a5an },
      {
        code: READ_18,
      },
    );
    expect(judged(plan)).toMatchObject({ kind: 'non-canonical' });
    const c = caseOf(plan);
    expect(c.fault && valueFindings(c, c.fault)).toMatchObject([
      { text: expect.stringContaining('POISON_INUSE') },
    ]);
  });

  it('BUG(), with and without its source', () => {
    const bug = faulting('asm_exc_invalid_op', ['do_trap', 'exc_invalid_op'], {}, { code: [0x0f, 0x0b] });
    expect(judged(bug)).toMatchObject({ kind: 'bug', confidence: 'likely' });
    const found = judged({ ...bug, log: ['kernel BUG at drivers/frob.c:12!'] });
    expect(found.sentence).toContain('(drivers/frob.c:12)');
    const plain = judged({ ...bug, log: ['Kernel BUG at frob+0x1/0x2 [verbose debug info unavailable]'] });
    expect(plain.sentence).not.toContain('undefined');
  });

  it('an opcode that is none', () => {
    const plan = faulting(
      'asm_exc_invalid_op',
      ['do_trap', 'exc_invalid_op'],
      {},
      { code: [0xff, 0xff, 0xff] },
    );
    expect(judged(plan)).toMatchObject({ kind: 'invalid-opcode' });
  });

  it('a division', () => {
    const plan = faulting('asm_exc_divide_error', ['do_trap'], { rcx: 0n }, { code: [0xf7, 0xf1] });
    expect(judged(plan)).toMatchObject({ kind: 'divide-error', confidence: 'proven' });
  });

  it('a double fault', () => {
    const plan = faulting(
      'asm_exc_double_fault',
      ['exc_double_fault'],
      {},
      {
        log: ['traps: PANIC: double fault, error_code: 0x0'],
      },
    );
    expect(judged(plan)).toMatchObject({ kind: 'double-fault' });
  });

  it('a double fault on a guard page', () => {
    const plan = faulting(
      'asm_exc_double_fault',
      ['handle_stack_overflow', 'exc_double_fault'],
      {},
      {
        log: ['BUG: TASK stack guard page was hit at 0000000000001000 (stack is 0..1)'],
      },
    );
    expect(judged(plan)).toMatchObject({ kind: 'stack-overflow', confidence: 'proven' });
  });

  it('a stack overflow that an earlier oops of the log speaks of', () => {
    const plan = pageFault(0, 0x18n, { rdi: 0n }, READ_18);
    const log = [
      'BUG: TASK stack guard page was hit at 0000000000001000 (stack is 0..1)',
      ...(plan.log ?? []),
    ];
    expect(judged({ ...plan, log })).toMatchObject({ kind: 'null-pointer' });
  });
});

describe('checks that the kernel makes of itself', () => {
  /** A WARN() with panic_on_warn: ud2 on x86-64. */
  const warned = (checker: string, line: string): CasePlan => ({
    task: { comm: 'sh', pid: 77 },
    log: [line, 'Kernel panic - not syncing: kernel: panic_on_warn set ...'],
    frames: [
      ...PANIC,
      'panic',
      'check_panic_on_warn',
      '__warn',
      'report_bug',
      'handle_bug',
      'exc_invalid_op',
      { name: 'asm_exc_invalid_op', entered: { rsp: STACK } },
      checker,
      DRIVER,
      ...SYSCALL,
    ],
  });
  /** One that ends in BUG(). */
  const bugged = (checker: string, line: string): CasePlan => ({
    ...faulting('asm_exc_invalid_op', ['do_trap', 'exc_invalid_op'], {}, { log: [line] }),
    frames: [
      ...OOPS,
      'do_trap',
      'exc_invalid_op',
      { name: 'asm_exc_invalid_op', entered: { rsp: STACK } },
      checker,
      DRIVER,
      ...SYSCALL,
    ],
  });

  it.each([
    ['hardening', warned('refcount_warn_saturate', 'refcount_t: underflow; use-after-free.')],
    [
      'hardening',
      bugged('usercopy_abort', "usercopy: Kernel memory exposure attempt detected from SLUB object 'a'!"),
    ],
    [
      'hardening',
      bugged('__fortify_panic', 'strcpy: detected buffer overflow: 10 byte write of buffer size 8'),
    ],
    [
      'list-corruption',
      bugged('__list_del_entry_valid_or_report', 'list_del corruption. prev->next should be 1'),
    ],
    ['list-corruption', warned('__list_add_valid', 'list_add corruption. prev->next should be 1')],
    ['warn', warned('frob_inner [driver]', 'WARNING: CPU: 0 PID: 77 at frob.c:1 frob+0x1/0x2 [driver]')],
  ])('%s', (kind, plan) => {
    const found = judged(plan);
    expect(found).toMatchObject({ kind, confidence: 'proven' });
    expect(culpritOf(caseOf(plan), found.judgement).culprit).toMatchObject({
      what: 'module',
      name: 'driver',
    });
    expect(bucketOf(caseOf(plan), found.judgement)).toContain('frob');
  });

  it('the stack protector', () => {
    const plan: CasePlan = {
      log: [
        'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: frob+0x1/0x2 [driver]',
      ],
      frames: [...PANIC, 'panic', '__stack_chk_fail', DRIVER, ...SYSCALL],
    };
    expect(judged(plan)).toMatchObject({ kind: 'stack-protector', confidence: 'proven' });
  });

  it('the stack protector, in a kernel that ran on after its panic: the closing line is no further trouble', () => {
    const line =
      'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: frob+0x1/0x2 [driver]';
    const plan: CasePlan = {
      log: [line, `---[ end ${line} ]---`],
      frames: ['tick_handle [other]', 'panic', '__stack_chk_fail', DRIVER, ...SYSCALL],
    };
    const found = judged(plan);
    expect(found.judgement.findings.map(({ evidence }) => evidence[0].text)).toEqual([line]);
    // What came over the CPU in the panic is not to blame.
    expect(culpritOf(caseOf(plan), found.judgement).culprit?.name).toBe('driver');
  });

  it('free_irq(), which only complains of what it was called with', () => {
    const plan = warned('free_irq', 'WARNING: CPU: 0 PID: 77 at kernel/irq/manage.c:1 free_irq+0x1/0x2');
    const blamed = culpritOf(caseOf(plan), judged(plan).judgement).culprit;
    expect(blamed?.name).not.toBe('free_irq');
  });

  it('KASAN and KFENCE', () => {
    const plan = (line: string): CasePlan => ({
      log: [line, 'Kernel panic - not syncing: kasan.fault=panic set ...'],
      frames: [...PANIC, 'panic', 'end_report', 'kasan_report', DRIVER],
    });
    expect(judged(plan('BUG: KASAN: slab-use-after-free in frob+0x1/0x2'))).toMatchObject({
      kind: 'sanitizer',
    });
    const fence = plan('BUG: KFENCE: use-after-free read in frob+0x1/0x2');
    expect(
      judged({
        ...fence,
        log: [fence.log?.[0] ?? '', 'Kernel panic - not syncing: KFENCE: panic_on_warn set ...'],
      }),
    ).toMatchObject({ kind: 'sanitizer' });
  });
});

describe('the machine stopped by a watchdog or by itself', () => {
  const said = (
    message: string,
    frames: CasePlan['frames'] = [...PANIC, 'panic', 'do_idle'],
    more: string[] = [],
  ): CasePlan => ({
    log: [...more, `Kernel panic - not syncing: ${message}`],
    frames,
    task: { comm: 'sh', pid: 77 },
  });
  const interrupted = (entry: string, ...inner: string[]): CasePlan['frames'] => [
    ...PANIC,
    'panic',
    ...inner,
    { name: entry, entered: { rsp: STACK, rflags: 0x46n } },
    DRIVER,
    'kthread',
  ];

  it.each([
    [
      'soft-lockup',
      said('softlockup: hung tasks', interrupted('asm_sysvec_apic_timer_interrupt', 'watchdog_timer_fn')),
    ],
    [
      'hard-lockup',
      said('Hard LOCKUP', interrupted('asm_exc_nmi', 'nmi_panic', 'watchdog_overflow_callback')),
    ],
    [
      'unknown-nmi',
      said('NMI: Not continuing', interrupted('asm_exc_nmi', 'nmi_panic', 'unknown_nmi_error')),
    ],
    ['rcu-stall', said('RCU Stall', interrupted('asm_sysvec_apic_timer_interrupt', 'rcu_sched_clock_irq'))],
    ['hung-task', said('hung_task: blocked tasks', [...PANIC, 'panic', 'watchdog', 'kthread'])],
    [
      'workqueue-lockup',
      said('workqueue: panic_on_stall set', undefined, ['BUG: workqueue lockup - pool 1']),
    ],
    ['out-of-memory', said('System is deadlocked on memory')],
    ['out-of-memory', said('Out of memory: compulsory panic_on_oom is enabled')],
    ['no-root', said('VFS: Unable to mount root fs on unknown-block(0,0)')],
    ['no-root', said('No working init found.  Try passing init= option to kernel.')],
    ['machine-check', said('Fatal machine check', [...PANIC, 'panic', 'mce_panic', 'do_machine_check'])],
    ['machine-check', said('Timeout: Not all CPUs entered broadcast exception handler')],
    ['sysrq', said('sysrq triggered crash', [...PANIC, 'panic', 'sysrq_handle_crash', '__handle_sysrq'])],
    ['panic', said('driver: giving up', [...PANIC, 'panic', DRIVER])],
    ['init-killed', said('Attempted to kill init! exitcode=0x0000000b')],
  ])('%s', (kind, plan) => {
    expect(judged(plan)).toMatchObject({ kind, confidence: 'proven' });
  });

  it('blames the interrupted code for a lockup, but only as a guess', () => {
    const plan = said(
      'softlockup: hung tasks',
      interrupted('asm_sysvec_apic_timer_interrupt', 'watchdog_timer_fn'),
    );
    expect(culpritOf(caseOf(plan), judged(plan).judgement).culprit).toMatchObject({
      what: 'module',
      name: 'driver',
      confidence: 'guess',
    });
    expect(judged(plan).findings.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('interrupts were off'),
    );
  });

  it('names no task that hung where no line names one (kernel.hung_task_warnings ran out, or the line is lost)', () => {
    const found = judged(said('hung_task: blocked tasks', [...PANIC, 'panic', 'watchdog', 'kthread']));
    expect(found).toMatchObject({ kind: 'hung-task', title: 'Hung task: one blocked for too long' });
    expect(found.sentence).toContain('says which');
    expect(JSON.stringify(found)).not.toContain('?');
  });

  it('tells the signal that killed init', () => {
    expect(judged(said('Attempted to kill init! exitcode=0x0000000b')).sentence).toContain(
      'killed by signal 11',
    );
    expect(judged(said('Attempted to kill init! exitcode=0x00000100')).sentence).toContain('status 1');
  });

  it('hardware is proven by a bank that says so, and never in a guest', () => {
    const bank = 'mce: [Hardware Error]: CPU 0: Machine Check Exception: 5 Bank 1: bd00000000000134';
    const blamed = (...more: string[]) => judged(said('Fatal machine check', undefined, more)).culprit;
    expect(blamed(bank)).toMatchObject({ what: 'hardware', confidence: 'proven' });
    expect(blamed()).toMatchObject({ what: 'hardware', confidence: 'likely' });
    expect(blamed('Hypervisor detected: KVM', bank)).toMatchObject({
      what: 'hypervisor',
      name: 'KVM',
      confidence: 'likely',
    });
  });

  it('no hardware is blamed for an NMI that software sent', () => {
    const plan = said('NMI: Not continuing', interrupted('asm_exc_nmi', 'unknown_nmi_error'));
    expect(judged(plan).culprit).toBeUndefined();
  });

  it('blames nobody for a request', () => {
    const plan = said('sysrq triggered crash', [
      ...PANIC,
      'panic',
      'sysrq_handle_crash',
      'write_sysrq_trigger',
    ]);
    expect(judged(plan).culprit).toMatchObject({ what: 'operator' });
  });

  it('a line of user space that looks like a panic is none', () => {
    const plan = said('driver: giving up', [...PANIC, 'panic', DRIVER]);
    expect(judged(plan).title).toContain('driver: giving up');
  });

  it('says so when nothing fits', () => {
    expect(judged({ frames: ['machine_restart', DRIVER] })).toMatchObject({
      kind: 'unknown',
      confidence: 'guess',
    });
  });
});

describe('the rules', () => {
  it('are asked in an order of their own each', () => {
    const orders = rules.map(({ order }) => order);
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('answer a case of which nothing is known', () => {
    const c = caseOf({});
    for (const rule of rules) expect(() => rule.examine(c), rule.id).not.toThrow();
  });
});

describe("the kernel's own checks", () => {
  const BUG = [0x0f, 0x0b];
  const onWarn = 'Kernel panic - not syncing: kernel: panic_on_warn set ...';
  const texts = (found: ReturnType<typeof judged>) => found.findings.map(({ text }) => text).join('\n');

  it('usercopy is read: object, offset, size', () => {
    const plan = faulting(
      'asm_exc_invalid_op',
      ['do_trap', 'handle_bug'],
      {},
      {
        code: BUG,
        log: [
          "usercopy: Kernel memory exposure attempt detected from SLUB object 'kmalloc-64' (offset 8, size 192)!",
          'kernel BUG at mm/usercopy.c:102!',
        ],
      },
    );
    const frames = [...(plan.frames ?? [])];
    frames.splice(-2, 0, 'usercopy_abort', '__check_heap_object', '__check_object_size');
    const found = judged({ ...plan, frames });
    expect(found).toMatchObject({ kind: 'hardening', confidence: 'proven' });
    expect(texts(found)).toContain(
      "A copy to user space of 192 bytes, at offset 8 of SLUB object 'kmalloc-64', does not fit into that object.",
    );
    expect(culpritOf(caseOf({ ...plan, frames }), found.judgement).culprit?.name).toBe('driver');
  });

  it('any report of the slab allocator counts, and a double free is told from damage', () => {
    const plan = (what: string): CasePlan => ({
      log: [
        `BUG lab_packet (Tainted: G    B      OE     ): ${what}`,
        'WARNING: CPU: 0 PID: 77 at mm/slub.c:1127 object_err+0x1d2/0x1df',
        onWarn,
      ],
      frames: [...PANIC, 'panic', 'check_panic_on_warn', 'object_err', 'kmem_cache_free', DRIVER],
    });
    expect(judged(plan('Right Redzone overwritten'))).toMatchObject({ kind: 'slab-corruption' });
    expect(judged(plan('Something that is new'))).toMatchObject({ kind: 'slab-corruption' });
    const twice = judged(plan('Object already free'));
    expect(twice).toMatchObject({ kind: 'double-free' });
    expect(texts(twice)).toContain('panic_on_warn made a crash of it');
    // Another warning ended it: the report is an earlier trouble.
    const { log, ...rest } = plan('Right Redzone overwritten');
    const other = [
      ...(log ?? []).slice(0, 2),
      'WARNING: CPU: 0 PID: 77 at drivers/x.c:1 frob+0x1/0x2',
      onWarn,
    ];
    expect(judged({ ...rest, log: other })).toMatchObject({ kind: 'warn' });
  });

  it('a warning is quoted with its text', () => {
    const found = judged({
      log: [
        '------------[ cut here ]------------',
        'Device has 3 users left',
        'WARNING: CPU: 0 PID: 77 at mm/slub.c:4605 kmem_cache_free+0x1/0x2',
        onWarn,
      ],
      frames: [...PANIC, 'panic', 'check_panic_on_warn', '__warn', 'kmem_cache_free', DRIVER],
    });
    expect(found.kind).toBe('warn');
    expect(texts(found)).toContain('The warning says: "Device has 3 users left');
  });

  it('sleeping where that is not allowed', () => {
    const found = judged({
      log: [
        'BUG: scheduling while atomic: insmod/77/0x00000002',
        'Kernel panic - not syncing: scheduling while atomic: panic_on_warn set ...',
      ],
      frames: [
        ...PANIC,
        'panic',
        'check_panic_on_warn',
        '__schedule_bug',
        '__schedule',
        'schedule',
        'msleep',
        DRIVER,
      ],
    });
    expect(found).toMatchObject({ kind: 'atomic-context', confidence: 'proven' });
  });
});

describe('a fault that no stack shows', () => {
  const log = [
    'BUG: kernel NULL pointer dereference, address: 0000000000000018',
    'Oops: 0002 [#1] PREEMPT SMP',
    'RIP: 0010:frob+0x10/0x40 [driver]',
    'Kernel panic - not syncing: Fatal exception',
  ];

  it('is told by the log, and only likely', () => {
    const found = judged({ log });
    expect(found).toMatchObject({
      rule: 'logged-fault',
      kind: 'null-pointer',
      confidence: 'likely',
      access: 'write',
      address: 0x18n,
    });
    expect(found.sentence).toContain('at frob+0x10 [driver], as the log says.');
    expect(culpritOf(caseOf({ log }), found.judgement).culprit).toMatchObject({
      what: 'module',
      name: 'driver',
    });
    expect(bucketOf(caseOf({ log }), found.judgement)).toBe('null-pointer/write:frob[driver]');
  });

  it('is told where crash_kexec() came before any panic', () => {
    const silent = log.slice(0, 3);
    expect(judged({ log: silent, crashTime: 1793000000 })).toMatchObject({
      rule: 'logged-fault',
      kind: 'null-pointer',
      confidence: 'likely',
      access: 'write',
    });
    // Without the time of a crash, or with other trouble after it, nothing says that it ended the kernel.
    expect(judged({ log: silent }).kind).toBe('unknown');
    const later = [...silent, 'BUG: soft lockup - CPU#1 stuck for 22s! [sh:77]'];
    expect(judged({ log: later, crashTime: 1793000000 }).kind).toBe('unknown');
  });

  it('has no access where nothing tells it', () => {
    const found = judged({ log: [log[0], log[3]] });
    expect(found).toMatchObject({ kind: 'null-pointer', access: undefined });
    expect(found.title).toBe('NULL pointer dereference (kernel mode)');
  });

  it.each([
    [
      'stack-overflow',
      'BUG: TASK stack guard page was hit at 00000000c6dd5958 (stack is 0..1)',
      'Oops: stack guard page: 0000 [#1] SMP',
    ],
    ['bug', 'kernel BUG at net/core/skbuff.c:209!', 'Oops: invalid opcode: 0000 [#1] SMP'],
    ['divide-error', 'Oops: divide error: 0000 [#1] SMP', 'Modules linked in:'],
    [
      'non-canonical',
      'Oops: general protection fault, probably for non-canonical address 0xb26001dba84f1d70: 0000 [#1] SMP',
      'Modules linked in:',
    ],
  ])('is told as a log alone would tell it: %s', (kind, line, more) => {
    const found = judged({
      interval: 1000n,
      log: [
        line,
        more,
        'CPU: 0 UID: 0 PID: 77 Comm: sh Not tainted 6.12.0 #1',
        'RIP: 0010:frob+0x10/0x40 [driver]',
        log[3],
      ],
    });
    expect(found).toMatchObject({ rule: 'logged-fault', kind, confidence: 'likely' });
    expect(found.sentence).toContain('sh (PID 77) on CPU 0');
    expect(found.judgement.culprit).toMatchObject({ what: 'module', name: 'driver' });
    // An oops that the machine outlived is not what ended it.
    expect(judged({ log: [line, more, 'Kernel panic - not syncing: driver: giving up'] }).kind).toBe('panic');
  });

  it('is not told where the panic says something else', () => {
    const other = [...log.slice(0, 3), 'Kernel panic - not syncing: driver: giving up'];
    expect(judged({ log: other }).kind).toBe('panic');
  });
});
