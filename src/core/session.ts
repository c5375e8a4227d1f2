import { files, headerFacts } from './catalogue/files.ts';
import type { HeaderFact } from './container/container.ts';
import type { Command, CommandContext, Step } from './commands/command.ts';
import type { Language, Message } from './catalogue/message.ts';
import { complete, type Completion } from './commands/completion.ts';
import { commands } from './commands/index.ts';
import { createContext } from './commands/runner/runner.ts';
import type { Kernel } from './kernel/kernel.ts';
import { findDump, type Folder } from './packed/find-dump.ts';
import type { Room } from './packed/packing.ts';
import { takenBy } from './kernel/taken-by.ts';
import { FORMATS, isDump } from './container/probe.ts';
import { UnsupportedError } from './errors.ts';
import { sortFiles } from './open/more-files.ts';
import { take, type Timing } from './open/step.ts';
import { lastRemarks, STEPS } from './open/steps.ts';
import type { Line } from './rows/value.ts';
import type { Inspection, Lead } from './rows/thing.ts';
import { inPlace, ScanRuns } from './scan/pool.ts';
import { Scanner } from './scan/scanner.ts';
import type { Verdict } from './rows/verdict.ts';
import { things } from './things/index.ts';
import { inspect, waysFrom } from './things/inspect.ts';
import type { Thing } from './things/thing.ts';
import { openText, type TextSession } from './text-session.ts';
import { isText } from './textlog/blocks.ts';
import { joinedTexts } from './textlog/joined.ts';
import { textLooks } from './textlog/looks.ts';
import { judge } from './verdict/judge.ts';
import type { ByteSource } from './source/source.ts';

export type { TextSession } from './text-session.ts';
export { openScanner } from './open/scanner.ts';
export type { Language } from './catalogue/message.ts';

export type { Timing } from './open/step.ts';
export type { Folder } from './packed/find-dump.ts';
export type { Member, Room } from './packed/packing.ts';

/** What the opened dump is, in a few words; crosses to the page as it is. */
export interface Summary {
  readonly file: string;
  readonly size: number;
  readonly format: string;
  readonly facts: readonly HeaderFact[];
  readonly release?: string;
  readonly machine?: string;
  readonly hostname?: string;
  readonly tasks?: number;
  readonly modules?: number;
  /** What this dump lacks and what that costs. */
  readonly lacks: readonly Message[];
  readonly timings: readonly Timing[];
}

/** An opened dump. Everything is synchronous; long work is a generator. */
export interface Session {
  readonly kernel: Kernel;
  readonly summary: Summary;
  readonly context: CommandContext;
  readonly commands: readonly Command[];
  /** Every kind of thing there is (things/). */
  readonly things: readonly Thing[];
  /** What happened; judged once. What it says is messages, put into words by catalogue/message.ts. */
  verdict(): Verdict;
  /** Runs one line of the console. Throws RequestError and others with a sentence. */
  run(line: string): Generator<Line, void, void>;
  /** What `ref` names: facts, ways on, content. Throws RequestError in words when it names nothing. */
  inspect(ref: string, language?: Language): Inspection;
  /** The ways on from `ref`, without the facts. */
  ways(ref: string): readonly Lead[];
  /** Like `run`, for drivers that answer scans by themselves (`scans`), over workers. */
  steps(line: string): Generator<Step, void, void>;
  readonly scans: ScanRuns;
  /** The files that are read: those that were given, unpacked and taken out of archives. */
  readonly files: readonly ByteSource[];
  /** What the last word of `line` may become. */
  complete(line: string): Completion;
}

export interface OpenOptions {
  /** The compiled engine (assembly/engine.ts). */
  readonly engine: WebAssembly.Module;
  /** Bytes of decoded pages to keep. */
  readonly cacheBytes?: number;
  /** Where packed dumps are unpacked to; memory, up to 1 GiB a file, when absent. */
  readonly room?: Room;
  /** Told the name of each step as it begins, and how far the longer ones are. */
  progress?(step: Message): void;
}

/** Opens a dump. Throws an OopscopeError with a sentence when it is none, or of a machine that is none of ours. */
export function openSession(given: readonly (ByteSource | Folder)[], options: OpenOptions): Session {
  return openSources(findDump(given, options), options);
}

/** Opens a dump, or where none is given the text of a log. Throws as `openSession` does. */
export function openLogOrDump(
  given: readonly (ByteSource | Folder)[],
  options: OpenOptions,
): Session | TextSession {
  const found = findDump(given, options);
  const [first] = found.sources;
  if (found.sources.some(isDump)) return openSources(found, options);
  const looks = textLooks(first);
  const formats = FORMATS.map((format) => format.title).join('; ');
  if (looks) throw new UnsupportedError(files.noDump({ file: first.name, looks, formats }));
  // What cannot be a log beside one is not read: System.map, a configuration.
  const texts = found.sources.filter((source) => source === first || (isText(source) && !textLooks(source)));
  return openText(joinedTexts(texts), found.remarks) ?? openSources(found, options);
}

function openSources({ sources, remarks }: ReturnType<typeof findDump>, options: OpenOptions): Session {
  const { engine, cacheBytes, progress } = options;
  const files = { ...sortFiles(sources), engine, cacheBytes };
  const outcome = take(STEPS, files, progress);
  const { kernel, tasks, modules, host } = outcome.given;
  const lacks = [...remarks, ...outcome.lacks, ...lastRemarks(outcome.given)];
  const scanner = new Scanner(kernel.memory.engine, kernel.container.pages);
  const context = createContext(kernel, commands, tasks?.first?.address ?? 0n);
  let verdict: Verdict | undefined;
  return {
    kernel,
    summary: {
      file: files.dump.name,
      size: files.dump.size,
      format: kernel.container.format,
      facts: [...kernel.container.headerFacts, [headerFacts.takenBy(), takenBy(kernel)]],
      release: kernel.vmcoreinfo.release,
      machine: kernel.arch.name,
      hostname: host,
      tasks: tasks?.count,
      modules: modules?.length,
      lacks,
      timings: outcome.timings,
    },
    context,
    commands,
    things,
    verdict: () => (verdict ??= judge(kernel, lacks)),
    run: (line) => inPlace(context.run(line), scanner),
    steps: (line) => context.run(line),
    scans: new ScanRuns(scanner),
    files: sources,
    inspect: (ref, language = 'en') => inspect(kernel, ref, language, hasCommand),
    ways: (ref) => waysFrom(kernel, ref, hasCommand),
    complete: (line) => complete(kernel, commands, line),
  };
}

function hasCommand(name: string): boolean {
  return commands.some((command) => command.name === name);
}
