import { refused } from '../catalogue/commands.ts';
import { hex, signed, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { evaluate } from './eval/evaluate.ts';

export const command: Command = {
  name: 'eval',
  group: 'session',
  summary: 'a number or an expression in hexadecimal, decimal, octal and binary',
  synopsis: '[-b] [-l] (expression) | number',
  options: [
    { flag: '-b', about: 'also the numbers of the bits that are set' },
    { flag: '-l', about: '64-bit arithmetic (always so here)' },
  ],
  description:
    'An expression has one operator: + - & | ^ * % / << >>, and ~ before a value. Numbers are decimal, or ' +
    'hexadecimal with 0x or with a letter a to f in them; k, m and g after them are 1024, its square, its cube. ' +
    'Symbols stand for their address.',
  examples: [
    ['eval 1g', '40000000  (1GB)'],
    ['eval (0x10 << 4)', 'parentheses around an expression'],
    ['eval -b 0x80000001', 'bits set: 31 0'],
  ],
  completes: ['symbol'],
  raw: true,
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const words = [...args.raw];
  let bits = false;
  // "-1" is a number here, "-lb" are options.
  while (/^-[bl]+$/.test(words[0] ?? '')) bits = words.shift()?.includes('b') || bits;
  if (words.length === 0) throw new RequestError(refused.sayNumber({ command: 'eval' }));
  const value = evaluate(context, 'eval', words.join(' '));
  yield { text: `hexadecimal: ${hex(value)}  ${unit(value)}`, row: { value, decimal: String(value) } };
  yield { text: `    decimal: ${value}  ${signed(value) < 0n ? `(${signed(value)})` : ''}` };
  yield { text: `      octal: ${value.toString(8)}` };
  yield { text: `     binary: ${value.toString(2).padStart(64, '0')}` };
  if (bits) yield* bitLines(value);
}

const UNITS = [
  [30n, 'GB'],
  [20n, 'MB'],
  [10n, 'KB'],
] as const;

/** "(1GB)" for whole multiples of a unit. */
function unit(value: Addr): string {
  if (value === 0n) return '';
  const whole = UNITS.find(([shift]) => (value & ((1n << shift) - 1n)) === 0n);
  return whole ? `(${value >> whole[0]}${whole[1]})` : '';
}

const BITS = '   bits set: ';

function* bitLines(value: Addr): Generator<Line, void, void> {
  let text = BITS;
  for (let bit = 63; bit >= 0; bit--) {
    if (((value >> BigInt(bit)) & 1n) === 0n) continue;
    const piece = `${bit} `;
    if (text.length + piece.length > 80) {
      yield { text };
      text = ' '.repeat(BITS.length);
    }
    text += piece;
  }
  yield { text };
}
