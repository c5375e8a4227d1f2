import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { valueFindings } from '../../../src/core/verdict/value-meaning.ts';
import { caseOf, type CasePlan } from '../../build/case.ts';

const STACK = 0xffffc90000004200n;
/** mov 0x18(%rdi),%rax */
const READ_18 = [0x48, 0x8b, 0x47, 0x18];

/** What is said of RDI = `value` when a load through it faults. */
function saidOf(value: bigint, more: Partial<CasePlan> & { registers?: Record<string, bigint> } = {}) {
  const { registers, ...rest } = more;
  const c = caseOf({
    crashTime: 1_793_000_000,
    task: { comm: 'sh', pid: 77 },
    ...rest,
    frames: [
      'page_fault_oops',
      { name: 'asm_exc_page_fault', entered: { rsp: STACK, rdi: value, ...registers } },
      'frob [driver]',
    ],
    memory: { [0xffffffff81002010n.toString()]: READ_18, ...rest.memory },
  });
  if (!c.fault?.operand) throw new Error('no fault');
  return spoken(valueFindings(c, c.fault), 'en').map(({ confidence, text }) => `${confidence}: ${text}`);
}

describe('what a bad value turns out to be', () => {
  it('a time in seconds, near the life of the machine', () => {
    expect(saidOf(1_793_000_000n - 90n)).toEqual([
      expect.stringMatching(/^likely: RDI holds 0x6adf01e6, which is a time in seconds since 1970/),
    ]);
    // A number of that size is no time years away from it.
    expect(saidOf(1_700_000_000n).join()).not.toContain('1970');
    expect(saidOf(1_793_000_000n, { crashTime: undefined }).join()).not.toContain('1970');
  });

  it('a time in nanoseconds', () => {
    expect(saidOf(1_793_000_000_123_456_789n)).toEqual([expect.stringContaining('nanoseconds since 1970')]);
  });

  it('text, whole or short', () => {
    expect(saidOf(0x7075203a30687465n)).toEqual([
      'likely: The pointer is text, "eth0: up": it was written over, or text was taken for a pointer.',
    ]);
    expect(saidOf(0x31616476n)).toEqual([expect.stringMatching(/^guess: .*"vda1"/)]);
    expect(saidOf(0x12345678n).join()).not.toContain('text');
  });

  it('a fill, where all bytes are the same: that is no text', () => {
    expect(saidOf(0x7777777777777777n)).toEqual([
      'likely: Every byte of the pointer is 0x77 ("w"): memory that was filled with it lies over it.',
    ]);
    expect(saidOf(0x0101010101010101n).join()).toContain('is 0x01:');
  });

  it('the task itself', () => {
    expect(saidOf(0xffff888000000000n)).toEqual([
      'proven: RDI is the task itself: the task_struct of sh (PID 77).',
    ]);
  });

  it('one bit away from what another register holds', () => {
    const whole = 0xffff888012345a28n;
    const lost = whole ^ (1n << 62n);
    expect(saidOf(lost, { registers: { rdx: whole } })).toEqual([
      `guess: The value 0x${lost.toString(16)} is one bit away from 0x${whole.toString(16)}, which RDX holds.`,
    ]);
    // Neighbours in one page differ by one bit, too.
    expect(saidOf(whole ^ 64n, { registers: { rdx: whole } })).toEqual([]);
  });

  it('one bit away from a word of the stack', () => {
    const whole = 0xffff888012345a28n;
    const bytes = [...Array(8).keys()].map((i) => Number((whole >> BigInt(8 * i)) & 0xffn));
    const found = saidOf(whole ^ (1n << 43n), { memory: { [STACK.toString()]: bytes } });
    expect(found).toEqual([expect.stringContaining('which stands on the stack at 0xffffc90000004200')]);
  });

  it('an error number', () => {
    expect(saidOf(0xfffffffffffffff4n)).toEqual([expect.stringContaining('-12 (ENOMEM)')]);
  });

  it('one bit away from a function that was to be called, not from the next variable', () => {
    const jump = (rip: bigint, symbols: CasePlan['frames'] = []) => {
      const c = caseOf({
        task: { comm: 'sh', pid: 77 },
        frames: [
          'page_fault_oops',
          { name: 'asm_exc_page_fault', entered: { rsp: STACK, rip } },
          'nowhere',
          'caller',
          ...symbols,
        ],
        log: [
          `BUG: unable to handle page fault for address: ${rip.toString(16)}`,
          '#PF: error_code(0x0010) - not-present page',
          'Oops: 0010 [#1] SMP',
        ],
      });
      if (!c.fault?.jumped) throw new Error('no jump');
      return spoken(valueFindings(c, c.fault), 'en').map(({ text }) => text);
    };
    // Functions of planned cases lie 4 KiB apart from 0xffffffff81000000 on.
    expect(jump(0xffffffff81003000n ^ (1n << 27n)).join()).toContain('one bit');
    expect(jump(0xffffffff81003010n ^ (1n << 27n)).join()).not.toContain('one bit');
  });
});
