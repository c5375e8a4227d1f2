import { expect, it } from 'vitest';
import { step, type Addr } from '../../../src/core/addr.ts';
import { areaPages } from '../../../src/core/commands/vm/area-lines.ts';
import { taskSpace } from '../../../src/core/kernel/page-table.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { vmas } from '../../../src/core/kernel/vmas.ts';
import { PAUSE } from '../../../src/core/scan/scan.ts';
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
  for (const page of areaPages(kernel, thread, { ...vma, start: step(end, -0xffffn), end })) {
    if (page !== PAUSE) pages.push(page.virtual);
    if (pages.length > 100) break;
  }
  expect(pages).toHaveLength(16);
  expect(pages.at(-1)).toBe(0xfffffffffffff000n);
});

it.skipIf(!hasDump(name))('reads a table that leads nowhere once, and pauses as it goes', () => {
  const { kernel } = openDump(name);
  const task = tasks(kernel).find(({ mm }) => mm !== 0n)!;
  const [vma] = vmas(kernel, kernel.at('struct mm_struct', task.mm));
  const root = taskSpace(kernel, task.address)!.root;
  // The top table leads to one table alone, that to 512 further ones, which are empty: 2 to the power of 26 ways to nothing.
  const [second, third] = [0x10000, 0x200000];
  let reads = 0;
  const entry = (at: number): bigint => {
    if (at >= root && at < root + 4096) return BigInt(second) | 0x67n;
    if (at >= second && at < second + 4096) return BigInt(third + ((at - second) / 8) * 4096) | 0x67n;
    return 0n;
  };
  const memory = Object.create(kernel.memory, {
    tryRead: {
      value: (at: number) => {
        reads++;
        return new Uint8Array(BigUint64Array.of(entry(at)).buffer);
      },
    },
  }) as typeof kernel.memory;
  const damaged = Object.create(kernel, { memory: { value: memory } }) as typeof kernel;
  const wide = { ...vma, start: 0n as Addr, end: (1n << 47n) as Addr };
  const steps = [...areaPages(damaged, task, wide)];
  expect(steps.filter((each) => each !== PAUSE)).toMatchObject([{ virtual: 0n, count: 2 ** 35 }]);
  expect(steps.filter((each) => each === PAUSE).length).toBeGreaterThan(10);
  expect(reads).toBeLessThan(300_000);
});
