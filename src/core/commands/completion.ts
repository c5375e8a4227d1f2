import type { Kernel } from '../kernel/kernel.ts';
import { matching } from '../things/find.ts';
import type { Command } from './command.ts';

/** What the last word of a line may become. */
export interface Completion {
  /** Index in the line where that word begins. */
  readonly from: number;
  /** Whole words that fit, sorted, none twice. */
  readonly words: readonly string[];
  /** How what is offered after a bar is used, in the order of `words`. */
  readonly usages?: readonly string[];
}

const MAX = 300;
/** Commands whose first word is a type, whatever else is called so. */
const OF_A_TYPE = new Set(['struct', 'union', '*']);

/** What may stand at the end of `line`: commands, then options, symbols, types, members, PIDs, modules by the command. */
export function complete(kernel: Kernel, commands: readonly Command[], line: string): Completion {
  const start = Math.max(line.lastIndexOf(';'), line.lastIndexOf('|')) + 1;
  const words = line.slice(start).trimStart().split(/\s+/);
  const word = words.at(-1) ?? '';
  const from = line.length - word.length;
  if (words.length <= 1)
    return answer(
      from,
      word,
      names(
        commands.filter(({ refused }) => !refused),
        word,
      ),
    );
  const command = commands.find((each) => each.name === words[0]);
  if (word.startsWith('-') && command)
    return answer(
      from,
      word,
      command.options.filter(({ refused }) => !refused).map(({ flag }) => flag),
    );
  const kinds = command?.completes ?? ['symbol'];
  const found = kinds.map((kind) => candidates(kind, kernel, commands, word));
  if (command && OF_A_TYPE.has(command.name) && !hasWord(command, words.slice(1, -1)) && found[0].length > 0)
    return answer(from, word, found[0]);
  return answer(from, word, found.flat());
}

/** Whether one of `words` is neither an option of `command` nor an option's value. */
function hasWord(command: Command, words: readonly string[]): boolean {
  const takesValue = (word: string | undefined): boolean =>
    command.options.some(({ flag, value }) => flag === word && value !== undefined);
  return words.some((word, i) => !word.startsWith('-') && !takesValue(words[i - 1]));
}

function names(commands: readonly Command[], word: string): string[] {
  return commands.map((command) => command.name).filter((name) => name.startsWith(word));
}

function candidates(
  kind: NonNullable<Command['completes']>[number],
  kernel: Kernel,
  commands: readonly Command[],
  word: string,
): string[] {
  if (kind === 'command') return names(commands, word);
  if (kind === 'type' && word.includes('.')) return memberWords(kernel, word);
  // Where an address may stand, a symbol may.
  const named = kind === 'address' ? 'symbol' : kind;
  return word === '' && named === 'symbol' ? [] : matching(kernel, named, word, MAX);
}

/** After "NAME." the members of that struct. */
function memberWords(kernel: Kernel, word: string): string[] {
  const name = word.slice(0, word.lastIndexOf('.'));
  return (kernel.types.struct(name)?.members ?? []).map((member) => `${name}.${member.name}`);
}

function answer(from: number, word: string, found: readonly string[]): Completion {
  return {
    from,
    words: [...new Set(found.filter((each) => each !== '' && each.startsWith(word)))].sort().slice(0, MAX),
  };
}
