import type { Message } from '../catalogue/message.ts';
import { OopscopeError } from '../errors.ts';
import { scanWords } from '../catalogue/scan.ts';
import type { Scanner, Tasks } from './scanner.ts';
import { PAUSE, Scan, type Hits, type Pause, type Sought, type Task } from './scan.ts';

/** The part that comes next is still being worked on. */
export const WAIT = Symbol('wait');

/** A scan that is being answered. */
export interface ScanRun {
  /** The next part in order, undefined at the end, or WAIT. Throws when it cannot go on. */
  next(): Hits | undefined | typeof WAIT;
  /** Nobody wants the rest. */
  stop(): void;
}

/** What a worker is told to do, and what it answers: plain data. */
export interface Order {
  readonly run: number;
  readonly index: number;
  readonly sought: Sought;
  readonly task: Task;
}

/** What a worker found in the part `index` of the run `run`, or why it could not look. */
export interface Answer {
  readonly run: number;
  readonly index: number;
  readonly hits?: Hits;
  readonly trouble?: Message;
}

/** Orders that wait at each worker, so that it never waits itself, and parts that are kept ahead of the one that is due. */
const QUEUED = 2;
const AHEAD = 4;
/** Workers of a pool at most. */
export const MAX_WORKERS = 8;

/** Whether `scan` is worth workers: shorter ones are done before they have started. */
export function worthPool(tasks: Tasks, pageSize: number): boolean {
  return tasks.pages * pageSize >= 64 * 1024 * 1024;
}

/** Workers that scan: each its own engine, the same file. What they answer is put in order here. */
export class ScanPool {
  private readonly runs = new Map<number, PooledRun>();
  private nextRun = 1;
  private readonly waiting: (() => void)[] = [];

  /** `send` gives an order to worker number `hand`. */
  constructor(
    readonly hands: number,
    private readonly send: (hand: number, order: Order) => void,
  ) {}

  start(scan: Scan, tasks: Tasks): ScanRun {
    const number = this.nextRun++;
    const run = new PooledRun(number, scan.sought, tasks, this.hands, this.send, () => {
      this.runs.delete(number);
    });
    this.runs.set(number, run);
    run.feed();
    return run;
  }

  /** A worker has answered. */
  heard(hand: number, answer: Answer): void {
    this.runs.get(answer.run)?.heard(hand, answer);
    this.wake();
  }

  /** A worker is gone: what it had to do is not done by anybody. */
  died(why: string): void {
    for (const run of this.runs.values()) run.fail(scanWords.workerDied({ why }));
    this.wake();
  }

  /** Calls `done` once, as soon as a worker has answered or died. */
  whenHeard(done: () => void): void {
    this.waiting.push(done);
  }

  private wake(): void {
    for (const done of this.waiting.splice(0)) done();
  }
}

class PooledRun implements ScanRun {
  private readonly ready = new Map<number, Hits>();
  private readonly loads: number[];
  private ordered = 0;
  private given = 0;
  private exhausted = false;
  private trouble: Message | undefined;

  constructor(
    private readonly number: number,
    private readonly sought: Sought,
    private readonly tasks: Tasks,
    hands: number,
    private readonly send: (hand: number, order: Order) => void,
    private readonly over: () => void,
  ) {
    this.loads = Array.from({ length: hands }, () => 0);
  }

  next(): Hits | undefined | typeof WAIT {
    if (this.trouble) {
      this.stop();
      throw new OopscopeError(this.trouble);
    }
    const part = this.ready.get(this.given);
    if (part) {
      this.ready.delete(this.given++);
      this.feed();
      return part;
    }
    if (!this.exhausted || this.given < this.ordered) return WAIT;
    this.stop();
    return undefined;
  }

  stop(): void {
    this.exhausted = true;
    this.over();
  }

  heard(hand: number, { index, hits, trouble }: Answer): void {
    this.loads[hand]--;
    if (hits) this.ready.set(index, hits);
    else this.fail(trouble ?? scanWords.workerDied({ why: '?' }));
    this.feed();
  }

  fail(trouble: Message): void {
    this.trouble ??= trouble;
  }

  /** Gives orders to whoever has little to do. */
  feed(): void {
    for (;;) {
      const least = this.loads.indexOf(Math.min(...this.loads));
      if (this.exhausted || this.trouble || this.loads[least] >= QUEUED) return;
      if (this.ordered - this.given >= this.loads.length * AHEAD) return;
      const task = this.tasks.next();
      if (!task) {
        this.exhausted = true;
        return;
      }
      this.loads[least]++;
      this.send(least, { run: this.number, index: this.ordered++, sought: this.sought, task });
    }
  }
}

/** What a worker does with an order. */
export function obey(
  scanner: Scanner,
  { run, index, sought, task }: Order,
  saidBy: (error: unknown) => Message,
): Answer {
  try {
    return { run, index, hits: scanner.look(sought, task) };
  } catch (error) {
    return { run, index, trouble: saidBy(error) };
  }
}

/** The buffers of `answer`, to be handed over instead of copied. */
export function transfers({ hits }: Answer): ArrayBuffer[] {
  if (!hits) return [];
  return [hits.physical, hits.which, hits.words, hits.states, hits.texts].map(
    (each) => each.buffer as ArrayBuffer,
  );
}

/** Answers scans: with the pool where there is one and the scan is worth it, else in this thread. */
export class ScanRuns {
  private readonly runs = new Map<Scan, ScanRun>();

  constructor(private readonly scanner: Scanner) {}

  /** The run that answers `scan`; it begins when it is first asked for. `pool` is called for long ones only. */
  of(scan: Scan, pool?: () => ScanPool | undefined): ScanRun {
    const known = this.runs.get(scan);
    if (known) return known;
    const tasks = this.scanner.tasks(scan.frames);
    scan.total = tasks.pages * this.scanner.pages.pageSize;
    scan.progress();
    const long = worthPool(tasks, this.scanner.pages.pageSize);
    const run = (long ? pool?.()?.start(scan, tasks) : undefined) ?? this.here(scan, tasks);
    this.runs.set(scan, run);
    return run;
  }

  /** Puts the next part into `scan`; false when it must be waited for. */
  answer(scan: Scan, pool?: () => ScanPool | undefined): boolean {
    const part = this.of(scan, pool).next();
    if (part === WAIT) return false;
    if (part === undefined) this.runs.delete(scan);
    scan.give(part);
    return true;
  }

  /** Nobody wants what is under way. */
  stop(): void {
    for (const run of this.runs.values()) run.stop();
    this.runs.clear();
  }

  private here(scan: Scan, tasks: Tasks): ScanRun {
    return {
      next: () => {
        const task = tasks.next();
        return task && this.scanner.look(scan.sought, task);
      },
      stop: () => undefined,
    };
  }
}

/** Runs `steps` to their end in this thread, answering their scans; what is no scan is handed on. */
export function* inPlace<T>(steps: Iterable<T | Scan | Pause>, scanner: Scanner): Generator<T, void, void> {
  const runs = new ScanRuns(scanner);
  for (const step of steps) {
    if (step instanceof Scan) runs.answer(step);
    else if (step !== PAUSE) yield step;
  }
}
