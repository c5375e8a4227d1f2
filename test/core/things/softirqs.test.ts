import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { things } from '../../../src/core/things/index.ts';
import { rowOf, tableRows } from '../../../src/core/things/rows.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMPS = [
  '5.10-cloud-null_pointer',
  '6.1-null_pointer',
  '6.12-arm64-null_pointer',
  '6.12-cloud-sysrq',
  '7-cloud-uaf',
].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

function rows(dump: string, id: string): Record<string, unknown>[] {
  const { kernel } = openDump(dump);
  const thing = things.find((each) => each.id === id)!;
  return [...tableRows(thing, kernel)].map((each) => rowOf(thing, each, kernel, Object.keys(thing.columns)));
}

describe.each(DUMPS)('softirqs on %s', (dump) => {
  it('ran at least as often as the living kernel had said shortly before', () => {
    const said = new Map(
      readFileSync(`../shared/zoo/truth/${dump}/softirqs`, 'utf8')
        .split('\n')
        .slice(1)
        .filter((line) => line !== '')
        .map((line) => {
          const [name, ...counts] = line.trim().split(/[:\s]+/);
          return [name, counts.map(Number)] as const;
        }),
    );
    const found = rows(dump, 'softirqs');
    expect(found.length).toBeGreaterThan(7);
    for (const { name, counts } of found) {
      const now = String(counts).split(' ').map(Number);
      const before = said.get(String(name));
      expect(before, String(name)).toBeDefined();
      for (const [cpu, count] of now.entries()) expect(count).toBeGreaterThanOrEqual(before?.[cpu] ?? 0);
    }
  });

  it('say which CPU had one waiting, of the CPUs that there are', () => {
    for (const { pending } of rows(dump, 'softirqs')) expect(pending).toMatch(/^(?:|0|1|0-1)$/);
  });
});

describe.each(DUMPS)('pools of workers on %s', (dump) => {
  it('tell the CPU, the nice value, the workers and what waits for them', () => {
    const pools = rows(dump, 'workerpools');
    for (const cpu of [0, 1])
      expect(pools.filter((each) => each.cpu === cpu).map(({ nice }) => nice)).toEqual(
        expect.arrayContaining([0, -20]),
      );
    for (const { workers, idle, running } of pools)
      expect(Number(idle) + Number(running)).toBeLessThanOrEqual(Number(workers));
    const waiting = rows(dump, 'workqueues').filter(({ state }) => state === 'pending').length;
    expect(pools.reduce((sum, { pending }) => sum + Number(pending), 0)).toBeGreaterThanOrEqual(waiting);
  });
});
