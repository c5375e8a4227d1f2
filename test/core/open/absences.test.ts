import { describe, expect, it } from 'vitest';
import { absenceSaid } from '../../../src/core/container/absence.ts';
import { render } from '../../../src/core/catalogue/message.ts';
import { crashReservedAt } from '../../../src/core/kernel/crash-reserved.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { BtfWriter } from '../../build/btf.ts';
import { buildKdump, zlibPage } from '../../build/kdump.ts';
import { imageOf, VARIANTS, type MemoryImage } from '../../build/memory-image.ts';
import { buildNotes } from '../../build/notes.ts';
import { joined } from '../../build/pieces.ts';
import { seededRandom } from '../../build/random.ts';
import { lacksOf } from '../../build/said.ts';
import { typedMemory } from '../../build/typed-memory.ts';
import { dumpPath, engine, fileSource, hasDump, openDump } from '../../build/zoo.ts';

describe('why memory is not in a dump', () => {
  it.skipIf(!hasDump('6.1-null_pointer'))(
    "the crash kernel's own is told from memory that no machine has",
    () => {
      const { kernel, run } = openDump('6.1-null_pointer');
      const { address } = kernel.symbol('crashk_res');
      const [first, last] = [kernel.space.u64(address), kernel.space.u64(address + 8n)];
      expect(last - first).toBe(192n * 1024n * 1024n - 1n);
      const frame = (at: bigint): number => Number(at) / kernel.memory.pageSize;
      expect(kernel.memory.absence(frame(first))).toBe('crash-kernel');
      expect(kernel.memory.absence(frame(last + 1n - 4096n))).toBe('crash-kernel');
      expect(kernel.memory.absence(frame(last + 1n))).not.toBe('crash-kernel');
      expect(kernel.memory.absence(2 ** 30)).toBe('hole');
      // Through the direct map, too, and in the words of an error.
      const direct = kernel.arch.paging.directMap(kernel)?.start ?? 0n;
      expect(kernel.space.absence(direct + first)).toBe('crash-kernel');
      expect(() => kernel.space.read(direct + first, 8)).toThrow("crash kernel's own memory (crashkernel=)");
      // crash's commands say what crash says.
      expect(() => [...run(`rd -p ${first.toString(16)}`)].map(({ text }) => text)).toThrow(
        /seek error|rd: /,
      );
    },
  );

  it('what it took back of CMA is told from that', () => {
    const w = new BtfWriter();
    w.int('int', 4);
    const memory = typedMemory(w);
    const [resource, ranges, count] = [memory.alloc(16), memory.alloc(64), memory.alloc(8)];
    [resource, ranges, ranges + 16n].forEach((at, i) => {
      memory.u64(at, BigInt(i + 1) << 24n);
      memory.u64(at + 8n, (BigInt(i + 1) << 24n) + 0xffffn);
    });
    memory.u32(count, 2);
    memory.symbol('crashk_res', resource);
    memory.symbol('crashk_cma_ranges', ranges);
    memory.symbol('crashk_cma_cnt', count);
    const at = [0x1000000, 0x2000000, 0x300ffff, 0x3010000, 0].map((each) =>
      crashReservedAt(memory.kernel, each),
    );
    expect(at).toEqual(['crash-kernel', 'crash-cma', 'crash-cma', undefined, undefined]);
    expect(render(absenceSaid('crash-cma'), 'en')).toContain('overwritten');
  });

  it('a page of the kernel that the filter took by mistake costs what needs it, and nothing else', () => {
    // makedumpfile took pages in use for huge ones (its issue 21): crash ends at idt_table.
    const whole = openDump('sample');
    const { pages, vmcoreinfo, notes = [] } = imageOf(fileSource(dumpPath('sample')));
    const idt = whole.kernel.symbol('idt_table').address;
    const pfn = Number(whole.kernel.space.translate(idt) ?? 0) / 4096;
    const excluded = [pfn];
    const kept = pages
      .filter(([each]) => !excluded.includes(each))
      .map(([each, page]) => zlibPage(each, page));
    expect(kept.length).toBe(pages.length - 1);
    const bytes = joined(
      buildKdump({ pages: kept, excluded, dumpLevel: 31, vmcoreinfo, notes: buildNotes(notes) }),
    );
    const session = openSession([memorySource(bytes, 'vmcore')], { engine });
    expect(session.verdict().kind).toBe(whole.verdict().kind);
    const shown = (of: typeof whole, line: string): string[] => [...of.run(line)].map(({ text }) => text);
    for (const line of ['ps', 'bt -a', 'log', 'mod', 'irq', 'mach', 'runq'])
      expect(shown(session, line), line).toEqual(shown(whole, line));
    expect(session.kernel.space.absence(idt)).toBe('excluded');
    expect(() => session.kernel.space.read(idt, 8)).toThrow('was excluded when the dump was written');
    expect(() => shown(session, 'rd idt_table')).toThrow('page excluded');
  });

  it('pages in use that were left out are named at once, with what to do', () => {
    const whole = openDump('sample');
    expect(lacksOf(whole).join()).not.toContain('that the kernel was using');
    const { pages, vmcoreinfo, notes = [] } = imageOf(fileSource(dumpPath('sample')));
    const { space } = whole.kernel;
    const without = (every: number) => {
      const lost = tasks(whole.kernel)
        .filter((_, i) => i % every === 5)
        .map(({ object }) => (space.translate(object.get('signal').pointer()) ?? 0) >> 12);
      const kept = pages.filter(([pfn]) => !lost.includes(pfn)).map(([pfn, page]) => zlibPage(pfn, page));
      const plan = { pages: kept, excluded: lost, dumpLevel: 31, vmcoreinfo, notes: buildNotes(notes) };
      return openSession([memorySource(joined(buildKdump(plan)), 'vmcore')], { engine });
    };
    const session = without(10);
    expect(lacksOf(session).join('\n')).toMatch(
      /pages that the kernel was using \(.* of \d+ of \d+ tasks.*makedumpfile/,
    );
    expect(session.verdict().kind).toBe(whole.verdict().kind);
    // A single page may have been freed by mistake.
    expect(lacksOf(without(100_000)).join()).not.toContain('that the kernel was using');
  });

  it('memory of a confidential guest is said to be encrypted', () => {
    const random = seededRandom(5);
    const noise = (): Uint8Array => Uint8Array.from({ length: 4096 }, () => random(256));
    const plain = (pfn: number): Uint8Array => Uint8Array.from({ length: 4096 }, (_, i) => (i * pfn) & 0x3f);
    const lacks = (pages: MemoryImage['pages']): string => {
      const image = {
        machine: 62,
        pages,
        vmcoreinfo: 'OSRELEASE=6.1.0-test\nSYMBOL(init_uts_ns)=ffffffff82000000\nNUMBER(phys_base)=0\n',
      };
      const [file] = VARIANTS.elf(image);
      return lacksOf(openSession([memorySource(file.bytes, 'vmcore')], { engine })).join('\n');
    };
    // init_uts_ns would be at 32 MiB: there is noise instead of the release.
    const pfns = [...Array.from({ length: 60 }, (_, i) => i + 1), 0x2000];
    expect(lacks(pfns.map((pfn) => [pfn, noise()]))).toContain('seems to be encrypted');
    expect(lacks(pfns.map((pfn) => [pfn, plain(pfn)]))).not.toContain('encrypted');
  });
});
