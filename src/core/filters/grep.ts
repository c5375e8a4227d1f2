import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** Lines that match, as grep(1) of POSIX and GNU picks them; basic regular expressions unless -E or -F is given. */
export const filter: Filter = {
  name: 'grep',
  aliases: ['egrep', 'fgrep'],
  usage: 'grep [-EFcinovwx] [-A N] [-B N] [-C N] [-m N] [-e] PATTERN',
  prepare(given, name) {
    const table = { '-A': 'N', '-B': 'N', '-C': 'N', '-m': 'N', '-e': 'PATTERN' };
    const switches = Object.fromEntries([...'EFGcinovwx'].map((letter) => [`-${letter}`, undefined]));
    // "grep -3 x" is "grep -C 3 x".
    const words = given.map((word) => (/^-\d+$/.test(word) ? `-C${word.slice(1)}` : word));
    const options = sortOptions(this, { ...table, ...switches }, words);
    const patterns = options.has('-e') ? options.values('-e') : options.words.slice(0, 1);
    if (patterns.length === 0) throw new RequestError(consoleWords.noPattern({ usage: this.usage }));
    noWords(this, options.words.slice(options.has('-e') ? 0 : 1));
    const kind =
      options.has('-F') || name === 'fgrep'
        ? 'fixed'
        : options.has('-E') || name === 'egrep'
          ? 'extended'
          : 'basic';
    const test = matcher(patterns, kind, {
      ignoreCase: options.has('-i'),
      word: options.has('-w'),
      line: options.has('-x'),
    });
    const around = options.number('-C') ?? 0;
    const plan: Plan = {
      fits: (text) => (test.exec(text) !== null) !== options.has('-v'),
      before: options.number('-B') ?? around,
      after: options.number('-A') ?? around,
      most: options.number('-m') ?? Infinity,
      numbered: options.has('-n'),
    };
    if (options.has('-c')) return (lines) => count(lines, plan);
    if (options.has('-o') && !options.has('-v')) return (lines) => parts(lines, test, plan.most);
    return (lines) => matching(lines, plan);
  },
};

interface Plan {
  fits(text: string): boolean;
  readonly before: number;
  readonly after: number;
  readonly most: number;
  readonly numbered: boolean;
}

function* matching(lines: Iterable<Line>, { fits, before, after, most, numbered }: Plan): Generator<Line> {
  const kept: (readonly [number, Line])[] = [];
  let last = 0;
  let number = 0;
  let left = 0;
  let found = 0;
  const show = (at: number, line: Line, sign: string): Line => {
    last = at;
    return numbered ? shifted(line, `${at}${sign}`) : line;
  };
  for (const line of lines) {
    number++;
    if (found < most && fits(line.text)) {
      found++;
      // A gap between two groups of lines is marked as grep marks it.
      const first = kept[0]?.[0] ?? number;
      if (before + after > 0 && last > 0 && first > last + 1) yield { text: '--' };
      for (const [at, each] of kept.splice(0)) yield show(at, each, '-');
      yield show(number, line, ':');
      left = after;
    } else if (left > 0) {
      left--;
      yield show(number, line, '-');
    } else if (before > 0) {
      kept.push([number, line]);
      if (kept.length > before) kept.shift();
    }
    if (found >= most && left === 0) return;
  }
}

function* count(lines: Iterable<Line>, { fits, most }: Plan): Generator<Line> {
  let found = 0;
  for (const { text } of lines) if (fits(text) && ++found >= most) break;
  yield made(String(found));
}

function* parts(lines: Iterable<Line>, test: RegExp, most: number): Generator<Line> {
  const all = new RegExp(test.source, `${test.flags}g`);
  let found = 0;
  for (const { text } of lines) {
    const hits = [...text.matchAll(all)].map(([hit]) => hit).filter((hit) => hit !== '');
    for (const hit of hits) yield made(hit);
    if (hits.length > 0 && ++found >= most) return;
  }
}

/** `line` with `head` before it, its links moved along. */
function shifted(line: Line, head: string): Line {
  const links = line.links?.map((link) => ({
    ...link,
    start: link.start + head.length,
    end: link.end + head.length,
  }));
  return { ...line, text: head + line.text, links };
}

/** One expression for `patterns`. Throws RequestError when one of them is none. */
function matcher(
  patterns: readonly string[],
  kind: 'fixed' | 'basic' | 'extended',
  { ignoreCase, word, line }: { ignoreCase: boolean; word: boolean; line: boolean },
): RegExp {
  const sources = patterns.map((pattern) => {
    const source =
      kind === 'fixed' ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : translated(pattern, kind);
    try {
      return new RegExp(source, 'u').source;
    } catch {
      // Not every expression of grep's is one with Unicode rules: without them it may still be.
      try {
        return new RegExp(source).source;
      } catch {
        throw new RequestError(consoleWords.badPattern({ filter: 'grep', pattern }));
      }
    }
  });
  let source = `(?:${sources.join('|')})`;
  if (word) source = `(?<!\\w)${source}(?!\\w)`;
  if (line) source = `^${source}$`;
  return new RegExp(source, ignoreCase ? 'i' : '');
}

/** A POSIX expression (regex(7)) as JavaScript writes it: which of + ? | ( ) { } mean something, and [[:classes:]]. */
function translated(pattern: string, kind: 'basic' | 'extended'): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '[') {
      const [set, end] = bracket(pattern, at);
      source += set;
      at = end;
    } else if (character === '\\' && at + 1 < pattern.length) {
      const next = pattern[++at];
      if ('+?|(){}'.includes(next)) source += kind === 'basic' ? next : `\\${next}`;
      else if (next === '<') source += '\\b(?=\\w)';
      else if (next === '>') source += '\\b(?<=\\w)';
      else source += /[wWsSbBdD.*^$[\]\\/1-9]/.test(next) ? `\\${next}` : next;
    } else if (kind === 'basic' && '+?|(){}'.includes(character)) source += `\\${character}`;
    // At the beginning a star is a star.
    else if (character === '*' && (source === '' || source === '^')) source += '\\*';
    else source += character;
  }
  return source;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: ' -~',
  cntrl: '\\x00-\\x1f\\x7f',
};

/** The set that begins at `at`, and where it ends. */
function bracket(pattern: string, at: number): readonly [set: string, end: number] {
  let here = at + 1;
  let set = '[';
  if (pattern[here] === '^') set += pattern[here++];
  for (let first = true; here < pattern.length; here++, first = false) {
    const name = /^\[:(\w+):\]/.exec(pattern.slice(here));
    if (name) {
      set += CLASSES[name[1]] ?? '';
      here += name[0].length - 1;
    } else if (pattern[here] === ']' && !first) return [`${set}]`, here];
    else set += '[]\\'.includes(pattern[here]) ? `\\${pattern[here]}` : pattern[here];
  }
  return ['\\[', at];
}
