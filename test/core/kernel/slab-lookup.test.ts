import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/addr.ts';
import { slabCacheOf, slabText } from '../../../src/core/kernel/slab-lookup.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** One kernel with PG_slab as a flag and struct slab, one with page types, one with masks to the head page as well. */
describe.each(['6.1-null_pointer', '6.12-cloud-sysrq', '7-cloud-uaf', '6.12-arm64-null_pointer'])(
  'slabs of %s',
  (name) => {
    describe.skipIf(!hasDump(name))('are found', () => {
      it('for every task_struct: name, and where the object begins', () => {
        const { kernel } = openDump(name);
        let found = 0;
        for (const task of tasks(kernel)) {
          // The first task is a variable of the kernel's image.
          if (task.address === kernel.symbol('init_task').address) continue;
          const slab = slabCacheOf(kernel, step(task.address, 1000));
          // struct page of some is not in 7-cloud-uaf (zoo/README.md).
          if (!slab && name === '7-cloud-uaf') continue;
          expect(slab).toMatchObject({ cache: 'task_struct', object: task.address });
          found++;
        }
        expect(found).toBeGreaterThan(20);
      });

      it('for nothing that is no slab', () => {
        const { kernel } = openDump(name);
        expect(slabCacheOf(kernel, 0n)).toBeUndefined();
        expect(slabCacheOf(kernel, 0xffffffffffffffffn)).toBeUndefined();
        expect(slabCacheOf(kernel, kernel.symbol('init_task').address)).toBeUndefined();
        const { start: base = 0n, end = 0n } = kernel.arch.paging.directMap(kernel) ?? {};
        expect(base).not.toBe(0n);
        expect(slabCacheOf(kernel, base)).toBeUndefined();
        expect(slabCacheOf(kernel, end - 4096n)).toBeUndefined();
      });
    });
  },
);

describe.skipIf(!hasDump('6.1-null_pointer'))('a word in a slab', () => {
  it('is shown by its cache, in full with the word', () => {
    const { kernel } = openDump('6.1-null_pointer');
    expect(slabText(kernel, 0xffff8d2c4237f840n, false)).toBe('[kmalloc-16]');
    expect(slabText(kernel, 0xffff8d2c4237f840n, true)).toBe('[ffff8d2c4237f840:kmalloc-16]');
    expect(slabText(kernel, 1n, true)).toBeUndefined();
  });
});
