import { describe, expect, it } from 'vitest';
import { render, type Message } from '../../../src/core/catalogue/message.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { logRecords, type LogRecord } from '../../../src/core/kernel/printk.ts';
import { patchedKernel } from '../../build/patched.ts';
import { openDump } from '../../build/zoo.ts';
import { PrintkRing, RING_DATA } from '../../build/printk-ring.ts';
import { seededRandom } from '../../build/random.ts';

function read(ring: PrintkRing): { records: LogRecord[]; reasons: string[] } {
  const gaps = { reasons: [] as Message[] };
  return {
    records: [...logRecords(ring.kernel(), gaps)],
    reasons: gaps.reasons.map((reason) => render(reason, 'en')),
  };
}
const texts = (ring: PrintkRing): string[] => read(ring).records.map((record) => record.text);

describe('the printk ring buffer, laid out by VMCOREINFO alone', () => {
  it('gives each record with who printed it', () => {
    const ring = new PrintkRing();
    ring.write({ text: 'one', level: 3, facility: 1, caller: 166 });
    ring.write({ text: 'two\nlines', caller: 0x80000003, subsystem: 'pci', device: '+pci:0000:00:1f.2' });
    const { records, reasons } = read(ring);
    expect(reasons).toEqual([]);
    expect(records).toEqual([
      {
        sequence: 16,
        time: 16_000_000n,
        level: 3,
        facility: 1,
        caller: { kind: 'task', id: 166 },
        subsystem: undefined,
        device: undefined,
        continued: false,
        text: 'one',
        truncated: false,
      },
      {
        sequence: 17,
        time: 17_000_000n,
        level: 6,
        facility: 0,
        caller: { kind: 'cpu', id: 3 },
        subsystem: 'pci',
        device: '+pci:0000:00:1f.2',
        continued: false,
        text: 'two\nlines',
        truncated: false,
      },
    ]);
  });

  it('is empty when nothing was printed', () => {
    expect(read(new PrintkRing())).toEqual({ records: [], reasons: [] });
  });

  it.each([1n, 2n, 1n << 50n])('goes round the ring after %i laps', (laps) => {
    const ring = new PrintkRing(4, 10, laps);
    const written = Array.from({ length: 40 }, (_, i) => `record ${i} `.padEnd(10 + ((i * 7) % 19), '.'));
    for (const text of written) ring.write({ text });
    const { records, reasons } = read(ring);
    expect(records.map((record) => record.text)).toEqual(written.slice(-16));
    expect(reasons).toEqual([]);
  });

  it('shows empty lines and passes over what had no room', () => {
    const ring = new PrintkRing();
    ring.write({ text: 'before' });
    ring.write({ text: '' });
    const failed = ring.write({ text: '' });
    ring.u64(ring.descriptor(failed) + 8, 1n);
    ring.u64(ring.descriptor(failed) + 16, 1n);
    ring.write({ text: 'after' });
    expect(texts(ring)).toEqual(['before', '', 'after']);
  });

  it('takes what fits its block when more was printed than kept', () => {
    const ring = new PrintkRing();
    const id = ring.write({ text: 'kept' });
    ring.view.setUint16(ring.info(id) + 16, 200, true);
    expect(read(ring).records[0]).toMatchObject({ truncated: true });
    expect(read(ring).records[0].text).toHaveLength(8);
  });

  it('says that the last writer was interrupted', () => {
    const ring = new PrintkRing();
    ring.write({ text: 'done' });
    ring.write({ text: 'half', state: 0 });
    const { records, reasons } = read(ring);
    expect(records.map((record) => record.text)).toEqual(['done']);
    expect(reasons).toEqual([expect.stringMatching(/being written when the machine stopped/)]);
  });

  it('passes over records that were given free, or that another took the place of', () => {
    const ring = new PrintkRing();
    ring.write({ text: 'free', state: 3 });
    const gone = ring.write({ text: 'gone' });
    ring.u64(ring.descriptor(gone), (2n << 62n) | (gone + 16n));
    ring.write({ text: 'here', state: 1 });
    expect(texts(ring)).toEqual(['here']);
  });
});

