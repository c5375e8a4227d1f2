import { describe, expect, it } from 'vitest';
import { provenance } from '../../../src/core/verdict/bad-value.ts';
import { valueFindings } from '../../../src/core/verdict/value-meaning.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

/**
 * A check that -fsanitize=kernel-address puts before an access reads the shadow, dffffc0000000000 + (x >> 3), and faults there for a
 * bad pointer: what is judged is the access that follows. As gcc 14 makes it for 6.12, in planned cases.
 */

const SHADOW = 0xdffffc0000000000n;
/** lea 0x28(%rbp),%rdi; mov %rdi,%rdx; shr $3,%rdx */
const BEFORE = [0x48, 0x8d, 0x7d, 0x28, 0x48, 0x89, 0xfa, 0x48, 0xc1, 0xea, 0x03];
/** cmpb $0,(%rdx,%rax,1); jne +0x281 */
const CHECK = [0x80, 0x3c, 0x02, 0x00, 0x0f, 0x85, 0x81, 0x02, 0x00, 0x00];
const READ = [0x48, 0x8b, 0x45, 0x28]; // mov 0x28(%rbp),%rax
const WRITE = [0xc6, 0x45, 0x2a, 0x01]; // movb $1,0x2a(%rbp)

const bytes = (word: bigint): number[] =>
  [0, 8, 16, 24].map((bits) => Number((word >> BigInt(bits)) & 0xffn));

function judged(pointer: bigint, after: readonly number[] | ((report: bigint) => readonly number[])) {
  const asked = BigInt.asUintN(64, pointer + 0x28n);
  const frames: (string | PlannedFrame)[] = [
    ...['machine_kexec', 'crash_kexec', 'oops_end', 'die_addr', 'exc_general_protection'],
    {
      name: 'asm_exc_general_protection',
      entered: { rsp: 0xffffc90000004200n, rbp: pointer, rdi: asked, rdx: asked >> 3n, rax: SHADOW },
    },
    { name: 'lab_router [driver]', offset: BEFORE.length },
    'kthread',
  ];
  const functions = ['__asan_report_store1_noabort'];
  const plan: CasePlan = { task: { comm: 'lab', pid: 7 }, frames, functions, symbols: ['kasan_report'] };
  const at = addressOf(plan, 'lab_router [driver]');
  const start = at + BigInt(BEFORE.length + CHECK.length);
  const rest = typeof after === 'function' ? after(addressOf(plan, functions[0]) - start) : after;
  const c = caseOf({ ...plan, memory: { [at.toString()]: [...BEFORE, ...CHECK, ...rest, 0x90] } });
  const { found } = firstAnswer(c);
  const more = c.fault ? [...provenance(c, c.fault), ...valueFindings(c, c.fault)] : [];
  return {
    ...found,
    ...inEnglish(found),
    more: spoken(more, 'en')
      .map(({ text }) => text)
      .join('\n'),
  };
}

describe('a fault of the check before an access', () => {
  it('is a use after free where the pointer of the access is poison', () => {
    const found = judged(0xdead000000000100n, READ);
    expect(found).toMatchObject({ kind: 'use-after-free', access: 'read', address: 0xdead000000000128n });
    expect(found.sentence).toContain('RBP');
    expect(found.said).toContain(
      "KASAN's own, to its shadow: the code was about to access 0xdead000000000128",
    );
  });

  it('is of a member of NULL, by the register that is NULL', () => {
    const found = judged(0n, READ);
    expect(found).toMatchObject({ kind: 'null-pointer', access: 'read', address: 0x28n });
    expect(found.said).toContain('offset 0x28 of a structure whose pointer (RBP) was NULL');
    expect(found.said).not.toContain('small number');
  });

  it('is of a small number where the pointer is one, not where the shadow was computed from', () => {
    const found = judged(0x40n, READ);
    expect(found.said).toContain('RBP was not NULL but the small number 0x40');
    // Without the access nothing is known of registers: the operand is the check's.
    const unknown = judged(0n, [0xc3]);
    expect(unknown).toMatchObject({ kind: 'null-pointer', access: undefined });
    expect(unknown.said).not.toContain('RDX');
  });

  it('is a write where the access writes, at the byte that it writes', () => {
    expect(judged(0n, WRITE)).toMatchObject({ kind: 'null-pointer', access: 'write', address: 0x2an });
  });

  it('is a write where the report of a small one stands before it', () => {
    // test %al,%al; je +5; call __asan_report_store1_noabort; movb $1,0x2a(%rbp)
    const found = judged(0n, (report) => [0x84, 0xc0, 0x74, 5, 0xe8, ...bytes(report - 9n), ...WRITE]);
    expect(found).toMatchObject({ kind: 'null-pointer', access: 'write', address: 0x2an });
  });

  it('is through an address that is none, by what was asked about', () => {
    const found = judged(0x7474747474747474n, READ);
    expect(found).toMatchObject({ kind: 'non-canonical', address: 0x747474747474749cn });
    expect(found.sentence).toContain('0x747474747474749c');
    expect(found.said).not.toContain('accesses 0xe');
    expect(found.more).toContain('Every byte of the pointer is 0x74');
  });

  it('is not judged by an access whose pointer changed in between, or that comes after a call', () => {
    // mov %rcx,%rbp; mov 0x28(%rbp),%rax
    expect(judged(0n, [0x48, 0x89, 0xcd, ...READ]).access).toBeUndefined();
    // call; mov 0x28(%rbp),%rax
    expect(judged(0n, [0xe8, 0, 0, 0, 0, ...READ]).access).toBeUndefined();
  });
});
