import type { Addr } from '../../addr.ts';

/** A pointer within a printed line. */
export interface PrintedPointer {
  /** Indexes into the line's text. */
  readonly start: number;
  readonly end: number;
  readonly address: Addr;
  /** Name of the struct or union it points at. */
  readonly struct?: string;
  /** It points at code. */
  readonly code: boolean;
}

/** One line of a printed value. */
export interface PrintedLine {
  readonly text: string;
  readonly pointers: readonly PrintedPointer[];
}

/** Most lines of one value; hostile types would give more without end. */
const MAX_LINES = 200_000;

/** Collects the text of a value in lines, and where its pointers stand. */
export class Writer {
  readonly lines: PrintedLine[] = [];
  private text = '';
  private pointers: PrintedPointer[] = [];
  private open: Omit<PrintedPointer, 'end'> | undefined;

  /** Whether no more lines are taken. */
  get full(): boolean {
    return this.lines.length >= MAX_LINES;
  }

  write(text: string): void {
    this.text += text;
  }

  indent(blanks: number): void {
    this.text += ' '.repeat(Math.min(blanks, 400));
  }

  /** Ends the line. */
  line(): void {
    if (!this.full) this.lines.push({ text: this.text, pointers: this.pointers });
    this.text = '';
    this.pointers = [];
  }

  /** What is written until `endPointer` is a pointer's text. */
  pointer(address: Addr, struct: string | undefined, code: boolean): void {
    this.open = address === 0n ? undefined : { start: this.text.length, address, struct, code };
  }
  endPointer(): void {
    if (this.open)
      this.pointers.push({ ...this.open, end: this.open.start + 2 + this.open.address.toString(16).length });
    this.open = undefined;
  }

  /** Ends the last line and gives all. */
  finish(): PrintedLine[] {
    if (this.text !== '') this.line();
    return this.lines;
  }
}
