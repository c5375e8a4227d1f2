import { isatty } from 'node:tty';

/** One line on standard error that says what is being done; only on a terminal. */
export interface Progress {
  step(text: string): void;
  /** Takes the line away. */
  end(): void;
}

const SILENT: Progress = { step() {}, end() {} };
/** Steps shorter than this never appear. */
const PATIENCE_MS = 150;

/** Progress as one line of standard error that is written over; silence where that is no terminal. */
export function progressLine(): Progress {
  // A terminal that cannot go back in its line would fill with them.
  if (!isatty(2) || process.env.TERM === 'dumb') return SILENT;
  const stream = process.stderr;
  const started = performance.now();
  let shown = false;
  return {
    step(text) {
      if (performance.now() - started < PATIENCE_MS) return;
      stream.write(`\r\x1b[K${text} …`);
      shown = true;
    },
    end() {
      if (shown) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}
