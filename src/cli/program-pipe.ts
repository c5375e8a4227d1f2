import { spawn, type ChildProcess } from 'node:child_process';
import { OopscopeError } from '../core/errors.ts';
import { complaints } from './catalogue/complaints.ts';
import type { Output } from './output.ts';

/** The least of a shell's answers that say that it could not run a program, or that a signal ended it. */
const NOT_RUN = 126;
/** So much is handed on at once. */
const FULL = 64 * 1024;

/** Text into another program's standard input, as fast as it reads. */
export interface ProgramInput extends Output {
  /** Resolves when the program can take more. */
  ready(): Promise<void> | undefined;
  /** Whether the program takes no more: it has ended, or closed its input. */
  readonly closed: boolean;
}

/**
 * Runs `command` in the system's shell while `feed` writes to its standard input; its output goes where ours goes, or to `keep`.
 * Without `feed` its input is ours. Ctrl-C reaches it as a signal and does not end this program; `interrupted` is told.
 * False when the shell found no such program, or a signal ended it. Throws OopscopeError when there is no shell to run it.
 */
export async function throughProgram(
  command: string,
  feed: ((input: ProgramInput) => Promise<void>) | undefined,
  interrupted: () => void,
  keep?: (bytes: Uint8Array) => void,
): Promise<boolean> {
  process.on('SIGINT', interrupted);
  try {
    const child = spawn(command, {
      shell: true,
      stdio: [feed ? 'pipe' : 'inherit', keep ? 'pipe' : 'inherit', 'inherit'],
    });
    if (keep) child.stdout?.on('data', keep);
    const ended = endOf(child, command);
    if (feed) {
      const input = new ChildInput(child);
      try {
        await feed(input);
        input.flush();
      } finally {
        child.stdin?.end();
      }
    }
    return await ended;
  } finally {
    process.off('SIGINT', interrupted);
  }
}

function endOf(child: ChildProcess, command: string): Promise<boolean> {
  const ended = new Promise<boolean>((done, failed) => {
    child.on('error', ({ message }) => {
      failed(new OopscopeError(complaints.pipeFailed({ command, why: message })));
    });
    // 126 and 127: what a shell says of a program that it cannot run.
    child.on('close', (code) => {
      done(code !== null && code < NOT_RUN);
    });
  });
  // Whoever feeds it finds its input closed first; the reason is thrown once that is over.
  ended.catch(() => undefined);
  return ended;
}

class ChildInput implements ProgramInput {
  closed = false;
  private waiting = '';
  private slow = false;

  constructor(private readonly child: ChildProcess) {
    const close = (): void => {
      this.closed = true;
    };
    // A reader that ends early (head) has what it wanted: EPIPE is no error.
    child.stdin?.on('error', close).on('close', close);
    child.on('close', close).on('error', close);
  }

  write(text: string): void {
    if (this.closed) return;
    this.waiting += text;
    if (this.waiting.length >= FULL) this.flush();
  }

  flush(): void {
    if (this.waiting === '' || this.closed) return;
    this.slow = this.child.stdin?.write(this.waiting) === false;
    this.waiting = '';
  }

  ready(): Promise<void> | undefined {
    if (!this.slow || this.closed) return undefined;
    this.slow = false;
    return new Promise((done) => {
      this.child.stdin?.once('drain', done).once('close', done);
      this.child.once('close', () => {
        done();
      });
    });
  }
}
