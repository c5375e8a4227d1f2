import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** The part of awk(1) that is typed after a bar: `awk '{print $1, $NF}'`, `awk -F: '/sched/ {print NR ": " $2}'`. */
export const filter: Filter = {
  name: 'awk',
  aliases: ['gawk', 'mawk'],
  usage: "awk [-F SEPARATOR] '[/PATTERN/] { print FIELDS }'",
  prepare(words) {
    const options = sortOptions(this, { '-F': 'SEPARATOR' }, words);
    const [program = '', ...more] = options.words;
    noWords(this, more);
    const { test, pieces } = understood(program);
    const separator = options.value('-F');
    const split = fieldsBy(separator);
    return function* (lines) {
      let number = 0;
      for (const { text } of lines) {
        number++;
        if (!test.test(text)) continue;
        const fields = split(text);
        const row = { text, fields, number };
        yield made(pieces.map((group) => group.map((piece) => piece(row)).join('')).join(' '));
      }
    };
  },
};

interface Row {
  readonly text: string;
  readonly fields: readonly string[];
  readonly number: number;
}
type Piece = (row: Row) => string;

/** One character splits as it is, a blank on runs of blanks, anything longer is a regular expression (POSIX awk, FS). */
function fieldsBy(separator: string | undefined): (text: string) => string[] {
  if (separator === undefined || separator === ' ')
    return (text) => text.split(/\s+/).filter((field) => field !== '');
  if (separator.length === 1) return (text) => text.split(separator);
  const by = expression(separator);
  return (text) => text.split(by);
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new RequestError(consoleWords.badPattern({ filter: 'awk', pattern }));
  }
}

/** Takes a program apart: which lines, and the groups of pieces that print joins with blanks. */
function understood(program: string): { test: RegExp; pieces: readonly (readonly Piece[])[] } {
  const [, pattern, body] =
    /^\s*(?:\/((?:[^/\\]|\\.)*)\/)?\s*(?:\{\s*(.*?)\s*;?\s*\})?\s*$/s.exec(program) ?? [];
  if (pattern === undefined && body === undefined)
    throw new RequestError(consoleWords.badProgram({ program, at: '' }));
  const test = expression(pattern ?? '');
  const printed = body === undefined ? '' : /^print\b\s*(.*)$/s.exec(body)?.[1];
  if (printed === undefined) throw new RequestError(consoleWords.badProgram({ program, at: body ?? '' }));
  if (printed === '') return { test, pieces: [[({ text }) => text]] };
  const pieces: Piece[][] = [[]];
  let rest = printed;
  while (rest !== '') {
    const [token] =
      /^(\s+|,|"(?:[^"\\]|\\.)*"|\$\d{1,4}|\$NF|\$\(NF-\d{1,4}\)|NF|NR|\d+)/.exec(rest) ?? ([] as string[]);
    if (token === undefined) throw new RequestError(consoleWords.badProgram({ program, at: rest }));
    rest = rest.slice(token.length);
    if (token === ',') pieces.push([]);
    else if (token.trim() !== '') pieces[pieces.length - 1].push(piece(token));
  }
  return { test, pieces };
}

function piece(token: string): Piece {
  if (token.startsWith('"')) {
    const text = token.slice(1, -1).replace(/\\(.)/g, (_, c: string) => ({ n: '\n', t: '\t' })[c] ?? c);
    return () => text;
  }
  if (token === 'NR') return ({ number }) => String(number);
  if (token === 'NF') return ({ fields }) => String(fields.length);
  if (token === '$0') return ({ text }) => text;
  if (token === '$NF') return ({ fields }) => fields.at(-1) ?? '';
  const back = /^\$\(NF-(\d+)\)$/.exec(token)?.[1];
  if (back !== undefined) return ({ fields }) => fields.at(-1 - Number(back)) ?? '';
  if (token.startsWith('$')) return ({ fields }) => fields[Number(token.slice(1)) - 1] ?? '';
  return () => token;
}
