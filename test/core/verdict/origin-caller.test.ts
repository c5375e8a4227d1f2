import { describe, expect, it } from 'vitest';
import { traceOrigin } from '../../../src/core/verdict/origin.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';

/**
 * An argument is followed into the caller only where the caller called the very function that faulted: a function that was called and
 * ended in a jump to it (a tail call) may have passed anything, and has no frame. In planned cases.
 */

const STACK = 0xffffc90000004200n;
const bytes = (word: bigint, length: number): number[] =>
  Array.from({ length }, (_, i) => Number((word >> BigInt(i * 8)) & 0xffn));
const NOPS = Array.from({ length: 4 }, () => 0x90);

/** `lab_bump [driver]` reads (%rdi); the caller sets %edi to 7 and calls: `call` gives the code, 5 bytes, for the address of each function. */
function origin(
  call: (at: (name: string) => bigint) => readonly number[],
  registers: Readonly<Record<string, bigint>> = {},
  words: (at: (name: string) => bigint) => Readonly<Record<string, readonly number[]>> = () => ({}),
) {
  const frames: (string | PlannedFrame)[] = [
    ...['machine_kexec', 'crash_kexec', 'oops_end', 'page_fault_oops'],
    { name: 'asm_exc_page_fault', entered: { rsp: STACK, rdi: 7n, ...registers } },
    { name: 'lab_bump [driver]', offset: 4 },
    { name: 'lab_init [driver]', offset: 18 },
    'do_one_initcall',
  ];
  const functions = ['lab_between [driver]', '__x86_indirect_thunk_rax'];
  const at = (name: string): bigint =>
    addressOf({ frames, functions }, name.startsWith('__') ? name : `${name} [driver]`);
  const code = call(at);
  const plan: CasePlan = {
    task: { comm: 'insmod', pid: 77 },
    frames,
    functions,
    log: ['BUG: unable to handle page fault for address: 0000000000000007', 'Oops: 0000 [#1] SMP'],
    memory: {
      // nop; nop; nop; nop; mov (%rdi),%rax
      [at('lab_bump').toString()]: [...NOPS, 0x48, 0x8b, 0x07],
      // nop × 4; mov $7,%edi; nop …; call
      [at('lab_init').toString()]: [
        ...NOPS,
        ...[0xbf, 7, 0, 0, 0],
        ...Array.from({ length: 9 - code.length }, () => 0x90),
        ...code,
        0x90,
      ],
      ...words(at),
    },
  };
  const c = caseOf(plan);
  expect(c.fault?.operand).toBeDefined();
  return c.fault && traceOrigin(c, c.fault, 'rdi');
}
const direct = (to: string) => (at: (name: string) => bigint) => {
  const from = at('lab_init') + 18n;
  return [0xe8, ...bytes(BigInt.asUintN(32, at(to) - from), 4)];
};

describe('where an argument had its value from', () => {
  it('is the caller that called the function', () => {
    expect(origin(direct('lab_bump'))).toMatchObject({
      how: 'constant',
      value: 7n,
      uncertain: false,
      depth: 1,
    });
  });

  it('is not known where the caller called another function, which went on to this one', () => {
    expect(origin(direct('lab_between'))).toMatchObject({ how: 'argument', depth: 0 });
  });

  it('is uncertain where it cannot be told what was called', () => {
    // call *%rax; call __x86_indirect_thunk_rax; call *0x8(%rdx), whose registers are not known
    for (const call of [() => [0xff, 0xd0], direct('__x86_indirect_thunk_rax'), () => [0xff, 0x52, 0x08]])
      expect(origin(call)).toMatchObject({ how: 'constant', uncertain: true });
  });

  it('is not known where the register of the call holds something else', () => {
    expect(origin(() => [0xff, 0xd0], { rax: 9n })).toMatchObject({ how: 'argument' });
  });

  it('is as memory tells that has the pointer still', () => {
    const place = 0xffff888001000000n;
    const through = (name: string) =>
      origin(
        // call *(%rbx)
        () => [0xff, 0x13],
        { rbx: place },
        (at) => ({ [place.toString()]: bytes(at(name), 8) }),
      );
    expect(through('lab_bump')).toMatchObject({ how: 'constant', uncertain: false });
    expect(through('lab_between')).toMatchObject({ how: 'argument' });
  });
});
