import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import version from 'virtual:version';
import { render, spoken, type Language, type Message } from '../core/catalogue/message.ts';
import { verdictJson } from '../core/rows/verdict-json.ts';
import { allVisible, visible } from '../core/rows/visible.ts';
import { openFirst, type Opened, type PerhapsText } from '../core/opened.ts';
import type { Session, TextSession } from '../core/session.ts';
import { paletteFor } from './colours.ts';
import { complaints, usage } from './catalogue/complaints.ts';
import { streams } from './catalogue/streams.ts';
import { help } from './catalogue/help.ts';
import { codeOf, complaintOf } from './complaint.ts';
import { engineModule } from './engine.ts';
import { changedMeanwhile, filesRead } from './file-source.ts';
import { openGiven, pathOf } from './given-files.ts';
import { languageAsked, parseOptions, UsageError, type Options } from './options.ts';
import { ClosedPipe, DescriptorOutput } from './output.ts';
import { OutputFiles } from './output-file.ts';
import { progressLine } from './progress.ts';
import { commandsIn } from './commands-in.ts';
import { temporaryRoom } from './temporary-room.ts';
import { timingsText } from './timings.ts';
import { verdictText, widthOf } from './verdict-text.ts';
import { inWords, wordingIn } from '../core/report/wording.ts';

/** What a verdict can be told of. */
type Judged = Pick<Session | TextSession, 'summary' | 'verdict'>;

/** How the program ends (design: 0 answered, 1 something could not be answered, 2 not openable or wrong usage). */
const ANSWERED = 0;
const UNANSWERED = 1;
const NOT_OPENED = 2;

/** The command line with the words after its name; answers the exit code. */
export async function oopscope(words: readonly string[]): Promise<number> {
  const out = new DescriptorOutput(1);
  const complain = complainingIn(languageAsked(words, process.env));
  try {
    const code = await answer(parseOptions(words, process.env), out);
    out.flush();
    return code;
  } catch (error) {
    if (error instanceof ClosedPipe) return ANSWERED;
    const wrong = complaintOf(error);
    complain(error instanceof UsageError ? usage.seeHelp({ wrong }) : wrong);
    return NOT_OPENED;
  }
}

async function answer(options: Options, out: DescriptorOutput): Promise<number> {
  if (options.help || options.version) {
    out.write(options.help ? render(help.text(), options.lang) : `oopscope ${version}\n`);
    return ANSWERED;
  }
  const lines = [...options.commands, ...options.inputs.flatMap(commandsIn)];
  const engine = engineModule();
  const found = open(options, engine);
  const { session, code } = await answerFrom(found, engine, options, lines, out);
  // What was read before and after may not belong together.
  out.flush();
  for (const file of changedMeanwhile()) complainingIn(options.lang)(streams.grown({ file }));
  if (options.timings) {
    out.flush();
    process.stderr.write(timingsText(session.summary.timings, options.lang));
  }
  return code;
}

function open(options: Options, engine: WebAssembly.Module): Opened | PerhapsText {
  const progress = progressLine();
  try {
    return openFirst(
      options.files.map((path) => openGiven(path, options.lang)),
      {
        engine,
        room: temporaryRoom,
        progress: (step) => {
          progress.step(render(step, options.lang));
        },
      },
    );
  } finally {
    progress.end();
  }
}

/** Answers what was asked. Only the verdict of a dump comes without the rest of the program, which is loaded when it is needed. */
async function answerFrom(
  found: Opened | PerhapsText,
  engine: WebAssembly.Module,
  options: Options,
  lines: readonly string[],
  out: DescriptorOutput,
): Promise<{ session: Judged; code: number }> {
  const asked = options.commands.length + options.inputs.length > 0 || options.console;
  if (!asked && options.redact.length === 0 && 'kernel' in found)
    return { session: found, code: await tell(found, options, (value) => value, out) };
  const { redactionFor, redactAll, runAll, sessionIn } = await import('./asked.ts');
  const session = sessionIn(found, options);
  const redact = redactionFor(session, options);
  if (!asked)
    return { session, code: await tell(session, options, (value) => redactAll(value, redact), out) };
  const complain = complainingIn(options.lang, redact);
  const well = await runAll(session, {
    engine,
    options,
    lines,
    out,
    files: filesFor(options),
    complain,
    redact,
  });
  return { session, code: well ? ANSWERED : UNANSWERED };
}

/** The verdict, in the form asked for. */
async function tell(
  session: Judged,
  options: Options,
  redact: <T>(value: T) => T,
  out: DescriptorOutput,
): Promise<number> {
  let verdict;
  try {
    verdict = redact(spoken(session.verdict(), options.lang));
  } catch (error) {
    complainingIn(options.lang, redact)(complaints.noVerdict({ why: complaintOf(error) }));
    return UNANSWERED;
  }
  if (options.report) {
    const { report } = await import('../core/report/report.ts');
    const text = report(
      options.report,
      verdict,
      redact(inWords(session.summary, options.lang)),
      options.lang,
      options.redact,
      version,
    );
    if (options.output === undefined) out.write(text);
    else filesFor(options).write({ path: options.output, how: 'new' }, text);
  } else if (options.json) {
    out.write(JSON.stringify(allVisible(verdictJson(verdict)), null, 2) + '\n');
  } else {
    const terminal = isatty(1);
    const paint = paletteFor(options.color, terminal, process.env);
    const width = widthOf(terminal ? process.stdout.columns : undefined, process.env);
    out.write(verdictText(verdict, wordingIn(options.lang), paint, width));
  }
  return ANSWERED;
}

/** The files that may be written: never those that are read; one that is there only when the user says so. */
function filesFor(options: Options): OutputFiles {
  const inputs = [...options.files.map(pathOf), ...options.inputs.filter((path) => path !== '-')];
  const terminal = process.stdin.isTTY && process.stderr.isTTY;
  const mayReplace = (path: string): boolean => {
    if (options.force || !terminal) return options.force;
    return yes(render(complaints.replaceFile({ path }), options.lang));
  };
  return new OutputFiles(inputs, mayReplace, filesRead);
}

/** What ends an answer: a line's end, Ctrl-C, Ctrl-D. */
const ENDS = ['\r', '\n', '\x03', '\x04'];

/** Asks `question` at the terminal, which at the console's prompt gives single keys and does not wait for them. */
function yes(question: string): boolean {
  process.stderr.write(visible(question));
  const piece = Buffer.alloc(64);
  let typed = '';
  while (!ENDS.some((end) => typed.includes(end))) {
    try {
      const length = readSync(0, piece, 0, piece.length, null);
      if (length === 0) break;
      typed += piece.toString('utf8', 0, length);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    }
  }
  if (process.stdin.isRaw) process.stderr.write(`${visible(typed.trimEnd())}\n`);
  return /^\s*(y|yes|예|네)\s*$/i.test(typed);
}

/** Says on standard error what cannot be answered, in `language` and without what `redact` takes out. */
function complainingIn(
  language: Language,
  redact: (text: string) => string = (text) => text,
): (said: Message) => void {
  return (said) => {
    process.stderr.write(`oopscope: ${redact(visible(render(said, language)))}\n`);
  };
}
