import type { Message } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import type { Opened, PerhapsText } from '../core/opened.ts';
import { sessionWith, type Session, type TextSession } from '../core/session.ts';
import { complaints } from './catalogue/complaints.ts';
import { complaintOf } from './complaint.ts';
import { openConsole } from './console.ts';
import type { Options } from './options.ts';
import type { OutputFiles } from './output-file.ts';
import type { DescriptorOutput } from './output.ts';
import { knownOf } from '../core/report/known.ts';
import { redaction, type Redaction } from '../core/report/redact.ts';
import { leaves, runLine, type Runner } from './run-commands.ts';
import { ScanWorkers } from './scan-workers.ts';

export { redactAll } from '../core/report/redact.ts';

/**
 * All that is asked besides the verdict of a dump: commands, the prompt, what a text tells, taking secrets out. A part
 * of the program of its own, which the verdict does without.
 */

/** What was opened, with all that can be asked of it. Throws where it is neither a dump nor a log. */
export function sessionIn(found: Opened | PerhapsText, { lang }: Options): Session | TextSession {
  const session = sessionWith(found);
  session.context.language = lang;
  return session;
}

/** What takes the secrets asked for out of answers about this session. */
export function redactionFor(session: Session | TextSession, options: Options): Redaction {
  if (options.redact.length === 0) return (text) => text;
  try {
    return redaction(options.redact, knownOf(session, options.files, options.redact));
  } catch (error) {
    throw new OopscopeError(complaints.noHostname({ why: complaintOf(error) }), { cause: error });
  }
}

/** What running commands takes besides a session. */
interface Asked {
  readonly engine: WebAssembly.Module;
  readonly options: Options;
  /** Lines that are run before the prompt, if there is one. */
  readonly lines: readonly string[];
  readonly out: DescriptorOutput;
  readonly files: OutputFiles;
  complain(said: Message): void;
  readonly redact: Redaction;
}

/** Runs the lines, then the prompt where it is asked for; false when a line could not be answered. */
export async function runAll(session: Session | TextSession, asked: Asked): Promise<boolean> {
  const { engine, options, lines, out, files, redact } = asked;
  const runner: Runner = {
    run: (line) => session.run(line),
    aliases: 'aliases' in session.context ? session.context.aliases : undefined,
    long: 'scans' in session ? scansOf(session, engine, options) : undefined,
    out,
    files,
    complain: (said) => {
      asked.complain(said);
    },
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
  return answered;
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
