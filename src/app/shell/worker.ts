/** Starts session workers from the page's packed script, through the Trusted Types policy. */
import * as Comlink from 'comlink';
import { OopscopeError } from '../../core/errors.ts';
import { analyzer } from '../catalogue/start.ts';
import { carryErrors } from '../../../workers/errors.ts';
import type { SessionApi } from '../../../workers/api.ts';
import type { Shell } from './shell.ts';

carryErrors();

interface Policy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

function onlyBlobs(url: string): string {
  if (!url.startsWith('blob:')) throw new TypeError('Only scripts made by this page may run.');
  return url;
}

const factory = (globalThis as unknown as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: Policy = factory?.createPolicy('oopscope', { createScriptURL: onlyBlobs }) ?? {
  createScriptURL: onlyBlobs,
};

/** A session worker that was started. */
export interface RunningWorker {
  readonly api: Comlink.Remote<SessionApi>;
  /** Resolves with the reason when the worker dies. */
  readonly died: Promise<string>;
  stop(): void;
}

/** Makes workers; their script is unpacked once. A reference to every worker is kept: Firefox may collect others. */
export class WorkerMaker {
  private readonly alive = new Set<Worker>();
  private source: Promise<{ script: Blob; engine: ArrayBuffer }> | undefined;
  private spare: Promise<RunningWorker> | undefined;

  constructor(private readonly shell: Shell) {}

  /** Starts a worker ahead of need. */
  prepare(): void {
    this.spare ??= this.make();
  }

  /** A worker with its engine compiled. */
  async take(): Promise<RunningWorker> {
    const ready = this.spare ?? this.make();
    this.spare = undefined;
    return ready;
  }

  private async make(): Promise<RunningWorker> {
    this.source ??= Promise.all([this.shell.part('worker'), this.shell.part('engine')]).then(
      ([script, engine]) => ({
        script: new Blob([script], { type: 'text/javascript' }),
        engine,
      }),
    );
    const { script, engine } = await this.source;
    const url = URL.createObjectURL(script);
    const worker = new Worker(policy.createScriptURL(url));
    URL.revokeObjectURL(url);
    this.alive.add(worker);
    const died = new Promise<string>((done) => {
      worker.onerror = (event) => done(event.message || 'the worker could not be started');
    });
    const api = Comlink.wrap<SessionApi>(worker);
    await Promise.race([
      api.warm(engine, script),
      died.then((why) => {
        throw new OopscopeError(analyzer.notStarted({ reason: why }));
      }),
    ]);
    return {
      api,
      died,
      stop: () => {
        worker.terminate();
        this.alive.delete(worker);
      },
    };
  }
}
