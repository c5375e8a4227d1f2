import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { givenBack } from '../../../src/core/verdict/given-back.ts';
import { callersRegisters } from '../../../src/core/verdict/origin.ts';
import { faultOnNoLock } from '../../../src/core/verdict/no-lock.ts';
import { stuckAt } from '../../../src/core/verdict/stuck.ts';
import { addressOf, caseOf, type CasePlan } from '../../build/case.ts';

const SP = 0xffffc90000004200n;
const NOP = 0x90;

/** A fault in `name`, 16 bytes after its beginning, which is `code`; what stands there reads through RAX. */
function faulted(
  name: string,
  code: readonly number[],
  registers: Record<string, bigint>,
  word?: number,
  after: readonly number[] = [],
) {
  const plan: CasePlan = {
    task: { comm: 'sh', pid: 77 },
    frames: [
      'die',
      'page_fault_oops',
      { name: 'asm_exc_page_fault', entered: { rsp: SP, rax: 0xffffea0012340000n, ...registers } },
      name,
      'frob [driver]',
    ],
    log: ['BUG: unable to handle page fault for address: ffffea0012340008'],
  };
  const start = addressOf(plan, name);
  const bytes = [...code, ...Array<number>(16 - code.length).fill(NOP), 0x48, 0x8b, 0x40, 0x08, ...after];
  const c = caseOf({
    ...plan,
    memory: {
      [start.toString()]: bytes,
      ...(word !== undefined && {
        [(registers.rdi ?? 0n).toString()]: [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff),
      }),
    },
  });
  if (!c.fault) throw new Error('no fault');
  return { c, fault: c.fault };
}

describe('what was given back that was never given', () => {
  // endbr64; mov %rdi,%rbp
  const KEEPS = [0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x89, 0xfd];
  const said = (...args: Parameters<typeof faulted>) => {
    const { c, fault } = faulted(...args);
    return spoken(givenBack(c, fault), 'en').map(({ confidence, text }) => `${confidence}: ${text}`);
  };

  it('is told with the register that still holds it', () => {
    const [first] = said('kfree', KEEPS, { rbp: 0xffffc90000004300n, rdi: 0n });
    expect(first).toMatch(
      /^proven: kfree\(\) was called with 0xffffc90000004300 \(RBP\), which is no object of the slab allocator/,
    );
  });

  it('is no more than likely in the direct map, whose pages may have been given as a whole', () => {
    const [first] = said('kfree', KEEPS, { rbp: 0xffff888012345000n, rdi: 0n });
    expect(first).toMatch(/^likely: kfree\(\) was called with 0xffff888012345000/);
  });

  it('is not told of functions that take what is of no slab', () => {
    expect(said('kvfree', KEEPS, { rbp: 0xffffc90000004300n })).toEqual([]);
    expect(said('kfree_const', KEEPS, { rbp: 0xffffffff82000000n })).toEqual([]);
  });

  it('is not told where no register surely holds it', () => {
    // mov (%rbp),%rdi: what came in is gone.
    expect(
      said('kfree', [0x48, 0x8b, 0x7d, 0x00, 0x48, 0x89, 0xfd], { rbp: 1n, rdi: 0xffffc90000004300n }),
    ).toEqual([]);
  });

  it('is not told of other functions', () => {
    expect(said('frobnicate', KEEPS, { rbp: 0xffffc90000004300n })).toEqual([]);
  });
});

describe('registers of the caller', () => {
  const left = (after: readonly number[]) => {
    const { c, fault } = faulted(
      'native_queued_spin_lock_slowpath',
      [],
      { rbx: 7n, rbp: 8n },
      undefined,
      after,
    );
    const kept = callersRegisters(c, fault.machine, fault.registers);
    return [kept?.get('rbx'), kept?.get('rbp')];
  };

  it('are those that nothing on the way here has written', () => {
    // xor %ebx,%ebx; ret
    expect(left([0x31, 0xdb, 0xc3])).toEqual([7n, 8n]);
  });

  it('are none that a loop around the place writes after it', () => {
    // xor %ebx,%ebx; jmp back to one of the instructions before
    expect(left([0x31, 0xdb, 0xeb, 0xf0])).toEqual([undefined, 8n]);
  });
});

describe('what was taken for a spinlock', () => {
  const LOCK = 0xffff888012345a28n;
  const WAITS = 'native_queued_spin_lock_slowpath';
  const said = (word: number, code: readonly number[] = [], waits = WAITS) => {
    const { c, fault } = faulted(waits, code, { rdi: LOCK }, word);
    const { stack, machine } = c;
    if (!stack || !machine) throw new Error('no stack');
    const standing = { task: c.task, cpu: 0, stack, from: fault.index, registers: fault.registers };
    const stuck = spoken(stuckAt(c, standing).findings, 'en').map(({ text }) => text);
    return { fault: spoken(faultOnNoLock(c, fault), 'en').map(({ text }) => text), stuck };
  };

  it('is none where its word is none of a lock: then nobody is looked for who has it', () => {
    const { fault, stuck } = said(0x6b6b6b6b);
    expect(fault).toEqual([
      expect.stringContaining('no spinlock has the word 0x6b6b6b6b; its lowest bytes are'),
    ]);
    expect(fault.join()).toContain('POISON_FREE');
    // A lock in the middle of a live object may have been written over: what it lies in stands beside, not against it.
    expect(stuck.join()).toMatch(/At 0xffff888012345a28(?: \([^)]*\))? there is no lock: /);
    expect(stuck.join()).not.toContain('is no lock but');
    expect(stuck.join()).not.toContain('went away without unlocking');
  });

  it('may be one where a waiter has written into the upper half', () => {
    expect(said(0x00080101).fault).toEqual([]);
    expect(said(0x00000003).fault).toEqual([]);
  });

  it('may be a rwlock that was unlocked more often than it was locked', () => {
    const { stuck } = said(0xffffff00, [], 'queued_write_lock_slowpath');
    expect(stuck.join()).toContain('0xffffff00, counts fewer than no readers');
    expect(stuck.join()).not.toContain('went away without unlocking');
    expect(said(0x00000400, [], 'queued_write_lock_slowpath').stuck.join()).not.toContain('counts fewer');
  });

  it('is not told by a register that the function has used for something else since', () => {
    // mov (%rsi),%rdi
    const { stuck } = said(0x6b6b6b6b, [0x48, 0x8b, 0x3e]);
    expect(stuck).toEqual([]);
  });
});
