import { closeSync, constants, openSync, readSync } from 'node:fs';

/** How often the terminal is looked at while something runs, in ms. */
const LOOK_MS = 40;
const CTRL_C = 3;

/**
 * Whether the user wants what is running to end. At the console the terminal is raw and Ctrl-C is a byte that
 * nobody reads while a command computes, so it is looked for here; other bytes are what was typed ahead.
 */
export class Interrupts {
  private asked = false;
  private looked = 0;
  private terminal: number | undefined;
  private ahead = '';

  /** Something new begins: what was asked before is done with. */
  begin(): void {
    this.asked = false;
  }

  ask(): void {
    this.asked = true;
  }

  /** Whether it shall end. Costs nothing mostly; looks at the terminal now and then. */
  readonly pending = (): boolean => {
    const now = performance.now();
    if (!this.asked && this.terminal !== undefined && now - this.looked > LOOK_MS) {
      this.looked = now;
      this.look(this.terminal);
    }
    return this.asked;
  };

  /** Begins to look at the terminal, which is raw now. */
  watch(): void {
    try {
      this.terminal ??= openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      // No terminal of its own (a console fed by a pipe, Windows): signals and the event loop are left.
      this.terminal = undefined;
    }
  }

  unwatch(): void {
    if (this.terminal !== undefined) closeSync(this.terminal);
    this.terminal = undefined;
  }

  /** What was typed meanwhile, once. */
  typed(): string {
    const text = this.ahead;
    this.ahead = '';
    return text;
  }

  private look(fd: number): void {
    const bytes = Buffer.alloc(256);
    let length: number;
    try {
      length = readSync(fd, bytes, 0, bytes.length, null);
    } catch {
      // Nothing was typed (EAGAIN), or the terminal is gone: the next write will say so.
      return;
    }
    const at = bytes.subarray(0, length).lastIndexOf(CTRL_C);
    if (at >= 0) this.asked = true;
    this.ahead =
      at < 0 ? this.ahead + bytes.toString('utf8', 0, length) : bytes.toString('utf8', at + 1, length);
  }
}
