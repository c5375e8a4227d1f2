import { describe, expect, it } from 'vitest';
import { answered, statements } from '../../src/core/console/statement.ts';
import type { Line } from '../../src/core/rows/value.ts';
import { PAUSE, Scan, type Pause } from '../../src/core/scan/scan.ts';
import { filtered } from '../../workers/filtered.ts';

const line = (text: string): Line => ({ text, links: [] });

/** What `bar` makes of `source`, which takes a millisecond for each of its steps; and how many of them were asked for. */
function through(
  bar: string,
  source: readonly (Line | Scan | Pause)[],
): { said: (Line | Scan | Pause)[]; asked: number; begunAgain: number } {
  const [statement] = statements(`log ${bar}`, false);
  let asked = 0;
  let begunAgain = 0;
  function* slowly(): Generator<Line | Scan | Pause, void, void> {
    for (const each of source) {
      asked++;
      yield each;
    }
  }
  const said = [
    ...filtered(
      slowly(),
      (come) => answered(statement, () => come),
      function* again() {
        begunAgain++;
        for (const each of source) if (each !== PAUSE && !(each instanceof Scan)) yield each;
      },
      () => asked,
    ),
  ];
  return { said, asked, begunAgain };
}
const texts = (said: readonly (Line | Scan | Pause)[]): string[] =>
  said.flatMap((each) => (each === PAUSE || each instanceof Scan ? [] : [each.text]));

describe('filters over long work', () => {
  const many = Array.from({ length: 5000 }, (_, i) => line(`line ${i}`));

  it.each([
    '| grep 7',
    '| grep -A 2 -B 1 99',
    '| head -3',
    '| tail -3',
    '| grep -v 5 | wc -l',
    '| sort -r | head -2',
    '| grep -c 9',
  ])('says with %s what is said of all lines at once', (bar) => {
    const [statement] = statements(`log ${bar}`, false);
    const whole = [...answered(statement, () => many)].map((each) => each.text);
    expect(texts(through(bar, many).said)).toEqual(whole);
    expect(whole.length).toBeGreaterThan(0);
  });
  it.each(['| wc -l', '| grep -n "line 99999[78]"'])(
    'keeps no more lines than there is room for: %s',
    (bar) => {
      const crowd = Array.from({ length: 1_200_000 }, (_, i) => line(`line ${i}`));
      const [statement] = statements(`log ${bar}`, false);
      const whole = [...answered(statement, () => crowd)].map((each) => each.text);
      const { said, asked, begunAgain } = through(bar, crowd);
      expect(texts(said)).toEqual(whole);
      expect([asked, begunAgain]).toEqual([1_000_001, 1]);
      expect(through(bar, many).begunAgain).toBe(0);
    },
  );
  it('passes scans and pauses on, so that they show how far they are and can be ended', () => {
    const scan = Object.create(Scan.prototype) as Scan;
    const { said } = through('| grep 4999', [PAUSE, scan, ...many, scan]);
    expect(said.filter((each) => each === scan)).toHaveLength(2);
    expect(said.indexOf(scan)).toBeLessThan(3);
    // It breathes although nothing is said for long.
    expect(said.filter((each) => each === PAUSE).length).toBeGreaterThan(3);
    expect(texts(said)).toEqual(['line 4999']);
  });
  it('says what is known before the end, and asks for no more than is wanted', () => {
    const { said, asked } = through('| grep "line 1$"', many);
    expect(said.findIndex((each) => each !== PAUSE)).toBeLessThan(3);
    expect(asked).toBe(many.length);
    expect(through('| head -3', many).asked).toBeLessThan(100);
  });
});
