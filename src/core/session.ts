import type { Addr } from './addr.ts';
import type { Language } from './catalogue/message.ts';
import type { Command, CommandContext, Step } from './commands/command.ts';
import { complete, type Completion } from './commands/completion.ts';
import { afterBar } from './console/after-bar.ts';
import { addressTyped } from './commands/expression.ts';
import { commands } from './commands/index.ts';
import { createContext } from './commands/runner/runner.ts';
import { openDump, openFirst, type Opened, type OpenOptions, type PerhapsText } from './opened.ts';
import type { Folder } from './packed/find-dump.ts';
import type { Inspection, Lead } from './rows/thing.ts';
import type { Line } from './rows/value.ts';
import { inPlace } from './scan/pool.ts';
import type { ByteSource } from './source/source.ts';
import { openText, type TextSession } from './text-session.ts';
import { things } from './things/index.ts';
import { inspect, waysFrom } from './things/inspect.ts';
import type { Thing } from './things/thing.ts';

export { noKernel, type TextSession } from './text-session.ts';
export { openScanner } from './opened.ts';
export type { OpenOptions, Summary } from './opened.ts';
export type { Language } from './catalogue/message.ts';
export type { Timing } from './open/step.ts';
export type { Folder } from './packed/find-dump.ts';
export type { Member, Room } from './packed/packing.ts';

/** An opened dump, and all that can be asked of it. Everything is synchronous; long work is a generator. */
export interface Session extends Omit<Opened, 'firstTask' | 'scanner'> {
  readonly context: CommandContext;
  readonly commands: readonly Command[];
  /** Every kind of thing there is (things/). */
  readonly things: readonly Thing[];
  /** Runs one line of the console. Throws RequestError and others with a sentence. */
  run(line: string): Generator<Line, void, void>;
  /** What `ref` names: facts, ways on, content. Throws RequestError in words when it names nothing. */
  inspect(ref: string, language?: Language): Inspection;
  /** The ways on from `ref`, without the facts. */
  ways(ref: string): readonly Lead[];
  /** Like `run`, for drivers that answer scans by themselves (`scans`), over workers. */
  steps(line: string): Generator<Step, void, void>;
  /**
   * The address that `text` means: a symbol or hexadecimal, with + or - and what crash's expressions have, or a per-CPU
   * symbol with its CPU (`runqueues:1`). Throws RequestError where it means none.
   */
  address(text: string): Addr;
  /** What the last word of `line` may become. */
  complete(line: string): Completion;
}

/** What `openSession` takes besides the files. */
export interface SessionOptions extends Omit<OpenOptions, 'engine'> {
  /** The engine as bytes, or compiled: compiled once it serves any number of sessions. */
  readonly engine: Uint8Array<ArrayBuffer> | WebAssembly.Module;
}

/** Opens a dump. Throws an OopscopeError with a sentence when it is none, or of a machine that is none of ours. */
export function openSession(given: readonly (ByteSource | Folder)[], options: SessionOptions): Session {
  const { engine } = options;
  const compiled = engine instanceof Uint8Array ? new WebAssembly.Module(engine) : engine;
  return sessionOf(openDump(given, { ...options, engine: compiled }));
}

/** Opens a dump, or where none is given the text of a log. Throws as `openSession` does. */
export function openLogOrDump(
  given: readonly (ByteSource | Folder)[],
  options: OpenOptions,
): Session | TextSession {
  return sessionWith(openFirst(given, options));
}

/** All that can be asked of what was opened. Throws where it turns out to be neither dump nor log. */
export function sessionWith(found: Opened | PerhapsText): Session | TextSession {
  if ('kernel' in found) return sessionOf(found);
  return openText(found.text, found.remarks) ?? sessionOf(found.asDump());
}

function sessionOf({ firstTask, scanner, ...opened }: Opened): Session {
  const { kernel } = opened;
  const context = createContext(kernel, commands, firstTask);
  return {
    ...opened,
    context,
    commands,
    things,
    run: (line) => inPlace(context.run(line), scanner),
    steps: (line) => context.run(line),
    inspect: (ref, language = 'en') => inspect(kernel, ref, language, hasCommand),
    ways: (ref) => waysFrom(kernel, ref, hasCommand),
    address: (text) => addressTyped(context, text.trim()),
    complete: (line) => afterBar(line) ?? complete(kernel, commands, line),
  };
}

function hasCommand(name: string): boolean {
  return commands.some((command) => command.name === name);
}
