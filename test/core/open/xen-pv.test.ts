import { describe, expect, it } from 'vitest';
import { buildXenPv } from '../../build/rare-formats.ts';
import { imageOf } from '../../build/memory-image.ts';
import { answersOf, opened, sameShares } from '../../build/zoo-table.ts';
import { dumpPath, fileSource, openDump } from '../../build/zoo.ts';
import { memorySource } from '../../../src/core/source/source.ts';

/** The sample's memory as a paravirtual guest of Xen has it: its page tables hold the host's frames. */
describe('a core of a paravirtual Xen guest', () => {
  const sample = openDump('sample');
  const whole = imageOf(fileSource(dumpPath('sample')));
  const copy = new Uint8Array(4096);
  copy.set(new TextEncoder().encode(whole.vmcoreinfo).subarray(0, 4096));
  const last = (whole.pages.at(-1)?.[0] ?? 0) + 3;
  const image = { ...whole, pages: [...whole.pages, [last, copy] as const] };
  const session = opened([memorySource(buildXenPv(image, sample.kernel.space.root), 'core')]);
  if (typeof session === 'string') throw new Error(session);
  const { kernel } = session;

  it('answers what the guest would answer by its own', () => {
    const { verdict, vtop, ...others } = sameShares(answersOf(session), answersOf(sample));
    for (const [column, share] of Object.entries(others)) expect(share, column).toBe(1);
    // VMCOREINFO's copy has no time of the crash; entries of page tables are the host's.
    expect(verdict).toBeGreaterThan(0.97);
    expect(vtop).toBeGreaterThan(0.5);
  });

  it('goes through the tables, and says places as the guest counts them', () => {
    const { address } = kernel.symbol('init_task');
    expect(kernel.space.translate(address)).toBe(sample.kernel.space.translate(address));
    // Memory of a module is mapped by tables alone, page by page.
    const module = kernel.symbols.image.byName('modules');
    const area = kernel.space.u64(module?.address ?? 0n);
    expect(kernel.space.translate(area)).toBe(sample.kernel.space.translate(area));
    expect(kernel.space.read(area, 64)).toEqual(sample.kernel.space.read(area, 64));
    expect(kernel.space.linearWalks).toBe(sample.kernel.space.linearWalks);
  });

  it('is found in by its virtual addresses', () => {
    const [line] = [...sample.run('search -k deadbeef00c0ffee')];
    expect([...session.run('search -k deadbeef00c0ffee')].map(({ text }) => text)).toEqual(
      line ? [line.text] : [],
    );
    const { address } = kernel.symbol('linux_banner');
    const text = (found: typeof session): string[] =>
      [...found.run(`search -V -c "Linux version"`)].map((each) => each.text);
    expect(address).not.toBe(0n);
    expect(text(session)).toEqual(text(sample));
  });
});
