import { describe, expect, it } from 'vitest';
import { answered, statements } from '../../../src/core/console/statement.ts';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

/** Forms of arguments that crash 9 takes and zoo/plan.tsv has no case of; what is expected is what crash printed. */
describe.skipIf(!hasDump(DUMP))('forms of arguments', () => {
  const lines = (line: string): string[] => textOf(DUMP, line).trimEnd().split('\n');
  const refused = (line: string): string => {
    try {
      textOf(DUMP, line);
    } catch (error) {
      return (error as Error).message.split('\n')[0];
    }
    return '';
  };

  it.each([
    ['bt -x -d', 'bt: -d and -x are mutually exclusive'],
    ['dis -r -f schedule', 'dis: -f and -r are mutually exclusive'],
    ['vtop -k -u 400000', 'vtop: -u and -k are mutually exclusive'],
    ['kmem -i -s', 'kmem: -s and -i are mutually exclusive'],
    ['kmem -z 1', 'kmem: no address arguments allowed with this option'],
    ['net -R 4', 'net: -R goes with one of -s, -S only'],
    ['dis schedule 2 3', 'dis: 3: not known; see "help dis".'],
    ['bpf -t', 'bpf: -t option only applicable with -p or -P'],
    ['bpf -s', 'bpf: -s option requires either -p, -P, -m or -M'],
    ['sbitmapq', 'sbitmapq: command argument is required'],
    ['sbitmapq -s request ffff888000000000', 'sbitmapq: -s option requires -a option'],
    ['set scope jiffies', 'set: invalid text address: jiffies'],
    ['list', 'list: starting address required'],
    ['list modules -l 8', 'list: -l goes with one of -s, -S only'],
    ['struct -p list_head', 'struct: -p option requires address argument'],
    ['struct task_struct.', 'struct: invalid format: task_struct.'],
    ['tree -t xarray -l -r pid_namespace.idr init_pid_ns', 'tree: -l option is not applicable to Xarrays'],
  ])('%s is refused by name', (line, said) => {
    expect(refused(line)).toBe(said);
  });

  it('dis shows a whole function at its address too, and of data the one place', () => {
    const [address] = /[0-9a-f]{16}/.exec(textOf(DUMP, 'sym schedule')) ?? [];
    expect(lines(`dis ${address}`)).toEqual(lines('dis schedule'));
    expect(lines('dis init_task')).toHaveLength(1);
    const before = lines('dis -r schedule+16');
    expect(lines('dis -r schedule+16 2')).toEqual(before.slice(-2));
  });
  it('rd -a ends where -e says, and a count goes before an end', () => {
    const [address] = /[0-9a-f]{16}/.exec(textOf(DUMP, 'sym linux_banner')) ?? [];
    const end = (BigInt(`0x${address}`) + 32n).toString(16);
    expect(lines(`rd -a linux_banner -e ${end}`)).toEqual([`${address}:  Linux version 6.1.0-50-amd64 (de`]);
    expect(lines(`rd -e ${end} linux_banner 9`)).toEqual(lines('rd linux_banner 9'));
  });
  it('struct -r takes members, -o has the size, -p follows every pointer', () => {
    expect(textOf(DUMP, 'struct -r task_struct.comm init_task')).toContain('2f72657070617773');
    expect(lines('struct -r task_struct.comm init_task')).toHaveLength(1);
    expect(lines('struct -o list_head modules').at(-1)).toBe('SIZE: 16');
    const followed = lines('struct -p list_head modules');
    expect(followed).toHaveLength(12);
    expect(followed[1]).toMatch(/^ {2}struct list_head \*next = 0x[0-9a-f]{16}$/);
    expect(followed[2]).toBe('  -> {');
    expect(lines('struct -p task_struct.sched_class init_task')[1]).toBe('  -> <idle_sched_class> {');
    const [init] = /[0-9a-f]{16}/.exec(textOf(DUMP, 'ps -H 1')) ?? [];
    expect(lines(`struct -p task_struct.stack ${init}`)[1]).toBe('  -> (unknown target type)');
    expect(lines('struct -p task_struct.mm init_task')[1]).toBe('  -> NULL');
  });
  it('kmem answers several questions about the machine in one go, and numbers as numbers', () => {
    const both = lines('kmem -n -z');
    expect(both.slice(0, 2)).toEqual(lines('kmem -n').slice(0, 2));
    expect(both).toContain(lines('kmem -z')[0]);
    const page = /^([0-9a-f]{16}) /m.exec(textOf(DUMP, 'kmem -p 1000'))?.[1];
    expect(lines(`kmem -m _mapcount,index ${page}`)[1]).toMatch(/^[0-9a-f]{16} {2}-?\d+ {2}\d+\s*$/);
    expect(lines('kmem -g 0').at(-1)).toBe('  (none found)');
    expect(lines('kmem -v 0')).toHaveLength(1);
  });
  it('ps lists those that are named in the order of all', () => {
    expect(lines('ps lab_sleep 1').slice(1)).toEqual(lines('ps 1 lab_sleep').slice(1));
    // A process whose threads are all named is shown once.
    const groups = lines("ps -g 'lab_thr.*'").filter((line) => line.startsWith('PID'));
    expect(new Set(groups).size).toBe(groups.length);
  });
  it('list ends at an entry that points at itself, and shows structs with -S', () => {
    expect(lines('list task_struct.parent init_task')).toHaveLength(1);
    expect(textOf(DUMP, 'list task_struct.parent -s task_struct.pid init_task')).not.toContain('duplicate');
    expect(lines('list -H modules -o module.list -S module.list')[1]).toBe('  list = {');
    expect(textOf(DUMP, 'list file_system_type.next -S file_system_type.name sysfs_fs_type')).toContain(
      '"sysfs"',
    );
    expect(lines('list -e 0 -H modules')).toEqual(lines('list -H modules'));
  });
  it('foreach goes to the sockets of each task, and to its own page tables', () => {
    expect(lines('foreach lab_sock net')).toEqual(lines('foreach lab_sock net -s'));
    expect(lines('foreach lab_sleep vtop -c 400000')).toEqual(lines('foreach lab_sleep vtop 400000'));
    expect(refused('foreach lab_sleep bt -a')).toContain('bt -a is not supported');
    expect(lines('bt -v 1')).toEqual(['No stack overflows detected']);
  });
  it('takes numbers in every base that crash does', () => {
    expect(lines('net -N 16777343')).toEqual(['127.0.0.1']);
    expect(lines('net -N 0x0100007f')).toEqual(['127.0.0.1']);
    expect(
      lines('sys -c 1 2')
        .slice(1)
        .map((line) => line.trim().split(/\s+/)[0]),
    ).toEqual(['1', '2']);
    const session = openDump(DUMP);
    session.context.radix = 16;
    try {
      expect(lines('eval 10')[0].trim()).toBe('hexadecimal: a');
    } finally {
      session.context.radix = 10;
    }
  });
  it('sym -n finds what follows in a module, and says when nothing has a word in it', () => {
    expect(lines('sym -n ext4_file_open')).toHaveLength(2);
    expect(lines('sym -q no_such_symbol_at_all')).toEqual(['(none found)']);
  });
  it('whatis and gdb say the type of an expression', () => {
    expect(lines('whatis init_task.comm')).toEqual(['char [16]']);
    expect(lines('whatis irqreturn_t')[0]).toBe('typedef enum irqreturn {');
    expect(lines('gdb whatis jiffies')).toEqual(['type = volatile unsigned long']);
    expect(lines('gdb whatis struct list_head')).toEqual(['type = struct list_head']);
    expect(lines('gdb ptype struct list_head')).toEqual([
      'type = struct list_head {',
      '    struct list_head *next;',
      '    struct list_head *prev;',
      '}',
    ]);
    expect(lines('gdb ptype schedule')).toEqual(['type = void (void)']);
    expect(lines('gdb output 5')).toEqual(['5']);
    expect(lines('gdb p/t 5')[0]).toMatch(/^\$\d+ = 101$/);
    expect(textOf(DUMP, 'gdb ptype/o struct qstr')).toContain('[8] const unsigned char *name;');
  });
  it('fuser finds who uses a struct file, or a dentry', () => {
    const [, file, dentry] = /^ +0 ([0-9a-f]{16}) ([0-9a-f]{16})/m.exec(textOf(DUMP, 'files 153')) ?? [];
    for (const address of [file, dentry]) expect(textOf(DUMP, `fuser ${address}`)).toContain('"lab_sleep"');
  });
  it('an alias may have bars of its own', () => {
    const session = openDump(DUMP);
    const run = (line: string): string[] =>
      statements(line, false, session.context.aliases).flatMap((statement) =>
        [...answered(statement, (command) => session.run(command))].map(({ text }) => text),
      );
    run('alias lastfew "log | tail -2"');
    expect(run('lastfew')).toEqual(run('log | tail -2'));
    expect(run('lastfew | head -1')).toEqual(run('log | tail -2 | head -1'));
    expect(run('alias lastfew ""')).toEqual(['alias deleted: lastfew']);
    run('alias round round');
    expect(() => run('round')).toThrow();
    run('alias round ""');
  });
});
