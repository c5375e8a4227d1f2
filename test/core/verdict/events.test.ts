import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { firstTrouble, splitOf, troubles } from '../../../src/core/verdict/events.ts';
import type { Judgement } from '../../../src/core/verdict/rule.ts';
import { caseOf } from '../../build/case.ts';

const oops = (at: string, comm: string) => [
  'BUG: kernel NULL pointer dereference, address: 0000000000000018',
  '#PF: supervisor read access in kernel mode',
  '#PF: error_code(0x0000) - not-present page',
  'Oops: 0000 [#1] PREEMPT SMP',
  `CPU: 0 PID: 77 Comm: ${comm} Tainted: G           OE      6.12.0 #1`,
  `RIP: 0010:${at}+0x10/0x40 [driver]`,
  'Call Trace:',
  ' <TASK>',
  ' do_syscall_64+0x1/0x2',
  ' </TASK>',
  '---[ end trace 0000000000000000 ]---',
];
const warning = [
  '------------[ cut here ]------------',
  'WARNING: CPU: 0 PID: 77 at drivers/x.c:1 frob+0x1/0x2 [driver]',
  'CPU: 0 PID: 77 Comm: sh Not tainted 6.12.0 #1',
  'RIP: 0010:frob+0x1/0x2 [driver]',
  'Call Trace:',
  ' do_syscall_64+0x1/0x2',
  '---[ end trace 0000000000000000 ]---',
];
const PANIC = 'Kernel panic - not syncing: Fatal exception';

function told(log: readonly string[], kind: string, crashTime?: number) {
  const c = caseOf({ log, crashTime });
  const judgement = { kind } as Judgement;
  const events = troubles(c, splitOf(c), judgement);
  return {
    kinds: events.map((each) => each.kind + (each.first ? ' first' : '') + (each.ended ? ' ended' : '')),
    finding: spoken(firstTrouble(events, { kind, findings: [] }), 'en').map(({ text }) => text),
  };
}

describe('the troubles of a log', () => {
  it('a warning that was outlived comes first, and never hides the oops that ended it', () => {
    const { kinds, finding } = told([...warning, ...oops('frob', 'sh'), PANIC], 'null-pointer');
    expect(kinds).toEqual(['warn first', 'null-pointer ended']);
    expect(finding).toEqual([expect.stringContaining('Trouble began earlier: WARN()')]);
  });

  it('an oops that was outlived, then a request', () => {
    const log = [
      ...oops('frob', 'sh'),
      'sysrq: Trigger a crash',
      'Kernel panic - not syncing: sysrq triggered crash',
    ];
    const { kinds } = told(log, 'sysrq');
    expect(kinds[0]).toBe('null-pointer first');
    expect(kinds.at(-1)).toBe('sysrq ended');
  });

  it('the last report ended it where crash_kexec() came before any panic', () => {
    expect(told([...warning, ...oops('frob', 'sh')], 'use-after-free', 1_793_000_000).kinds).toEqual([
      'warn first',
      'use-after-free ended',
    ]);
    expect(told([...warning, ...oops('frob', 'sh')], 'unknown').kinds).toEqual([
      'warn first',
      'null-pointer',
    ]);
  });

  it('what others outlive daily is not what it began with', () => {
    const harmless = [
      'blk_update_request: I/O error, dev fd0, sector 0 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0',
      'Memory cgroup out of memory: Killed process 1234 (java) total-vm:1kB',
    ];
    const { kinds, finding } = told([...harmless, ...oops('frob', 'sh'), PANIC], 'null-pointer');
    expect(kinds.at(-1)).toBe('null-pointer first ended');
    expect(finding).toEqual([]);
  });

  it('a disk that failed is', () => {
    const disk = 'nvme nvme0: I/O 259 QID 27 timeout, aborting';
    const { finding } = told([disk, ...oops('frob', 'sh'), PANIC], 'null-pointer');
    expect(finding).toEqual([expect.stringContaining('nvme0')]);
  });
});
