import { readSync } from 'node:fs';
import version from 'virtual:version';
import { render, spoken, type Language, type Message } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import { verdictJson } from '../core/rows/verdict-json.ts';
import { allVisible, visible } from '../core/rows/visible.ts';
import { openLogOrDump, type Session, type TextSession } from '../core/session.ts';
import { paletteFor } from './colours.ts';
import { complaints, usage } from './catalogue/complaints.ts';
import { streams } from './catalogue/streams.ts';
import { help } from './catalogue/help.ts';
import { complaintOf } from './complaint.ts';
import { openConsole } from './console.ts';
import { engineModule } from './engine.ts';
import { changedMeanwhile, openGiven } from './given-files.ts';
import { languageAsked, parseOptions, UsageError, type Options } from './options.ts';
import { ClosedPipe, DescriptorOutput } from './output.ts';
import { OutputFiles } from './output-file.ts';
import { progressOn } from './progress.ts';
import { knownOf } from './redact/known.ts';
import { redactAll, redaction, type Redaction } from './redact/redact.ts';
import { inWords, report } from './report/report.ts';
import { commandsIn, leaves, runLine, type Runner } from './run-commands.ts';
import { ScanWorkers } from './scan-workers.ts';
import { temporaryRoom } from './temporary-room.ts';
import { timingsText } from './timings.ts';
import { verdictText, widthOf } from './verdict-text.ts';
import { wordingIn } from './wording.ts';

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

/** A closed pipe is no error: streams of Node (the console's) shall not make one of it. */
export function closeQuietly(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(ANSWERED);
    throw error;
  });
}

async function answer(options: Options, out: DescriptorOutput): Promise<number> {
  if (options.help || options.version) {
    out.write(options.help ? render(help.text(), options.lang) : `oopscope ${version}\n`);
    return ANSWERED;
  }
  const lines = [...options.commands, ...options.inputs.flatMap(commandsIn)];
  const engine = engineModule();
  const session = open(options, engine);
  session.context.language = options.lang;
  const code = await answerWith(session, engine, options, lines, out);
  // What was read before and after may not belong together.
  out.flush();
  for (const file of changedMeanwhile()) complainingIn(options.lang)(streams.grown({ file }));
  if (options.timings) {
    out.flush();
    process.stderr.write(timingsText(session.summary.timings, options.lang));
  }
  return code;
}

function open(options: Options, engine: WebAssembly.Module): Session | TextSession {
  const progress = progressOn(process.stderr);
  try {
    return openLogOrDump(
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

async function answerWith(
  session: Session | TextSession,
  engine: WebAssembly.Module,
  options: Options,
  lines: readonly string[],
  out: DescriptorOutput,
): Promise<number> {
  const asked = options.commands.length + options.inputs.length > 0;
  const redact = redactionFor(session, options);
  if (!asked && !options.console) return tell(session, options, redact, out);
  const complain = complainingIn(options.lang, redact);
  const files = filesFor(options);
  const runner: Runner = {
    run: (line) => session.run(line),
    long: 'scans' in session ? scansOf(session, engine, options) : undefined,
    out,
    files,
    complain,
    json: options.json,
    redact,
  };
  let answered = true;
  for (const line of lines) {
    // Scripts written for crash end with it.
    if (leaves(line)) break;
    answered = (await runLine(line, runner)) && answered;
  }
  out.flush();
  if (options.console) await openConsole(session, runner);
  return answered ? ANSWERED : UNANSWERED;
}

/** How long commands of a dump have their scans answered: over workers. */
function scansOf(session: Session, engine: WebAssembly.Module, options: Options): Runner['long'] {
  const workers = new ScanWorkers(session.files, engine, session.scans, options.lang);
  return {
    steps: (line) => session.steps(line),
    answer: (scan, cancelled) => workers.answer(scan, cancelled),
    answerHere: (scan) => session.scans.answer(scan),
    stop: () => session.scans.stop(),
    clear: () => workers.clear(),
  };
}

/** The verdict, in the form asked for. */
function tell(
  session: Session | TextSession,
  options: Options,
  redact: Redaction,
  out: DescriptorOutput,
): number {
  let verdict;
  try {
    verdict = redactAll(spoken(session.verdict(), options.lang), redact);
  } catch (error) {
    complainingIn(options.lang, redact)(complaints.noVerdict({ why: complaintOf(error) }));
    return UNANSWERED;
  }
  if (options.report) {
    const text = report(
      options.report,
      verdict,
      redactAll(inWords(session.summary, options.lang), redact),
      options.lang,
      options.redact,
    );
    if (options.output === undefined) out.write(text);
    else filesFor(options).write({ path: options.output, how: 'new' }, text);
  } else if (options.json) {
    out.write(JSON.stringify(allVisible(verdictJson(verdict)), null, 2) + '\n');
  } else {
    const paint = paletteFor(options.color, process.stdout.isTTY, process.env);
    const width = widthOf(process.stdout, process.env);
    out.write(verdictText(verdict, wordingIn(options.lang), paint, width));
  }
  return ANSWERED;
}

/** What takes the secrets asked for out of answers about this session. */
function redactionFor(session: Session | TextSession, options: Options): Redaction {
  if (options.redact.length === 0) return (text) => text;
  const known = knownOf(session, options.files);
  const named = options.redact.includes('host') ? hostnames(session) : [];
  return redaction(options.redact, { ...known, hosts: [...(known.hosts ?? []), ...named] });
}

/** The names this dump has for its machine. */
function hostnames(session: Session | TextSession): string[] {
  try {
    return [session.summary.hostname, session.verdict().hostname].filter((name) => name !== undefined);
  } catch (error) {
    throw new OopscopeError(complaints.noHostname({ why: complaintOf(error) }), { cause: error });
  }
}

/** The files that may be written: never those that are read; one that is there only when the user says so. */
function filesFor(options: Options): OutputFiles {
  const inputs = [...options.files, ...options.inputs.filter((path) => path !== '-')];
  const terminal = process.stdin.isTTY && process.stderr.isTTY;
  return new OutputFiles(inputs, (path) => {
    if (options.force || !terminal) return options.force;
    return yes(render(complaints.replaceFile({ path }), options.lang));
  });
}

/** Asks `question` at the terminal. */
function yes(question: string): boolean {
  process.stderr.write(visible(question));
  const answer = Buffer.alloc(64);
  const length = readSync(0, answer, 0, answer.length, null);
  return /^\s*(y|yes|예|네)\s*$/i.test(answer.toString('utf8', 0, length));
}

/** Says on standard error what cannot be answered, in `language` and without what `redact` takes out. */
function complainingIn(language: Language, redact: Redaction = (text) => text): (said: Message) => void {
  return (said) => {
    process.stderr.write(`oopscope: ${redact(visible(render(said, language)))}\n`);
  };
}
