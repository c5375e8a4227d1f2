import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/core/errors.ts';
import { hasDump, textOf } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

describe.skipIf(!hasDump(DUMP))('p', () => {
  const value = (expression: string): string =>
    textOf(DUMP, `p ${expression}`)
      .replace(/^.*\$1 = /s, '')
      .trimEnd();
  it('calculates as C does', () => {
    expect(value('1 + 2 * 3')).toBe('7');
    expect(value('(1 + 2) * 3')).toBe('9');
    expect(value('7 / 2 - 1 << 4')).toBe('32');
    expect(value('1 == 1 && 2 > 3')).toBe('0');
    expect(value('~0')).toBe('-1');
    expect(value('sizeof(struct list_head) * 2')).toBe('32');
    expect(value("'a'")).toBe('97');
    expect(value('(unsigned char)321')).toBe("65 'A'");
  });
  it('follows members, pointers and elements', () => {
    expect(value('init_task.comm[0]')).toBe("115 's'");
    expect(value('*&init_task.pid')).toBe('0');
    expect(value('modules.next == &modules')).toBe('0');
    expect(value('((struct list_head *)&modules)->next->prev')).toMatch(
      /^\(struct list_head \*\) 0x[0-9a-f]+ <modules>$/,
    );
    expect(value('(long)(&init_task + 1) - (long)&init_task == sizeof(struct task_struct)')).toBe('1');
    expect(value('MODULE_STATE_GOING')).toBe('MODULE_STATE_GOING');
  });
  it.each([
    '1 +',
    ')',
    '1 / 0',
    'no_such',
    'init_task.no_such',
    '*5',
    '&5',
    '(struct no_such *)0',
    '('.repeat(500),
    '-'.repeat(500) + '1',
    '"x"',
    '$1',
  ])('says what is wrong with %s', (expression) => {
    expect(() => textOf(DUMP, `p ${expression}`)).toThrow(RequestError);
  });
});

// Zero-based sections of x86-64 until 6.15, addresses of their own since then and on arm64.
describe.each(['6.1-null_pointer', '6.12-arm64-null_pointer', '7-cloud-uaf'])('p on %s', (dump) => {
  it.skipIf(!hasDump(dump))('reads each CPU’s copy of a per-CPU variable', () => {
    for (const cpu of [0, 1])
      expect(textOf(dump, `p runqueues:${cpu}`)).toMatch(
        new RegExp(String.raw`^per_cpu\(runqueues, ${cpu}\) = [^]*^  cpu = ${cpu},$`, 'm'),
      );
    expect(textOf(dump, 'p runqueues')).toMatch(
      /^PER-CPU DATA TYPE:\n {2}struct rq runqueues;\nPER-CPU ADDRESSES:/,
    );
  });
});
