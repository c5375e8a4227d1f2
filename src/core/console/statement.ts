import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import { filterNamed, filters } from '../filters/index.ts';
import type { Through } from '../filters/filter.ts';
import type { Line } from '../rows/value.ts';

/**
 * The grammar of a console line, one for page, terminal and -c (crash(8), "COMMAND LINE INPUT"):
 *
 *     line       = statement { ";" statement }
 *     statement  = command { "|" filter } [ (">" | ">>" | ">!") FILE ]  |  "<" FILE  |  "!" shell command  |  "#" comment
 *
 * In quotes, brackets and parentheses none of these signs means anything; neither does the arrow of C (p init_task->comm),
 * nor a > with nothing blank before it or with =, < or > around it (p a>b, p x >= 3, eval 1 >> 3), nor one that a number
 * follows (p x > 3). A word that is not understood is refused by name, never taken for an argument.
 */
export interface Statement {
  /** As it was typed. */
  readonly text: string;
  /** What is run; '' where there is only a shell command or a file of commands. */
  readonly command: string;
  /** What its lines go through, in order. */
  readonly filters: readonly Through[];
  /** The rest of the pipe, for the system's shell: only with `shell` allowed. */
  readonly shell?: string;
  readonly into?: Redirection;
  /** A file of commands to run. */
  readonly from?: string;
}

/** Where a statement's text goes. */
export interface Redirection {
  readonly path: string;
  /** append: to the end of a file; replace: in place of one that is there; new: only where there is none. */
  readonly how: 'new' | 'append' | 'replace';
}

/** What names typed instead of a command stand for: those that the command `alias` was told. */
type Aliases = ReadonlyMap<string, string>;
const NONE: Aliases = new Map();
/** Substitutions of aliases in a row; more are taken for an alias that names itself. */
const MAX_ALIASES = 8;

/** `text` with the alias at its beginning replaced: what it stands for may have bars and a redirection of its own. */
function meant(text: string, aliases: Aliases): string {
  let now = text;
  for (let i = 0; i < MAX_ALIASES; i++) {
    const [, first = '', rest = ''] = /^([^\s|>]+)(.*)$/s.exec(now) ?? [];
    const meaning = aliases.get(first);
    if (meaning === undefined) break;
    now = meaning + rest;
  }
  return now;
}

/**
 * Takes `line` apart. With `shell`, what is no filter of ours is left for the system's shell; without it is refused.
 * Throws RequestError; nothing of a line that is not understood is run.
 */
export function statements(line: string, shell: boolean, aliases: Aliases = NONE): Statement[] {
  return split(line, ';').flatMap((part) => {
    const text = meant(part.trim(), aliases);
    return text === '' || text.startsWith('#') || text.startsWith('//') ? [] : [statement(text, shell)];
  });
}

/** `statement`'s lines: those of its command, which `run` gives, through its filters. */
export function answered(statement: Statement, run: (command: string) => Iterable<Line>): Iterable<Line> {
  return statement.filters.reduce<Iterable<Line>>((lines, through) => through(lines), run(statement.command));
}

function statement(text: string, shell: boolean): Statement {
  if (text.startsWith('!')) {
    const command = text.slice(1).trim();
    if (command === '') throw new RequestError(consoleWords.noShellCommand());
    if (!shell) throw new RequestError(consoleWords.noShell({ command }));
    return { text, command: '', filters: [], shell: command };
  }
  if (text.startsWith('<')) {
    const from = fileName(text.slice(1), '<');
    return { text, command: '', filters: [], from };
  }
  const { head, into } = redirected(text);
  const [command, ...stages] = split(head, '|').map((stage) => stage.trim());
  if (command === '') throw new RequestError(consoleWords.noCommandBeforeBar());
  const sign = shellSign(command);
  if (sign !== undefined) throw new RequestError(consoleWords.shellsSign({ sign }));
  const through: Through[] = [];
  for (const [i, stage] of stages.entries()) {
    if (stage === '') throw new RequestError(consoleWords.noCommandAfterBar());
    const [name, ...words] = shellWords(stage);
    const known = filterNamed(name);
    try {
      if (!known)
        throw new RequestError(
          consoleWords.noFilter({ name, known: filters.map((each) => each.name).join(', ') }),
        );
      through.push(known.prepare(words, name));
    } catch (error) {
      if (!(error instanceof RequestError) || !shell) throw error;
      // The system's own program may understand it; where its text goes is ours to say: nothing is lost by it.
      return { text, command, filters: through, shell: stages.slice(i).join(' | '), into };
    }
  }
  return { text, command, filters: through, into };
}

