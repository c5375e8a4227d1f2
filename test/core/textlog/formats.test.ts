import { describe, expect, it } from 'vitest';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import type { TextRecord } from '../../../src/core/textlog/record.ts';

const read = (text: string) => readTextLog(new TextEncoder().encode(text), reportsIn)!;
/** The records of `text` without their numbers and lines. */
const records = (text: string) =>
  read(text).records.map(({ sequence, line, ...rest }) => (void sequence, void line, rest));
const kernel = (text: string, more: Partial<TextRecord> = {}) => ({ text, own: true, ...more });

/** The same two lines of a kernel as each way of writing gives them: its name, the text, what it tells. */
const WAYS: readonly [string, string, object[]][] = [
  [
    'dmesg',
    '[    1.000000] usb 1-1: new\n[   12.345678] BUG: bad\n',
    [kernel('usb 1-1: new', { time: 1 }), kernel('BUG: bad', { time: 12.345678 })],
  ],
  [
    'dmesg',
    '<6>[    1.000000] usb 1-1: new\n<12>[   12.345678] BUG: forged\n',
    [
      kernel('usb 1-1: new', { time: 1, level: 6, facility: 0 }),
      kernel('BUG: forged', { time: 12.345678, level: 4, facility: 1, own: false }),
    ],
  ],
  [
    'level',
    '<4>Pid: 1, comm: init\n<0>Kernel panic\n',
    [
      kernel('Pid: 1, comm: init', { level: 4, facility: 0 }),
      kernel('Kernel panic', { level: 0, facility: 0 }),
    ],
  ],
  [
    'dmesg -T',
    '[Thu Nov 26 12:00:01 2026] usb 1-1: new\n[Thu Nov  6 12:00:01 2026] BUG: bad\n',
    [
      kernel('usb 1-1: new', { wall: 'Thu Nov 26 12:00:01 2026' }),
      kernel('BUG: bad', { wall: 'Thu Nov  6 12:00:01 2026' }),
    ],
  ],
  [
    'dmesg -x, dmesg',
    'kern  :notice: [    1.000000] usb 1-1: new\nuser  :warn  : [   12.345678] BUG: forged\n',
    [
      kernel('usb 1-1: new', { time: 1, level: 5, facility: 0 }),
      kernel('BUG: forged', { time: 12.345678, level: 4, facility: 1, own: false }),
    ],
  ],
  [
    'dmesg -e',
    '[Nov26 12:00] usb 1-1: new\n[  +0.000123] BUG: bad\n[ +12.000123] end\n',
    [kernel('usb 1-1: new', { wall: 'Nov26 12:00' }), kernel('BUG: bad'), kernel('end')],
  ],
  [
    'dmesg',
    '[    1.000000 <    0.000000>] usb 1-1: new\n[   12.345678 <   11.345678>] BUG: bad\n',
    [kernel('usb 1-1: new', { time: 1 }), kernel('BUG: bad', { time: 12.345678 })],
  ],
  [
    'dmesg --json',
    `{
   "dmesg": [
      {
         "pri": 6,
         "time":     1.000000,
         "msg": "usb \\"1-1\\": {new}"
      },{
         "pri": 12,
         "time":    12.345678,
         "caller": "T277",
         "msg": "BUG: bad"
      }
   ]
}
`,
    [
      kernel('usb "1-1": {new}', { time: 1, level: 6, facility: 0 }),
      kernel('BUG: bad', { time: 12.345678, level: 4, facility: 1, caller: 'T277', own: false }),
    ],
  ],
  [
    'dmesg --json',
    '{"dmesg":[{"fac":"kern","pri":"err","time":12.345678,"msg":"BUG: bad"},{"fac":"user","pri":"info","msg":"x"}]}',
    [
      kernel('BUG: bad', { time: 12.345678, level: 3, facility: 0 }),
      kernel('x', { level: 6, facility: 1, own: false }),
    ],
  ],
  [
    '/dev/kmsg',
    '6,416,1000000,-;usb 1-1: new\n SUBSYSTEM=usb\n DEVICE=c189:1\n4,417,12345678,-,caller=T277;BUG:\\x09bad\n',
    [
      kernel('usb 1-1: new', { time: 1, level: 6, facility: 0 }),
      kernel('BUG:\tbad', { time: 12.345678, level: 4, facility: 0, caller: 'T277' }),
    ],
  ],
  [
    '/dev/kmsg',
    '6.19.3,4,416,1758426,-,ncfrag=16/31; the 2nd chunk.\n6.19.3,4,416,1758426,-,ncfrag=0/31;the first chunk,\n6.19.3,6,415,1000000,-;usb\n',
    [
      kernel('usb', { time: 1, level: 6, facility: 0 }),
      kernel('the first chunk, the 2nd chunk.', { time: 1.758426, level: 4, facility: 0 }),
    ],
  ],
  [
    'syslog, dmesg',
    'Nov 26 12:00:01 host kernel: [    1.000000] usb 1-1: new\nNov  6 12:00:01 host su[12]: BUG: forged\n',
    [
      kernel('usb 1-1: new', { time: 1, wall: 'Nov 26 12:00:01' }),
      kernel('BUG: forged', { wall: 'Nov  6 12:00:01', own: false }),
    ],
  ],
  [
    'syslog',
    '2026-11-26T12:00:01.123456+00:00 host kernel: usb 1-1: new\n2026-11-26T12:00:01Z host systemd[1]: Started x.\n',
    [
      kernel('usb 1-1: new', { wall: '2026-11-26T12:00:01.123456+00:00' }),
      kernel('Started x.', { wall: '2026-11-26T12:00:01Z', own: false }),
    ],
  ],
  [
    'syslog, dmesg',
    '<4>1 2026-11-26T12:00:01Z host kernel - - - [   12.345678] BUG: bad\n',
    [kernel('BUG: bad', { time: 12.345678, level: 4, facility: 0, wall: '2026-11-26T12:00:01Z' })],
  ],
  [
    'syslog, dmesg',
    'Thu Nov 26 12:00:01 2026 kern.warn kernel: [   12.345678] BUG: bad\n',
    [kernel('BUG: bad', { time: 12.345678, level: 4, facility: 0, wall: 'Thu Nov 26 12:00:01 2026' })],
  ],
  [
    'syslog, dmesg',
    'Nov 26 12:00:01 10.0.0.5 [   12.345678] BUG: bad\n',
    [kernel('BUG: bad', { time: 12.345678, wall: 'Nov 26 12:00:01' })],
  ],
  [
    'dmesg, journal, monotonic',
    '[    1.000000] host kernel: usb 1-1: new\n[   12.345678] host login[9]: BUG: forged\n[   13.000000] host kernel: end\n',
    [
      kernel('usb 1-1: new', { time: 1 }),
      kernel('BUG: forged', { time: 12.345678, own: false }),
      kernel('end', { time: 13 }),
    ],
  ],
  [
    'journal, export',
    `__CURSOR=s=1
__REALTIME_TIMESTAMP=1795694401000000
__MONOTONIC_TIMESTAMP=2000000
PRIORITY=4
SYSLOG_FACILITY=0
_TRANSPORT=kernel
_SOURCE_MONOTONIC_TIMESTAMP=12345678
MESSAGE=BUG: bad

__CURSOR=s=2
PRIORITY=6
_TRANSPORT=stdout
_COMM=app
_PID=7
MESSAGE
\x0b\0\0\0\0\0\0\0BUG: forged

`,
    [
      kernel('BUG: bad', { time: 12.345678, level: 4, facility: 0, wall: '2026-11-26T12:00:01.000Z' }),
      kernel('BUG: forged', { level: 6, own: false }),
    ],
  ],
  [
    'journal, json',
    '{"MESSAGE":"BUG: bad","_TRANSPORT":"kernel","PRIORITY":"4","_SOURCE_MONOTONIC_TIMESTAMP":"12345678"}\n{"MESSAGE":[66,85,71],"_TRANSPORT":"syslog","SYSLOG_IDENTIFIER":"x"}\n',
    [kernel('BUG: bad', { time: 12.345678, level: 4 }), kernel('BUG', { own: false })],
  ],
  [
    'dmesg, caller',
    '[    1.000000][    C0] usb 1-1: new\n[   12.345678][  T277] BUG: bad\n',
    [
      kernel('usb 1-1: new', { time: 1, caller: 'C0' }),
      kernel('BUG: bad', { time: 12.345678, caller: 'T277' }),
    ],
  ],
  [
    'quoted, dmesg',
    'On Thursday somebody wrote:\n> > [    1.000000] usb 1-1: new\n> > [   12.345678] BUG: bad\n>\n> Any idea?\n',
    [
      kernel('On Thursday somebody wrote:'),
      kernel('usb 1-1: new', { time: 1 }),
      kernel('BUG: bad', { time: 12.345678 }),
      kernel(''),
      kernel('Any idea?'),
    ],
  ],
  [
    'numbered, dmesg',
    '1201-[    1.000000] usb 1-1: new\n1202:[   12.345678] BUG: bad\n1203-Call Trace:\n',
    [kernel('usb 1-1: new', { time: 1 }), kernel('BUG: bad', { time: 12.345678 }), kernel('Call Trace:')],
  ],
  [
    'numbered, syslog, dmesg',
    'messages:12:Nov 26 12:00:01 host kernel: [   12.345678] BUG: bad\nmessages-13-Nov 26 12:00:01 host kernel: [   12.345679] end\n',
    [
      kernel('BUG: bad', { time: 12.345678, wall: 'Nov 26 12:00:01' }),
      kernel('end', { time: 12.345679, wall: 'Nov 26 12:00:01' }),
    ],
  ],
  [
    'clock, dmesg',
    '[12:00:01.123] [    1.000000] usb 1-1: new\n[12:00:01.456] [   12.345678] BUG: bad\n',
    [
      kernel('usb 1-1: new', { time: 1, wall: '12:00:01.123' }),
      kernel('BUG: bad', { time: 12.345678, wall: '12:00:01.456' }),
    ],
  ],
  [
    'dmesg, Android',
    '<6>[    1.000000]  [0:      swapper/0:    1] usb 1-1: new\n<0>[   12.345678] I[3:    kworker/3:1:  276] BUG: bad\n',
    [
      kernel('usb 1-1: new', { time: 1, level: 6, facility: 0, caller: 'T1' }),
      kernel('BUG: bad', { time: 12.345678, level: 0, facility: 0, caller: 'T276' }),
    ],
  ],
  [
    'dmesg, Android',
    '[    1.000000] (0)[1:swapper/0]usb 1-1: new\n[   12.345678] -(3)[276:kworker/3:1]BUG: bad\n',
    [
      kernel('usb 1-1: new', { time: 1, caller: 'T1' }),
      kernel('BUG: bad', { time: 12.345678, caller: 'T276' }),
    ],
  ],
  [
    'plain',
    'BUG: unable to handle kernel NULL pointer dereference at           (null)\nRIP: 0010:x+0x1/0x2\n',
    [
      kernel('BUG: unable to handle kernel NULL pointer dereference at           (null)'),
      kernel('RIP: 0010:x+0x1/0x2'),
    ],
  ],
];

