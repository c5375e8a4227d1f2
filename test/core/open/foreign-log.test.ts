import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openLogOrDump } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { ringLog, type RingWriter } from '../../build/foreign-log.ts';
import { FOREIGN, imageOf, VARIANTS, type MemoryImage } from '../../build/memory-image.ts';
import { dumpPath, engine, fileSource, openDump } from '../../build/zoo.ts';

function pagesOf(first: number, bytes: Uint8Array): [number, Uint8Array][] {
  return Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, i) => {
    const page = new Uint8Array(4096);
    page.set(bytes.subarray(i * 4096, (i + 1) * 4096));
    return [first + i, page];
  });
}

describe('a dump of a machine whose kernels are not read', () => {
  it('of s390 has its log, from big-endian memory', () => {
    // As arch/s390/kernel/dumpstack.c and traps.c print it.
    const lines = [
      'Linux version 6.1.0-test (gcc) #1 SMP',
      ...Array.from({ length: 30 }, (_, i) => `setup: line ${i} of what the machine said while it started`),
      'Unable to handle kernel pointer dereference in virtual kernel address space',
      'Failing address: 0000000000000000 TEID: 0000000000000483',
      'Oops: 0004 ilc:2 [#1] SMP ',
      'CPU: 1 PID: 411 Comm: insmod Not tainted 6.1.0-test #1',
      'Krnl PSW : 0704c00180000000 000003ff80123456 (bad_init+0x16/0x40 [bad])',
      'Kernel panic - not syncing: Fatal exception: panic_on_oops',
    ];
    const { data, infos } = ringLog(lines, { big: true, long: 8 });
    const image: MemoryImage = { machine: 22, pages: [...pagesOf(40, data), ...pagesOf(200, infos)] };
    const found = openLogOrDump([memorySource(FOREIGN.s390(image), 'dump.s390')], { engine });
    expect('text' in found && found.text.records.map(({ text }) => text)).toEqual(lines);
    const told = found.summary.lacks.map((lack) => render(lack, 'en')).join('\n');
    expect(told).toContain('(s390x)');
    expect(told).toContain('found in the memory of this s390 stand-alone dump');
    expect(found.verdict().kind).toBe('bad-address');
    expect([...found.run('log')].map(({ text }) => text)[1]).toMatch(/^\[ {4}0\.001501\] /);
  });

  /** As arch/x86/kernel/dumpstack.c, arch/arm/kernel/traps.c, arch/powerpc/kernel/traps.c print a NULL dereference. */
  const OOPS: Readonly<Record<string, readonly string[]>> = {
    i386: [
      'BUG: kernel NULL pointer dereference, address: 00000000',
      '#PF: supervisor write access in kernel mode',
      'Oops: 0002 [#1] PREEMPT SMP PTI',
      'CPU: 1 PID: 411 Comm: insmod Not tainted 6.1.0-test #1',
      'EIP: bad_init+0x8/0x1000 [bad]',
    ],
    arm: [
      '8<--- cut here ---',
      'Unable to handle kernel NULL pointer dereference at virtual address 00000000 when write',
      '[00000000] *pgd=00000000',
      'Internal error: Oops: 805 [#1] SMP ARM',
      'CPU: 1 PID: 411 Comm: insmod Not tainted 6.1.0-test #1',
      'PC is at bad_init+0x8/0x1000 [bad]',
    ],
    powerpc: [
      'BUG: Kernel NULL pointer dereference on write at 0x00000000',
      'Faulting instruction address: 0xc0012340',
      'Oops: Kernel access of bad area, sig: 11 [#1]',
      'BE PAGE_SIZE=4K MMU=Hash SMP NR_CPUS=4',
      'CPU: 1 PID: 411 Comm: insmod Not tainted 6.1.0-test #1',
      'NIP [c0012340] bad_init+0x8/0x1000 [bad]',
    ],
  };
  it.each<[string, number, RingWriter]>([
    ['i386', 3, { big: false, long: 4 }],
    ['i386', 3, { big: false, long: 4, named: true, tight: true }],
    ['arm', 40, { big: false, long: 4 }],
    ['arm', 40, { big: false, long: 4, named: true }],
    ['powerpc', 20, { big: true, long: 4 }],
  ])('of 32 bits, %s, has its log and the time of each line', (name, machine, writer) => {
    const start = Array.from(
      { length: 40 },
      (_, i) => `setup: line ${i} of what the machine said while it started`,
    );
    const lines = [
      'Linux version 6.1.0-test (gcc) #1 SMP',
      ...start,
      ...OOPS[name],
      'Kernel panic - not syncing: Fatal exception',
    ];
    const { data, infos } = ringLog(lines, writer);
    const image: MemoryImage = { machine, pages: [...pagesOf(40, data), ...pagesOf(200, infos)] };
    const [file] = VARIANTS.elf({ ...image, vmcoreinfo: undefined, notes: [] });
    const found = openLogOrDump([memorySource(file.bytes, file.name)], { engine });
    expect('text' in found && found.text.records.map(({ text }) => text)).toEqual(lines);
    expect([...found.run('log')].map(({ text }) => text)[2]).toMatch(/^\[ {4}0\.003001\] /);
    expect(found.verdict().kind).toBe('null-pointer');
  });

  it('has its log from real memory, in any container', () => {
    const image = { ...imageOf(fileSource(dumpPath('sample'))), machine: 243 };
    const right = [...openDump('sample').run('log')].map(({ text }) => text);
    const [file] = VARIANTS.elf({ ...image, vmcoreinfo: undefined, notes: [] });
    const found = openLogOrDump([memorySource(file.bytes, file.name)], { engine });
    expect('text' in found).toBe(true);
    const ours = new Set([...found.run('log')].map(({ text }) => text));
    expect(right.filter((line) => ours.has(line)).length).toBeGreaterThan(right.length * 0.95);
  });

  it('without a log is refused, naming the machine', () => {
    const image: MemoryImage = { machine: 22, pages: pagesOf(3, new Uint8Array(8192).fill(7)) };
    const open = (): unknown => openLogOrDump([memorySource(FOREIGN.s390(image), 'dump.s390')], { engine });
    expect(open).toThrow('(s390x)');
  });
});
