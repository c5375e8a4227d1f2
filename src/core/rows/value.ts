/**
 * What answers are made of. A value is data with a meaning; the page makes a link of it, the terminal text,
 * JSON and CSV come by themselves.
 */

/** A plain value in a row. bigint: an address or a 64-bit word, printed in hexadecimal. */
export type Value =
  string | number | bigint | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** One object of an answer, by column name: what `--json` prints as a line. */
export interface Row {
  readonly [column: string]: Value;
}

/** Part of a line that leads somewhere. `start` and `end` are indexes into the line's text. */
export interface Link {
  readonly start: number;
  readonly end: number;
  /** A text reference, see ref.ts. */
  readonly ref: string;
}

/** One line of a command's answer: crash's text, and where it is data, the row behind it. */
export interface Line {
  readonly text: string;
  readonly row?: Row | undefined;
  readonly links?: readonly Link[] | undefined;
  /** The text is printable ASCII by the way it was made: nobody need look for what may not reach a terminal. */
  readonly plain?: boolean;
}

/** A line whose row and links are made when they are asked for: text alone is what most of a million lines are for. */
export class LazyLine implements Line {
  constructor(
    readonly text: string,
    private readonly makeRow?: () => Row | undefined,
    private readonly makeLinks?: () => readonly Link[],
    readonly plain = false,
  ) {}

  get row(): Row | undefined {
    return this.makeRow?.();
  }

  get links(): readonly Link[] | undefined {
    return this.makeLinks?.();
  }
}

/** `row` as one line of JSON: bigints as "0x…" strings. */
export function rowJson(row: Row): string {
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'bigint' ? '0x' + BigInt.asUintN(64, value).toString(16) : value,
  );
}
