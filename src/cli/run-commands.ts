import type { Message } from '../core/catalogue/message.ts';
import { rowJson, type Line } from '../core/rows/value.ts';
import { PAUSE, Scan, type Pause } from '../core/scan/scan.ts';
import { complaints } from './catalogue/complaints.ts';
import { commandsIn } from './commands-in.ts';
import { complaintOf } from './complaint.ts';
import { answered, statements, type Statement } from '../core/console/statement.ts';
import { OopscopeError } from '../core/errors.ts';
import type { OutputFiles } from './output-file.ts';
import { TextOutput, type Output } from './output.ts';
import { throughProgram, type ProgramInput } from './program-pipe.ts';
import { redactAll } from '../core/report/redact.ts';
import { allVisible, visibleLine } from '../core/rows/visible.ts';

/** What running commands takes: who answers, where text goes, how lines are changed on the way. */
export interface Runner {
  run(command: string): Iterable<Line>;
  /** The same with scans to be answered: over workers, with progress. Absent where `run` does it all. */
  readonly long?: {
    steps(command: string): Iterable<Line | Scan | Pause>;
    /** Puts the next part into `scan`; false when it was cancelled. */
    answer(scan: Scan, cancelled?: () => boolean): Promise<boolean>;
    /** The same at once, in this thread. */
    answerHere(scan: Scan): void;
    /** Nobody wants the rest of a scan that was answered here. */
    stop(): void;
    /** Something else is about to be printed. */
    clear(): void;
  };
  /** What the command `alias` was told. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly out: Output;
  /** Where redirections go. */
  readonly files: OutputFiles;
  /** Says what could not be answered. */
  complain(said: Message): void;
  readonly json: boolean;
  /** Whether the user wants what is running to end; absent where a signal ends the program. */
  readonly cancelled?: () => boolean;
  /** Gives the terminal away while another program has it. */
  readonly lend?: <T>(use: (interrupted: () => void) => Promise<T>) => Promise<T>;
  /** Takes out what shall not be told. */
  redact(text: string): string;
}

/** Runs every statement of `line`; false when one could not be answered (the others still run). */
export async function runLine(line: string, runner: Runner): Promise<boolean> {
  const parsed = understood(line, runner);
  if (!parsed) return false;
  let well = true;
  for (const statement of parsed) well = (await runStatement(statement, runner)) && well;
  return well;
}

/** The statements of `line`; undefined, having said why, when one of them is not understood. */
export function understood(line: string, runner: Runner): Statement[] | undefined {
  try {
    return statements(line, true, runner.aliases);
  } catch (error) {
    return refused(error, runner);
  }
}

/** Runs one statement, `deep` files of commands down; false when it could not be answered, which was said. */
export async function runStatement(statement: Statement, runner: Runner, deep = 0): Promise<boolean> {
  const { command, shell, into, from } = statement;
  try {
    if (from !== undefined) return await runFile(from, runner, deep);
    if (into) runner.files.check(into);
    if (shell !== undefined) return await pipe(statement, shell, runner);
    if (into === undefined) return await answer(statement, runner, runner.out);
    const kept = new TextOutput();
    const well = command === '' || (await answer(statement, runner, kept));
    // What was given up leaves no half file.
    if (!well || runner.cancelled?.()) return false;
    runner.files.write(into, kept.text);
    return true;
  } catch (error) {
    return refused(error, runner) ?? false;
  }
}

/** Commands in a file that name a file of commands: no deeper. */
const MAX_DEEP = 8;

async function runFile(path: string, runner: Runner, deep: number): Promise<boolean> {
  let lines: string[];
  try {
    if (deep >= MAX_DEEP) throw new OopscopeError(complaints.commandsTooDeep({ path }));
    lines = commandsIn(path);
    if (path !== '-') runner.files.reads(path);
  } catch (error) {
    return refused(error, runner) ?? false;
  }
  let well = true;
  for (const line of lines) {
    if (leaves(line)) break;
    for (const each of understood(line, runner) ?? [undefined])
      if (runner.cancelled?.()) return false;
      else well = (each ? await runStatement(each, runner, deep + 1) : false) && well;
  }
  return well;
}

/** Whether `line` ends the program, as in crash. */
export function leaves(line: string): boolean {
  return /^\s*(q|quit|exit)\s*$/.test(line);
}

