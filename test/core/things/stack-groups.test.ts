import { expect, it } from 'vitest';
import { thingNamed } from '../../../src/core/things/index.ts';
import { tableRows, tableSteps } from '../../../src/core/things/rows.ts';
import { PAUSE } from '../../../src/core/scan/scan.ts';
import { openDump } from '../../build/zoo.ts';

const thing = thingNamed('stackgroups')!;

it('pauses while stacks are unwound, and goes on where it was given up', () => {
  const { kernel } = openDump('sample');
  const whole = tableSteps(thing, kernel);
  expect(whole.next().value).toBe(PAUSE);
  whole.return();
  const rows = [...tableRows(thing, kernel)];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows).not.toContain(PAUSE);
  // As many as of a dump that is listed in one go, no task twice.
  const again = openDump('sample').kernel;
  const tasks = (objects: unknown[]): unknown[] =>
    (objects as { tasks: { address: bigint }[] }[]).map((each) => each.tasks.map(({ address }) => address));
  expect(tasks(rows)).toEqual(tasks([...tableRows(thing, again)]));
  expect(
    thing.ref.find(again, { kind: 'stackgroup', rest: thing.ref.of(rows[0]).split(':')[1] }),
  ).toBeDefined();
});
