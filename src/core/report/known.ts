import { OopscopeError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Known } from './redact.ts';
import type { Secret } from './secret.ts';

/** What is asked of a session to learn names from it. */
interface Session {
  readonly summary: { readonly file: string; readonly hostname?: string };
  verdict(): { readonly hostname?: string };
  /** Of a text: the machines that it names. */
  readonly text?: { readonly hosts: readonly string[] };
  run(line: string): Iterable<Line>;
}

/** Where names betray themselves: messages, command lines, file systems of others, firmware. */
const TELLING = ['log', 'ps -a', 'mount', 'sys -i', 'files'];
/** Lines of each that are looked at. */
const MAX_LINES = 500_000;

/** What `session`, opened from `files`, has in it that is secret: for redaction. Throws where there is no verdict and hosts are asked for. */
export function knownOf(session: Session, files: readonly string[], secrets: readonly Secret[]): Known {
  return {
    hosts: [
      ...(session.text?.hosts ?? []),
      ...(secrets.includes('host') ? [session.summary.hostname, session.verdict().hostname] : []).filter(
        (name) => name !== undefined,
      ),
    ],
    files: [...files.filter((path) => path !== '-'), session.summary.file],
    texts: texts(session),
  };
}

function* texts(session: Session): Generator<string, void, void> {
  for (const command of TELLING) {
    let count = 0;
    try {
      for (const { text } of session.run(command)) {
        yield text;
        if (++count >= MAX_LINES) break;
      }
    } catch (error) {
      // What cannot be asked of this dump will not be told of it either.
      if (!(error instanceof OopscopeError)) throw error;
    }
  }
}
