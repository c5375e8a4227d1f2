import type { TextRecord } from './record.ts';

/** What a prefix tells of its line; a later (inner) prefix has precedence. */
export type Told = Partial<Omit<TextRecord, 'sequence' | 'line' | 'text'>>;

/** A line without its outermost prefix. */
export interface Peeled extends Told {
  readonly text: string;
}

/** One way in which lines of a log are written: a prefix with a shape of its own. Prefixes nest, so that one may follow another. */
export interface LineFormat {
  /** Names it to the user: "dmesg". */
  readonly name: string;
  /** `line` without this prefix, and what the prefix told; undefined when the line has none. */
  peel(line: string): Peeled | undefined;
}
