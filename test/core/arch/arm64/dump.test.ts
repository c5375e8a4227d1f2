import { describe, expect, it } from 'vitest';
import { modules } from '../../../../src/core/kernel/modules.ts';
import { taskSpace, walkTable } from '../../../../src/core/kernel/page-table.ts';
import { pageOf } from '../../../../src/core/kernel/pages.ts';
import { tasks } from '../../../../src/core/kernel/tasks.ts';
import { halfOf } from '../../../../src/core/memory/tables.ts';
import { hasDump, openDump, textOf, zooText } from '../../../build/zoo.ts';

/**
 * A dump of an arm64 machine against what it said of itself (zoo/truth); tasks, modules and log are held against it in
 * test/core/kernel/truth.test.ts. Its kernel is built for 52-bit addresses, has 48 in use, pages of 4 KiB, and lies in a
 * file of 64 KiB frames.
 */
const NAME = '6.12-arm64-null_pointer';
const truth = (file: string): string => zooText(`truth/${NAME}/${file}`);
const line = (command: string): string => textOf(NAME, command);

describe.skipIf(!hasDump(NAME))('an arm64 dump', () => {
  const { kernel, summary } = hasDump(NAME) ? openDump(NAME) : (undefined as never);

  it('is told as what it is', () => {
    expect(summary.machine).toBe('aarch64');
    expect([kernel.layout.pageSize, kernel.memory.pageSize]).toEqual([4096, 65536]);
    expect([kernel.layout.tables.levels, kernel.layout.tables.halfBits]).toEqual([4, 48]);
    expect(halfOf(kernel.layout.tables, kernel.symbol('_text').address)).toBe('kernel');
  });

  it('sym: has the names of /proc/kallsyms where it has them', () => {
    let compared = 0;
    const wrong: string[] = [];
    for (const text of truth('kallsyms').split('\n')) {
      const [address, , name, module] = text.split(/\s+/);
      if (!name || module !== undefined) continue;
      compared++;
      const found = kernel.symbols.image
        .allByName(name)
        .some((each) => each.address === BigInt('0x' + address));
      if (!found && wrong.length < 5) wrong.push(text);
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(100_000);
    const schedule = /^([0-9a-f]{16}) T schedule$/m.exec(truth('kallsyms'))?.[1];
    expect(line('sym schedule')).toBe(`${schedule} (T) schedule\n`);
  });

  it('rd: reads the banner that /proc/version shows', () => {
    const version = truth('version').trim();
    expect(
      line('rd -a linux_banner')
        .split('\n')
        .map((each) => each.replace(/^[0-9a-f]+: {2}/, ''))
        .join(''),
    ).toBe(version);
    expect(line('rd linux_banner 2')).toContain('65762078756e694c');
  });

  it('struct: reads members of a known object', () => {
    const text = line('struct new_utsname.nodename,release,machine init_uts_ns');
    const at = kernel.symbol('init_uts_ns').address + BigInt(kernel.types.offsetOf('uts_namespace', 'name'));
    const said = text + line(`struct new_utsname.nodename,release,machine ${at.toString(16)}`);
    expect(said).toContain(truth('sys_kernel_hostname').trim());
    expect(said).toContain('aarch64');
  });

  it('ps and mod: print what the kernel said it had', () => {
    const status = truth('tasks.txt');
    const listed = line('ps');
    for (const name of ['kthreadd', 'init']) expect(listed).toContain(name);
    expect(listed.split('\n').filter((each) => /\[?lab_|insmod/.test(each)).length).toBeGreaterThan(0);
    const processes = [...status.matchAll(/^Name:\t(\S+)$/gm)].length;
    expect(listed.trim().split('\n').length - 1).toBeGreaterThan(processes / 2);
    const mod = line('mod');
    for (const text of truth('modules').trim().split('\n')) {
      const [name, size] = text.split(' ');
      expect(mod).toMatch(new RegExp(`${name} +[0-9a-f]{16} +${size} `));
    }
  });

  it('log: prints every line of dmesg', () => {
    const dmesg = truth('dmesg').split('\n').filter(Boolean);
    const log = line('log').split('\n');
    expect(log.slice(0, dmesg.length)).toEqual(dmesg.map((each) => each.replace(/^<\d+>/, '')));
  });

  it('walks its tables: kernel, modules, processes', () => {
    const asked = [
      kernel.symbol('schedule').address,
      ...tasks(kernel).map((task) => task.address),
      ...modules(kernel).map((module) => module.ranges[0].base),
    ];
    for (const address of asked) {
      const walk = walkTable(kernel, kernel.space, address);
      expect(walk.physical).toBe(kernel.space.translate(address));
      expect(walk.steps.map(({ level }) => level).slice(0, 2)).toEqual(['PGD', 'PUD']);
      expect(walk.physical).toBeGreaterThan(0x40000000);
    }
    const init = tasks(kernel).find((task) => task.pid === 1);
    const space = init && taskSpace(kernel, init.address);
    // The interpreter of init begins like every ELF file.
    expect(space?.tryRead(0x400000n, 4)).toEqual(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46));
    expect(space?.absence(kernel.symbol('schedule').address)).toBe('non-canonical');
  });

  it('finds the struct page of a frame', () => {
    const physical = kernel.space.translate(kernel.symbol('init_task').address) ?? 0;
    const page = pageOf(kernel, physical + 5);
    expect(page?.physical).toBe(physical - (physical % 4096));
    // The image is reserved memory with one reference.
    expect(page?.count).toBe(1);
  });

  it('bt: goes through the fault, from interrupts back to the task, to user mode', () => {
    const crashed = line('bt');
    expect(crashed).toContain('el1h_64_sync at');
    expect(crashed).toMatch(
      / PC: [0-9a-f]{16} {2}\[null_pointer_init\+56\]\n {5}LR: [0-9a-f]{16} {2}\[null_pointer_init\+44\]/,
    );
    expect(crashed).toMatch(/#13 \[ffff8000804eb9d0\] null_pointer_init at/);
    // The call of finit_module(), 273, as pt_regs keep it.
    expect(crashed).toMatch(/ORIG_X0: 0000000000000003 {2}SYSCALLNO: 111 {2}PSTATE: 20001000/);
    expect(line('bt 193')).toMatch(/call_on_irq_stack at \S+\n--- <IRQ stack> ---\n/);
  });

  it('dis: reads code as gdb prints it', () => {
    expect(line('dis -r null_pointer_init+56').trimEnd().split('\n').at(-1)).toMatch(
      /^0x[0-9a-f]{16} <null_pointer_init\+56>:\tstrb\tw2, \[x1\]$/,
    );
  });

  it('sys -c: has the system calls', () => {
    expect(line('sys -c finit_module')).toMatch(/^273 {2}__arm64_sys_finit_module$/m);
  });
});
