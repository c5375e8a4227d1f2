import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PAUSE, Scan } from '../../src/core/scan/scan.ts';
import { Jobs } from '../../workers/jobs.ts';

/** A generator of numbers that never ends by itself, and what became of it. */
function endless(): { items: Generator<number>; ended: () => boolean } {
  let ended = false;
  function* numbers(): Generator<number> {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      ended = true;
    }
  }
  return { items: numbers(), ended: () => ended };
}

describe('long calls of the session worker', () => {
  let now = 0;
  beforeAll(() => {
    // A millisecond a look: breaths come without waiting for a clock.
    vi.spyOn(performance, 'now').mockImplementation(() => ++now);
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it('give everything, in order, in pieces of at most so many', async () => {
    const pieces: number[][] = [];
    const ending = await new Jobs().pump(1, [1, 2, 3, 4, 5, 6, 7][Symbol.iterator](), 3, (items) =>
      pieces.push(items),
    );
    expect(ending).toBe('done');
    expect(pieces.flat()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(3);
  });

  it('that would never end by themselves end when cancelled, and let go of what they hold', async () => {
    const jobs = new Jobs();
    const { items, ended } = endless();
    let seen = 0;
    const ending = jobs.pump(7, items, 10, (piece) => {
      seen += piece.length;
      if (seen > 100) jobs.cancel(7);
    });
    expect(await ending).toBe('cancelled');
    expect(ended()).toBe(true);
    expect(seen).toBeGreaterThan(100);
  });

  it('breathe and end at a pause, which is given to nobody', async () => {
    const jobs = new Jobs();
    let pauses = 0;
    function* waiting(): Generator<number | typeof PAUSE> {
      yield 1;
      for (;;) {
        if (++pauses === 500) jobs.cancel(3);
        yield PAUSE;
      }
    }
    const pieces: number[] = [];
    expect(await jobs.pump(3, waiting(), 10, (items) => pieces.push(...items))).toBe('cancelled');
    expect(pieces).toEqual([1]);
    expect(pauses).toBeGreaterThanOrEqual(500);
  });

  it('run side by side; cancelling one leaves the other, and a cancelled number can be used again', async () => {
    const jobs = new Jobs();
    const one = endless();
    const two: number[] = [];
    const first = jobs.pump(1, one.items, 5, () => jobs.cancel(1));
    const second = jobs.pump(2, Array.from({ length: 200 }, (_, i) => i)[Symbol.iterator](), 5, (items) =>
      two.push(...items),
    );
    expect(await Promise.all([first, second])).toEqual(['cancelled', 'done']);
    expect(two.length).toBe(200);
    expect(await jobs.pump(1, [1][Symbol.iterator](), 5, () => {})).toBe('done');
    // A job that is not running cannot be cancelled in advance.
    jobs.cancel(9);
    expect(await jobs.pump(9, [1][Symbol.iterator](), 5, () => {})).toBe('done');
  });

  it('that throw say so to whoever asked', async () => {
    function* failing(): Generator<number> {
      yield 1;
      throw new RangeError('no more');
    }
    const given: number[] = [];
    await expect(new Jobs().pump(3, failing(), 1, (items) => given.push(...items))).rejects.toThrow(
      'no more',
    );
    expect(given).toEqual([1]);
  });

  it('that throw have given what came before, and it has arrived', async () => {
    function* failing(): Generator<number> {
      yield 1;
      yield 2;
      throw new RangeError('no more');
    }
    const arrived: number[] = [];
    const give = async (items: number[]): Promise<void> => {
      await new Promise((done) => setTimeout(done, 20));
      arrived.push(...items);
    };
    await expect(new Jobs().pump(3, failing(), 100, give)).rejects.toThrow('no more');
    expect(arrived).toEqual([1, 2]);
  });
});

describe('scans among what is pumped', () => {
  const scan = (): Scan =>
    new Scan({ kind: 'words', width: 8, values: [1n], ignored: 0n }, Float64Array.of(0, 1));

  it('are answered, and what came before them is given first', async () => {
    const jobs = new Jobs();
    const seen: string[] = [];
    const ending = await jobs.pump(
      1,
      ['a', scan(), 'b', scan(), 'c'][Symbol.iterator](),
      100,
      (items) => seen.push(items.join('')),
      async () => {
        seen.push('scan');
        await Promise.resolve();
        return true;
      },
    );
    expect(ending).toBe('done');
    expect(seen).toEqual(['a', 'scan', 'b', 'scan', 'c']);
  });

  it('end the call when it is cancelled while they run', async () => {
    const jobs = new Jobs();
    let returned = false;
    function* endless(): Generator<string | Scan> {
      try {
        for (;;) yield scan();
      } finally {
        returned = true;
      }
    }
    let parts = 0;
    const ending = await jobs.pump(
      7,
      endless(),
      100,
      () => undefined,
      async (_scan, cancelled) => {
        if (++parts === 3) jobs.cancel(7);
        await Promise.resolve();
        return !cancelled();
      },
    );
    expect(ending).toBe('cancelled');
    expect(parts).toBe(3);
    expect(returned).toBe(true);
  });

  it('that are given up end when what came before them has arrived', async () => {
    const arrived: string[] = [];
    const give = async (items: string[]): Promise<void> => {
      await new Promise((done) => setTimeout(done, 20));
      arrived.push(...items);
    };
    const items = ['a', scan(), 'b'][Symbol.iterator]();
    expect(await new Jobs().pump(1, items, 100, give, () => Promise.resolve(false))).toBe('cancelled');
    expect(arrived).toEqual(['a']);
  });

  it('ends when the last of what was given has arrived', async () => {
    const arrived: number[] = [];
    const give = async (items: number[]): Promise<void> => {
      await new Promise((done) => setTimeout(done, 20));
      arrived.push(...items);
    };
    expect(await new Jobs().pump(1, [1, 2, 3][Symbol.iterator](), 2, give)).toBe('done');
    expect(arrived).toEqual([1, 2, 3]);
  });
});
