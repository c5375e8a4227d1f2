import { describe, expect, it } from 'vitest';
import { openSession, type Session } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { BtfWriter } from '../../build/btf.ts';
import { IMAGE, OldKernel } from '../../build/old-kernel.ts';
import { writeCharacters, writeRecords } from '../../build/old-log.ts';
import { lacksOf } from '../../build/said.ts';
import { engine } from '../../build/zoo.ts';

/**
 * Kernels of which no dump can be had here: 2.6.32 without types, and 3.10 (RHEL 7) with a .btf and a System.map beside
 * it. The structures are written by their definitions: task_struct with thread_group (include/linux/sched.h), thread_info
 * with the CPU at the low end of the stack, module_core and module_init (include/linux/module.h).
 */
const OOPS = [
  { text: 'BUG: unable to handle kernel NULL pointer dereference at           (null)', level: 1 },
  { text: 'IP: [<ffffffffa0002000>] broken_init+0x10/0x20 [broken]', level: 1 },
  { text: 'Oops: 0002 [#1] SMP ', level: 1 },
  { text: 'Pid: 1234, comm: insmod Not tainted 2.6.32-754.el6.x86_64 #1 QEMU Standard PC', level: 4 },
  { text: 'RIP: 0010:[<ffffffffa0002000>]  [<ffffffffa0002000>] broken_init+0x10/0x20 [broken]', level: 4 },
  { text: 'Kernel panic - not syncing: Fatal exception', level: 0 },
];
const boot = Array.from({ length: 20 }, (_, i) => ({ text: `device ${i} is up` }));
const said = (session: Session, line: string): string =>
  [...session.run(line)].map(({ text }) => text).join('\n');

describe('a 2.6.32 kernel without types and names', () => {
  const kernel = new OldKernel('2.6.32-754.el6.x86_64');
  writeCharacters(kernel, [...boot, ...OOPS]);
  const session = openSession([kernel.dump()], { engine });

  it('is never refused: log, memory and what the log says of the crash', () => {
    expect(session.summary.release).toBe('2.6.32-754.el6.x86_64');
    expect(said(session, 'log')).toContain('Oops: 0002 [#1] SMP');
    expect(said(session, 'rd ffffffff81000000 2')).toContain('ffffffff81000000');
    const verdict = session.verdict();
    expect(verdict.kind).not.toBe('live');
    expect(verdict.release).toBe('2.6.32-754.el6.x86_64');
  });

  it('answers each command with a sentence at least', () => {
    for (const line of [
      'ps',
      'bt',
      'mod',
      'sys',
      'set',
      'struct list_head',
      'sym schedule',
      'task',
      'vtop ffffffff81000000',
    ])
      try {
        said(session, line);
      } catch (error) {
        expect((error as Error).name).toMatch(/Error$/);
        expect((error as Error).name).not.toMatch(/^(Type|Range|Reference)Error$/);
      }
  });
});

