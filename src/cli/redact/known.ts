import type { Line } from '../../core/rows/value.ts';
import type { Known } from './redact.ts';

/** What is asked of a session to learn names from it. */
interface Session {
  readonly summary: { readonly file: string };
  /** Of a text: the machines that it names. */
  readonly text?: { readonly hosts: readonly string[] };
  run(line: string): Iterable<Line>;
}

/** Where names betray themselves: messages, command lines, file systems of others, firmware. */
const TELLING = ['log', 'ps -a', 'mount', 'sys -i', 'files'];
/** Lines of each that are looked at. */
const MAX_LINES = 500_000;

/** What `session`, opened from `files`, has in it that is secret: for redaction. */
export function knownOf(session: Session, files: readonly string[]): Known {
  return {
    hosts: session.text?.hosts ?? [],
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
    } catch {
      // What cannot be asked of this dump will not be told of it either.
    }
  }
}
