import { describe, expect, it } from 'vitest';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

const verdict = (lines: readonly string[]) =>
  judgeText(splitLog(readTextLog(new TextEncoder().encode(lines.join('\n')), reportsIn)!.records));
const rules = (lines: readonly string[]): string[] => verdict(lines).findings.map(({ rule }) => rule);

const banner = '[    0.000000] Linux version 6.8.1 (plum@host) #1 SMP';
const quiet = Array.from({ length: 30 }, (_, i) => `[    ${1 + i / 100}] usb 1-${i}: new device`);
const root = (time: string): string[] => [
  `[    ${time}] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(1,0)`,
  `[    ${time}] CPU: 1 PID: 1 Comm: swapper/0 Not tainted 6.8.1 #1`,
];
const warned = (time: string): string[] => [
  `[${time}] WARNING: CPU: 3 PID: 9 at fs/plum.c:84 plum_destroy+0xec/0xf0 [plum]`,
  `[${time}] CPU: 3 PID: 9 Comm: pear Not tainted 6.8.1 #1`,
];

describe('a log of several boots', () => {
  it('does not say that a kernel lived on into the next boot', () => {
    const log = [banner, ...quiet, ...root('7.113510'), banner, ...quiet, ...root('7.953336')];
    expect(verdict(log).kind).toBe('no-root');
    expect(rules(log)).not.toContain('lived-on');
    expect(rules(log)).not.toContain('first-trouble');
  });

  it('knows by its time that another boot begins where no banner says so', () => {
    const log = [...warned('58857.640075'), ...root('80.766408')];
    expect(verdict(log).kind).toBe('no-root');
    expect(rules(log)).not.toContain('lived-on');
  });

  it('still says what came before in the same boot', () => {
    const log = [banner, ...quiet, ...warned('    2.100000'), ...root('7.113510')];
    expect(rules(log)).toContain('first-trouble');
    const oops = [
      '[    3.000000] BUG: kernel NULL pointer dereference, address: 0000000000000008',
      '[    3.000001] CPU: 1 PID: 7 Comm: pear Not tainted 6.8.1 #1',
      '[    3.000002] RIP: 0010:plum_read+0x1/0x2',
      '[    3.000003] ---[ end trace 0000000000000000 ]---',
    ];
    expect(rules([banner, ...quiet, ...oops, ...root('7.113510')])).toContain('lived-on');
  });
});