describe('each way of writing a log', () => {
  it.each(WAYS)('%s: %#', (name, text, expected) => {
    expect(records(text)).toEqual(expected);
    expect(read(text).format).toBe(name);
  });

  it('nests', () => {
    const text = 'a.log:7:> Nov 26 12:00:01 host kernel: <4>[   12.345678][  T277] BUG: bad\n'.repeat(3);
    expect(records(text)[1]).toEqual(
      kernel('BUG: bad', { time: 12.345678, level: 4, facility: 0, caller: 'T277', wall: 'Nov 26 12:00:01' }),
    );
  });

  it('leaves what only looks like a prefix', () => {
    const dump =
      'Memory state around the buggy address:\n>ffff8881f12fa580: fa fb fb fb\n ffff8881f12fa600: fc fc\n';
    expect(records(dump).map(({ text }) => text)).toEqual(dump.trimEnd().split('\n'));
  });
});

describe('stamps that people and vendors changed', () => {
  const BUG = 'BUG: scheduling while atomic: pear/81/0x00000002';
  it.each([
    ['a space before the bracket', '[   35.961814 ] '],
    ['a CPU after the clock', '[ 2745.362941,17] '],
    ['seconds with their unit', '[   66.575408s] '],
    ['cut at its left', '4562.099306] '],
    ['indented', '    [   35.961814] '],
    ['emptied', '[] '],
    ['emptied of its digits', '[      ] '],
    ['three dots', '[...] '],
    ['a caller alone', '[ T1205] '],
    ['the tag of the kernel alone', 'kernel: '],
    ['the tag as wall(1) writes it', 'kernel:'],
    ['an indented syslog', '  Sep 07 11:55:32 pear kernel: '],
    ['a module of MediaTek', '[  35.961814][name:core&]'],
    ['a bar of a mail, indented', '  | '],
    ['a tab', '\t'],
  ])('%s', (_, prefix) => {
    const { records } = read(`${prefix}${BUG}\n${prefix}CPU: 0 PID: 81 Comm: pear\n`);
    expect(records.map(({ text }) => text.trimStart())).toEqual([BUG, 'CPU: 0 PID: 81 Comm: pear']);
    expect(records.every(({ own }) => own)).toBe(true);
  });

  it('leave frames their indent, and KASAN its marks', () => {
    const { records } = read(
      `[    9.000001] Call Trace:\n[    9.000002]  pear_get+0x1/0x2\n>ffff888100aa0000: fa fb\n`,
    );
    expect(records.map(({ text }) => text)).toEqual([
      'Call Trace:',
      ' pear_get+0x1/0x2',
      '>ffff888100aa0000: fa fb',
    ]);
  });
});
