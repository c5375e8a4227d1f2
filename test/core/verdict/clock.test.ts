import { expect, it } from 'vitest';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine, openDump } from '../../build/zoo.ts';

it('a clock that was never set is no date of the crash', () => {
  const { kernel } = openDump('sample');
  const sample = rawSample();
  const bytes = Buffer.from(sample.bytes);
  // What kdump noted, and the timekeeper's seconds.
  for (let at = bytes.indexOf('CRASHTIME='); at >= 0; at = bytes.indexOf('CRASHTIME=', at + 1))
    bytes.write('CRASHTIME=0000000007', at);
  const { address } = kernel.symbol('tk_core');
  const place = sample.offsetOf(kernel.space.translate(address + 8n) ?? -1) ?? -1;
  expect(place).toBeGreaterThan(0);
  const seconds = place + kernel.types.offsetOf('timekeeper', 'xtime_sec');
  expect(Number(bytes.readBigUInt64LE(seconds))).toBeGreaterThan(1_700_000_000);
  bytes.writeBigUInt64LE(7n, seconds);
  const before = openSession([memorySource(sample.bytes, 'whole')], { engine }).verdict();
  expect(before.died).toMatch(/^20\d\d-/);
  const verdict = openSession([memorySource(bytes, 'damaged')], { engine }).verdict();
  expect(verdict.died).toBeUndefined();
  expect(verdict.unchecked.map(({ why }) => why)).toContainEqual(
    expect.objectContaining({ id: 'need.clockUnset', fields: { shown: '1970-01-01T00:00:07Z' } }),
  );
});
