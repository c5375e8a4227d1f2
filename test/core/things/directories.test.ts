import { expect, it } from 'vitest';
import { hex } from '../../../src/core/addr.ts';
import type { CachedDirectory } from '../../../src/core/kernel/dentry-cache.ts';
import { PAUSE } from '../../../src/core/scan/scan.ts';
import { thing } from '../../../src/core/things/directories.ts';
import { tableRows, tableSteps } from '../../../src/core/things/rows.ts';
import { openDump } from '../../build/zoo.ts';

it('pauses while the cache is walked, and goes on where it was given up', () => {
  const { kernel } = openDump('sample');
  const whole = tableSteps(thing, kernel);
  expect(whole.next().value).toBe(PAUSE);
  whole.return();
  const rows = [...tableRows(thing, kernel)];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows).not.toContain(PAUSE);
  expect(rows).toEqual([...tableRows(thing, openDump('sample').kernel)]);
});

it('finds one directory without walking the cache, and nothing where none is', () => {
  const [largest] = tableRows(thing, openDump('sample').kernel) as Generator<CachedDirectory>;
  const { kernel } = openDump('sample');
  expect(thing.ref.find(kernel, { kind: 'directory', rest: hex(largest.address, 16) })).toEqual(largest);
  const elsewhere = hex(largest.address + 8n, 16);
  expect(() => thing.ref.find(kernel, { kind: 'directory', rest: elsewhere })).toThrow(elsewhere);
});
