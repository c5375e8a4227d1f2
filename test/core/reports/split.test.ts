import { describe, expect, it } from 'vitest';
import { splitLog } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';

const split = (text: string): ReturnType<typeof splitLog> =>
  splitLog(readTextLog(new TextEncoder().encode(text))!.records);

describe('the reports of a log', () => {
  it('are cut apart, each with its own lines', () => {
    const { reports } = split(
      `[   10.000001] ------------[ cut here ]------------
[   10.000002] WARNING: CPU: 1 PID: 40 at fs/apple.c:12 apple_open+0x10/0x20
[   10.000003] CPU: 1 PID: 40 Comm: cat Not tainted 6.1.0 #1
[   10.000004] Call Trace:
[   10.000005]  apple_open+0x10/0x20
[   10.000006] ---[ end trace 0000000000000000 ]---
[   20.000001] BUG: kernel NULL pointer dereference, address: 0000000000000010
[   20.000002] Oops: 0000 [#1] SMP
[   20.000003] CPU: 0 PID: 41 Comm: dog Not tainted 6.1.0 #1
[   20.000004] RIP: 0010:pear_read+0x5/0x50 [pear]
[   20.000005] Kernel panic - not syncing: Fatal exception`,
    );
    expect(reports.map(({ main }) => main.heading.id)).toEqual(['warn', 'null-fault']);
    expect(reports[0].lines.at(-1)?.text).toMatch(/end trace/);
    expect(reports[1].lines[0].text).toMatch(/NULL pointer/);
    expect(reports[1].end?.heading.id).toBe('panic-fatal');
  });

  it('of different callers do not mix', () => {
    const { reports } = split(
      `[    5.000001][   T10] BUG: KASAN: use-after-free in apple_read+0x10/0x20
[    5.000002][   T11] WARNING: CPU: 0 PID: 11 at fs/pear.c:3 pear_write+0x1/0x20
[    5.000003][   T10] CPU: 1 PID: 10 Comm: ten Not tainted 6.1.0 #1
[    5.000004][   T11] CPU: 0 PID: 11 Comm: eleven Not tainted 6.1.0 #1`,
    );
    expect(reports.map(({ lines }) => lines.map(({ caller }) => caller))).toEqual([
      ['T10', 'T10'],
      ['T11', 'T11'],
    ]);
  });

  it('are none where user space speaks, or words only look like trouble', () => {
    expect(
      split(
        `[    1.000000] systemd[1]: BUG: this is mine\n[    2.000000] lockdep: WARNING: nothing\n[    3.000000] test: kernel BUG at home`,
      ).reports,
    ).toEqual([]);
  });
});