describe('a 3.10 kernel with .btf and System.map beside it', () => {
  const TASK = 256;
  const STACK = 16384;
  const at = {
    state: 0,
    stack: 8,
    tasks: 16,
    mm: 32,
    pid: 40,
    tgid: 44,
    parent: 48,
    group: 64,
    comm: 80,
    flags: 96,
    exit: 100,
    realParent: 104,
    thread: 112,
  };
  const kernel = new OldKernel('3.10.0-1160.el7.x86_64');
  writeRecords(kernel, boot, 'plain');
  kernel.say('SIZE(list_head)=16');
  kernel.say('OFFSET(list_head.next)=0');
  kernel.say('OFFSET(list_head.prev)=8');
  const symbols = new Map<string, bigint>([
    ['_stext', IMAGE],
    ['init_uts_ns', kernel.address(64)],
  ]);

  /** A task with its stack; the CPU lies at the stack's low end. */
  const task = (name: string, pid: number, tgid: number, cpu: number): number => {
    const stack = kernel.place(undefined, new Uint8Array(STACK), STACK);
    kernel.view.setUint32(stack + 24, cpu, true);
    const here = kernel.place(undefined, new Uint8Array(TASK), 64);
    kernel.view.setBigUint64(here + at.stack, kernel.address(stack), true);
    kernel.view.setUint32(here + at.pid, pid, true);
    kernel.view.setUint32(here + at.tgid, tgid, true);
    kernel.text(here + at.comm, name);
    sleep(stack, here);
    return here;
  };
  /** Code with frame pointers: name, and where a call of it returns. */
  const functions = ['schedule', 'do_wait', 'sys_wait4', 'system_call_fastpath'].map((name) => {
    const place = kernel.place(
      undefined,
      Uint8Array.of(0x55, 0x48, 0x89, 0xe5, 0xe8, 0, 0, 0, 0, 0x5d, 0xc3),
      64,
    );
    symbols.set(name, kernel.address(place));
    return kernel.address(place) + 9n;
  });
  symbols.set('thread_return', functions[0]);
  symbols.set('_etext', kernel.address(functions.length * 64 + 4096));
  /** As switch_to() left it: thread.sp, there rbp and flags; frames up to the registers of user mode. */
  const sleep = (stack: number, here: number): void => {
    const word = (offset: number, value: bigint): void => {
      kernel.view.setBigUint64(stack + offset, value, true);
    };
    const place = (offset: number): bigint => kernel.address(stack + offset);
    const top = STACK - 168;
    kernel.view.setBigUint64(here + at.thread, place(0x3d00), true);
    word(0x3d00, place(0x3e00));
    word(0x3d08, 0x246n);
    [0x3e00, 0x3e40, top - 16].forEach((offset, i, all) => {
      word(offset, i + 1 < all.length ? place(all[i + 1]) : 0n);
      word(offset + 8, functions[i + 1]);
    });
    [0x33n, 0x246n, 0x7ffc0000n, 0x2bn].forEach((value, i) => {
      word(top + 17 * 8 + i * 8, value);
    });
    word(top + 16 * 8, 0x401000n);
  };
  const circle = (offset: number, ...all: number[]): void => {
    all.forEach((each, i) => {
      const next = all[(i + 1) % all.length];
      kernel.view.setBigUint64(each + offset, kernel.address(next + offset), true);
      kernel.view.setBigUint64(next + offset + 8, kernel.address(each + offset), true);
    });
  };
  const [swapper, init, daemon, thread] = [
    task('swapper/0', 0, 0, 0),
    task('systemd', 1, 1, 3),
    task('daemon', 700, 700, 1),
    task('worker', 701, 700, 2),
  ];
  symbols.set('init_task', kernel.address(swapper));
  circle(at.tasks, swapper, init, daemon);
  circle(at.group, swapper);
  circle(at.group, init);
  circle(at.group, daemon, thread);
  for (const each of [init, daemon, thread])
    for (const member of [at.parent, at.realParent])
      kernel.view.setBigUint64(each + member, kernel.address(swapper), true);
  const module = kernel.place(undefined, new Uint8Array(256), 64);
  kernel.text(module + 24, 'broken');
  kernel.view.setBigUint64(module + 96, 0xffffffffa0002000n, true);
  kernel.view.setUint32(module + 104, 0x3000, true);
  const head = kernel.place(undefined, new Uint8Array(16), 8);
  symbols.set('modules', kernel.address(head));
  kernel.view.setBigUint64(head, kernel.address(module + 8), true);
  kernel.view.setBigUint64(module + 8, kernel.address(head), true);
  for (const name of ['log_buf', 'log_buf_len', 'log_first_idx', 'log_next_idx', 'log_first_seq'])
    symbols.set(name, kernel.symbol(name) ?? 0n);

  const types = new BtfWriter();
  const long = types.int('long unsigned int', 8);
  const int = types.int('int', 4, { signed: true });
  const char = types.int('char', 1, { signed: true, char: true });
  const pointer = types.pointer(0);
  const listHead = types.struct('list_head', 16, [
    { name: 'next', type: pointer, bits: 0 },
    { name: 'prev', type: pointer, bits: 64 },
  ]);
  const name16 = types.array(char, 16);
  types.struct('thread_info', 64, [
    { name: 'task', type: pointer, bits: 0 },
    { name: 'cpu', type: int, bits: 24 * 8 },
  ]);
  const threadStruct = types.struct('thread_struct', 8, [{ name: 'sp', type: long, bits: 0 }]);
  types.struct('task_struct', TASK, [
    { name: 'state', type: long, bits: at.state * 8 },
    { name: 'stack', type: pointer, bits: at.stack * 8 },
    { name: 'tasks', type: listHead, bits: at.tasks * 8 },
    { name: 'mm', type: pointer, bits: at.mm * 8 },
    { name: 'pid', type: int, bits: at.pid * 8 },
    { name: 'tgid', type: int, bits: at.tgid * 8 },
    { name: 'parent', type: pointer, bits: at.parent * 8 },
    { name: 'thread_group', type: listHead, bits: at.group * 8 },
    { name: 'comm', type: name16, bits: at.comm * 8 },
    { name: 'flags', type: int, bits: at.flags * 8 },
    { name: 'exit_state', type: int, bits: at.exit * 8 },
    { name: 'real_parent', type: pointer, bits: at.realParent * 8 },
    { name: 'thread', type: threadStruct, bits: at.thread * 8 },
  ]);
  types.struct('module', 256, [
    { name: 'state', type: int, bits: 0 },
    { name: 'list', type: listHead, bits: 64 },
    { name: 'name', type: types.array(char, 56), bits: 24 * 8 },
    { name: 'module_core', type: pointer, bits: 96 * 8 },
    { name: 'core_size', type: int, bits: 104 * 8 },
  ]);
  const map = [...symbols].map(([name, address]) => `${address.toString(16)} D ${name}`).join('\n');
  const session = openSession(
    [
      kernel.dump(),
      memorySource(new TextEncoder().encode(map), 'System.map'),
      memorySource(types.bytes(), 'kernel.btf'),
    ],
    { engine },
  );

  it('has its tasks with threads and CPUs', () => {
    const rows = [...session.run('ps')].flatMap(({ row }) => (row ? [[row.pid, row.comm, row.cpu]] : []));
    expect(rows).toEqual([
      [0, 'swapper/0', 0],
      [1, 'systemd', 3],
      [700, 'daemon', 1],
      [701, 'worker', 2],
    ]);
  });

  it('has the stack of a task that sleeps, by frame pointers up to user mode', () => {
    const [heading, ...frames] = said(session, 'bt 700').split('\n');
    expect(heading).toContain('daemon');
    const names = frames.flatMap((line) => /^ #\d+ \[\w+\] (\S+) at/.exec(line)?.[1] ?? []);
    expect(names).toEqual(['thread_return', 'do_wait', 'sys_wait4', 'system_call_fastpath']);
    expect(frames.join()).toContain('RIP: 0000000000401000  RSP: 000000007ffc0000');
  });

  it('has its modules, its log, and says where symbols and types come from', () => {
    expect(said(session, 'mod')).toMatch(/broken/);
    expect([...session.run('mod')].some(({ text }) => text.includes('12288'))).toBe(true);
    expect(said(session, 'log')).toContain('device 19 is up');
    expect(lacksOf(session)).toContainEqual(expect.stringContaining('the symbols are those of System.map'));
    expect(lacksOf(session)).toContainEqual(expect.stringContaining('the types are those of kernel.btf'));
  });
});
