import { describe, expect, it } from 'vitest';
import { arch as arm64 } from '../../../src/core/arch/arm64/index.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { zeroCode } from '../../../src/core/verdict/zero-code.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';

/** Code that was overwritten with zeroes runs as add %al,(%rax) until that faults; on arm64 it is undefined at once. */

function said(code: readonly number[], arm = false): string[] {
  const frames: (string | PlannedFrame)[] = arm
    ? [
        'panic',
        'die',
        'do_undefinstr',
        { name: 'el1h_64_sync', entered: { sp: 0xffff800080004200n } },
        'lab_tariff',
      ]
    : [
        ...['machine_kexec', 'crash_kexec', 'oops_end', 'page_fault_oops'],
        { name: 'asm_exc_page_fault', entered: { rsp: 0xffffc90000004200n, rax: 0xffffa2fe801a4000n } },
        'lab_tariff',
      ];
  const plan: CasePlan = {
    task: { comm: 'insmod', pid: 7 },
    frames,
    log: ['BUG: unable to handle page fault for address: ffffa2fe801a4000', 'Oops: 0000 [#1] SMP'],
    ...(arm && { arch: arm64 }),
  };
  const at = addressOf(plan, 'lab_tariff') + 16n;
  const c = caseOf({ ...plan, memory: { [at.toString()]: code } });
  expect(c.fault).toBeDefined();
  return spoken(c.fault ? zeroCode(c, c.fault) : [], 'en').map(({ text }) => text);
}

describe('code of zeroes', () => {
  it('is told, as likely', () => {
    expect(said([0, 0, 0, 0, 0, 4])).toEqual([
      expect.stringContaining('The code at lab_tariff+0x10 is zeroes'),
    ]);
    expect(said([0, 0, 0, 0], true)).toHaveLength(1);
  });

  it('is none where one instruction only looks like it, or its page is not there', () => {
    // add %al,(%rax); mov (%rdi),%rax
    expect(said([0, 0, 0x48, 0x8b, 0x07])).toEqual([]);
    expect(said([])).toEqual([]);
  });
});
