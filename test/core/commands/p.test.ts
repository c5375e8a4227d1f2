import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/core/errors.ts';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

describe.skipIf(!hasDump(DUMP))('p', () => {
  const value = (expression: string): string =>
    textOf(DUMP, `p ${expression}`)
      .replace(/^.*\$\d+ = /s, '')
      .trimEnd();
  it('calculates as C does', () => {
    expect(value('1 + 2 * 3')).toBe('7');
    expect(value('(1 + 2) * 3')).toBe('9');
    expect(value('7 / 2 - 1 << 4')).toBe('32');
    expect(value('1 == 1 && 2 > 3')).toBe('0');
    expect(value('~0')).toBe('-1');
    expect(value('sizeof(struct list_head) * 2')).toBe('32');
    expect(value("'a'")).toBe("97 'a'");
    expect(value('1 > 2 ? 3 : 2 > 1 ? 4 : 5')).toBe('4');
    expect(value('(unsigned char)321')).toBe("65 'A'");
  });
  it('shows numbers in every format of gdb', () => {
    const inFormat = (format: string): string => value(`/${format} 65`);
    expect(['x', 'd', 'u', 'o', 't', 'c', 'a', 'z', 's'].map(inFormat)).toEqual([
      '0x41',
      '65',
      '65',
      '0101',
      '1000001',
      "65 'A'",
      '0x41',
      '0x00000041',
      '65',
    ]);
    expect(value('/d (unsigned char)255')).toBe('-1');
    expect(value('/x init_task.comm')).toBe(
      '{0x73, 0x77, 0x61, 0x70, 0x70, 0x65, 0x72, 0x2f, 0x30, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0}',
    );
    expect(value('/a &init_task')).toMatch(/^0x[0-9a-f]{16} <init_task>$/);
    expect(() => value('/q 1')).toThrow(/no format/);
  });
  it('takes what lies in a row for an array', () => {
    expect(value('*linux_banner@5')).toBe('"Linux"');
    expect(value('init_task.comm[0]@4')).toBe('"swap"');
    expect(value('sizeof(init_task.comm@2)')).toBe('32');
    for (const wrong of ['5@2', 'jiffies@0', 'jiffies@99999999']) expect(() => value(wrong)).toThrow();
  });
  it('remembers what it answered', () => {
    const session = openDump(DUMP);
    const said = (line: string): string => [...session.run(line)].map((line) => line.text).join();
    const last = session.context.values.length;
    expect(said('p 5')).toBe(`$${last + 1} = 5`);
    expect(said('p &init_task')).toContain(`$${last + 2} = (struct task_struct *) 0x`);
    expect(said('p $->pid')).toBe(`$${last + 3} = 0`);
    expect(said(`p $${last + 1} + 1`)).toBe(`$${last + 4} = 6`);
    expect(said('p $$ + 1')).toBe(`$${last + 5} = 1`);
    expect(() => said('p $99999')).toThrow(/history/);
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
    '$99999',
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
