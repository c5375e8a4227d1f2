import { files, headerFacts } from './catalogue/files.ts';
import type { Message } from './catalogue/message.ts';
import type { HeaderFact } from './container/container.ts';
import { looksSigned } from './container/looks.ts';
import { FORMATS, isDump } from './container/probe.ts';
import { ForeignMachineError, UnsupportedError } from './errors.ts';
import type { Kernel } from './kernel/kernel.ts';
import { takenBy } from './kernel/taken-by.ts';
import { foreignLog } from './open/foreign-log.ts';
import { sortFiles } from './open/more-files.ts';
import { take, type Timing } from './open/step.ts';
import { lastRemarks, STEPS } from './open/steps.ts';
import { findDump, type Folder } from './packed/find-dump.ts';
import type { Room } from './packed/packing.ts';
import type { Verdict } from './rows/verdict.ts';
import { ScanRuns } from './scan/pool.ts';
import { Scanner } from './scan/scanner.ts';
import type { ByteSource } from './source/source.ts';
import { isText } from './textlog/blocks.ts';
import { joinedTexts } from './textlog/joined.ts';
import { textLooks } from './textlog/looks.ts';
import { judge } from './verdict/judge.ts';

export { openScanner } from './open/scanner.ts';

/** What the opened dump is, in a few words; crosses to the page as it is. */
export interface Summary {
  readonly file: string;
  readonly size: number;
  /** The format's own name, or in words what it is. */
  readonly format: string | Message;
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

/** A dump that was opened and can be judged; what a session adds is all that can be asked of it besides (session.ts). */
export interface Opened {
  readonly kernel: Kernel;
  readonly summary: Summary;
  /** What happened; judged once. What it says is messages, put into words by catalogue/message.ts. */
  verdict(): Verdict;
  /** The task that commands begin at: 0 where none was found. */
  readonly firstTask: bigint;
  readonly scanner: Scanner;
  readonly scans: ScanRuns;
  /** The files that are read: those that were given, unpacked and taken out of archives. */
  readonly files: readonly ByteSource[];
}

/** Files among which no dump is: perhaps the text of a log. */
export interface PerhapsText {
  readonly text: ByteSource;
  /** What was said of them before. */
  readonly remarks: readonly Message[];
  /** Opens them as a dump all the same, to be told what is wrong with them. */
  asDump(): Opened;
}

/** What opening takes besides the files. */
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
export function openDump(given: readonly (ByteSource | Folder)[], options: OpenOptions): Opened {
  return openSources(findDump(given, options), options);
}

/** Opens a dump, or says what else may be the text of a log. Throws as `openDump` does, and where neither is given. */
export function openFirst(
  given: readonly (ByteSource | Folder)[],
  options: OpenOptions,
): Opened | PerhapsText {
  const found = findDump(given, options);
  const [first] = found.sources;
  if (found.sources.some(isDump)) return dumpOrItsLog(found, options);
  const looks = textLooks(first) ?? (isText(first) ? looksSigned(first) : undefined);
  const formats = FORMATS.map(({ title }) => title);
  if (looks) throw new UnsupportedError(files.noDump({ file: first.name, looks, formats }));
  // What cannot be a log beside one is not read: System.map, a configuration.
  const texts = found.sources.filter((source) => source === first || (isText(source) && !textLooks(source)));
  return { text: joinedTexts(texts), remarks: found.remarks, asDump: () => openSources(found, options) };
}

/** The dump; of a machine that is none of ours the log in it. */
function dumpOrItsLog(found: ReturnType<typeof findDump>, options: OpenOptions): Opened | PerhapsText {
  try {
    return openSources(found, options);
  } catch (error) {
    if (!(error instanceof ForeignMachineError)) throw error;
    const log = foreignLog(sortFiles(found.sources), options.engine, error.said);
    if (!log) throw error;
    const refuse = (): never => {
      throw error;
    };
    return { text: log.text, remarks: [...found.remarks, ...log.remarks], asDump: refuse };
  }
}

/** Who wrote the file, where it tells. */
function taker(kernel: Kernel): HeaderFact[] {
  const by = takenBy(kernel);
  return by === '' ? [] : [[headerFacts.takenBy(), by]];
}

function openSources({ sources, remarks }: ReturnType<typeof findDump>, options: OpenOptions): Opened {
  const { engine, cacheBytes, progress } = options;
  const given = sortFiles(sources);
  const outcome = take(STEPS, { ...given, engine, cacheBytes }, progress);
  const { kernel, tasks, modules, host } = outcome.given;
  const lacks = [...remarks, ...outcome.lacks, ...lastRemarks(outcome.given)];
  const scanner = new Scanner(kernel.memory.engine, kernel.container.pages);
  let verdict: Verdict | undefined;
  return {
    kernel,
    summary: {
      file: given.dump.name,
      size: given.dump.size,
      format: kernel.container.format,
      facts: [...kernel.container.headerFacts, ...taker(kernel)],
      release: kernel.vmcoreinfo.release,
      machine: kernel.arch.name,
      hostname: host,
      tasks: tasks?.count,
      modules: modules?.length,
      lacks,
      timings: outcome.timings,
    },
    verdict: () => (verdict ??= judge(kernel, lacks)),
    firstTask: tasks?.first?.address ?? 0n,
    scanner,
    scans: new ScanRuns(scanner),
    files: sources,
  };
}
