import { describe, expect, it } from 'vitest';
import { addr } from '../../../src/core/addr.ts';
import { render } from '../../../src/core/catalogue/message.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { modules } from '../../../src/core/kernel/modules.ts';
import { panicTask } from '../../../src/core/kernel/panic.ts';
import { unwindTask } from '../../../src/core/kernel/stacks.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import type { Given } from '../../../src/core/open/given.ts';
import { isModule } from '../../../src/core/open/found-variables.ts';
import { take, type Step } from '../../../src/core/open/step.ts';
import type { AddressSpace } from '../../../src/core/memory/space.ts';
import { STEPS } from '../../../src/core/open/steps.ts';
import { KernelSymbols } from '../../../src/core/symbols/kernel-symbols.ts';
import { NameTable, PlainNames } from '../../../src/core/symbols/name-table.ts';
import { Types } from '../../../src/core/types/types.ts';
import { judge } from '../../../src/core/verdict/judge.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/**
 * Real dumps whose names are cut down to what kallsyms has without CONFIG_KALLSYMS_ALL (scripts/kallsyms.c: symbols within the
 * text sections, but for the names of their ends), and those of VMCOREINFO.
 */
function withFunctionsOnly(sound: Kernel): { readonly kernel: Kernel; readonly said: readonly string[] } {
  const { image } = sound.symbols;
  const at = (name: string): bigint => image.byName(name)?.address ?? 0n;
  const text = [
    [at('_stext'), at('_etext')],
    [at('_sinittext'), at('_einittext')],
  ];
  const told = new Set(
    [...sound.vmcoreinfo.entries()].flatMap(([key]) => /^SYMBOL\((\w+)\)$/.exec(key)?.[1] ?? []),
  );
  const left = [...image.all()].filter(
    ({ name, address }) => told.has(name) || text.some(([start, end]) => address >= start && address < end),
  );
  const table = new NameTable(
    new PlainNames(left.map(({ letter, name }) => letter + name)),
    BigUint64Array.from(left, ({ address }) => address),
  );
  const { container, memory, vmcoreinfo, arch, layout, space, types } = sound;
  const ready: Partial<Given> = {
    ...{ container, memory, vmcoreinfo, machine: arch, layout, space },
    symbols: new KernelSymbols(table, at('_stext'), layout.image.end),
    types: new Types(types.base),
  };
  const steps = STEPS.map((step): Step => {
    const found = ready[step.gives];
    return found === undefined ? step : { ...step, ways: [{ id: 'only', find: () => found }] };
  });
  const files = { beside: [], unused: [], parts: [], logs: [] } as unknown as Given['files'];
  const { given, lacks } = take(steps, files);
  return { kernel: given.kernel, said: lacks.map((each) => render(each, 'en')) };
}

const LISTS = ['init_task', 'modules', 'slab_caches', 'super_blocks'];
const threads = (of: Kernel): string[] =>
  tasks(of).map(({ pid, comm, address }) => `${pid} ${comm} ${address}`);

function expectSame(kernel: Kernel, sound: Kernel, variables: readonly string[]): void {
  for (const variable of variables)
    expect([variable, kernel.symbols.byName(variable)?.address]).toEqual([
      variable,
      sound.symbol(variable).address,
    ]);
  expect(modules(kernel).map((each) => each.name)).toEqual(modules(sound).map((each) => each.name));
  expect(judge(kernel, []).kind).toBe(judge(sound, []).kind);
}

describe.each(['sample', '6.12-cloud-sysrq'])('%s with the names of functions only', (name) => {
  it.skipIf(!hasDump(name))('has tasks, modules, panic task, verdict and stacks as with all names', () => {
    const sound = openDump(name).kernel;
    const { kernel, said } = withFunctionsOnly(sound);
    expect(said.join('\n')).toMatch(/found in the kernel image by their shape.*init_task/);
    expectSame(kernel, sound, [...LISTS, '__per_cpu_offset', 'runqueues']);
    expect(threads(kernel)).toEqual(threads(sound));
    expect(panicTask(kernel)?.pid).toBe(panicTask(sound)?.pid);
    const stacks = (of: Kernel): string[] =>
      tasks(of).map((task) =>
        [task.pid, ...unwindTask(of, task).frames.map(({ address }) => address.toString(16))].join(' '),
      );
    const right = stacks(sound);
    // ORC's tables have no names either. The boot CPU's idle task is the one that needs them.
    const differing = stacks(kernel).filter((each, i) => each !== right[i]);
    expect(differing.length, differing.join('\n')).toBeLessThanOrEqual(3);
  });
});

describe.skipIf(!hasDump('5.10-cloud-null_pointer'))('a kernel whose types have no variables of CPUs', () => {
  it('has the tasks of the list, modules and verdict; not what its CPUs have', () => {
    const sound = openDump('5.10-cloud-null_pointer').kernel;
    const { kernel } = withFunctionsOnly(sound);
    expectSame(kernel, sound, LISTS);
    expect(threads(kernel)).toEqual(threads(sound).filter((each) => !/^0 swapper\/[1-9]/.test(each)));
    expect(kernel.symbols.byName('runqueues')).toBeUndefined();
    // What the CPU's registers stand on is the stack of what it ran.
    expect(panicTask(kernel)?.pid).toBe(panicTask(sound)?.pid);
    expect(judge(kernel, []).sentence).toEqual(judge(sound, []).sentence);
  });
});

describe('a struct module', () => {
  const { kernel } = openDump('sample');

  it('is each of the loaded ones', () => {
    const all = modules(kernel);
    expect(all.length).toBeGreaterThan(2);
    for (const { object, name } of all)
      expect([name, isModule(kernel.space, kernel.types, object.address)]).toEqual([name, true]);
  });

  it('is no other list entry with a text where the name would be: values of parameters are kept so', () => {
    // struct kmalloced_param (kernel/params.c): a list_head and the text; zeros around it, as kmalloc() may give them.
    const entry = addr(0xffff888004000000n);
    const name = entry + BigInt(kernel.types.offsetOf('module', 'name'));
    const kept = {
      tryString: (at: bigint) => (at === name ? 'lost_return' : ''),
      tryU32: () => 0,
      tryU64: () => 0n,
    } as unknown as AddressSpace;
    expect(isModule(kept, kernel.types, entry)).toBe(false);
  });
});
