import { describe, expect, it } from 'vitest';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { sanitizerReport } from '../../../src/core/verdict/sanitizer-report.ts';
import { bucketOf, placeOf } from '../../../src/core/verdict/where.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { caseOf } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

/** Reports of mm/kasan/report.c and mm/kfence/report.c, as 6.12 and others write them. */

const RULE = '='.repeat(66);
const TRACE = [
  'Call Trace:',
  ' <TASK>',
  ' dump_stack_lvl+0x4a/0x70',
  ' print_report+0x17a/0x500',
  ' kasan_report+0xc1/0xf0',
  ' lab_reap+0x85/0x90 [driver]',
  ' </TASK>',
  '',
];
const track = (how: string, ...frames: string[]): string[] => [
  `${how} by task 120:`,
  ' kasan_save_stack+0x2c/0x50',
  ' kasan_save_track+0x10/0x30',
  ...frames.map((each) => ` ${each}`),
  '',
];
/** One printk() has two lines. */
const object = (located: string): string[] => [
  'The buggy address belongs to the object at ffff888005c580b8\n which belongs to the cache lab_conn of size 64',
  `The buggy address is located ${located} [ffff888005c580b8, ffff888005c580f8)`,
  '',
  'The buggy address belongs to the physical page:',
  RULE,
];
const uaf = (heading = 'slab-use-after-free in lab_reap+0x85/0x90 [driver]'): string[] => [
  RULE,
  `BUG: KASAN: ${heading}`,
  'Read of size 8 at addr ffff888005c580c0 by task lab_reaper/121',
  '',
  ...TRACE,
  ...track(
    'Allocated',
    'kmem_cache_alloc_noprof+0x118/0x2d0',
    'lab_open+0x2/0x9 [driver]',
    'do_one_initcall+0x9f/0x200',
  ),
  ...track('Freed', 'kmem_cache_free+0x154/0x430', 'lab_close+0x2/0x9 [driver]'),
  ...object('8 bytes inside of\n freed 64-byte region'),
];

function judged(log: readonly string[], end: string, inner: readonly string[]) {
  const c = caseOf({
    cpu: 1,
    task: { comm: 'lab_reaper', pid: 121 },
    log: [...log, end],
    interval: 1000n,
    frames: ['machine_kexec', '__crash_kexec', 'panic', ...inner, 'lab_reap [driver]', 'kthread'],
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
const FAULT_PANIC = 'Kernel panic - not syncing: kasan.fault=panic set ...';
const said = (lines: readonly string[]): string[] => {
  const c = caseOf({ log: lines });
  const heading = c.log.last('kasan', 'kfence');
  if (!heading) throw new Error('no heading');
  return spoken(sanitizerReport(c, heading).findings, 'en').map(({ text }) => text);
};

describe('a report of KASAN that ended the kernel', () => {
  it('is read: the access, the object, and who had it', () => {
    const found = judged(uaf(), FAULT_PANIC, ['end_report', 'kasan_report']);
    expect(found).toMatchObject({ kind: 'sanitizer', access: 'read', address: 0xffff888005c580c0n });
    expect(found.title).toBe('Memory error found by KASAN: slab-use-after-free');
    expect(found.said).toContain('It read 8 bytes at 0xffff888005c580c0.');
    expect(found.said).toContain(
      '8 bytes into the freed object 0xffff888005c580b8 of slab cache lab_conn (64 bytes)',
    );
    expect(found.said).toContain('allocated by task 120, in lab_open [driver]');
    expect(found.said).toContain('freed by task 120, in lab_close [driver]');
    expect(found.where).toMatchObject({ symbol: 'lab_reap', module: 'driver' });
    expect(found.bucket).toContain('sanitizer/slab-use-after-free:lab_reap[driver]');
    // The stack is told from where it happened on: not by what reports.
    expect(found.blameFrom).toBe(5);
  });

  it('blames nothing of its own that is not called for it', () => {
    const log = [
      'BUG: KASAN: double-free in lab_drop+0x1/0x9 [driver]',
      'Free of addr ffff88807f55a900 by task insmod/121',
      '',
    ];
    const found = judged(log, FAULT_PANIC, [
      'end_report',
      'kasan_report_invalid_free',
      'check_slab_allocation',
      'kfree',
    ]);
    expect(found.blamed?.name).toBe('driver');
    expect(found.said).toContain('What was freed is 0xffff88807f55a900.');
    expect(found.access).toBeUndefined();
  });
});

describe('what the kernel itself met of freed memory', () => {
  it('is told of the module that freed it, as a guess; a module at work is to blame before', () => {
    const c = caseOf({
      cpu: 1,
      task: { comm: 'swapper/1', pid: 0 },
      log: [...uaf('slab-use-after-free in __run_timers+0x6ce/0x7a0'), FAULT_PANIC],
      interval: 1000n,
      frames: ['machine_kexec', 'panic', 'end_report', 'kasan_report', '__run_timers', 'handle_softirqs'],
    });
    const { found } = firstAnswer(c);
    expect(culpritOf(c, found).culprit).toMatchObject({
      what: 'module',
      name: 'driver',
      confidence: 'guess',
    });
    const other = judged(uaf(), FAULT_PANIC, ['end_report', 'kasan_report']);
    expect(other.blamed).toMatchObject({ name: 'driver', confidence: 'likely' });
  });
});

describe('what a report says of the object', () => {
  it('is where the address lies, in the words of every version', () => {
    const at = (located: string): string =>
      said([...uaf().slice(0, -5), ...object(located)]).find((each) => each.includes('lab_conn')) ?? '';
    expect(at('0 bytes to the right of\n 64-byte region')).toContain('lies right behind the object');
    expect(at('4 bytes to the right of\n allocated 60-byte region')).toContain(
      '4 bytes behind the 60 bytes asked for of the allocated object',
    );
    expect(at('1 bytes to the left of\n 64-byte region')).toContain('1 byte before the object');
    expect(at('4 bytes right of\n 64-byte region')).toContain('4 bytes behind');
  });

  it('is read in two records, too', () => {
    const split = uaf().flatMap((each) => each.split('\n'));
    expect(said(split).join('\n')).toContain('8 bytes into the freed object');
  });

  it('names nobody where code without a name had it', () => {
    const [, ...rest] = uaf();
    const nameless = rest.map((each) => (each.includes('lab_open') ? ' 0xffffffffc02950bf' : each));
    expect(said(nameless)).toContain('The object was allocated by task 120.');
  });

  it("is KFENCE's", () => {
    const lines = said([
      'BUG: KFENCE: out-of-bounds write in lab_fill+0x3/0x20 [driver]',
      '',
      'Out-of-bounds write at 0x00000000ffff8880 (16B right of kfence-#12):',
      ' lab_fill+0x3/0x20 [driver]',
      '',
      'kfence-#12: 0xffff888004e02d80-0xffff888004e02d9f, size=32, cache=kmalloc-32',
      '',
      'allocated by task 120 on cpu 1 at 15.2s (0.1s ago):',
      ' lab_open+0x2/0x9 [driver]',
    ]).join('\n');
    expect(lines).toContain('It wrote at 0xffff8880.');
    expect(lines).toContain('slab cache kmalloc-32 (32 bytes)');
    expect(lines).toContain('allocated by task 120, in lab_open [driver]');
  });

  it('is nothing where it says nothing', () => {
    expect(said(['BUG: KASAN: null-ptr-deref in foo+0x1/0x2'])).toEqual([]);
  });
});
