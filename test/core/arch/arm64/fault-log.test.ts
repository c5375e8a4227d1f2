import { describe, expect, it } from 'vitest';
import { faultLog } from '../../../../src/core/arch/arm64/fault-log.ts';
import { render } from '../../../../src/core/catalogue/message.ts';

describe('the syndrome of an abort (ESR_EL1)', () => {
  it.each([
    [0x96000046, 'page not present · write · kernel mode', 'write', false],
    [0x96000006, 'page not present · read · kernel mode', 'read', false],
    [0x9600004f, 'page present, access not permitted · write · kernel mode', 'write', true],
    [0x8600000f, 'page present, access not permitted · instruction fetch · kernel mode', 'execute', true],
    [0x92000004, 'page not present · read · user mode', 'read', false],
  ])('%d', (code, words, access, present) => {
    const word = faultLog.faultWord(code);
    expect(word.words.map((each) => render(each, 'en')).join(' · ')).toBe(words);
    expect(word).toMatchObject({ access, present });
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
