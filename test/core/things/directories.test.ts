import { expect, it, vi } from 'vitest';
import { hex } from '../../../src/core/addr.ts';
import type { CachedDirectory } from '../../../src/core/kernel/dentry-cache.ts';
import { PAUSE } from '../../../src/core/scan/scan.ts';
import { thing } from '../../../src/core/things/directories.ts';
import { tableRows, tableSteps } from '../../../src/core/things/rows.ts';
import { openSession } from '../../../src/core/session.ts';
import { dumpPath, engine, fileSource } from '../../build/zoo.ts';

/** The sample as nobody has asked it anything yet. */
const fresh = () => openSession([fileSource(dumpPath('sample'))], { engine }).kernel;

it('pauses while the cache is walked, and goes on where it was given up', () => {
  const kernel = fresh();
  const whole = tableSteps(thing, kernel);
  expect(whole.next().value).toBe(PAUSE);
  whole.return();
  const rows = [...tableRows(thing, kernel)];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows).not.toContain(PAUSE);
  expect(rows).toEqual([...tableRows(thing, fresh())]);
});

it('finds one directory without walking the cache, and nothing where none is', () => {
  const [largest] = tableRows(thing, fresh()) as Generator<CachedDirectory>;
  const kernel = fresh();
  expect(thing.ref.find(kernel, { kind: 'directory', rest: hex(largest.address, 16) })).toEqual(largest);
  const elsewhere = hex(largest.address + 8n, 16);
  expect(() => thing.ref.find(kernel, { kind: 'directory', rest: elsewhere })).toThrow(elsewhere);
});

it('says again what went wrong, and begins anew when it is asked again', () => {
  const kernel = fresh();
  const reading = vi.spyOn(kernel.types, 'offsetOf').mockImplementation(() => {
    throw new Error('lost');
  });
  for (let time = 0; time < 2; time++) expect(() => [...tableRows(thing, kernel)]).toThrow('lost');
  reading.mockRestore();
  expect([...tableRows(thing, kernel)].length).toBeGreaterThan(1);
});
