import { describe, expect, it } from 'vitest';
import { againstTruth, truthOf, TRUTHS } from '../../build/truth-table.ts';
import { knownDumps, withDump } from '../../build/zoo.ts';

/**
 * All that the kernels said of themselves seconds before they died, against what is read from their dumps: the table of
 * `npm run truth`. What is not equal must be explained in test/build/truth-table.ts.
 */
const dumps = knownDumps();
/** What every dump's truth has; what only guests that were asked to told is beside it. */
const ASKED = ['sysctl', 'parameters', 'io_uring', 'I/O queues'];

// A file without a test is an error to vitest.
it.skipIf(dumps.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(dumps.length).toBeGreaterThan(0);
});

describe.each(dumps.map((dump) => [dump.name, dump] as const))('%s', (_, dump) => {
  it('says what its kernel said, or it is explained why not', () => {
    const held = withDump(dump.path, ({ kernel }) => againstTruth(kernel, dump.meta, truthOf(dump)));
    expect([...held].flatMap(([id, { wrong }]) => wrong.map((each) => `${id}: ${each}`))).toEqual([]);
    expect([...held.keys()]).toEqual(expect.arrayContaining(TRUTHS.filter((id) => !ASKED.includes(id))));
    const sum = (of: 'equal' | 'of'): number => [...held.values()].reduce((all, each) => all + each[of], 0);
    expect(sum('of')).toBeGreaterThan(1000);
    expect(sum('equal') / sum('of')).toBeGreaterThan(0.75);
  });
});
