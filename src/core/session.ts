import type { Command, CommandContext, Step } from './commands/command.ts';
import { render, type Language } from './catalogue/message.ts';
import { complete, type Completion } from './commands/completion.ts';
import { commands } from './commands/index.ts';
import { createContext } from './commands/runner/runner.ts';
import { openContainer } from './container/probe.ts';
import { Engine } from './engine/engine.ts';
import { OopscopeError } from './errors.ts';
import { Kernel } from './kernel/kernel.ts';
import { moduleListBroken, modules } from './kernel/modules.ts';
import { firstTask } from './kernel/panic.ts';
import { taskListBroken, tasks } from './kernel/tasks.ts';
import { takenBy } from './kernel/taken-by.ts';
import { uts } from './kernel/uts.ts';
import { sortFiles } from './open/more-files.ts';
import { openImage } from './open/image.ts';
import { fewSymbols, joinModules, openSymbols, openTypes } from './open/knowledge.ts';
import type { Line } from './rows/value.ts';
import type { Inspection, Lead } from './rows/thing.ts';
import { inPlace, ScanRuns } from './scan/pool.ts';
import { Scanner } from './scan/scanner.ts';
import type { Verdict } from './rows/verdict.ts';
import { things } from './things/index.ts';
import { inspect, waysFrom } from './things/inspect.ts';
import type { Thing } from './things/thing.ts';
import { judge } from './verdict/judge.ts';
import type { ByteSource } from './source/source.ts';
import { Types } from './types/types.ts';

export type { Language } from './catalogue/message.ts';

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
  /** What the last word of `line` may become. */
  complete(line: string): Completion;
}

export interface OpenOptions {
  /** The compiled engine (assembly/engine.ts). */
  readonly engine: WebAssembly.Module;
  /** Bytes of decoded pages to keep. */
  readonly cacheBytes?: number;
  /** Told the name of each step as it begins. */
  progress?(step: string): void;
}

/** Opens the dump among `sources`. Throws an OopscopeError with a sentence when nothing can be answered at all. */
export function openKernel(
  sources: readonly ByteSource[],
  options: OpenOptions,
): { kernel: Kernel; lacks: string[]; timings: Timing[] } {
  const lacks: string[] = [];
  const timings: Timing[] = [];
  const timed = <T>(step: string, work: () => T): T => {
    options.progress?.(step);
    const start = performance.now();
    const answer = work();
    timings.push({ step, milliseconds: performance.now() - start });
    return answer;
  };
  const { dump, parts, unused } = sortFiles(sources);
  const container = timed('reading the header', () => openContainer(dump, parts));
  lacks.push(...container.missing.map((each) => render(each, 'en')), ...unused);
  const engine = timed(
    'starting the engine',
    () => new Engine(options.engine, container.pages, options.cacheBytes),
  );
  const image = timed('finding the page tables', () => openImage(container, engine));
  const symbols = timed('reading the symbols', () => {
    try {
      return openSymbols(image.space, image.info, image.layout.image);
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      lacks.push(`only the log can be read, for the symbols cannot: ${error.message}`);
      return fewSymbols(image.info);
    }
  });
  const types = timed('reading the types', () => {
    try {
      const found = openTypes(image.space, symbols.image);
      if (!found)
        lacks.push(
          'this kernel carries no types (BTF): tasks and modules cannot be listed; log, symbols, memory, disassembly and the stack of the CPU that panicked can be shown',
        );
      return found ?? new Types();
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      lacks.push(
        `the types (BTF) cannot be read, so tasks and modules cannot be listed: ${error.message} The log, symbols, memory, disassembly and the stack of the CPU that panicked can be shown.`,
      );
      return new Types();
    }
  });
  const kernel = new Kernel(
    container,
    image.memory,
    image.space,
    image.info,
    symbols,
    types,
    image.arch,
    image.layout,
    image.makeSpace,
  );
  timed('reading the modules', () => {
    try {
      joinModules(kernel);
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      lacks.push(`the list of modules cannot be read: ${error.message}`);
    }
  });
  return { kernel, lacks, timings };
}

/** Opens a dump. Throws an OopscopeError with a sentence when nothing at all can be answered. */
export function openSession(sources: readonly ByteSource[], options: OpenOptions): Session {
  const { kernel, lacks, timings } = openKernel(sources, options);
  const start = performance.now();
  const { known } = kernel.types;
  const first = known ? attempt(() => firstTask(kernel), lacks, 'the tasks') : undefined;
  const taskCount = known ? attempt(() => tasks(kernel).length, lacks, 'the tasks') : undefined;
  const brokenLists = known
    ? [['tasks', first && taskListBroken(kernel)] as const, ['modules', moduleListBroken(kernel)] as const]
    : [];
  for (const [what, reason] of brokenLists)
    if (reason !== undefined) lacks.push(`the list of ${what} is not whole: ${render(reason, 'en')}`);
  timings.push({ step: 'listing the tasks', milliseconds: performance.now() - start });
  const scanner = new Scanner(kernel.memory.engine, kernel.container.pages);
  const context = createContext(kernel, commands, first?.address ?? 0n);
  const { dump: source } = sortFiles(sources);
  let verdict: Verdict | undefined;
  return {
    kernel,
    summary: {
      file: source.name,
      size: source.size,
      format: kernel.container.format,
      facts: [...kernel.container.headerFacts, ['taken by', takenBy(kernel)]],
      release: kernel.vmcoreinfo.release,
      machine: kernel.arch.name,
      hostname: attempt(() => uts(kernel)?.nodename, lacks, 'the host name'),
      tasks: taskCount,
      modules: known ? modules(kernel).length : undefined,
      lacks,
      timings,
    },
    context,
    commands,
    things,
    verdict: () => (verdict ??= judge(kernel, lacks)),
    run: (line) => inPlace(context.run(line), scanner),
    steps: (line) => context.run(line),
    scans: new ScanRuns(scanner),
    inspect: (ref, language = 'en') => inspect(kernel, ref, language, hasCommand),
    ways: (ref) => waysFrom(kernel, ref, hasCommand),
    complete: (line) => complete(kernel, commands, line),
  };
}

function hasCommand(name: string): boolean {
  return commands.some((command) => command.name === name);
}

function attempt<T>(work: () => T, lacks: string[], what: string): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    lacks.push(`${what} cannot be listed: ${error.message}`);
    return undefined;
  }
}
