import { describe, expect, it } from 'vitest';
import { faultLog } from '../../../../src/core/arch/arm64/fault-log.ts';
import { render } from '../../../../src/core/catalogue/message.ts';

describe('the syndrome of an exception (ESR_EL1) in words', () => {
  it.each([
    [
      0x96000046,
      'data abort · translation fault at level 2: nothing is mapped · write · kernel mode',
      'write',
      false,
    ],
    [
      0x96000006,
      'data abort · translation fault at level 2: nothing is mapped · read · kernel mode',
      'read',
      false,
    ],
    [
      0x9600004f,
      'data abort · permission fault at level 3: the page is there, the access is not permitted · write · kernel mode',
      'write',
      true,
    ],
    [
      0x8600000f,
      'instruction abort · permission fault at level 3: the page is there, the access is not permitted · kernel mode',
      'execute',
      true,
    ],
    [
      0x92000004,
      'data abort · translation fault at level 0: nothing is mapped · read · user mode',
      'read',
      false,
    ],
    // Walks that begin at level -1 (52-bit addresses with pages of 4 KiB).
    [
      0x9600002b,
      'data abort · translation fault at level -1: nothing is mapped · read · kernel mode',
      'read',
      false,
    ],
    [0x96000021, 'data abort · alignment fault · read · kernel mode', 'read', false],
    [0x96000061, 'data abort · alignment fault · write · kernel mode', 'write', false],
    [
      0x96000410,
      'data abort · synchronous external abort · read · FAR does not hold the address · kernel mode',
      'read',
      false,
    ],
    [0x96000011, 'data abort · memory tag check fault (MTE) · read · kernel mode', 'read', false],
    [0xbe000011, 'SError interrupt · the CPU state is lost (uncontainable)', 'read', false],
    [0xbe000000, 'SError interrupt', 'read', false],
    [0xf2000800, 'brk of BUG() or WARN()', 'read', false],
    [0xf2005512, 'brk of a UBSAN check', 'read', false],
    [0xf2008203, 'brk of a CFI check', 'read', false],
    [0xf2001234, 'brk instruction, immediate 0x1234', 'read', false],
    [0x02000000, 'unknown instruction', 'read', false],
    [0x72000001, 'a pointer authentication code did not fit', 'read', false],
    [0x36000003, 'a jump to where none may land (BTI)', 'read', false],
    [0xfa000000, 'exception class 0x3e', 'read', false],
    [0x9600003f, 'data abort · fault status 0x3f · read · kernel mode', 'read', false],
  ])('%d', (code, words, access, present) => {
    const word = faultLog.faultWord(code);
    expect(word.words.map((each) => render(each, 'en')).join(' · ')).toBe(words);
    expect(word).toMatchObject({ access, present });
  });

  it('is the lower half where the kernel prints 64 bits', () => {
    expect(faultLog.faultWord(0x1_9600_0046).text).toBe('0x96000046');
  });
});

describe("arm64's lines of the log", () => {
  it.each([
    [
      'Unable to handle kernel NULL pointer dereference at virtual address 0000000000000018',
      'null-fault',
      '0000000000000018',
    ],
    [
      'Unable to handle kernel paging request at virtual address ffff800080000000',
      'page-fault',
      'ffff800080000000',
    ],
    ['Internal error: Oops: 0000000096000046 [#1] SMP', 'oops', 'Oops'],
    ['  ESR = 0x0000000096000046', 'fault-code', '0000000096000046'],
    ['SError Interrupt on CPU3, code 0x00000000be000011 -- SError', 'serror', '3'],
    ['Insufficient stack space to handle exception!', 'stack-guard', undefined],
    ['pc : null_pointer_init+0x38/0xff8 [null_pointer]', 'place', 'null_pointer_init+0x38/0xff8'],
  ])('%s', (line, id, kept) => {
    const found = faultLog.patterns.find(({ pattern }) => pattern.test(line));
    expect([found?.id, found?.pattern.exec(line)?.[1]]).toEqual([id, kept]);
  });

  it('the place with its module', () => {
    expect(faultLog.place.exec('pc : null_pointer_init+0x38/0xff8 [null_pointer]')?.slice(1)).toEqual([
      'null_pointer_init',
      '38',
      'null_pointer',
    ]);
  });
});
