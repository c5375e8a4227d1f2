import { expect, it } from 'vitest';
import { step, type Addr } from '../../../src/core/addr.ts';
import { areaPages } from '../../../src/core/commands/vm/area-lines.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { vmas } from '../../../src/core/kernel/vmas.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const name = '6.1-null_pointer';

it.skipIf(!hasDump(name))('ends with the address space where an area says that it goes on', () => {
  const { kernel } = openDump(name);
  const task = tasks(kernel).find(({ mm }) => mm !== 0n)!;
  const [vma] = vmas(kernel, kernel.at('struct mm_struct', task.mm));
  const end = 0xffffffffffffffffn as Addr;
  const pages: bigint[] = [];
  // A kernel thread has no page tables of its own.
  const thread = tasks(kernel).find(({ mm }) => mm === 0n)!;
  for (const { virtual } of areaPages(kernel, thread, { ...vma, start: step(end, -0xffffn), end })) {
    pages.push(virtual);
    if (pages.length > 100) break;
  }
  expect(pages).toHaveLength(16);
  expect(pages.at(-1)).toBe(0xfffffffffffff000n);
});
