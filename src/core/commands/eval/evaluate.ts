import { asCrash } from '../../catalogue/commands.ts';
import { addr, type Addr } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import type { CommandContext } from '../command.ts';

/**
 * crash's expressions: one value, or two with an operator between them; ~ before a value turns its bits.
 * Values are symbols and numbers: decimal, hexadecimal when they begin with 0x or hold a letter a to f, with
 * k, m or g for 1024, its square and cube. Answers wrap at 64 bits.
 */
const OPERATORS = ['<<', '>>', '+', '-', '&', '|', '^', '*', '%', '/'] as const;
type Operator = (typeof OPERATORS)[number];
const UNITS: Readonly<Record<string, bigint>> = { k: 10n, m: 20n, g: 30n };
const VALUE = /^(~?)\s*(-?)\s*([\w.$]+)\s*/;

/** The value of `text`, with or without parentheses. Throws RequestError naming `command`. */
export function evaluate(context: CommandContext, command: string, text: string): Addr {
  const inner = text.trim().replace(/^\((.*)\)$/s, '$1');
  const wrong = (): RequestError => new RequestError(asCrash(`${command}: invalid expression: (${inner})`));
  const first = VALUE.exec(inner);
  const left = first ? value(context, first) : undefined;
  if (!first || left === undefined) throw wrong();
  const rest = inner.slice(first[0].length);
  if (rest === '') return addr(left);
  const operator = OPERATORS.find((each) => rest.startsWith(each));
  if (!operator) throw wrong();
  const after = rest.slice(operator.length).trimStart();
  const second = VALUE.exec(after);
  const right = second ? value(context, second) : undefined;
  if (!second || right === undefined || second[0].length !== after.length) throw wrong();
  const result = apply(operator, left, right);
  if (result === undefined) throw wrong();
  return addr(result);
}

function value(context: CommandContext, [, not, minus, word]: RegExpExecArray): bigint | undefined {
  const plain = operand(context, word);
  if (plain === undefined) return undefined;
  const signed = minus === '' ? plain : -plain;
  return BigInt.asUintN(64, not === '' ? signed : ~signed);
}

function operand(context: CommandContext, word: string): bigint | undefined {
  const symbol = context.kernel.symbols.byName(word);
  if (symbol) return symbol.address;
  const unit = /^(0x[0-9a-f]+|[0-9]+)([kmg])$/i.exec(word);
  if (unit) return BigInt(unit[1]) << UNITS[unit[2].toLowerCase()];
  // Whatever "set radix" says.
  if (/^\d{1,20}$/.test(word)) return BigInt(word);
  return /^(0x)?[0-9a-f]{1,16}$/i.test(word) ? BigInt('0x' + word.replace(/^0x/i, '')) : undefined;
}

function apply(operator: Operator, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '*':
      return left * right;
    case '%':
      return right === 0n ? undefined : left % right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '<<':
      return right > 63n ? 0n : left << right;
    case '>>':
      return right > 63n ? 0n : left >> right;
  }
}
