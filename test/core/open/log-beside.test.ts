import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openSession } from '../../../src/core/session.ts';
import { memorySource, type ByteSource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine, hasDump } from '../../build/zoo.ts';

const stamp = (line: string, i: number): string => `[${(i + 1).toFixed(6).padStart(12)}][    T1] ${line}`;
const text = (name: string, ...lines: string[]): ByteSource =>
  memorySource(new TextEncoder().encode(lines.map(stamp).join('\n')), name);

/** The bundled sample without the texts of its log: nothing that has a shape of one is left in memory. */
function withoutLog(): ByteSource {
  const { bytes, offsetOf } = rawSample();
  const whole = openSession([memorySource(bytes, 'vmcore')], { engine }).kernel;
  // The ring is empty: its descriptors, records and texts are zeros.
  const ring = whole.symbols.byName('prb');
  expect(ring).toBeDefined();
  const cut = bytes.slice();
  for (const name of ['_printk_rb_static_descs', '_printk_rb_static_infos', '__log_buf']) {
    const symbol = whole.symbols.byName(name)!;
    const size = symbol.size ?? 0;
    for (let at = 0n; at < BigInt(size); at += 4096n) {
      const physical = whole.space.translate(symbol.address + at);
      const offset = physical === undefined ? undefined : offsetOf(Number(physical));
      if (offset !== undefined) cut.fill(0, offset, offset + Math.min(4096, size - Number(at)));
    }
  }
  return memorySource(cut, 'vmcore');
}

describe.skipIf(!hasDump('sample'))('the text of a log beside a dump', () => {
  const bytes = rawSample().bytes;
  const whole = (): ByteSource => memorySource(bytes, 'vmcore');
  const release = openSession([whole()], { engine }).summary.release!;
  const own = text(
    'dmesg.txt',
    `Linux version ${release} (x@y) #1`,
    'usb 1-1: 새 장치',
    'BUG: from the text',
  );
  const lines = (sources: readonly ByteSource[]) => {
    const session = openSession(sources, { engine });
    return {
      log: [...session.run('log')].map((line) => line.text),
      lacks: session.summary.lacks.map((each) => render(each, 'en')).join('\n'),
    };
  };

  it('is not needed where the dump has its log', () => {
    const { log, lacks } = lines([whole(), own]);
    expect(log.join('\n')).not.toContain('from the text');
    expect(lacks).toContain('dmesg.txt was not needed: the log comes from the dump itself');
  });

  it('stands in for a log that is lost', () => {
    const { log, lacks } = lines([withoutLog(), own]);
    expect(log.map((line) => line.replace(/^\[[^\]]*\] /, ''))).toEqual([
      `Linux version ${release} (x@y) #1`,
      'usb 1-1: 새 장치',
      'BUG: from the text',
    ]);
    expect(lacks).toContain('the log is that of dmesg.txt (3 lines)');
  });

  it('is refused when it is of another kernel', () => {
    const other = text('other.txt', 'Linux version 5.10.0 (x@y)', 'BUG: from the text');
    const { log, lacks } = lines([withoutLog(), other]);
    expect(log.join('\n')).not.toContain('from the text');
    expect(lacks).toContain('other.txt is the log of 5.10.0');
  });
});
