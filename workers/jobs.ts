import { PAUSE, Scan, type Pause } from '../src/core/scan/scan.ts';
import type { Ending, Job } from './api.ts';

/** How long the worker works before it looks whether a message (cancel, another question) has come. */
const BREATH = 30;

/** Long calls under way: they breathe, and end at the next breath when cancelled. */
export class Jobs {
  private readonly cancelled = new Set<Job>();
  private readonly running = new Set<Job>();

  cancel(job: Job): void {
    if (this.running.has(job)) this.cancelled.add(job);
  }

  /**
   * Pumps `items`; `give` gets what has come at every breath (at most `most` at a time), and the last of it has arrived when
   * this ends, however it ends: an answer travels another way than what is given, and may be faster. Scans among them are answered by
   * `answer`, which looks at `cancelled` while it waits and says false when it gave up.
   */
  async pump<T>(
    job: Job,
    items: Iterator<T | Scan | Pause>,
    most: number,
    give: (items: T[]) => unknown,
    answer?: (scan: Scan, cancelled: () => boolean) => Promise<boolean>,
  ): Promise<Ending> {
    this.running.add(job);
    let kept: T[] = [];
    let given: unknown;
    const flush = (): void => {
      if (kept.length === 0) return;
      const part = kept;
      kept = [];
      given = give(part);
    };
    const ended = async (how: Ending): Promise<Ending> => {
      if (how === 'cancelled') items.return?.();
      await given;
      return how;
    };
    try {
      let until = performance.now() + BREATH;
      for (;;) {
        const next = items.next();
        if (next.done) break;
        if (next.value instanceof Scan) {
          flush();
          if (answer && (await answer(next.value, () => this.cancelled.has(job)))) continue;
          return await ended('cancelled');
        }
        if (next.value !== PAUSE) kept.push(next.value);
        // The clock is asked often enough: a step may be slow, and cheap enough beside what a row costs.
        const late = performance.now() >= until;
        if (kept.length >= most || late) flush();
        if (!late) continue;
        await breathe();
        if (this.cancelled.has(job)) return await ended('cancelled');
        until = performance.now() + BREATH;
      }
      flush();
      return await ended('done');
    } catch (error) {
      // What came before it failed is part of the answer.
      flush();
      await given;
      throw error;
    } finally {
      this.running.delete(job);
      this.cancelled.delete(job);
    }
  }
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets messages in; a message channel costs microseconds where a nested timer costs 4 ms. */
export function breathe(): Promise<void> {
  return new Promise((done) => {
    waiting.push(done);
    channel.port2.postMessage(0);
  });
}
