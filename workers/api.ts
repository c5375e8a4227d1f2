/** What the page may ask of the session worker: few calls, plain data back, long answers in pieces. */
import type { Message } from '../src/core/catalogue/message.ts';
import type {
  Batch,
  InLanguages,
  Inspection,
  Lead,
  MemoryPart,
  Offer,
  ThingHead,
} from '../src/core/rows/thing.ts';
import type { Code, MemoryMap, StackLook, TypeLook } from '../src/core/inspect/shapes.ts';
import type { ReportFormat } from '../src/core/report/report.ts';
import type { Verdict } from '../src/core/rows/verdict.ts';
import type { Language, Summary } from '../src/core/session.ts';
import type { PackedLines } from './lines.ts';

/** A command as the page needs it: help, completion, palette. */
export interface CommandHead {
  readonly name: string;
  readonly group: string;
  readonly summary: InLanguages;
  /** It only says why it cannot be answered: not offered. */
  readonly refused?: true;
  readonly synopsis: string;
  readonly options: readonly {
    readonly flag: string;
    readonly value?: string;
    readonly about: InLanguages;
  }[];
  readonly examples: readonly (readonly [line: string, about: InLanguages])[];
  readonly completes: readonly string[];
}

/** What the page knows at once when a dump is open. */
export interface Opened {
  readonly summary: Summary;
  /** Memory of a machine, or the text of its log alone. */
  readonly source: 'dump' | 'text';
  readonly things: readonly ThingHead[];
  /** Every kind of reference there is. */
  readonly refKinds: readonly string[];
  readonly commands: readonly CommandHead[];
  /** task_struct of the current context: the panic task; '' of a text. */
  readonly task: string;
}

/** A number that names a long call, so that it can be cancelled. */
export type Job = number;

/** How a long answer ended. */
export type Ending = 'done' | 'cancelled';

/** What the last word of a console line may become. */
export interface Completion {
  /** Index in the line where that word begins. */
  readonly from: number;
  readonly words: readonly string[];
  /** How each of them is used, where the page does not know it. */
  readonly usages?: readonly string[];
}

export type { Code, Member, StackLook, TypeLook } from '../src/core/inspect/shapes.ts';

/** What the page asks of the worker. */
export interface SessionApi {
  /**
   * Compiles the engine; called once, while no file is chosen yet. `script` is this worker's own, from which it starts those
   * that scan.
   */
  warm(engine: ArrayBuffer, script: Blob): void;
  open(files: readonly File[], progress: (step: Message) => void): Promise<Opened>;
  /** The language of the words in verdict and looks from now on. */
  speak(language: Language): void;
  verdict(): Verdict;
  /** What to do after it. */
  advice(): readonly Message[];
  /** The verdict to hand on, in the page's language; `redacted`: without what names people, machines and places. `version`: the page's. */
  report(format: ReportFormat, redacted: boolean, version: string): string;
  /** The rows of thing `id`; of the columns that cost little, or of `columns` alone. */
  table(
    job: Job,
    id: string,
    argument: string | undefined,
    columns: readonly string[] | undefined,
    take: (part: Batch) => void,
  ): Promise<Ending>;
  /** Runs a line of the console; what goes to a file comes to `save`, whole. `typed`: the lines that were typed, where it asks for them. */
  run(
    job: Job,
    line: string,
    typed: readonly string[],
    take: (lines: PackedLines) => void,
    save: (name: string, lines: readonly string[]) => void,
    /** How far long work is. */
    progress: (said: Message) => void,
  ): Promise<Ending>;
  /** The line of `typed`, which was typed before, that `line` asks for again; undefined where it asks for none. */
  recall(line: string, typed: readonly string[]): string | undefined;
  cancel(job: Job): void;
  inspect(ref: string): Inspection;
  /** The ways on from `ref`, for its menu; none where it names nothing. */
  ways(ref: string): readonly Lead[];
  memory(space: 'virtual' | 'physical', from: string, length: number): MemoryPart;
  /** The address that was typed, as 16 digits; undefined where it means none. */
  address(text: string): string | undefined;
  /** Where `address` is in the other space; undefined when nothing leads there. */
  otherAddress(space: 'virtual' | 'physical', address: string): string | undefined;
  /** What of physical memory there is, in so many stretches. */
  memoryMap(parts: number): MemoryMap;
  code(at: string): Code;
  /** Of the panic task without a reference. */
  stack(ref: string | undefined): StackLook;
  type(name: string, address?: string): TypeLook;
  find(query: string, most: number): readonly Offer[];
  complete(line: string): Completion;
}
