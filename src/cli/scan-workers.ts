import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { render, type Language } from '../core/catalogue/message.ts';
import { scanWords } from '../core/catalogue/scan.ts';
import { saidBy } from '../core/errors.ts';
import { openScanner } from '../core/opened.ts';
import {
  MAX_WORKERS,
  obey,
  ScanPool,
  transfers,
  type Answer,
  type Order,
  type ScanRuns,
} from '../core/scan/pool.ts';
import type { Scan } from '../core/scan/scan.ts';
import type { ByteSource, Origin } from '../core/source/source.ts';
import { reopen } from './file-source.ts';
import { progressLine } from './progress.ts';

/** What a worker of the pool is started with. */
interface Start {
  readonly scans: true;
  readonly files: readonly Origin[];
  readonly engine: WebAssembly.Module;
}

/** How often progress is drawn, and how often it is asked whether somebody has cancelled, in ms. */
const DRAWN_MS = 100;

/** Whether this thread is one of the pool; it serves and does nothing else then. */
export function servesScans(): boolean {
  const start = workerData as Partial<Start> | null;
  if (isMainThread || !parentPort || !start?.scans) return false;
  const port = parentPort;
  const { files, engine } = start as Start;
  const scanner = openScanner(files.map(reopen), engine);
  port.on('message', (order: Order) => {
    const answer = obey(scanner, order, saidBy);
    port.postMessage(answer, transfers(answer));
  });
  return true;
}

/** Answers scans over worker threads, each of which runs this same program on the same files. They start when first needed. */
export class ScanWorkers {
  private workers: Worker[] = [];
  private pool: ScanPool | undefined;
  private readonly progress = progressLine();
  private drawn = 0;

  constructor(
    private readonly files: readonly ByteSource[],
    private readonly engine: WebAssembly.Module,
    private readonly runs: ScanRuns,
    private readonly language: Language,
  ) {}

  /** Puts the next part into `scan`; false when `cancelled` said so before it came. */
  async answer(scan: Scan, cancelled: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      if (cancelled()) {
        this.stop();
        return false;
      }
      if (this.runs.answer(scan, () => (this.pool ??= this.start()))) break;
      this.draw(scan);
      await this.heard();
    }
    this.draw(scan);
    return true;
  }

  /** Nobody wants the rest of what is under way. */
  stop(): void {
    this.runs.stop();
    this.progress.end();
  }

  /** Takes the line of progress away, before something else is printed. */
  clear(): void {
    this.progress.end();
  }

  private draw(scan: Scan): void {
    const now = performance.now();
    if (now - this.drawn < DRAWN_MS) return;
    this.drawn = now;
    this.progress.step(render(scanWords.searching({ ...scan.progress() }), this.language));
  }

  /** Resolves when a worker has answered, or after a moment. Threads keep the program alive only meanwhile. */
  private async heard(): Promise<void> {
    for (const worker of this.workers) worker.ref();
    await new Promise<void>((done) => {
      const timer = setTimeout(done, DRAWN_MS);
      this.pool?.whenHeard(() => {
        clearTimeout(timer);
        done();
      });
    });
    for (const worker of this.workers) worker.unref();
  }

  private start(): ScanPool {
    // All files that are read by the command line have one.
    const origins = this.files.flatMap((each) => each.origin ?? []);
    const start: Start = { scans: true, files: origins, engine: this.engine };
    const count = Math.max(1, Math.min(MAX_WORKERS, availableParallelism()));
    this.workers = Array.from(
      { length: count },
      () => new Worker(fileURLToPath(import.meta.url), { workerData: start, argv: [] }),
    );
    const pool = new ScanPool(count, (hand, order) => this.workers[hand].postMessage(order));
    for (const [hand, worker] of this.workers.entries()) {
      worker.unref();
      worker.on('message', (answer: Answer) => pool.heard(hand, answer));
      worker.on('error', (error) => this.lost(pool, error.message));
      worker.on('exit', (code) => this.lost(pool, `exit ${code}`));
    }
    return pool;
  }

  /** A pool of which one has died is given up whole; the next scan has a new one. */
  private lost(pool: ScanPool, why: string): void {
    if (this.pool !== pool) return;
    this.pool = undefined;
    for (const worker of this.workers.splice(0)) void worker.terminate();
    pool.died(why);
  }
}
