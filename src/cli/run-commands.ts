import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Message } from '../core/catalogue/message.ts';
import { rowJson, type Line } from '../core/rows/value.ts';
import { Scan } from '../core/scan/scan.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf, complaintOf } from './complaint.ts';
import { answered, statements, type Statement } from '../core/console/statement.ts';
import { OopscopeError } from '../core/errors.ts';
import type { OutputFiles } from './output-file.ts';
import { TextOutput, type Output } from './output.ts';
import { redactAll } from './redact.ts';
import { allVisible, visible } from '../core/rows/visible.ts';

/** What running commands takes: who answers, where text goes, how lines are changed on the way. */
export interface Runner {
  run(command: string): Iterable<Line>;
  /** The same with scans to be answered: over workers, with progress. Absent where `run` does it all. */
  readonly long?: {
    steps(command: string): Iterable<Line | Scan>;
    /** Puts the next part into `scan`; false when it was cancelled. */
    answer(scan: Scan, cancelled?: () => boolean): Promise<boolean>;
    /** Something else is about to be printed. */
    clear(): void;
  };
  readonly out: Output;
  /** Where redirections go. */
  readonly files: OutputFiles;
  /** Says what could not be answered. */
  complain(said: Message): void;
  readonly json: boolean;
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
    return statements(line, true);
  } catch (error) {
    return refused(error, runner);
  }
}

export async function runStatement(statement: Statement, runner: Runner, deep = 0): Promise<boolean> {
  const { command, shell, into, from } = statement;
  if (from !== undefined) return runFile(from, runner, deep);
  if (shell === undefined && into === undefined) return answer(statement, runner, runner.out);
  const kept = new TextOutput();
  try {
    if (into) runner.files.check(into);
  } catch (error) {
    return refused(error, runner) ?? false;
  }
  const well = command === '' || (await answer(statement, runner, kept));
  if (shell !== undefined) return pipe(shell, kept.text, runner) && well;
  if (!well || !into) return well;
  try {
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
  } catch (error) {
    return refused(error, runner) ?? false;
  }
  let well = true;
  for (const line of lines) {
    if (leaves(line)) break;
    for (const each of understood(line, runner) ?? [undefined])
      well = (each ? await runStatement(each, runner, deep + 1) : false) && well;
  }
  return well;
}

/** Whether `line` ends the program, as in crash. */
export function leaves(line: string): boolean {
  return /^\s*(q|quit|exit)\s*$/.test(line);
}

/** The lines of the file at `path` ('-': standard input). Throws OopscopeError when it cannot be read. */
export function commandsIn(path: string): string[] {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').split(/\r?\n/);
  } catch (error) {
    throw new OopscopeError(complaints.commandsUnreadable({ path, code: codeOf(error) }));
  }
}

async function answer(statement: Statement, runner: Runner, out: Output): Promise<boolean> {
  try {
    await pump(statement, runner, (line) => print(line, runner, out));
    return true;
  } catch (error) {
    return refused(error, runner) ?? false;
  }
}

/** Gives every line of `statement`'s answer to `take`, until there is none or `cancelled` says so. */
export async function pump(
  statement: Statement,
  { run, long }: Runner,
  take: (line: Line) => void | Promise<void>,
  cancelled: () => boolean = () => false,
): Promise<void> {
  // A filter pulls its lines itself and cannot wait for workers: its scans run in this thread.
  const steps =
    long && statement.filters.length === 0 ? long.steps(statement.command) : answered(statement, run);
  try {
    for (const step of steps) {
      if (step instanceof Scan) {
        if (!(await long!.answer(step, cancelled))) return;
        continue;
      }
      long?.clear();
      const taken = take(step);
      if (taken) await taken;
      if (cancelled()) return;
    }
  } finally {
    long?.clear();
  }
}

function refused(error: unknown, runner: Runner): undefined {
  const said = complaintOf(error);
  runner.out.flush();
  runner.complain(said);
}

/** One line of an answer: its row in JSON, or its text. */
export function print(line: Line, runner: Pick<Runner, 'json' | 'redact'>, out: Output): void {
  if (!runner.json) out.write(runner.redact(visible(line.text)) + '\n');
  else if (line.row) out.write(rowJson(allVisible(redactAll(line.row, runner.redact))) + '\n');
}

/** `command` of the shell with `input` on its standard input; its output goes where ours goes. */
function pipe(command: string, input: string, runner: Runner): boolean {
  runner.out.flush();
  const done = spawnSync(command, {
    shell: true,
    input,
    stdio: ['pipe', 'inherit', 'inherit'],
    maxBuffer: 1 << 30,
  });
  // A reader that ends early (head) has what it wanted.
  const failed = done.error !== undefined && (done.error as { code?: string }).code !== 'EPIPE';
  if (failed) runner.complain(complaints.pipeFailed({ command, why: done.error?.message ?? '' }));
  return !failed;
}