describe('a damaged printk ring buffer', () => {
  const three = (): PrintkRing => {
    const ring = new PrintkRing();
    for (const text of ['one', 'two', 'three']) ring.write({ text });
    return ring;
  };

  it('loses the record whose text belongs to another', () => {
    const ring = three();
    ring.u64(RING_DATA + 16, 99n);
    const { records, reasons } = read(ring);
    expect(records.map((record) => record.text)).toEqual(['one', 'three']);
    expect(reasons).toEqual([expect.stringMatching(/belongs to record 99/)]);
  });

  it('loses the record whose block cannot be', () => {
    const ring = three();
    ring.u64(ring.descriptor(17n) + 16, 1n << 40n);
    expect(texts(ring)).toEqual(['one', 'three']);
    ring.u64(ring.descriptor(18n) + 16, 0n);
    expect(texts(ring)).toEqual(['one']);
  });

  it('gives what is there where a page is not', () => {
    const ring = three();
    ring.holes.add(RING_DATA + 16 + 8 + 1);
    ring.holes.add(ring.info(18n));
    const { records, reasons } = read(ring);
    expect(records.map((record) => [record.text, record.truncated])).toEqual([
      ['one', false],
      ['t', true],
    ]);
    expect(reasons).toHaveLength(2);
  });

  it.each(['descriptors', 'infos'])('says how many records are lost where its %s are zeros', (which) => {
    const ring = new PrintkRing();
    for (let i = 0; i < 12; i++) ring.write({ text: `record ${i}` });
    const [from, to] = [20n, 24n].map((id) => (which === 'infos' ? ring.info(id) : ring.descriptor(id)));
    ring.bytes.fill(0, from, to);
    const { records, reasons } = read(ring);
    expect(records.map(({ text }) => text)).toEqual([0, 1, 2, 3, 8, 9, 10, 11].map((i) => `record ${i}`));
    expect(reasons).toEqual([expect.stringMatching(/^4 records of the log are lost, record 20 first/)]);
  });

  it('does not miss the newest where it has a number and was not begun', () => {
    const ring = three();
    ring.bytes.fill(0, ring.descriptor(18n), ring.descriptor(18n) + 24);
    expect(read(ring)).toMatchObject({ reasons: [] });
  });

  it('of 2^60 bytes is refused', () => {
    const ring = three();
    ring.sizes = [4, 60];
    expect(read(ring).records).toEqual([]);
    expect(read(ring).reasons).toEqual([expect.stringMatching(/damage/)]);
  });

  it.each([0, 3, 8, 26, 40, 0x7ffffff0, 0xffffffff])(
    'of 2^%i descriptors is read with as many as its newest record proves',
    (count) => {
      const ring = three();
      ring.sizes = [count, 9];
      expect(texts(ring)).toEqual(['one', 'two', 'three']);
      if (count !== 3) expect(read(ring).reasons[0]).toContain('claims 2^');
    },
  );

  it('whose sizes are both those of a larger one takes no time and gives no false record', () => {
    const ring = three();
    ring.sizes = [26, 31];
    ring.headAndTail = [18n, 0n];
    expect(texts(ring)).toEqual([]);
  });

  it('is read in whole, in order, when head and tail make no sense', () => {
    const ring = three();
    ring.headAndTail = [18n, 12345n << 20n];
    const { records, reasons } = read(ring);
    expect(reasons[0]).toMatch(/further apart/);
    expect(records.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  it('never throws and always ends, whatever stands in it', () => {
    const next = seededRandom(7);
    for (let round = 0; round < 200; round++) {
      const ring = new PrintkRing();
      for (let i = 0; i < 30; i++) ring.write({ text: `record ${i}`, caller: i });
      for (let i = 0; i < 12; i++) ring.bytes[next(0x9000)] = next(256);
      for (const { text } of read(ring).records) expect(text.length).toBeLessThanOrEqual(65535);
    }
  });
});

describe('the log of a dump whose prb leads nowhere', () => {
  it('is the one of the image, and that it may be the early one only is said', () => {
    const { kernel } = openDump('sample');
    const reasonsOf = (of: Kernel): string[] => {
      const gaps = { reasons: [] as Message[] };
      expect([...logRecords(of, gaps)].length).toBeGreaterThan(100);
      return gaps.reasons.map((reason) => render(reason, 'en'));
    };
    expect(reasonsOf(kernel)).toEqual([]);
    const astray = patchedKernel(kernel, new Map([[kernel.symbol('prb').address as bigint, 0x1234n]]));
    expect(reasonsOf(astray)).toContainEqual(expect.stringMatching(/printk_rb_static was read instead/));
  });
});
