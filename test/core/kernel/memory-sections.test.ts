import { describe, expect, it } from 'vitest';
import { memorySections } from '../../../src/core/kernel/memory-sections.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

describe.each(['6.1-null_pointer', '6.12-arm64-null_pointer', '7-cloud-uaf'])(
  'sections of memory of %s',
  (dump) => {
    it.skipIf(!hasDump(dump))(
      'are no more than memory has, whatever lies where their table is said to be',
      () => {
        const { kernel } = openDump(dump);
        const sound = memorySections(kernel);
        expect(sound.length).toBeGreaterThan(0);
        const frames = (kernel.container.pages.endPfn * kernel.memory.pageSize) / kernel.layout.pageSize;
        const highest = kernel.symbol('__highest_present_section_nr').address;
        // Struct pages are full of pointers and odd words.
        const elsewhere = kernel.arch.paging.vmemmap(kernel)!;
        const table = kernel.symbol('mem_section').address;
        const broken = patchedKernel(
          kernel,
          new Map([
            [highest as bigint, 0x3fffffn],
            [table, elsewhere],
          ]),
        );
        const most = sound.length + Math.ceil(frames / sound[0].pages);
        expect(memorySections(broken).length).toBeLessThanOrEqual(most);
        // The table is sound and said to be longer than it is.
        const longer = patchedKernel(kernel, new Map([[highest as bigint, 0x3fffffn]]));
        expect(memorySections(longer).map(({ number }) => number)).toEqual(sound.map(({ number }) => number));
      },
    );
  },
);
