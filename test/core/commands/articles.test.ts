import { describe, expect, it } from 'vitest';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

/** What articles and runbooks type and zoo/plan.tsv has no case of; what is expected is what crash 9 printed of the same dump. */
describe.skipIf(!hasDump(DUMP))('what articles type', () => {
  const lines = (line: string): string[] =>
    textOf(DUMP, line)
      .replace(/\$\d+ = /g, '')
      .trimEnd()
      .split('\n')
      .map((each) => each.trimEnd());

  it.each([
    ['ascii 6c65746e69', ['0000006c65746e69: intel<NUL><NUL><NUL>']],
    ['ascii 0x41', ['0000000000000041: A<NUL><NUL><NUL><NUL><NUL><NUL><NUL>']],
    ['whatis struct page.flags', ['struct page {', '   [0] unsigned long flags;', '}']],
    ['whatis jiffies', ['volatile unsigned long jiffies;']],
    ['whatis linux_banner', ['const char linux_banner[];']],
    ['p &linux_banner', ['(const char (*)[]) 0xffffffffa87613e0 <linux_banner>']],
    ['p sys_call_table[0]', ['(const sys_call_ptr_t) 0xffffffffa79643f0 <__x64_sys_read>']],
    ['p avenrun', ['avenrun =', ' {164, 34, 11}']],
    ['p schedule', ['schedule =', ' {void (void)} 0xffffffffa80479b0 <schedule>']],
    ['p *schedule', ['{void (void)} 0xffffffffa80479b0 <schedule>']],
    ['p softirq_vec[1]', ['{', '  action = 0xffffffffa7753aa0 <run_timer_softirq>', '}']],
    ['p vmcoreinfo_size', ['vmcoreinfo_size = 3300']],
    ['p sysrq_enabled', ['sysrq_enabled = 1']],
    ['p sysctl_sched_latency', ['sysctl_sched_latency = 12000000']],
    ['p vm_node_stat[NR_VM_NODE_STAT_ITEMS - 1]', ['{', '  counter = 0', '}']],
    ['foreach DE ps', ['']],
  ])('%s', (line, said) => {
    expect(lines(line)).toEqual(said);
  });

  it.each(['p', 'whatis'])(
    '%s of a variable whose type only vmlinux tells says which file has it',
    (command) => {
      expect(() => lines(`${command} tk_core`)).toThrow(
        /tk_core is not in this kernel's BTF, only in .*DWARF.* vmlinux/,
      );
      expect(() => lines(`${command} nosuch`)).toThrow(/nosuch/);
    },
  );

  it('has as many elements of an array as an enum of the kernel says', () => {
    const count = Number(lines('p NR_VM_NODE_STAT_ITEMS + 0')[0]);
    expect(lines('p sizeof(vm_node_stat)/sizeof(vm_node_stat[0])')).toEqual([String(count)]);
    const caches = lines('p kmalloc_caches');
    expect(caches[0]).toBe('kmalloc_caches =');
    expect(caches[1]).toMatch(
      /^ \{\{0x0, 0xffff8d2c41042600, 0xffff8d2c41042800, .*, 0xffff8d2c41045500\}\}$/,
    );
  });

  it.each([
    [
      'vtop -c 166 7ffcab144000',
      [
        'VIRTUAL     PHYSICAL',
        '7ffcab144000  (not mapped)',
        '',
        '   PGD: 1b5607f8 => 19088067',
        '   PUD: 19088f90 => 1908a067',
        '   PMD: 1908aac0 => 1b405067',
        '   PTE: 1b405a20 => 0',
        '',
        '      VMA           START       END     FLAGS FILE',
        'ffff8d2c7fef6e40 7ffcab144000 7ffcab165000 100173',
      ],
    ],
    [
      'vm -R 401000 154',
      [
        'PID: 154      TASK: ffff8d2c42330000  CPU: 1    COMMAND: "lab_busy"',
        '       MM               PGD          RSS    TOTAL_VM',
        'ffff8d2c41061b00  ffff8d2c42366000  768k    1092k',
        '      VMA           START       END     FLAGS FILE',
        'ffff8d2c5b5bf8e8     401000     490000 8000075 /bin/lab_work',
        'VIRTUAL     PHYSICAL',
        '401000       2cc6000',
      ],
    ],
  ])('%s', (line, said) => {
    expect(lines(line).slice(0, said.length)).toEqual(said);
  });

  it('foreach … sig -g tells each process once', () => {
    const threads = lines('foreach lab_threads sig -g').filter((line) => line.startsWith('SIGNAL_STRUCT'));
    expect(threads).toEqual(['SIGNAL_STRUCT: ffff8d2c418f9b00  NR_THREADS: 9']);
    const all = lines('foreach user sig -g').filter((line) => line.startsWith('SIGNAL_STRUCT'));
    expect(new Set(all).size).toBe(all.length);
  });

  it('bt -T has no offset of what lies at a symbol', () => {
    expect(lines('bt -Ts 154')).toContain('  [ffffce418052bee0] native_apic_mem_write at ffffffffa7675920');
  });

  it('sym has what several modules have in order of address, and no names of files', () => {
    expect(lines('sym cleanup_module').map((line) => line.replace(/^.*\[|\].*$/g, ''))).toEqual([
      'virtio',
      'virtio_pci',
      'crc32c_generic',
      'virtio_blk',
      'crc32c_intel',
      'mbcache',
      'jbd2',
      'ext4',
      'null_pointer',
    ]);
    expect(lines('sym -q null_pointer').join('\n')).not.toMatch(/\.c\b/);
  });

  it('list -H of what is no list ends before an entry', () => {
    expect(() => lines('list -H ffffffffa90d46c8')).toThrow(
      'list: invalid kernel virtual address: c0000000ffffefff  type: "first list entry"',
    );
  });

  it('tree -p -v of a maple tree has the position below each entry', () => {
    expect(lines('tree -t maple -p -v -r mm_struct.mm_mt ffff8d2c41062880').slice(3, 9)).toEqual([
      '  0-4194303: 0',
      '  4194304-4198399: 18446617820997316312',
      '  index: 1  position: root/1',
      '  4198400-5853183: 18446617820997313880',
      '  index: 2  position: root/2',
      '  5853184-6209535: 18446617820997313272',
    ]);
  });

  it('in radix 16 has the offset of the place that an exception interrupted in hexadecimal', () => {
    const session = openDump(DUMP);
    const said = (line: string): string => [...session.run(line)].map(({ text }) => text).join('\n');
    said('set radix 16');
    try {
      expect(said('bt')).toContain('[exception RIP: null_pointer_init+0x1f]');
      expect(said('set hex')).toBe('output radix: 16 (hex)');
      expect(said('set dec')).toBe('output radix: 10 (decimal)');
    } finally {
      said('set radix 10');
    }
  });

  it('vm -M names the memory of a task that has lost its own, and of no other', () => {
    expect(lines('vm -M ffff8d2c41200000 1')).toEqual(lines('vm 1'));
  });

  it('dis ends with the function where only a module of it knows where that is', () => {
    const code = lines('dis null_pointer_init');
    expect(code.length).toBeLessThan(20);
    expect(code.at(-1)).toMatch(/(?:ret|jmp|int3)/);
  });
});
