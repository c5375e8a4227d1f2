import { describe, expect, it } from 'vitest';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { placeOf } from '../../../src/core/verdict/where.ts';
import { provenance } from '../../../src/core/verdict/bad-value.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

/**
 * A function whose last act is to call a pointer jumps there (a tail call): the return address on the stack is its caller's, who
 * called it and not what was jumped to. In planned cases.
 */

const STACK = 0xffffc90000004200n;
const NOWHERE = 0x1badc0den;
const bytes = (word: bigint): number[] =>
  Array.from({ length: 8 }, (_, i) => Number((word >> BigInt(i * 8)) & 0xffn));

/** `complete [driver]` was called directly, and has `code`; what was called with is at the fault in `registers`. */
function plan(code: readonly number[], registers: Readonly<Record<string, bigint>>, nx = false): CasePlan {
  const frames: (string | PlannedFrame)[] = [
    ...['machine_kexec', 'crash_kexec', 'oops_end', 'page_fault_oops'],
    {
      name: 'asm_exc_page_fault',
      entered: { rsp: STACK, rip: nx ? 0xffff888004000000n : NOWHERE, ...registers },
    },
    'nowhere',
    { name: 'innocent_caller', offset: 16 },
    'do_syscall_64',
  ];
  const functions = ['finish_order [driver]', '__x86_indirect_thunk_rax'];
  const named = { frames, functions };
  const caller = addressOf(named, 'innocent_caller');
  const called = addressOf(named, 'finish_order [driver]');
  const distance = BigInt.asUintN(32, called - (caller + 16n));
  const call = [0xe8, ...bytes(distance).slice(0, 4)];
  const word = nx ? '0011' : '0010';
  return {
    task: { comm: 'insmod', pid: 77 },
    frames,
    functions,
    log: [
      ...(nx ? ['kernel tried to execute NX-protected page - exploit attempt? (uid: 0)'] : []),
      `BUG: unable to handle page fault for address: ${nx ? 'ffff888004000000' : '000000001badc0de'}`,
      `#PF: error_code(0x${word}) - ${nx ? 'permissions violation' : 'not-present page'}`,
      `Oops: ${word} [#1] SMP`,
    ],
    memory: {
      [STACK.toString()]: bytes(caller + 16n),
      [caller.toString()]: [...Array.from({ length: 11 }, () => 0x90), ...call, 0x90],
      [called.toString()]: code,
    },
  };
}

function judged(each: CasePlan) {
  const c = caseOf(each);
  const { found } = firstAnswer(c);
  const from = c.fault ? provenance(c, c.fault) : [];
  return {
    ...found,
    ...inEnglish(found),
    from: inEnglish({ ...found, findings: from }).said,
    where: placeOf(c, found),
    blamed: culpritOf(c, found).culprit,
  };
}

// mov 0x38(%rdi),%rax; jmp *%rax
const JUMPS = [0x48, 0x8b, 0x47, 0x38, 0xff, 0xe0];

describe('a jump to nowhere that was the end of the function called last', () => {
  it('happened in that function, at the jump whose register still has the target', () => {
    const found = judged(plan(JUMPS, { rax: NOWHERE, rdi: 0xffff888001000000n }));
    expect(found).toMatchObject({
      kind: 'bad-jump',
      where: { symbol: 'finish_order', module: 'driver', offset: 4 },
    });
    expect(found.sentence).toContain('finish_order+0x4');
    expect(found.sentence).not.toContain('innocent_caller');
    expect(found.blamed?.name).toBe('driver');
    expect(found.said).toContain('innocent_caller+0xb called finish_order [driver]');
    expect(found.findings.find(({ rule }) => rule === 'tail-call')?.confidence).toBe('proven');
    // And what the register was loaded from is told of that function's code.
    expect(found.from).toContain('RAX was loaded just before, at finish_order [driver], from 0x38(%rdi)');
  });

  it('is told of a jump into data, too', () => {
    const found = judged(plan(JUMPS, { rax: 0xffff888004000000n, rdi: 0xffff888001000000n }, true));
    expect(found).toMatchObject({ kind: 'no-exec', where: { symbol: 'finish_order' } });
    expect(found.sentence).not.toContain('innocent_caller');
  });

  it('is likely where the target came out of memory, or the register holds something else by now', () => {
    // jmp *0x38(%rdi)
    for (const code of [[0xff, 0x67, 0x38], JUMPS]) {
      const found = judged(plan(code, { rax: 7n, rdi: 0xffff888001000000n }));
      expect(found.where).toMatchObject({ symbol: 'finish_order' });
      expect(found.findings.find(({ rule }) => rule === 'tail-call')?.confidence).toBe('likely');
    }
  });

  it('is likely where the function may have gone on to another one, which jumps alike', () => {
    // je finish_order+0x10000; the other function jumps through %rax as well.
    const elsewhere = [0x0f, 0x84, 0x00, 0x00, 0x01, 0x00];
    const found = judged(plan([...elsewhere, ...JUMPS], { rax: NOWHERE, rdi: 0xffff888001000000n }));
    expect(found.where).toMatchObject({ symbol: 'finish_order' });
    expect(found.findings.find(({ rule }) => rule === 'tail-call')?.confidence).toBe('likely');
    expect(found.from).not.toContain('RAX was loaded');
    // A branch within it is none.
    const within = [0x74, 0x02, 0x90, 0x90];
    const sure = judged(plan([...within, ...JUMPS], { rax: NOWHERE, rdi: 0xffff888001000000n }));
    expect(sure.findings.find(({ rule }) => rule === 'tail-call')?.confidence).toBe('proven');
  });

  it('blames a function of the kernel for a pointer full of text with a guess at most', () => {
    const text = 0x64656873696e6966n;
    const of = (target: bigint) => {
      const { functions = [], frames = [], ...rest } = plan(JUMPS, { rax: target });
      const named = frames.map((each) =>
        typeof each !== 'string' && each.entered
          ? { ...each, entered: { ...each.entered, rip: target } }
          : each,
      );
      const ours = functions.map((name) => name.replace(' [driver]', ''));
      return judged({ ...rest, frames: named, functions: ours }).blamed;
    };
    expect(of(text)).toMatchObject({ name: 'finish_order', confidence: 'guess' });
    expect(of(0x7_1234_5678n)).toMatchObject({ name: 'finish_order', confidence: 'likely' });
  });

  it('is told of a pointer out of freed memory, too', () => {
    const freed = 0x6b6b6b6b6b6b6b6bn;
    const { frames = [], ...rest } = plan(JUMPS, { rax: freed });
    const found = judged({
      ...rest,
      frames: frames.map((each) =>
        typeof each !== 'string' && each.entered
          ? { ...each, entered: { ...each.entered, rip: freed } }
          : each,
      ),
      log: ['general protection fault: 0000 [#1] SMP'],
    });
    expect(found).toMatchObject({ kind: 'use-after-free', where: { symbol: 'finish_order' } });
  });

  it('names no instruction where there are several, or none', () => {
    // jmp *%rdx; jmp *%rcx, and a ret
    for (const code of [[0xff, 0xe2, 0xff, 0xe1], [0xc3]]) {
      const found = judged(plan(code, { rax: 7n }));
      expect(found.where).toMatchObject({ symbol: 'finish_order', offset: 0 });
      expect(found.findings.find(({ rule }) => rule === 'tail-call')?.confidence).toBe('likely');
    }
  });
});
