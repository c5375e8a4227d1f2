import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Message } from '../core/catalogue/message.ts';
import { rowJson, type Line } from '../core/rows/value.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf, complaintOf } from './complaint.ts';
import { splitLine, type Step } from './command-line.ts';
import { TextOutput, type Output } from './output.ts';
import { redactAll } from './redact.ts';
import { allVisible, visible } from '../core/rows/visible.ts';

/** What running commands takes: who answers, where text goes, how lines are changed on the way. */
export interface Runner {
  run(command: string): Iterable<Line>;
  readonly out: Output;
  /** Says what could not be answered. */
  complain(said: Message): void;
  readonly json: boolean;
  /** Takes out what shall not be told. */
  redact(text: string): string;
}

/** Runs every command of `line`; false when one could not be answered (the others still run). */
export function runLine(line: string, runner: Runner): boolean {
  let answered = true;
  for (const step of splitLine(line)) answered = runStep(step, runner) && answered;
  return answered;
}

function runStep(step: Step, runner: Runner): boolean {
  if (step.pipe === undefined && step.file === undefined) return answer(step.command, runner, runner.out);
  const kept = new TextOutput();
  const answered = step.command === '' || answer(step.command, runner, kept);
  if (step.pipe !== undefined) return shell(step.pipe, kept.text, runner) && answered;
  // A file of the user's is touched only once there is something to put into it.
  return answered && save(step.file!, kept.text, runner);
}

function answer(command: string, runner: Runner, out: Output): boolean {
  try {
    for (const line of runner.run(command)) print(line, runner, out);
    return true;
  } catch (error) {
    const said = complaintOf(error);
    runner.out.flush();
    runner.complain(said);
    return false;
  }
}

/** One line of an answer: its row in JSON, or its text. */
export function print(line: Line, runner: Pick<Runner, 'json' | 'redact'>, out: Output): void {
  if (!runner.json) out.write(runner.redact(visible(line.text)) + '\n');
  else if (line.row) out.write(rowJson(allVisible(redactAll(line.row, runner.redact))) + '\n');
}

/** `command` of the shell with `input` on its standard input; its output goes where ours goes. */
function shell(command: string, input: string, runner: Runner): boolean {
  runner.out.flush();
  if (command === '') {
    runner.complain(complaints.nothingAfterBar());
    return false;
  }
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

function save(file: NonNullable<Step['file']>, text: string, runner: Runner): boolean {
  try {
    if (file.append) appendFileSync(file.path, text);
    else writeWhole(file.path, text);
    return true;
  } catch (error) {
    const { path } = file;
    const code = codeOf(error);
    runner.complain(path ? complaints.fileUnwritable({ path, code }) : complaints.noFileName({ code }));
    return false;
  }
}

/** Writes `text` beside `path` and renames it into place: what stood there stays until all of the new is written. */
function writeWhole(path: string, text: string): void {
  if (existsSync(path) && !statSync(path).isFile()) return writeFileSync(path, text);
  const beside = `${path}.${process.pid}.part`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
