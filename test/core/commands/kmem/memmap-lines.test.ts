import { describe, expect, it } from 'vitest';
import { MemmapLines } from '../../../../src/core/commands/kmem/memmap-lines.ts';
import { pageLine } from '../../../../src/core/commands/page-line.ts';
import { memmap, pageWords, type MemmapPart } from '../../../../src/core/kernel/memmap.ts';
import { pageAtStruct, pageFlagNames } from '../../../../src/core/kernel/pages.ts';
import { step } from '../../../../src/core/addr.ts';
import { hasDump, openDump } from '../../../build/zoo.ts';

const DUMPS = ['6.1-null_pointer', '6.12-arm64-null_pointer', '7-cloud-uaf'].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

describe.each(DUMPS)('the struct pages of %s', (name) => {
  it('stand in a line each as they do when asked for one by one', () => {
    const { kernel } = openDump(name);
    const lines = new MemmapLines(kernel);
    const part = [...memmap(kernel)].at(1)!;
    const made = [...lines.lines(part)];
    expect(made).toHaveLength(part.count);
    for (let i = 0; i < part.count; i += 7) {
      const page = pageAtStruct(kernel, step(part.address, i * part.size))!;
      const alone = pageLine(kernel, page);
      expect(made[i].text).toBe(alone.text);
      expect(made[i].row).toEqual(alone.row);
      expect(made[i].links).toEqual(alone.links);
    }
  });

  it('show words of every width, below and above 32 bits', () => {
    const { kernel } = openDump(name);
    const words = pageWords(kernel);
    const size = kernel.types.sizeOf('struct page')!;
    const bytes = new Uint8Array(size * 2);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(words.mapping, 0xffff888012345678n, true);
    view.setBigUint64(words.index, 0x123456789abn, true);
    view.setInt32(words.count, -128, true);
    view.setBigUint64(words.flags, 0x8000000000000000n, true);
    view.setBigUint64(size + words.mapping, 0xabcn, true);
    view.setInt32(size + words.count, 7, true);
    // The second struct page lies beyond a border of 4 GB, and so does the memory that it stands for.
    const address = (0xfffffeff_00000000n - BigInt(size)) as MemmapPart['address'];
    const pfn = 0x100000000 / kernel.layout.pageSize - 1;
    const [first, second] = new MemmapLines(kernel).lines({ pfn, count: 2, address, bytes, view, size });
    const named = pageFlagNames(kernel, 0x8000000000000000n);
    const below = (0x100000000 - kernel.layout.pageSize).toString(16);
    expect(first.text).toBe(
      `fffffefe${(0x100000000 - size).toString(16)} ${below} ffff888012345678 123456789ab -128 8000000000000000${named && ` ${named}`}`,
    );
    expect(second.text).toBe(`fffffeff00000000 100000000              abc        0  7 0`);
  });
});
