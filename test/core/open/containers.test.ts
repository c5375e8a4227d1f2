import { describe, expect, it } from 'vitest';
import { imageOf, VARIANTS } from '../../build/memory-image.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { answersOf, opened, sameShares } from '../../build/zoo-table.ts';
import { dumpPath, fileSource } from '../../build/zoo.ts';

/** The sample's memory in every container: what it answers is the same text, whatever it lies in. */
const source = fileSource(dumpPath('sample'));
const base = opened([source]);
const right = typeof base === 'string' ? {} : answersOf(base);
const whole = imageOf(source);
/** The kernel's own copy of VMCOREINFO, which the sample leaves out: formats without notes are opened by it. */
const copy = new Uint8Array(4096);
copy.set(new TextEncoder().encode(whole.vmcoreinfo).subarray(0, 4096));
const image = { ...whole, pages: [...whole.pages, [(whole.pages.at(-1)?.[0] ?? 0) + 3, copy] as const] };

describe.each(Object.keys(VARIANTS))('the sample as %s', (name) => {
  it('answers what the sample answers', () => {
    const session = opened(VARIANTS[name](image).map((file) => memorySource(file.bytes, file.name)));
    expect(typeof session === 'string' ? session : '').toBe('');
    if (typeof session === 'string') return;
    const { verdict, ...others } = sameShares(answersOf(session), right);
    for (const [column, share] of Object.entries(others)) expect(share, column).toBe(1);
    // The kernel's own copy of VMCOREINFO has no time of the crash.
    expect(verdict).toBeGreaterThan(0.97);
  });
});