/** So long a command runs before the event loop gets its turn: a key, a signal. In ms. */
const BREATH_MS = 30;
/** Lines between two looks at the clock, each of which costs as much as a line, where nobody waits at a prompt. */
const LINES_A_LOOK = 16;

async function answer(statement: Statement, runner: Runner, out: Output | ProgramInput): Promise<boolean> {
  const cancelled = (): boolean => runner.cancelled?.() === true || ('closed' in out && out.closed);
  const lines = runner.cancelled ? 1 : LINES_A_LOOK;
  let taken = 0;
  let breath = performance.now();
  const breathe = async (wait?: Promise<void>): Promise<void> => {
    await wait;
    if (runner.cancelled) out.flush();
    await new Promise(setImmediate);
    breath = performance.now();
  };
  const take = (line: Line | Pause): Promise<void> | undefined => {
    if (line !== PAUSE) print(line, runner, out);
    const wait = line !== PAUSE && 'ready' in out ? out.ready() : undefined;
    if (wait) return breathe(wait);
    if (line !== PAUSE && ++taken % lines !== 0) return undefined;
    return performance.now() - breath > BREATH_MS ? breathe() : undefined;
  };
  try {
    await pump(statement, runner, take, cancelled);
    return true;
  } catch (error) {
    return refused(error, runner) ?? false;
  }
}

/** Gives every line of `statement`'s answer to `take`, until there is none or `cancelled` says so. */
async function pump(
  statement: Statement,
  { run, long }: Runner,
  take: (line: Line | Pause) => Promise<void> | undefined,
  cancelled: () => boolean,
): Promise<void> {
  // A filter pulls its lines itself and cannot wait for workers: its scans run in this thread.
  const steps =
    long && statement.filters.length === 0
      ? long.steps(statement.command)
      : answered(statement, (command) => here(long ? long.steps(command) : run(command), long, cancelled));
  try {
    for (const step of steps) {
      if (step instanceof Scan) {
        if (!(await long!.answer(step, cancelled))) return;
        continue;
      }
      if (cancelled()) return;
      if (step !== PAUSE) long?.clear();
      const breath = take(step);
      if (breath) await breath;
    }
  } finally {
    long?.clear();
  }
}

/** The lines among `steps`, their scans answered in this thread; they end where `cancelled` says so. */
function* here(
  steps: Iterable<Line | Scan | Pause>,
  long: Runner['long'],
  cancelled: () => boolean,
): Generator<Line, void, void> {
  for (const step of steps) {
    if (cancelled()) return long?.stop();
    if (step instanceof Scan) long?.answerHere(step);
    else if (step !== PAUSE) yield step;
  }
}

function refused(error: unknown, runner: Runner): undefined {
  const said = complaintOf(error);
  runner.out.flush();
  runner.complain(said);
}

/** One line of an answer: its row in JSON, or its text. */
export function print(line: Line, runner: Pick<Runner, 'json' | 'redact'>, out: Output): void {
  if (!runner.json) out.write(runner.redact(line.plain ? line.text : visibleLine(line.text)) + '\n');
  else if (line.row) out.write(rowJson(allVisible(redactAll(line.row, runner.redact))) + '\n');
}

/** The lines of `statement` into `shell`, the system's, whose output goes where ours goes or into the statement's file. */
async function pipe(statement: Statement, shell: string, runner: Runner): Promise<boolean> {
  runner.out.flush();
  const { into } = statement;
  let well = true;
  const feed = async (input: ProgramInput): Promise<void> => {
    well = await answer(statement, runner, input);
  };
  const kept: Uint8Array[] = [];
  const keep = into && ((bytes: Uint8Array) => void kept.push(bytes));
  let ran = false;
  const use = async (interrupted: () => void): Promise<void> => {
    ran = await throughProgram(shell, statement.command === '' ? undefined : feed, interrupted, keep);
  };
  if (runner.lend) await runner.lend(use);
  else {
    let signalled = false;
    await use(() => {
      signalled = true;
    });
    // The program has had its say; then the signal means us.
    if (signalled) process.kill(process.pid, 'SIGINT');
  }
  if (!well || !ran) return false;
  if (into) runner.files.write(into, Buffer.concat(kept));
  return true;
}
