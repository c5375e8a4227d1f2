import { describe, expect, it } from 'vitest';
import { hasDump, textOf, zooText } from '../../build/zoo.ts';

const DUMPS = [
  '6.1-null_pointer',
  '6.12-cloud-sysrq',
  '6.12-arm64-null_pointer',
  '5.10-cloud-null_pointer',
].filter(hasDump);

/** The numbered lines of /proc/interrupts: number and counts by CPU. */
function lines(text: string): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [, number, counts] of text.matchAll(/^ *(\d+): +((?:\d+ +)+)/gm))
    found.set(Number(number), counts.trim().split(/ +/).map(Number));
  return found;
}

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

describe.each(DUMPS)('irq on %s', (dump) => {
  const truth = lines(zooText(`truth/${dump}/interrupts`));
  const ours = lines(textOf(dump, 'irq -s'));

  it('counts at least what the kernel said seconds before, line by line', () => {
    expect(truth.size).toBeGreaterThan(5);
    for (const [number, counts] of truth) {
      const found = ours.get(number) ?? [];
      expect(found.length, `IRQ ${number}`).toBeGreaterThan(0);
      for (const [cpu, count] of found.entries()) {
        expect(count, `IRQ ${number} on CPU ${cpu}`).toBeGreaterThanOrEqual(counts[cpu]);
        expect(count, `IRQ ${number} on CPU ${cpu}`).toBeLessThan(counts[cpu] + 5000);
      }
    }
  });

  it('refuses a number that there is not, and one CPU too many', () => {
    expect(() => textOf(dump, 'irq 99999')).toThrow('irq: invalid IRQ value: 99999');
    expect(() => textOf(dump, 'irq -s -c 77')).toThrow('irq: invalid cpu specification: 77');
  });

  it('names what runs for softirqs', () => {
    expect(textOf(dump, 'irq -b')).toMatch(/\[1\] +[\da-f]{16} {2}<run_timer_softirq>/);
  });
});

describe.skipIf(!hasDump('6.12-arm64-null_pointer'))(
  'where a machine has no table of vectors that is read',
  () => {
    it('says so', () => {
      expect(() => textOf('6.12-arm64-null_pointer', 'irq -d')).toThrow('vectors of arm64');
    });
  },
);
