/** Scan workers of the page: workers of the session worker, from the same script, each with an engine of its own. */
import { saidBy } from '../src/core/errors.ts';
import { MAX_WORKERS, obey, ScanPool, transfers, type Answer, type Order } from '../src/core/scan/pool.ts';
import type { Scanner } from '../src/core/scan/scanner.ts';
import { openScanner } from '../src/core/session.ts';
import { BlockCache } from '../src/core/source/blocks.ts';
import type { Origin } from '../src/core/source/source.ts';
import { BlobSource } from './blob-source.ts';

/** The name by which a worker knows that it is one of the pool. */
const NAME = 'oopscope scan';
/** Bytes of memory read at once: a read costs milliseconds in Chromium whatever its size (docs/performance.md). */
const ROOM = 8 * 1024 * 1024;
const BLOCK = 256 * 1024;
const BLOCKS = 16;

interface Start {
  readonly files: readonly Origin[];
  readonly engine: WebAssembly.Module;
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const onlyBlobs = (url: string): string => {
  if (!url.startsWith('blob:')) throw new TypeError('Only scripts made by this page may run.');
  return url;
};

/** Whether this worker is one of a pool; it serves and does nothing else then. */
export function servesScans(): boolean {
  if (self.name !== NAME) return false;
  let scanner: Scanner | undefined;
  self.onmessage = ({ data }: MessageEvent<Start | Order>) => {
    if ('files' in data) {
      const sources = data.files.map(
        ({ from, name, at, size }) =>
          new BlockCache(new BlobSource(from as Blob, name, at, size), BLOCK, BLOCKS),
      );
      scanner = openScanner(sources, data.engine, ROOM);
      return;
    }
    const answer = scanner && obey(scanner, data, saidBy);
    if (answer) self.postMessage(answer, { transfer: transfers(answer) });
  };
  return true;
}

/** Starts the workers when they are first needed. A reference to each is kept: Firefox may collect others. */
export class PagePool {
  private workers: Worker[] = [];
  private pool: ScanPool | undefined;

  constructor(
    private readonly script: Blob,
    private readonly files: readonly Origin[],
    private readonly engine: WebAssembly.Module,
  ) {}

  get(): ScanPool {
    return (this.pool ??= this.start());
  }

  /** Resolves when a worker has answered, or after `most` ms. */
  heard(most: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, most);
      this.pool?.whenHeard(() => {
        clearTimeout(timer);
        done();
      });
    });
  }

  end(): void {
    this.pool = undefined;
    for (const worker of this.workers.splice(0)) worker.terminate();
  }

  private start(): ScanPool {
    const count = Math.max(1, Math.min(MAX_WORKERS, navigator.hardwareConcurrency || 2));
    const factory = (globalThis as unknown as { trustedTypes?: PolicyFactory }).trustedTypes;
    const trusted = (policy ??= factory?.createPolicy('oopscope', { createScriptURL: onlyBlobs }) ?? {
      createScriptURL: onlyBlobs,
    });
    const start: Start = { files: this.files, engine: this.engine };
    this.workers = Array.from({ length: count }, () => {
      const url = URL.createObjectURL(this.script);
      const worker = new Worker(trusted.createScriptURL(url), { name: NAME });
      URL.revokeObjectURL(url);
      worker.postMessage(start);
      return worker;
    });
    const pool = new ScanPool(count, (hand, order) => this.workers[hand].postMessage(order));
    for (const [hand, worker] of this.workers.entries()) {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => pool.heard(hand, data);
      worker.onerror = (event) => {
        if (this.pool !== pool) return;
        this.end();
        pool.died(event.message || '?');
      };
    }
    return pool;
  }
}

let policy: { createScriptURL(url: string): string } | undefined;
