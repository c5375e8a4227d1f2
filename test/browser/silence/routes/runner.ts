/**
 * What the test puts into page and worker (bundled to one classic script, see script.ts): runs routes by name and says
 * how each ended. An attempt runs in a task of its own, so that what the driver's own evaluation may do (eval under any
 * policy) does not count for it.
 */
import { GROUPS } from './index.ts';
import type { Target } from './route.ts';

export type Outcomes = Record<string, string>;

export interface Runner {
  /** How the routes tried so far ended. */
  readonly outcomes: Outcomes;
  run(targets: Record<string, Target>, between: number, settle: number): Promise<Outcomes>;
  runInWorker(targets: Record<string, Target>, between: number, settle: number): Promise<Outcomes>;
}

interface Order {
  readonly silence: Record<string, Target>;
  readonly between: number;
  readonly settle: number;
}

const here = globalThis as unknown as {
  silence?: Runner;
  /** Workers as the page makes them, see hook in script.ts. */
  silenceWorkers?: Worker[];
  document?: Document;
};
const attempts = new Map(GROUPS.flatMap((group) => Object.entries(group.routes)));
const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });
const reason = (error: unknown): string =>
  error instanceof Error || error instanceof DOMException
    ? `${error.name}: ${error.message.slice(0, 80)}`
    : String(error);

const outcomes: Outcomes = {};

async function run(targets: Record<string, Target>, between: number, settle: number): Promise<Outcomes> {
  for (const [name, target] of Object.entries(targets)) {
    await pause(between);
    try {
      outcomes[name] = 'started';
      const result: unknown = attempts.get(name)?.(target);
      if (result instanceof Promise)
        result.then(
          () => (outcomes[name] = 'answered'),
          (error: unknown) => (outcomes[name] = `refused: ${reason(error)}`),
        );
    } catch (error) {
      outcomes[name] = `threw ${reason(error)}`;
    }
  }
  await pause(settle);
  return outcomes;
}

function runInWorker(targets: Record<string, Target>, between: number, settle: number): Promise<Outcomes> {
  const worker = here.silenceWorkers?.[0];
  if (!worker) throw new Error('The page has started no worker.');
  return new Promise((done) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ silenceOutcomes?: Outcomes }>) => {
      if (data.silenceOutcomes) done(Object.assign(outcomes, data.silenceOutcomes));
    });
    worker.postMessage({ silence: targets, between, settle } satisfies Order);
  });
}

if (here.document) here.silence = { outcomes, run, runInWorker };
else
  addEventListener('message', (event: MessageEvent<Partial<Order> | undefined>) => {
    const { silence, between = 0, settle = 0 } = event.data ?? {};
    if (!silence) return;
    event.stopImmediatePropagation();
    void run(silence, between, settle).then((silenceOutcomes) => postMessage({ silenceOutcomes }));
  });
