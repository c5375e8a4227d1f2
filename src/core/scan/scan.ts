/**
 * A scan: something looked for in all pages of some ranges of physical memory. Whoever wants one yields it, again and
 * again; each time the driver (session worker, command line, or `inPlace` below) has put the next part of the answer into
 * it, in order of address, until there is none. Parts are plain data that can come from another thread.
 *
 *     const scan = new Scan(sought, frames);
 *     for (;;) {
 *       yield scan;
 *       const hits = scan.take();
 *       if (!hits) break;
 *       …
 *     }
 */

/** What is looked for. */
export type Sought =
  | {
      readonly kind: 'words';
      /** Bytes of a word, which lies at a multiple of them. */
      readonly width: 2 | 4 | 8;
      readonly values: readonly bigint[];
      /** Bits that need not be equal. */
      readonly ignored: bigint;
    }
  | { readonly kind: 'texts'; readonly texts: readonly Uint8Array[] };

/** Values or texts that are looked for at once, and bytes of a text, at most. */
export const MAX_SOUGHT = 64;

/** Bytes of the longest text that can be looked for. */
export const MAX_TEXT = 1024;
/** Bytes of memory that come with the hit of a text: from its first one on, or to the end of its page. */
export const TEXT_SHOWN = 56;

/** What is known of a text's hit: it lies in its page whole, or the page ends within it and the next frame … */
export const TextState = { whole: 0, unknown: 1, goesOn: 2, breaksOff: 3 } as const;

/** The hits in one part of memory, in order of address. */
export interface Hits {
  /** Bytes of memory that were looked at. */
  readonly bytes: number;
  /** Physical addresses. */
  readonly physical: Float64Array;
  /** Which of the values or texts. */
  readonly which: Uint8Array;
  /** Of words: what stands there. Empty for texts. */
  readonly words: BigUint64Array;
  /** Of texts: TextState. Empty for words. */
  readonly states: Uint8Array;
  /** Of texts: TEXT_SHOWN bytes for each hit. */
  readonly texts: Uint8Array;
}

/** Frames `from` up to but not including `to`, one pair after the other, in order, none twice. */
export type Frames = Float64Array;

/** A step of long work that has nothing to show yet: its driver may breathe, and end it. */
export const PAUSE = Symbol('pause');
export type Pause = typeof PAUSE;

/** How far a scan is. */
export interface ScanProgress {
  /** Bytes of memory. */
  readonly done: number;
  readonly total: number;
  /** Seconds since it began, and how many more it will take by what it took so far. */
  readonly seconds: number;
  readonly left: number | undefined;
}

/** Work over memory that somebody asked for: it is yielded, answered part by part, and taken until there is no more. */
export class Scan {
  /** Bytes of memory looked at so far, and in all. */
  done = 0;
  total = 0;
  private part: Hits | undefined;
  private began: number | undefined;

  constructor(
    readonly sought: Sought,
    readonly frames: Frames,
  ) {}

  /** The driver's: the next part, or that there is none. */
  give(part: Hits | undefined): void {
    this.part = part;
    this.done += part?.bytes ?? 0;
  }

  /** The part that came last; undefined at the end. */
  take(): Hits | undefined {
    const { part } = this;
    this.part = undefined;
    return part;
  }

  progress(): ScanProgress {
    this.began ??= performance.now();
    const { done, total } = this;
    const seconds = (performance.now() - this.began) / 1000;
    return { done, total, seconds, left: done > 0 ? (seconds * (total - done)) / done : undefined };
  }
}

/** One piece of a scan's work: frames with about as many pages as a scanner's room holds. */
export interface Task {
  readonly frames: Frames;
}
