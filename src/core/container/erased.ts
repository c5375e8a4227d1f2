/**
 * What `makedumpfile --config` erased before a dump was handed on. It writes 'X' over the bytes (or zeros over a pointer)
 * and lists the commands that were carried out in the file: a kdump's sub header points at the list, an ELF core has it as
 * a note ERASEINFO (makedumpfile's erase_info.c, diskdump_mod.h, makedumpfile.conf(5)):
 *
 *   erase init_task.comm size 16
 *   erase module_data.key nullify
 *
 * Names may be of loop variables ("erase t.comm" for each t of a list), so that they do not tell places. The bytes do: in
 * a file that has the list, a run of as many 'X' as the smallest piece is erased data.
 */
export interface Erasure {
  /** The expressions that were erased, each once, in the order of the list. */
  readonly names: readonly string[];
  /** How many pieces there are. */
  readonly pieces: number;
  /** A run of so many 'X' has been erased. */
  readonly run: number;
}

/** What the eraser writes (erase_info.c: erase_ch). */
const ERASED = 0x58;
/** Fewer bytes in a row than this prove nothing; more are asked of none. */
const LEAST = 4;
const MOST = 8;
/** A list longer than this is taken for damage. */
export const MAX_ERASEINFO = 1 << 20;

/** The list in `text`; undefined where it names nothing. */
export function erasureOf(text: Uint8Array): Erasure | undefined {
  const names = new Set<string>();
  let pieces = 0;
  let smallest = MOST;
  const lines = new TextDecoder('latin1').decode(text.subarray(0, MAX_ERASEINFO));
  for (const [, name, how] of lines.matchAll(/^erase ([\w.]{1,256}) (size \d{1,15}|nullify)$/gm)) {
    pieces++;
    names.add(name);
    if (how !== 'nullify') smallest = Math.min(smallest, Number(how.slice(5)));
  }
  return pieces === 0 ? undefined : { names: [...names], pieces, run: Math.max(LEAST, smallest) };
}

/** A stretch of bytes: from the first up to but not including the last. */
export type Stretch = readonly [from: number, to: number];

/** The erased stretches of `bytes`. */
export function erasedIn(bytes: Uint8Array, { run }: Erasure): Stretch[] {
  const found: Stretch[] = [];
  for (let at = bytes.indexOf(ERASED); at >= 0;) {
    let end = at + 1;
    while (end < bytes.length && bytes[end] === ERASED) end++;
    if (end - at >= run) found.push([at, end]);
    at = bytes.indexOf(ERASED, end);
  }
  return found;
}

/** Whether the bytes `from` … `to` of `page` lie in an erased stretch that may reach out of them, but not out of the page. */
export function isErased(page: Uint8Array, from: number, to: number, { run }: Erasure): boolean {
  if (page[from] !== ERASED) return false;
  let end = from;
  while (end < page.length && page[end] === ERASED && end - from < MOST * 2) end++;
  if (end < to) return false;
  let start = from;
  while (start > 0 && page[start - 1] === ERASED && end - start < MOST * 2) start--;
  return end - start >= run;
}
