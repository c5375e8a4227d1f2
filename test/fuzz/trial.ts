import { OopscopeError } from '../../src/core/errors.ts';

/**
 * Processor time of one mutant, in seconds, and memory in bytes: what its questions add, garbage included, to what Node, the
 * sample and its copy take, so that a process of its own stays below 1 GiB; and the process with all that is kept for others.
 */
const MAX_SECONDS = 10;
const MAX_ADDED = 600e6;
const MAX_RSS = 2 * 1024 ** 3;
/** No sound dump answers one question with more lines, and no line is longer. */
const MAX_LINES = 500_000;
const MAX_TEXT = 1e6;

/** What is asked of one mutant, and what fell: errors that are no sentences of ours, answers without an end, time, memory. */
export class Trial {
  readonly fell: string[] = [];
  private readonly before = process.cpuUsage();
  private readonly rssBefore = process.memoryUsage().rss;

  /** Does `work`; what it throws has to be a sentence. */
  tolerate(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof OopscopeError))
        this.fell.push(`${what}: ${(error as Error).stack ?? String(error)}`);
    }
  }

  /** Takes all `lines`, which have to end. */
  drain(what: string, lines: () => Iterable<{ readonly text: string }>): void {
    this.tolerate(what, () => {
      let count = 0;
      for (const { text } of lines())
        if (text.length > MAX_TEXT || ++count > MAX_LINES) throw new Error('endless');
    });
  }

  /** What fell, time and memory among it. */
  end(): string[] {
    const { user, system } = process.cpuUsage(this.before);
    const seconds = (user + system) / 1e6;
    if (seconds > MAX_SECONDS) this.fell.push(`took ${seconds.toFixed(1)} s of processor time`);
    const { rss } = process.memoryUsage();
    if (rss > MAX_RSS) this.fell.push(`the process takes ${Math.round(rss / 1e6)} MB`);
    const added = rss - this.rssBefore;
    if (added > MAX_ADDED) this.fell.push(`took ${Math.round(added / 1e6)} MB`);
    return this.fell;
  }
}
