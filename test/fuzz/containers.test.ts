import { describe, expect, it } from 'vitest';
import { openContainer } from '../../src/core/container/probe.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { buildElf } from '../build/elf.ts';
import { flattened } from '../build/flattened.ts';
import { buildKdump, rawPage, zlibPage } from '../build/kdump.ts';
import { buildNotes, vmcoreinfoNote } from '../build/notes.ts';
import { openMemory } from '../build/physical.ts';
import { joined, pageOf } from '../build/pieces.ts';
import { seededRandom } from '../build/random.ts';

const notes = buildNotes([
  vmcoreinfoNote('OSRELEASE=x\n'),
  { name: 'CORE', type: 1, desc: new Uint8Array(336) },
]);
const pages = [1, 2, 3, 9, 700].map((pfn) => (pfn % 2 ? zlibPage : rawPage)(pfn, pageOf(pfn)));
const files: Record<string, Uint8Array> = {
  kdump: joined(buildKdump({ pages, notes, vmcoreinfo: 'OSRELEASE=x\n', excluded: [4] })),
  'a part of a split kdump': joined(buildKdump({ pages, notes, part: [2, 10] })),
  elf: joined(
    buildElf({ notes, segments: [1, 5, 6].map((pfn) => ({ physical: pfn * 4096, bytes: pageOf(pfn) })) }),
  ),
  'elf with many headers': joined(
    buildElf({ notes, manyHeaders: true, segments: [{ physical: 4096, bytes: pageOf(1) }] }),
  ),
};
files['flattened kdump'] = flattened(files.kdump, 3000);
const FRAMES = [0, 1, 2, 3, 4, 5, 9, 10, 699, 700, 701, 2 ** 20, 2 ** 31, 2 ** 40];

/** Opens what became of a file and asks for pages; errors must be those that carry a sentence. */
function survive(bytes: Uint8Array): void {
  try {
    const memory = openMemory(memorySource(bytes, 'mutant'));
    for (const pfn of FRAMES) {
      memory.absence(pfn);
      try {
        memory.read(pfn * memory.pageSize, 64);
      } catch (error) {
        if (!(error instanceof OopscopeError)) throw error;
      }
    }
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    expect(error.message).toMatch(/[.:!?]$/);
  }
}

describe.each(Object.keys(files))('damaged headers: %s', (name) => {
  const whole = files[name];
  const random = seededRandom(20261123);

  it('one bit after the other', () => {
    // Every bit of the file's first blocks where anything is set, and of the tables after them.
    for (let at = 0; at < Math.min(whole.length, 9000); at++) {
      if (whole[at] === 0 && at % 16 !== 0 && at > 128) continue;
      const bytes = whole.slice();
      bytes[at] ^= 1 << random(8);
      survive(bytes);
    }
  });

  it('fields with extreme values', () => {
    const extremes = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff];
    for (let at = 0; at < Math.min(whole.length - 4, 8400); at += 4) {
      const view = new DataView(whole.slice().buffer);
      if (view.getUint32(at, true) === 0 && at > 128 && at % 64 !== 0) continue;
      view.setUint32(at, extremes[random(extremes.length)], true);
      survive(new Uint8Array(view.buffer));
    }
  });

  it('cut off anywhere', () => {
    for (let i = 0; i < 200; i++) survive(whole.slice(0, random(whole.length)));
  });

  it('many wrong bytes at once', () => {
    for (let i = 0; i < 200; i++) {
      const bytes = whole.slice();
      for (let n = 0; n < 20; n++) bytes[8 + random(bytes.length - 8)] = random(256);
      survive(bytes);
    }
  });
});

describe('anything at all', () => {
  it('is refused with a sentence', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from({ length: random(3000) }, () => random(256));
      expect(() => openContainer(memorySource(bytes, 'noise'))).toThrow(OopscopeError);
    }
  });
});
