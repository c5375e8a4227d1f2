import { consoleWords } from '../../catalogue/console.ts';
import { RequestError } from '../../errors.ts';
import { numberOf, OPERAND, operand, type Operand, type Row } from './row.ts';

/** Whether a line is meant. */
export type Test = (row: Row) => boolean;

/** Parentheses and ! within each other. */
const DEEP = 50;
const PATTERN = /^\/((?:[^/\\]|\\.)*)\//;
const COMPARED = ['==', '!=', '<=', '>=', '<', '>'] as const;
const LOOKS_NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The regular expression `pattern`. Throws RequestError where it is none. */
export function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new RequestError(consoleWords.badPattern({ filter: 'awk', pattern }));
  }
}

/** The condition before awk's braces: /RE/, $5 == "UN", NR > 1, $2 ~ /RE/, with !, &&, || and parentheses; an empty one takes every line. */
export class Condition {
  private rest: string;
  private deep = 0;

  constructor(
    private readonly program: string,
    text: string,
  ) {
    this.rest = text.trim();
  }

  test(): Test {
    if (this.rest === '') return () => true;
    const test = this.either();
    if (this.rest !== '') throw this.wrong();
    return test;
  }

  private wrong(): RequestError {
    return new RequestError(consoleWords.badProgram({ program: this.program, at: this.rest }));
  }

  private takes(sign: string): boolean {
    if (!this.rest.startsWith(sign)) return false;
    this.rest = this.rest.slice(sign.length).trimStart();
    return true;
  }

  private either(): Test {
    const tests = [this.all()];
    while (this.takes('||')) tests.push(this.all());
    return (row) => tests.some((test) => test(row));
  }

  private all(): Test {
    const tests = [this.one()];
    while (this.takes('&&')) tests.push(this.one());
    return (row) => tests.every((test) => test(row));
  }

  private one(): Test {
    if (++this.deep > DEEP) throw this.wrong();
    try {
      if (this.takes('!')) {
        const test = this.one();
        return (row) => !test(row);
      }
      if (this.takes('(')) {
        const test = this.either();
        if (!this.takes(')')) throw this.wrong();
        return test;
      }
      return this.compared();
    } finally {
      this.deep--;
    }
  }

  private compared(): Test {
    const pattern = this.pattern();
    if (pattern) return ({ text }) => pattern.test(text);
    const left = this.operand();
    for (const [sign, wanted] of [
      ['!~', false],
      ['~', true],
    ] as const)
      if (this.takes(sign)) {
        const other = this.pattern() ?? expression(this.operand().value({ text: '', fields: [], number: 0 }));
        return (row) => other.test(left.value(row)) === wanted;
      }
    const sign = COMPARED.find((each) => this.takes(each));
    if (!sign) return (row) => isTrue(left, left.value(row));
    const right = this.operand();
    return (row) => holds(sign, order(left, right, row));
  }

  private pattern(): RegExp | undefined {
    const found = PATTERN.exec(this.rest);
    if (!found) return undefined;
    this.rest = this.rest.slice(found[0].length).trimStart();
    return expression(found[1]);
  }

  private operand(): Operand {
    const token = OPERAND.exec(this.rest)?.[0];
    if (token === undefined) throw this.wrong();
    this.rest = this.rest.slice(token.length).trimStart();
    return operand(token);
  }
}

/** A text is true where it is not empty, a number where it is not 0. */
function isTrue({ constant }: Operand, text: string): boolean {
  return !constant && LOOKS_NUMERIC.test(text) ? Number(text) !== 0 : text !== '';
}

/** Less than 0, 0, or more: as numbers where both look like numbers and neither was written as a text (POSIX awk, "Expressions"). */
function order(left: Operand, right: Operand, row: Row): number {
  const [a, b] = [left.value(row), right.value(row)];
  if (!left.constant && !right.constant && LOOKS_NUMERIC.test(a) && LOOKS_NUMERIC.test(b))
    return numberOf(a) - numberOf(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(sign: (typeof COMPARED)[number], order: number): boolean {
  switch (sign) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
  }
}
