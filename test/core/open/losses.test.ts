import { describe, expect, it } from 'vitest';
import { Losses, lossText, type Loss } from '../../build/losses.ts';
import { seededRandom } from '../../build/random.ts';
import { openDump } from '../../build/zoo.ts';

/**
 * Each symbol, type and member that opening, verdict and the main commands ask for is taken away, one at a time. Some of
 * them here, chosen by a seed; OOPSCOPE_LOSSES=all takes every one.
 */
const whole = process.env.OOPSCOPE_LOSSES === 'all';
const SAMPLE = 24;

describe('the loss of one thing', () => {
  const losses = new Losses(openDump('sample'));
  const below = seededRandom(Number(process.env.OOPSCOPE_LOSSES_SEED ?? 20261126));
  const chosen = whole
    ? losses.all
    : Array.from({ length: SAMPLE }, (): Loss => losses.all[below(losses.all.length)]);

  it('is asked of what the commands need', () => {
    expect(losses.all.length).toBeGreaterThan(150);
    const names = losses.all.map(lossText);
    for (const each of [
      'symbol init_task',
      'struct task_struct',
      'member task_struct.comm',
      'member rq.curr',
    ])
      expect(names).toContain(each);
  });

  it('costs what needs it, with a sentence, and nothing falls', { timeout: 3_600_000 }, () => {
    for (const loss of chosen) expect([lossText(loss), losses.failures(loss)]).toEqual([lossText(loss), []]);
  });
});
