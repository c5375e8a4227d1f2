import { writeSync } from 'node:fs';
import { OopscopeError } from '../core/errors.ts';
import { complaints } from './catalogue/complaints.ts';

/** Whoever read the output has closed it (head, less): nothing more can be said. */
export class ClosedPipe extends Error {
  override name = 'ClosedPipe';
}

/** Where text goes. */
export interface Output {
  /** Adds `text` as it is. */
  write(text: string): void;
  /** Hands everything on. */
  flush(): void;
}

const FULL = 64 * 1024;

/** How long a pipe that is full and may not be waited on is left alone, in ms. */
const FULL_PIPE_MS = 1;

/**
 * Text to descriptor `fd`, at once where it is a terminal's, in large pieces elsewhere. Throws ClosedPipe. A full pipe
 * is waited on by the write itself, unless somebody has forbidden that: Node does where `process.stdout` is named.
 */
export class DescriptorOutput implements Output {
  private waiting = '';

  constructor(
    private readonly fd: number,
    private readonly keep = FULL,
  ) {}

  write(text: string): void {
    this.waiting += text;
    if (this.waiting.length >= this.keep) this.flush();
  }

  flush(): void {
    const bytes = Buffer.from(this.waiting, 'utf8');
    this.waiting = '';
    for (let done = 0; done < bytes.length;) done += this.some(bytes, done);
  }

  private some(bytes: Buffer, from: number): number {
    try {
      return writeSync(this.fd, bytes, from);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === 'EPIPE') throw new ClosedPipe();
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new OopscopeError(complaints.outputFull({ code }));
      if (code !== 'EAGAIN') throw error;
      // The reader is slower than we are and the pipe does not block.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
      return 0;
    }
  }
}

/** Text kept in memory: for pipes into other programs, files and tests. */
export class TextOutput implements Output {
  text = '';
  write(text: string): void {
    this.text += text;
  }
  flush(): void {}
}