/** Takes the redirection off the end of `text`. */
function redirected(text: string): { head: string; into?: Redirection } {
  const at = find(text, (i) => isRedirection(text, i));
  if (at < 0) return { head: text };
  const [sign] = /^(>>|>!|>)/.exec(text.slice(at)) ?? ['>'];
  const path = fileName(text.slice(at + sign.length), sign);
  const how = sign === '>>' ? 'append' : sign === '>!' ? 'replace' : 'new';
  return { head: text.slice(0, at), into: { path, how } };
}

/** Whether the > at `i` sends text to a file. */
function isRedirection(text: string, i: number): boolean {
  if (text[i] !== '>' || (i > 0 && !/\s/.test(text[i - 1]))) return false;
  const rest = text.slice(i).replace(/^>[>!]?/, '');
  if (/^[=<]/.test(rest)) return false;
  // A number after it is what something is compared with, or shifted by.
  return !/^\s*(0x[0-9a-f]+|\d+)\s*$/i.test(rest);
}

/** What only a shell understands in a command: streams by number, the background. */
function shellSign(command: string): string | undefined {
  const sign = /^(?:[012]>>?(?=&|\s*[^\s\d=>])|&>>?|>&|&$)/;
  const at = find(command, (i) => i > 0 && /\s/.test(command[i - 1]) && sign.test(command.slice(i)));
  return at < 0 ? undefined : sign.exec(command.slice(at))?.[0];
}

function fileName(text: string, sign: string): string {
  const [first, second, ...more] = shellWords(text.trim());
  if (first === undefined || first === '') throw new RequestError(consoleWords.noFile({ sign }));
  if (second?.startsWith('>'))
    throw new RequestError(
      consoleWords.twoFiles({ first, second: second.slice(1).trim() || (more[0] ?? '') }),
    );
  if (second !== undefined)
    throw new RequestError(consoleWords.afterFile({ rest: [second, ...more].join(' ') }));
  return first;
}

/** `text` at every `separator` that means something. */
function split(text: string, separator: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (;;) {
    const at = find(text, (i) => text[i] === separator && !isOperator(text, i), from);
    if (at < 0) return [...found, text.slice(from)];
    found.push(text.slice(from, at));
    from = at + 1;
  }
}

/** || is C's. */
function isOperator(text: string, i: number): boolean {
  return text[i] === '|' && (text[i - 1] === '|' || text[i + 1] === '|');
}

/** Index of the first place from `from` on that `wanted` takes, outside of quotes, brackets and parentheses; -1 when there is none. */
function find(text: string, wanted: (index: number) => boolean, from = 0): number {
  let quote = '';
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (quote) {
      if (character === quote) quote = '';
      // A lone quotation mark is a letter: p don't
    } else if (character === '"' || character === "'")
      quote = text.indexOf(character, i + 1) > 0 ? character : '';
    else if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && wanted(i)) return i;
  }
  return -1;
}

/** The words of a filter as a shell takes them: blanks between, '…' and "…" around, \ before. Throws RequestError for an open quote. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      word ??= '';
      let closed = false;
      for (i++; i < text.length && !(closed = text[i] === character); i++) {
        if (character === '"' && text[i] === '\\' && '"\\$`'.includes(text[i + 1] ?? ' ')) i++;
        word += text[i];
      }
      if (!closed) throw new RequestError(consoleWords.openQuote({ quote: character }));
    } else if (character === '\\' && i + 1 < text.length) word = (word ?? '') + text[++i];
    else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}
