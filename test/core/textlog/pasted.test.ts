import { describe, expect, it } from 'vitest';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { cleaned } from '../../../src/core/textlog/lines.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';

const read = (text: string) => readTextLog(new TextEncoder().encode(text), reportsIn)!.records;
const texts = (text: string): string[] => read(text).map((record) => record.text);

describe('a log that went through mails, pages and terminals of all countries', () => {
  it('has ordinary spaces where a page or a mail put its own', () => {
    expect(read('[\u00a0 \u00a012.345678] BUG:\u202fbad\n[\u00a0\u00a0\u200b 12.345679] RIP: x\n')).toEqual([
      { sequence: 0, line: 1, time: 12.345678, text: 'BUG: bad', own: true },
      { sequence: 1, line: 2, time: 12.345679, text: 'RIP: x', own: true },
    ]);
  });

  it.each([
    'июл 27 14:08:03 plum kernel: ',
    '11월 26 12:00:01 plum kernel: ',
    '11月 26 12:00:01 plum kernel: ',
    'févr. 03 12:00:01 plum kernel: ',
    'Mär  3 12:00:01 plum kernel: ',
  ])('has the months of other languages: %s', (prefix) => {
    const [first, second] = read(`${prefix}BUG: bad\n${prefix} foo_run+0x1/0x2\n`);
    expect(first).toMatchObject({
      text: 'BUG: bad',
      own: true,
      wall: prefix.slice(0, prefix.indexOf(' plum')),
    });
    expect(second).toMatchObject({ text: ' foo_run+0x1/0x2', own: true });
  });

  it('may have no host between the clock and the kernel', () => {
    const text = 'Feb 13 17:55:06 kernel: BUG: bad\nFeb 13 17:55:06 kernel: RIP: 0010:foo_run+0x1/0x2\n';
    expect(read(text)).toMatchObject([
      { text: 'BUG: bad', own: true },
      { text: 'RIP: 0010:foo_run+0x1/0x2', own: true },
    ]);
  });

  it('may have colons around its host', () => {
    expect(
      read('Jan 11 22:31:37 :plum: kernel: BUG: bad\nJan 11 22:31:37 :plum: kernel: RIP: x\n'),
    ).toMatchObject([
      { text: 'BUG: bad', own: true },
      { text: 'RIP: x', own: true },
    ]);
  });

  it('may be a mail of format=flowed without any stamp', () => {
    const said = texts(`BUG: KASAN: use-after-free in __mutex_lock_common  
kernel/locking/mutex.c:912 [inline]
BUG: KASAN: use-after-free in __mutex_lock+0xf23/0x1360  
kernel/locking/mutex.c:1077
Read of size 8 at addr ffff8881d4a716d8 by task syz-executor812/2337

PGD 0 P4D 0 
Oops: 0000 [#1] SMP
`);
    expect(said).toEqual([
      'BUG: KASAN: use-after-free in __mutex_lock_common kernel/locking/mutex.c:912 [inline]',
      'BUG: KASAN: use-after-free in __mutex_lock+0xf23/0x1360 kernel/locking/mutex.c:1077',
      'Read of size 8 at addr ffff8881d4a716d8 by task syz-executor812/2337',
      '',
      'PGD 0 P4D 0 ',
      'Oops: 0000 [#1] SMP',
    ]);
  });

  it.each([
    ['2024-04-01T19:18:28.000000+00:00 plum kernel - - - ', 'RFC 5424 without its priority'],
    ['319 Nov 12 10:40:51 plum kernel: ', 'numbers before clocks'],
  ])('may have %s(%s)', (prefix) => {
    const lines = Array.from({ length: 6 }, (_, i) => `${prefix}BUG: bad ${i}`);
    expect(read(lines.join('\n'))).toMatchObject(lines.map((_, i) => ({ text: `BUG: bad ${i}`, own: true })));
  });

  it('may be indented as a whole: what the kernel itself indents stays so', () => {
    const log = [
      'BUG: bad',
      'CPU: 1 PID: 7 Comm: plum Not tainted',
      'Call Trace:',
      ' foo_run+0x1/0x2',
      '  #0: lock',
    ];
    const indented = log.map((line) => `      ${line}`);
    expect(texts(['What I saw:', '', ...indented, '', 'Any idea?'].join('\n'))).toEqual([
      'What I saw:',
      '',
      ...log,
      '',
      'Any idea?',
    ]);
    expect(texts(log.join('\n'))).toEqual(log);
  });
});

describe('a mail that was wrapped and says so by a space at the end of the line', () => {
  it('is put together again, whatever else stands in it without a stamp', () => {
    const lines = [
      'What dmesg says here is the following, and much more of the same kind every day:',
      '',
      '[  104.245585] CPU: 7 PID: 3588 Comm: plum Kdump: loaded Not ',
      'tainted 6.9.0-rc4 #1',
      '[  104.245588] Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS ',
      '1.16.2-1.fc38 04/01/2014',
      '[  104.245603] RAX: 0000000000000000 RBX: 0000000001000000 RCX: ',
      '000000000000000c',
      '[  104.245618] Call Trace:',
      '[  104.245620]  foo_run+0x1/0x2',
      '',
      'Regards',
      'A. Plum',
    ];
    const found = texts(lines.join('\n'));
    expect(found).toContain('CPU: 7 PID: 3588 Comm: plum Kdump: loaded Not tainted 6.9.0-rc4 #1');
    expect(found).toContain('RAX: 0000000000000000 RBX: 0000000001000000 RCX: 000000000000000c');
    expect(found.slice(-2)).toEqual(['Regards', 'A. Plum']);
  });
});

it('mends a multiplication sign and foreign spaces in one line', () => {
  expect(cleaned('RIP: 0010:frob+0\u00d783/0\u00d7100\u00a0[driver]')).toBe(
    'RIP: 0010:frob+0x83/0x100 [driver]',
  );
});
