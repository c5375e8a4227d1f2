import { refused } from '../catalogue/commands.ts';
import { hex, signed, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { evaluate } from './eval/evaluate.ts';

export const command: Command = {
  name: 'eval',
  group: 'session',
  summary: {
    en: 'a number or an expression in hexadecimal, decimal, octal and binary',
    ko: '숫자나 식의 값을 16·10·8·2진수로 표시',
  },
  synopsis: '[-b] [-l] (expression) | number',
  options: [
    {
      flag: '-b',
      about: { en: 'also the numbers of the bits that are set', ko: '설정된 비트의 번호도 표시' },
    },
    { flag: '-l', about: { en: '64-bit arithmetic (always so here)', ko: '64비트 연산(항상 적용)' } },
  ],
  description: {
    en:
      'An expression has one operator: + - & | ^ * % / << >>, and ~ before a value. Numbers are decimal, or ' +
      'hexadecimal with 0x or with a letter a to f in them; k, m and g after them are 1024, its square, its cube. ' +
      'Symbols stand for their address.',
    ko: '식에는 연산자를 하나 쓸 수 있습니다: + - & | ^ * % / << >>, 값 앞에는 ~. 숫자는 10진수이며, 0x로 시작하거나 a~f가 들어 있으면 16진수입니다. 숫자 뒤의 k, m, g는 각각 1024, 1024의 제곱, 세제곱입니다. 심볼은 그 주소를 뜻합니다.',
  },
  examples: [
    ['eval 1g', { en: '40000000  (1GB)', ko: '40000000  (1GB)' }],
    ['eval (0x10 << 4)', { en: 'parentheses around an expression', ko: '식은 괄호로 묶음' }],
    ['eval -b 0x80000001', { en: 'bits set: 31 0', ko: '설정된 비트: 31 0' }],
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
