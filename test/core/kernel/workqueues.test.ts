import { describe, expect, it } from 'vitest';
import { workerPools, works } from '../../../src/core/kernel/workqueues.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMPS = [
  '6.1-null_pointer',
  '5.10-cloud-null_pointer',
  '6.12-cloud-sysrq',
  '6.12-arm64-null_pointer',
].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

describe.each(DUMPS)('the pools of workers on %s', (dump) => {
  const { kernel } = openDump(dump);
  it('are two for each CPU, of ordinary and high priority, and some that are bound to none', () => {
    const pools = workerPools(kernel);
    for (const cpu of [0, 1])
      expect(pools.filter((pool) => pool.cpu === cpu).length).toBeGreaterThanOrEqual(2);
    expect(pools.some(({ cpu }) => cpu < 0)).toBe(true);
    for (const { workers, idle, sinceProgress } of pools) {
      expect(idle).toBeLessThanOrEqual(workers);
      expect(sinceProgress ?? 0).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(pools.map(({ id }) => id)).size).toBe(pools.length);
  });
});

describe.skipIf(!hasDump('6.12-arm64-null_pointer'))(
  'work items on a machine whose CPU did not get to them',
  () => {
    it('wait, each with its function, its queue and its pool', () => {
      const { kernel } = openDump('6.12-arm64-null_pointer');
      const found = works(kernel);
      expect(found.length).toBeGreaterThan(4);
      expect(found.map(({ queue }) => queue)).toContain('kblockd');
      for (const { function: of, state, pool } of found) {
        expect(kernel.symbols.byAddress(of)?.offset).toBe(0);
        expect(state).toBe('pending');
        expect(pool?.sinceProgress).toBeLessThan(10);
      }
    });
  },
);
