import { describe, expect, it } from 'vitest';
import { render, type Language } from '../../../src/core/catalogue/message.ts';
import { reportsIn, splitLog } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { orderFindings } from '../../../src/core/verdict/order.ts';
import { judgeText } from '../../../src/core/verdict/text/judge.ts';

const findings = (text: string, rule: string, language: Language = 'en'): string[] =>
  judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records))
    .findings.filter((each) => each.rule === rule)
    .map((each) => render(each.text, language));

const oops = (
  at: number,
  taints: string,
  name: string,
): string => `[  ${at}.000001] BUG: kernel NULL pointer dereference, address: 0000000000000010
[  ${at}.000002] #PF: supervisor read access in kernel mode
[  ${at}.000003] #PF: error_code(0x0000) - not-present page
[  ${at}.000004] Oops: 0000 [#1] SMP
[  ${at}.000005] CPU: 0 PID: 9 Comm: plum ${taints} 6.1.0-9 #1
[  ${at}.000006] RIP: 0010:${name}+0x1/0x2
[  ${at}.000007] Call Trace:
[  ${at}.000008]  ${name}_all+0x1/0x2
[  ${at}.000009] ---[ end trace 0000000000000000 ]---`;
const PANIC = '[  233.500000] Kernel panic - not syncing: Fatal exception';

describe('the order of troubles', () => {
  it('says how long the kernel lived on after an oops, and what ended it', () => {
    const text = `${oops(100, 'Not tainted', 'plum_read')}\n${oops(233, 'Tainted: G      D', 'pear_read')}\n${PANIC}`;
    expect(findings(text, 'lived-on')).toEqual([
      'The kernel ran on for 133 s until another problem ended it (access through a NULL pointer: "BUG: kernel NULL pointer dereference, address: 0000000000000010").',
    ]);
    const alone = `${oops(233, 'Not tainted', 'plum_read')}\n${PANIC}`;
    expect(findings(alone, 'lived-on')).toEqual([]);
    expect(findings(alone, 'damaged')).toEqual([]);
  });

  it('of a dump is told of the report that ended it', () => {
    const log = splitLog(
      readTextLog(
        new TextEncoder().encode(
          `${oops(100, 'Not tainted', 'plum_read')}\n${oops(233, 'Tainted: G      D', 'pear_read')}\n${PANIC}`,
        ),
        reportsIn,
      )!.records,
    );
    const said = orderFindings(log, log.reports[1], 'D').map((each) => render(each.text, 'en'));
    expect(said).toEqual([
      'The kernel had survived an earlier problem (access through a NULL pointer: "BUG: kernel NULL pointer dereference, address: 0000000000000010") and ran on for 133 s.',
      'The kernel has marked itself as damaged (taint D) since the oops at 100.000001: "BUG: kernel NULL pointer dereference, address: 0000000000000010"; what follows may be a consequence.',
    ]);
  });

  it('says that a report printed taints of what is not in the log', () => {
    expect(
      findings(`${oops(50, 'Tainted: G      D W', 'plum_read')}\n[   51.500000] end`, 'damaged'),
    ).toEqual([
      'The kernel was already damaged (taint D): an earlier oops is not in this log, and what is here may be a consequence of it.',
      'A WARNING came before (taint W) that is not in this log.',
    ]);
  });

  it('knows what sets taint W besides a WARNING: sleeping where that is not allowed', () => {
    const slept =
      '[   40.000001] BUG: scheduling while atomic: plum/9/0x00000002\n[   40.000002] CPU: 0 PID: 9 Comm: plum Not tainted 6.1.0-9 #1\n[   40.000003] Call Trace:\n[   40.000004]  __schedule_bug+0x1/0x2\n[   40.000005]  plum_wait+0x1/0x2';
    const said = findings(`${slept}\n${oops(50, 'Tainted: G        W', 'plum_read')}\n${PANIC}`, 'damaged');
    expect(said.join()).not.toContain('not in this log');
  });

  it('says that the kernel went on where the log does', () => {
    const text = `${oops(100, 'Not tainted', 'plum_read')}\n[  190.500000] usb 1-1: new device`;
    expect(findings(text, 'went-on')).toEqual([
      'The kernel went on: the log has lines up to 90.5 s after this report.',
    ]);
    expect(findings(text, 'went-on', 'ko')[0]).toContain('90.5초까지');
    expect(findings(`${text}\n${PANIC}`, 'went-on')).toEqual([]);
  });
});
