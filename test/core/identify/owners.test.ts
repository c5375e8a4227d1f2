import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/addr.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import type { Identity } from '../../../src/core/identify/identity.ts';
import { identify } from '../../../src/core/identify/index.ts';
import { cachedFiles } from '../../../src/core/kernel/cached-files.ts';
import { modules, moduleBase, moduleSize } from '../../../src/core/kernel/modules.ts';
import { panicTask } from '../../../src/core/kernel/panic.ts';
import { vmallocAreas, vmallocFacts } from '../../../src/core/kernel/vmalloc.ts';
import { vmas } from '../../../src/core/kernel/vmas.ts';
import { linearVirtual } from '../../../src/core/memory/tables.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** Whose an address is, of every kind of owner, on kernels of different shapes. */
const DUMPS = ['5.10-cloud-null_pointer', '6.1-null_pointer', '6.12-arm64-null_pointer'].filter(hasDump);

it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

describe.each(DUMPS)('%s', (name) => {
  const { kernel } = openDump(name);
  const of = (value: bigint): Identity | undefined =>
    spoken<Identity | undefined>(identify(kernel, value), 'en');

  it('knows the per-CPU variables of each CPU', () => {
    for (const variable of ['runqueues', 'hrtimer_bases', 'vm_event_states'])
      for (const cpu of [0, 1]) {
        const at = step(kernel.symbol(variable).address, kernel.perCpuOffset(cpu));
        expect(of(at)).toMatchObject({
          kind: 'per-cpu',
          text: `per-CPU variable ${variable} of CPU ${cpu}`,
          start: true,
        });
        expect(of(step(at, 8))?.text).toBe(`per-CPU variable ${variable} of CPU ${cpu} +0x8`);
      }
  });

  it('knows the stack of the first idle task, which is a variable of the kernel', () => {
    const stack = kernel.symbols.byName('init_stack') ?? kernel.symbol('init_thread_union');
    expect(of(step(stack.address, 0x2000))?.text).toMatch(/^stack of swapper\/0 \(PID 0\)/);
  });

  it('names nothing after a mark of an end, or after the last symbol of a module', () => {
    const end = kernel.symbol('_edata').address;
    expect(of(end)?.text).not.toMatch(/behind/);
    for (const marker of ['_etext', '_edata', '__bss_stop']) {
      const text = of(step(kernel.symbol(marker).address, 0x800))?.text ?? '';
      expect(text).not.toMatch(new RegExp(`^${marker}\\+`));
    }
    for (const module of modules(kernel)) {
      const last = of(step(moduleBase(module), moduleSize(module) - 16));
      if (last?.kind === 'symbol')
        expect(parseInt(/\+0x([0-9a-f]+)/.exec(String(last.text))?.[1] ?? '0', 16)).toBeLessThan(0x2000);
    }
  });

  it('says what the task that panicked had mapped at an address of user space', () => {
    const task = panicTask(kernel)!;
    for (const { start } of vmas(kernel, kernel.at('struct mm_struct', task.mm)))
      expect(of(step(start, 16))?.text).toMatch(
        new RegExp(`^an address of user space: .* of insmod \\(PID ${task.pid}\\)$`),
      );
    expect(of(0x7fff00001000n)?.text).toBe('a value in the address range of user space');
  });

  it('names devices behind ioremap() and files behind pages', () => {
    const mapped = vmallocAreas(kernel).filter((area) => vmallocFacts(area).kind.includes('ioremap'));
    expect(mapped.length).toBeGreaterThan(3);
    for (const { start } of mapped) expect(of(start)?.text).toMatch(/^ioremap memory made by /);
    expect(mapped.some(({ start }) => / of /.test(String(of(start)?.text)))).toBe(true);
    expect([...cachedFiles(kernel)].length).toBeGreaterThan(0);
    const direct = kernel.arch.paging.directMap(kernel)!;
    const kinds = new Set<string>();
    // Frames of the file need not be the kernel's pages.
    const end = kernel.container.pages.endPfn * kernel.memory.pageSize;
    for (let physical = end - 0x15f90000; physical < end; physical += 997 * kernel.layout.pageSize) {
      const at = physical < 0 ? undefined : linearVirtual(direct, physical);
      const text = at === undefined ? undefined : of(at)?.text;
      if (text !== undefined) kinds.add(String(text).replace(/[^a-z ].*$/, ''));
    }
    expect(kinds.size).toBeGreaterThan(1);
  });
});
