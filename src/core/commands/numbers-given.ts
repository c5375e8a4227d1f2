import { addr, parseHex, type Addr } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { kmemSays } from '../catalogue/kmem.ts';
import { RequestError } from '../errors.ts';
import type { CommandContext } from './command.ts';
import { evaluate } from './eval/evaluate.ts';

/** The values that `words` are: hexadecimal with or without 0x, or (expressions). Throws RequestError for others, and for none. */
export function numbersGiven(context: CommandContext, command: string, words: readonly string[]): Addr[] {
  if (words.length === 0) throw new RequestError(kmemSays.sayOne({ command }));
  return words.map((word) => {
    const value = word.startsWith('(') ? addr(evaluate(context, command, word)) : parseHex(word);
    if (value === undefined) throw new RequestError(asCrash(`${command}: invalid input: "${word}"`));
    return value;
  });
}
