/** Work on many rows without holding up the page: a generator's steps, a few milliseconds at a time. */

const SLICE = 12;

/** Runs `work` to its end; undefined when `stale` says that nobody waits for it any more. */
export async function cooperate<T>(
  work: Generator<void, T, void>,
  stale: () => boolean,
): Promise<T | undefined> {
  let until = performance.now() + SLICE;
  for (;;) {
    const step = work.next();
    if (step.done) return stale() ? undefined : step.value;
    if (performance.now() < until) continue;
    await pause();
    if (stale()) return undefined;
    until = performance.now() + SLICE;
  }
}

/** Lets the browser paint and take input. */
export function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
