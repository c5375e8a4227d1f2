import { expression as wrong } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';

/** A word of a C expression. */
export interface Token {
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly value?: bigint;
}

/** Longer expressions are not read. */
const MAX_LENGTH = 4096;
const SIGNS = ['->', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||', ...'+-*/%&|^~!<>()[].,@?:'] as const;
const NAME = /^(?:[A-Za-z_]\w*|\$(?:\$|\d{1,9})?(?!\w))/;
const NUMBER = /^(0x[0-9a-f]{1,16}|\d{1,20})(u?l{0,2}|l{1,2}u)\b/i;
const CHARACTER = /^'([^'\\])'/;

/** The words of `text`, with one of kind 'end' after them. Throws RequestError for what is no C. */
export function tokens(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw new RequestError(wrong.tooLong({ most: MAX_LENGTH }));
  const found: Token[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const token = first(rest);
    found.push(token);
    rest = rest.slice(token.text.length).trimStart();
  }
  return [...found, { kind: 'end', text: '' }];
}

function first(rest: string): Token {
  const name = NAME.exec(rest);
  if (name) return { kind: 'name', text: name[0] };
  const number = NUMBER.exec(rest);
  if (number) return { kind: 'number', text: number[0], value: BigInt.asUintN(64, BigInt(number[1])) };
  const character = CHARACTER.exec(rest);
  if (character)
    return { kind: 'number', text: character[0], value: BigInt(character[1].charCodeAt(0) & 0xff) };
  const sign = SIGNS.find((each) => rest.startsWith(each));
  if (sign === undefined) throw new RequestError(wrong.noPart({ text: rest.slice(0, 20) }));
  return { kind: 'sign', text: sign };
}
