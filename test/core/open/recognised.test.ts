import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/core/session.ts';
import type { ByteSource } from '../../../src/core/source/source.ts';
import { rawMemory } from '../../build/raw-memory.ts';
import { lacksOf } from '../../build/said.ts';
import { answersOf, opened, sameShares } from '../../build/zoo-table.ts';
import { dumpPath, fileSource, hasDump, openDump } from '../../build/zoo.ts';

/**
 * Plain memory whose kernel wrote no VMCOREINFO (CONFIG_VMCORE_INFO off, as phones have it): the kernel is recognised by its
 * kallsyms, placed by its banner, and its page tables prove it. Real memory: that of the dumps, cut into plain files.
 */
const MIB = 1024 * 1024;

function session(files: readonly ByteSource[]): Session {
  const found = opened(files);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** The memory of dump `name` in two files with their places, the upper one first. */
function twoFiles(name: string, start: number, middle: number): ByteSource[] {
  const source = fileSource(dumpPath(name));
  const plan = { withoutVmcoreinfo: true };
  return [
    rawMemory(source, `DDRCS1.BIN@0x${middle.toString(16)}`, { ...plan, from: middle }),
    rawMemory(source, `DDRCS0.BIN@0x${start.toString(16)}`, { ...plan, from: start, to: middle }),
  ];
}

describe.each([
  // Absolute addresses of symbols on x86-64 up to 6.14, addresses from their own places since 7.0, offsets on arm64.
  ['sample', 0, 64 * MIB],
  ['6.1-null_pointer', 0, 512 * MIB],
  ['5.10-cloud-null_pointer', 0, 512 * MIB],
  ['7-cloud-uaf', 0, 512 * MIB],
  ['6.12-arm64-null_pointer', 1024 * MIB, 1280 * MIB],
])('%s as plain memory without VMCOREINFO', (name, start, middle) => {
  it.skipIf(!hasDump(name))(
    'answers what the dump answers',
    () => {
      const ours = session(twoFiles(name, start, middle));
      expect(ours.summary.timings.find(({ way }) => way?.id === 'open-way.recognised')).toBeDefined();
      const right = openDump(name);
      expect(ours.summary.release).toBe(right.summary.release);
      const shares = sameShares(answersOf(ours), answersOf(right));
      for (const column of ['log', 'ps', 'mod', 'struct', 'vtop'] as const)
        expect(shares[column], column).toBe(1);
      // Where the dump lacks a page of a stack (7-cloud-uaf), plain memory has zeros; it has no registers of CPUs (arm64).
      expect(shares.bt).toBeGreaterThan(0.9);
      expect(lacksOf(ours).join('\n')).not.toContain('page tables are not in the dump');
      const vmemmap = ({ kernel }: Session): bigint | undefined => kernel.arch.paging.vmemmap(kernel);
      expect(vmemmap(ours)).toBe(vmemmap(right));
      expect(ours.verdict().kind).toBe(right.verdict().kind);
      expect(lacksOf(ours).join('\n')).toContain('recognised');
    },
    120_000,
  );
});
