/** The session worker as the page calls it: long calls get a number and can be cancelled. */
import * as Comlink from 'comlink';
import type { Message } from '../../core/catalogue/message.ts';
import { OopscopeError } from '../../core/errors.ts';
import { analyzer } from '../catalogue/start.ts';
import type { Ending, Job, Opened, SessionApi } from '../../../workers/api.ts';
import type { Batch } from '../../core/rows/thing.ts';
import type { PackedLines } from '../../../workers/lines.ts';
import type { RunningWorker } from '../shell/worker.ts';

/** A long call under way. */
export interface Running {
  readonly done: Promise<Ending>;
  cancel(): void;
}

/** The session in its worker: short calls as they are, long ones numbered, so that each can be cancelled. */
export class RemoteSession {
  private next: Job = 1;
  /** Short calls go through as they are. */
  readonly ask: Comlink.Remote<SessionApi>;

  constructor(private readonly worker: RunningWorker) {
    this.ask = worker.api;
  }

  /** Resolves with the reason should the worker die. */
  get died(): Promise<string> {
    return this.worker.died;
  }

  async open(files: readonly File[], progress: (step: Message) => void): Promise<Opened> {
    const death = this.worker.died.then((why): never => {
      throw new OopscopeError(analyzer.stopped({ reason: why }));
    });
    return Promise.race([this.worker.api.open(files, Comlink.proxy(progress)), death]);
  }

  table(
    id: string,
    argument: string | undefined,
    columns: readonly string[] | undefined,
    take: (part: Batch) => void,
  ): Running {
    return this.long((job) => this.worker.api.table(job, id, argument, columns, Comlink.proxy(take)));
  }

  run(
    line: string,
    typed: readonly string[],
    take: (lines: PackedLines) => void,
    save: (name: string, lines: readonly string[]) => void,
    progress: (said: Message) => void,
  ): Running {
    return this.long((job) =>
      this.worker.api.run(
        job,
        line,
        typed,
        Comlink.proxy(take),
        Comlink.proxy(save),
        Comlink.proxy(progress),
      ),
    );
  }

  stop(): void {
    this.worker.stop();
  }

  private long(start: (job: Job) => Promise<Ending>): Running {
    const job = this.next++;
    return { done: start(job), cancel: () => void this.worker.api.cancel(job) };
  }
}
