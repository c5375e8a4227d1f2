import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';

/**
 * What was typed before, and how it is asked for again, as in crash (its "help input"): "h" lists it with numbers, "!!"
 * and "r" are the last line, "!4" and "r 4" the one with that number, "r bt" the last one that begins so. Lines are
 * numbered from 1, oldest first. What follows "!!" or "!4" goes on with the line: "!! | wc -l".
 */
const AGAIN = /^(?:!!|!(\d{1,9})(?![^\s|;>])|r(?:\s+(\d{1,9}|[^\s|;>]+))?(?=\s*(?:$|[|;>])))(.*)$/s;

/** Words that ask for the list. */
const LIST = /^\s*(?:h|history)\s*(?=$|[|;>])/;

/** The line that `line` asks for again; undefined where it asks for none. Throws RequestError where there is no such line. */
export function recalled(line: string, typed: readonly string[]): string | undefined {
  const found = AGAIN.exec(line.trim());
  if (!found) return undefined;
  const [, numbered, named, rest] = found;
  const which = numbered ?? named;
  const again =
    which === undefined
      ? typed.at(-1)
      : (typed[/^\d+$/.test(which) ? Number(which) - 1 : -1] ??
        (numbered === undefined ? typed.findLast((each) => each.startsWith(which)) : undefined));
  if (again === undefined)
    throw new RequestError(
      which === undefined ? consoleWords.nothingTyped() : consoleWords.noSuchLine({ which }),
    );
  return again + rest;
}

/** Whether `line` (or a command of it) asks for the lines that were typed. */
export function asksHistory(line: string): boolean {
  return line.split(';').some((part) => LIST.test(part));
}

/** The lines that were typed, with their numbers: each is run again by its link. */
export function historyLines(typed: readonly string[]): Line[] {
  return typed.map((line, i) => {
    const number = `[${i + 1}] `;
    return {
      text: number + line,
      row: { number: i + 1, line },
      links: [{ start: number.length, end: number.length + line.length, ref: `cmd:${line}` }],
    };
  });
}
