import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine } from '../../build/zoo.ts';

/** The sample as it would be had nothing happened: each trace of the crash can be taken away, or left. */
const TRACES = ['the time of the crash', 'the CPU that panicked', 'the oops in the log', 'the log'] as const;
const raw = rawSample();
const { kernel } = openSession([memorySource(raw.bytes, 'sound')], { engine });

function verdictWith(left?: (typeof TRACES)[number]): { kind: string; confidence: string } {
  const bytes = Buffer.from(raw.bytes);
  const place = (address: bigint): number => raw.offsetOf(kernel.space.translate(address) ?? -1) ?? -1;
  const at = (name: string): number => place(kernel.symbol(name).address);
  const wipe = (text: string): void => {
    for (let i = bytes.indexOf(text, 0, 'latin1'); i >= 0; i = bytes.indexOf(text, i + 1, 'latin1'))
      bytes.write('x'.repeat(text.length), i, 'latin1');
  };
  if (left !== 'the time of the crash') wipe('CRASHTIME=');
  if (left !== 'the CPU that panicked')
    for (const name of ['panic_cpu', 'crashing_cpu']) bytes.writeInt32LE(-1, at(name));
  if (left !== 'the oops in the log')
    for (const { text } of openSession([memorySource(raw.bytes, 'log')], { engine }).run('log'))
      if (/BUG:|Oops|panic|RIP:|Call Trace/.test(text)) wipe(text.replace(/^\[[^\]]*\] /, ''));
  // The ring that cannot be read: nothing of the log is known any more.
  if (left === 'the log') {
    const ring = kernel.space.u64(kernel.symbol('prb').address);
    const descs =
      kernel.types.offsetOf('printk_ringbuffer', 'desc_ring') +
      kernel.types.offsetOf('prb_desc_ring', 'descs');
    bytes.writeBigUInt64LE(0n, place(ring + BigInt(descs)));
  }
  return openSession([memorySource(new Uint8Array(bytes), 'quiet')], { engine }).verdict();
}

describe('a running machine', () => {
  it('is one for certain where memory says so in every place', () => {
    expect(verdictWith()).toMatchObject({ kind: 'live', confidence: 'proven' });
  });

  it.each(TRACES)('is none for certain with a doubt about %s', (left) => {
    const { kind, confidence } = verdictWith(left);
    expect(kind === 'live' && confidence === 'proven').toBe(false);
  });
});
