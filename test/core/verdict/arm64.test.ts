import { describe, expect, it } from 'vitest';
import { arch as arm64 } from '../../../src/core/arch/arm64/index.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { provenance } from '../../../src/core/verdict/bad-value.ts';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';
import { valueFindings } from '../../../src/core/verdict/value-meaning.ts';
import { addressOf, caseOf, type CasePlan } from '../../build/case.ts';

/** What arm64 processors say of jumps, returns, breakpoints and user memory, and in which words. */

const SP = 0xffffc90000004200n;
const USER = 0xffffaad15000n;

/** What is said of an exception that `handler` took, with these registers; `code` is what stands at the instruction pointer. */
function judged(
  handler: readonly string[],
  registers: Record<string, bigint>,
  log: readonly string[],
  code: Record<string, readonly number[]> = {},
) {
  const plan: CasePlan = {
    arch: arm64,
    task: { comm: 'sh', pid: 77 },
    frames: [
      'die',
      ...handler,
      { name: 'el1h_64_sync', entered: { sp: SP, ...registers } },
      'frob [driver]',
      'user_of_frob [driver]',
    ],
    log,
    memory: code,
  };
  const c = caseOf(plan);
  const rule = rules.find((each) => each.examine(c));
  const found = rule?.examine(c);
  if (!rule || !found || !c.fault) throw new Error('nothing is said');
  const { title, sentence, findings } = spoken(found, 'en');
  const values = spoken([...provenance(c, c.fault), ...valueFindings(c, c.fault)], 'en');
  return {
    kind: found.kind,
    title,
    sentence,
    blamed: culpritOf(c, found).culprit,
    said: [...findings, ...values].map(({ confidence, text }) => `${confidence}: ${text}`).join('\n'),
  };
}

const caller = (): bigint =>
  addressOf(
    { frames: ['die', 'do_mem_abort', 'el1h_64_sync', 'frob [driver]', 'user_of_frob [driver]'] },
    'user_of_frob [driver]',
  ) + 16n;
const abort = (registers: Record<string, bigint>, esr: string, more: readonly string[] = []) =>
  judged(['do_mem_abort'], registers, [...more, `  ESR = 0x${esr}`, `Internal error: Oops: ${esr} [#1] SMP`]);

describe('a jump on arm64', () => {
  const TEXT = 0x4141414141414141n;
  const logged = ['Unable to handle kernel paging request at virtual address 0041414141414141'];

  it('is a return where the link register holds what was jumped to: no call is made up', () => {
    const found = abort({ pc: 0x41414141414141n, x30: TEXT }, '0000000086000004', logged);
    expect(found.kind).toBe('bad-jump');
    expect(found.sentence).not.toContain('called from');
    expect(found.said).toContain(
      'likely: LR, which holds return addresses, holds 0x4141414141414141, the very address that was jumped to: it came here by a return whose address had been overwritten, not by a call.',
    );
    expect(found.said).not.toContain('proven: The call is at');
    expect(found.blamed?.confidence ?? 'guess').toBe('guess');
  });

  it('is a call where the link register holds the return address of the frame below', () => {
    const found = abort({ pc: 0x41414141414141n, x2: TEXT, x30: caller() }, '0000000086000004', logged);
    expect(found.sentence).toContain('called from user_of_frob+0x10 [driver]');
    expect(found.said).not.toContain('by a return');
    // The processor leaves out the upper byte; the register still has it.
    expect(found.said).toContain('Every byte of the pointer is 0x41');
  });

  it('to user memory was refused by what this machine has, not by SMEP', () => {
    const found = abort({ pc: USER, x30: caller() }, '000000008600000f');
    expect(found.kind).toBe('no-exec');
    expect(`${found.title} ${found.sentence}`).toContain('PXN refused it');
    expect(`${found.title} ${found.sentence} ${found.said}`).not.toMatch(/SMEP|SMAP/);
  });

  it('to where no instruction can begin is told as a jump, with who jumped', () => {
    const found = judged(['do_sp_pc_abort'], { pc: caller() - 2n, x30: caller() }, [
      'Internal error: SP/PC alignment exception: 000000008a000000 [#1] SMP',
    ]);
    expect(found.kind).toBe('alignment');
    expect(found.sentence).toContain('where no instruction can begin: the address is not aligned');
    expect(found.sentence).toContain('called from user_of_frob+0x10 [driver]');
  });
});

describe('other exceptions of arm64', () => {
  it('name the breakpoint that it has, with its number', () => {
    const at = caller() - 4096n;
    const found = judged(
      ['do_debug_exception', 'brk_handler'],
      { pc: at },
      ['Internal error: Oops - BRK: 00000000f2000042 [#1] SMP'],
      { [at.toString()]: [0x40, 0x08, 0x20, 0xd4] },
    );
    expect(found.kind).toBe('int3');
    expect(`${found.title} ${found.sentence} ${found.said}`).not.toContain('int3');
    expect(found.sentence).toContain('executed brk #0x42');
  });

  it('speak of no general protection fault, which it does not have', () => {
    const at = caller() - 4096n;
    // ldr x0, [x0, #16]
    const found = judged(
      ['do_mem_abort'],
      { pc: at, x0: 0x63702508613c1a6en },
      [
        'Unable to handle kernel paging request at virtual address 00702508613c1a7e',
        '  ESR = 0x0000000096000004',
        'Internal error: Oops: 0000000096000004 [#1] SMP',
      ],
      { [at.toString()]: [0x00, 0x08, 0x40, 0xf9] },
    );
    expect(found.kind).toBe('non-canonical');
    expect(found.title).toBe('Access to a non-canonical address (read)');
  });

  it('name what keeps the kernel from user memory', () => {
    const at = caller() - 4096n;
    const found = judged(
      ['do_mem_abort'],
      { pc: at, x0: USER },
      [
        `Unable to handle kernel access to user memory outside uaccess routines at virtual address 0000${(USER + 16n).toString(16)}`,
        '  ESR = 0x000000009600000f',
        'Internal error: Oops: 000000009600000f [#1] SMP',
      ],
      { [at.toString()]: [0x00, 0x08, 0x40, 0xf9] },
    );
    expect(found.kind).toBe('user-access');
    expect(found.said).toContain('(PAN)');
    expect(found.said).not.toContain('SMAP');
  });
});
