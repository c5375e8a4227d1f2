import { expect, it } from 'vitest';
import { render } from '../../../../src/core/catalogue/message.ts';
import { reportsIn, splitLog } from '../../../../src/core/reports/split.ts';
import { readTextLog } from '../../../../src/core/textlog/read.ts';
import { judgeText } from '../../../../src/core/verdict/text/judge.ts';

const hung = (
  at: number,
  comm: string,
  pid: number,
  blocker: string,
): string => `[  ${at}.000001] INFO: task ${comm}:${pid} blocked for more than 120 seconds.
[  ${at}.000002]       Not tainted 6.17.0 #1
[  ${at}.000003] task:${comm}            state:D stack:0     pid:${pid}
[  ${at}.000004] Call Trace:
[  ${at}.000005]  __schedule+0x100/0x200
[  ${at}.000006]  schedule+0x10/0x20
[  ${at}.000007]  __mutex_lock.constprop.0+0x10/0x20
[  ${at}.000008]  ${comm}_write+0x10/0x20
[  ${at}.000009] INFO: task ${comm}:${pid} is blocked on a ${blocker}.`;

it('a hung task is told who holds its lock, and that they wait in a circle', () => {
  const said = (text: string): string[] =>
    judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records))
      .findings.filter(({ rule }) => rule === 'owner' || rule === 'circle')
      .map((each) => render(each.text, 'en'));
  const plum = hung(240, 'plum', 77, 'mutex likely owned by task pear:80');
  expect(said(plum)).toEqual([
    'The kernel says that the mutex for which PID 77 waits is held by pear (PID 80).',
  ]);
  expect(said(`${plum}\n${hung(240, 'pear', 80, 'semaphore likely last held by task plum:77')}`)).toEqual([
    'The kernel says that the mutex for which PID 77 waits is held by pear (PID 80).',
    'The kernel says that the semaphore for which PID 80 waits was last held by plum (PID 77).',
    'They wait for each other in a circle: a deadlock.',
  ]);
});
