import { asCrash, refused } from '../../catalogue/commands.ts';
import type { Message } from '../../catalogue/message.ts';
import { RequestError } from '../../errors.ts';
import type { Arguments, Command } from '../command.ts';

/**
 * Sorts the words of `line` (without the command's name) by the options that `command` declares, as getopt(3)
 * does: options may stand anywhere, switches may be joined (-ox), a value may follow at once (-s5) or as the
 * next word; "--" ends the options. Throws RequestError for an option that is not declared.
 */
export function parseArguments(command: Command, line: string): Arguments {
  const raw = splitWords(line);
  const options = new Map<string, string[]>();
  const words: string[] = [];
  if (!command.raw) {
    sort(command, raw, options, words);
    understood(command, options, words);
  } else words.push(...raw);
  return {
    options,
    words,
    raw,
    line,
    has: (flag) => options.has(flag),
    value: (flag) => options.get(flag)?.at(-1),
  };
}

/** The first word of `line`, which has one and begins with it, and what stands after it and the blanks. */
export function firstWord(line: string): readonly [word: string, rest: string] {
  const end = line.search(/\s/);
  return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end).trimStart()];
}

function sort(
  command: Command,
  raw: readonly string[],
  options: Map<string, string[]>,
  words: string[],
): void {
  const note = (flag: string, value: string): void => {
    options.set(flag, [...(options.get(flag) ?? []), value]);
  };
  for (let i = 0; i < raw.length; i++) {
    const word = raw[i];
    if (word === '--') {
      words.push(...raw.slice(i + 1));
      return;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    // A whole-word flag first (-panic, -32), then letters one by one.
    const whole = command.options.find((option) => option.flag === word);
    const letters = whole ? [] : [...word.slice(1)];
    if (whole) {
      if (whole.value === undefined) note(word, '');
      else {
        if (i + 1 >= raw.length) throw needsValue(command, word.slice(1));
        note(word, raw[++i]);
      }
      continue;
    }
    for (let l = 0; l < letters.length; l++) {
      const option = command.options.find((each) => each.flag === '-' + letters[l]);
      if (!option)
        throw new RequestError(usage(command, asCrash(`${command.name}: invalid option -- '${letters[l]}'`)));
      if (option.equals !== undefined && letters[l + 1] === '=') {
        note(option.flag, letters.slice(l + 2).join(''));
        break;
      }
      if (option.value === undefined) {
        note(option.flag, '');
        continue;
      }
      const rest = letters.slice(l + 1).join('');
      if (rest === '' && i + 1 >= raw.length) throw needsValue(command, letters[l]);
      note(option.flag, rest !== '' ? rest : raw[++i]);
      break;
    }
  }
}

/** What joins or redirects commands in a shell, or puts one into another: no word of ours, and nothing that a dump has is called so. */
const SHELLS = /^(?:&&?|\|\|?|\|&|<<?<?|>>?|`.*|\$\(.*)$/;

/**
 * Throws RequestError for the first of `words` that `command` does not understand, and for options that exclude each other: they
 * are refused, never passed over.
 */
function understood(command: Command, options: ReadonlyMap<string, unknown>, words: readonly string[]): void {
  const sign = words.find((word) => SHELLS.test(word));
  if (sign !== undefined) throw new RequestError(refused.shellsWord({ command: command.name, sign }));
  const with_ = command.wordsWith;
  if (words.length > 0 && with_?.every((flag) => !options.has(flag)))
    throw new RequestError(refused.wordUnknown({ command: command.name, given: words[0] }));
  if (words.length > (command.mostWords ?? Infinity))
    throw new RequestError(
      refused.wordUnknown({ command: command.name, given: words[command.mostWords ?? 0] }),
    );
  for (const group of command.exclusive ?? []) {
    const [one, other] = [...options.keys()].filter((flag) => group.includes(flag));
    if (other !== undefined)
      throw new RequestError(refused.exclude({ command: command.name, one: other, other: one }));
  }
}

function needsValue(command: Command, letter: string): RequestError {
  return new RequestError(
    usage(command, asCrash(`${command.name}: option requires an argument -- '${letter}'`)),
  );
}

/** What reminds of a command's use, after what was wrong. */
export function usage(command: Command, wrong?: Message): Message {
  return refused.usage({ usage: `${command.name} ${command.synopsis}`, command: command.name, wrong });
}

/**
 * The words of a command line as crash takes them: separated by blanks; 'single' and "double" quotes and
 * (parentheses) keep blanks within a word. Quotes are taken off, except single ones, which mark a regular
 * expression to ps and foreach and stay.
 */
function splitWords(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at])) {
      at++;
      continue;
    }
    const start = at;
    const first = line[at];
    if (first === '"' || first === "'") {
      const end = line.indexOf(first, at + 1);
      at = end < 0 ? line.length : end + 1;
      words.push(first === "'" ? line.slice(start, at) : line.slice(start + 1, end < 0 ? at : at - 1));
      continue;
    }
    let depth = 0;
    while (at < line.length && (depth > 0 || !/\s/.test(line[at]))) {
      if (line[at] === '(') depth++;
      else if (line[at] === ')') depth = Math.max(0, depth - 1);
      at++;
    }
    words.push(line.slice(start, at));
  }
  return words;
}
