import type { Command, CommandContext } from './commands/command.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Line } from './rows/value.ts';
import type { TableSource } from './rows/table.ts';
import type { Verdict } from './rows/verdict.ts';

/** How long a step of opening took. */
export interface Timing {
  readonly step: string;
  readonly milliseconds: number;
}

/** What the opened dump is, in a few words; crosses to the page as it is. */
export interface Summary {
  readonly file: string;
  readonly size: number;
  readonly format: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly release?: string;
  readonly machine?: string;
  readonly hostname?: string;
  readonly tasks?: number;
  readonly modules?: number;
  /** Sentences: what this dump lacks and what that costs. */
  readonly lacks: readonly string[];
  readonly timings: readonly Timing[];
}

/** An opened dump. Everything is synchronous; long work is a generator. (The implementation follows.) */
export interface Session {
  readonly kernel: Kernel;
  readonly summary: Summary;
  readonly context: CommandContext;
  readonly commands: readonly Command[];
  readonly tables: readonly TableSource<Kernel>[];
  verdict(): Verdict;
  /** Runs one line of the console. Throws RequestError and others with a sentence. */
  run(line: string): Generator<Line, void, void>;
}
