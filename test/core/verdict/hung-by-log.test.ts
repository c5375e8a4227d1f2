import { describe, expect, it } from 'vitest';
import { bucketOf, placeOf } from '../../../src/core/verdict/where.ts';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { caseOf } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

/**
 * A hung task whose stack, or whose own structure, is not in the dump (makedumpfile 1.7.8 leaves out pages in use of 7.x): the
 * kernel printed its trace when it told of it (sched_show_task(), kernel/hung_task.c).
 */

const trace = (comm: string, pid: number, ...names: string[]): string[] => [
  `INFO: task ${comm}:${pid} blocked in I/O wait for more than 6 seconds.`,
  '      Tainted: G           OE       7.2.13+deb14-cloud-amd64 #1',
  '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.',
  `task:${comm}          state:D stack:0     pid:${pid}   tgid:${pid}   ppid:2      flags:0x00004000`,
  'Call Trace:',
  ' <TASK>',
  ...['__schedule+0x34d/0x9e0', 'schedule+0x5a/0xd0', ...names].map((name) => ` ${name}`),
  ' </TASK>',
];

function judged(log: readonly string[]) {
  const c = caseOf({
    cpu: 0,
    task: { comm: 'khungtaskd', pid: 30 },
    log: [...log, 'Kernel panic - not syncing: hung_task: blocked tasks'],
    interval: 1_000_000n,
    frames: ['machine_kexec', '__crash_kexec', 'vpanic', 'panic', 'watchdog', 'kthread'],
  });
  const { found } = firstAnswer(c);
  return {
    ...found,
    ...inEnglish(found),
    where: placeOf(c, found),
    bucket: bucketOf(c, found),
    blamed: culpritOf(c, found).culprit,
  };
}

describe('a hung task whose stack is not in the dump', () => {
  const one = trace(
    'lab_page',
    176,
    'io_schedule+0x42/0x70',
    'folio_wait_bit_common+0x13d/0x330',
    'lab_lock_page+0x58/0x80 [lab_more]',
    'kthread+0xd2/0x100',
  );

  it('is where its trace in the log says, and the module there is to blame', () => {
    const found = judged(one);
    expect(found.kind).toBe('hung-task');
    expect(found.where).toMatchObject({ symbol: 'lab_lock_page', offset: 0x58, module: 'lab_more' });
    expect(found.sentence).toContain('waits at lab_lock_page+0x58 [lab_more]');
    expect(found.blamed).toMatchObject({ what: 'module', name: 'lab_more' });
    expect(found.blamed?.confidence).not.toBe('proven');
    expect(found.shown?.trace?.map(({ text }) => text).join(' ')).toContain('lab_lock_page');
    expect(found.bucket).toBe('hung-task:lab_lock_page[lab_more]');
  });

  it('is that of the task itself, not of the next one that the kernel told of', () => {
    const found = judged([...one, ...trace('other', 9, 'other_wait+0x1/0x2 [other]')]);
    expect(found.where?.symbol).toBe('lab_lock_page');
    expect(found.blamed?.name).toBe('lab_more');
  });

  it('has no place, as before, where the kernel printed no trace', () => {
    const found = judged(one.slice(0, 3));
    expect(found.where).toBeUndefined();
    expect(found.sentence).not.toContain('waits at');
  });
});
