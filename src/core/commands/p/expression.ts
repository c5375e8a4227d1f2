import { expression as wrong } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { variable, variableObject } from '../../kernel/variables.ts';
import { CObject } from '../../types/cobject.ts';
import { declaration } from '../../types/declare.ts';
import { bare, sizeOf, type Type } from '../../types/model.ts';
import { findEnumerator } from '../whatis/enumerator.ts';
import {
  arithmetic,
  cast,
  CHARACTER,
  elementOf,
  INT,
  LONG,
  memberOf,
  numberOf,
  pointedBy,
  pointerTo,
  typeOf,
  UNSIGNED_LONG,
  type Operand,
} from './operand.ts';
import { tokens, type Token } from './tokens.ts';

/** Parentheses and unary operators within each other. */
const DEEP = 100;
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  // gdb's own, between those of C (gdb, "Artificial Arrays").
  ['@'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Evaluates C expressions over the dead kernel: variables, members, casts, arithmetic; nothing is called or changed. */
export class Expression {
  private readonly tokens: readonly Token[];
  private at = 0;
  private deep = 0;

  constructor(
    private readonly kernel: Kernel,
    /** Whose copy a per-CPU variable is. */
    private readonly cpu: number,
    text: string,
    /** What was printed before, for $1. */
    private readonly values: readonly Operand[] = [],
  ) {
    this.tokens = tokens(text);
  }

  /** The value of the whole expression. Throws RequestError and others with a sentence. */
  evaluate(): Operand {
    const result = this.conditional();
    if (this.here.kind !== 'end') throw this.wrong();
    return result;
  }

  /** "test ? one : other"; only what is chosen is worked out by value, but both have to make sense. */
  private conditional(): Operand {
    const test = this.binary(0);
    if (!this.takes('?')) return test;
    const one = this.conditional();
    this.needs(':');
    const other = this.conditional();
    return numberOf(test) === 0n ? other : one;
  }

  private get here(): Token {
    return this.tokens[this.at];
  }

  private wrong(): RequestError {
    const { kind, text } = this.here;
    return new RequestError(kind === 'end' ? wrong.endsEarly() : wrong.misplaced({ text }));
  }

  private takes(sign: string): boolean {
    if (this.here.kind !== 'sign' || this.here.text !== sign) return false;
    this.at++;
    return true;
  }

  private needs(sign: string): void {
    if (!this.takes(sign)) throw this.wrong();
  }

  private binary(level: number): Operand {
    if (level >= LEVELS.length) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const sign =
        this.here.kind === 'sign' && LEVELS[level].includes(this.here.text) ? this.here.text : undefined;
      if (sign === undefined) return left;
      this.at++;
      left = operate(this.kernel, sign, left, this.binary(level + 1));
    }
  }

  private unary(): Operand {
    if (++this.deep > DEEP) throw new RequestError(wrong.tooDeep({ most: DEEP }));
    try {
      return this.unaryHere();
    } finally {
      this.deep--;
    }
  }

  private unaryHere(): Operand {
    if (this.takes('*')) return { object: pointedBy(this.kernel, this.unary()) };
    if (this.takes('&')) return this.address();
    if (this.takes('-')) return this.sign((value) => -value);
    if (this.takes('+')) return this.sign((value) => value);
    if (this.takes('~')) return this.sign((value) => ~value);
    if (this.takes('!')) return { type: INT, value: numberOf(this.unary()) === 0n ? 1n : 0n };
    if (this.here.kind === 'name' && this.here.text === 'sizeof') return this.size();
    const type = this.castType();
    return type ? cast(this.unary(), type) : this.postfix(this.primary());
  }

  private sign(change: (value: bigint) => bigint): Operand {
    const operand = this.unary();
    return arithmetic(typeOf(operand), INT, change(numberOf(operand)));
  }

  private address(): Operand {
    const operand = this.unary();
    if (!('object' in operand)) throw new RequestError(wrong.noAddress());
    if (operand.object.bitSize !== undefined) throw new RequestError(wrong.bitField());
    return { type: pointerTo(operand.object.type), value: operand.object.address };
  }

  private size(): Operand {
    this.at++;
    const type = this.castType() ?? typeOf(this.unary());
    return { type: UNSIGNED_LONG, value: BigInt(sizeOf(type)) };
  }

  /** "(struct list_head *)": the type in parentheses that stands here, if one does. */
  private castType(): Type | undefined {
    if (this.here.text !== '(' || this.tokens[this.at + 1].kind !== 'name') return undefined;
    const words: string[] = [];
    let at = this.at + 1;
    while (this.tokens[at].kind === 'name' && words.length < 8) words.push(this.tokens[at++].text);
    let stars = 0;
    while (this.tokens[at].text === '*') {
      stars++;
      at++;
    }
    if (this.tokens[at].text !== ')') return undefined;
    const name = words.join(' ');
    let type = this.kernel.types.lookup(name);
    if (!type) {
      if (stars > 0 || words.length > 1) throw new RequestError(wrong.noType({ name }));
      return undefined;
    }
    for (let i = 0; i < stars; i++) type = pointerTo(type);
    this.at = at + 1;
    return type;
  }

  private primary(): Operand {
    const { kind, text, value } = this.here;
    if (this.takes('(')) {
      const inner = this.conditional();
      this.needs(')');
      return inner;
    }
    if (kind === 'number' && value !== undefined) {
      this.at++;
      if (text.startsWith("'")) return { type: CHARACTER, value };
      return { type: value < 1n << 31n ? INT : value < 1n << 63n ? LONG : UNSIGNED_LONG, value };
    }
    if (kind !== 'name') throw this.wrong();
    this.at++;
    return this.named(text);
  }

  private named(name: string): Operand {
    if (name.startsWith('$')) return this.printed(name);
    const found = variable(this.kernel, name);
    if (found) return { object: variableObject(this.kernel, found, this.cpu) };
    const enumerator = findEnumerator(this.kernel, name);
    if (enumerator) return enumerator;
    const symbol = this.kernel.symbols.byName(name);
    throw new RequestError(
      symbol
        ? wrong.typeUnknown({ command: 'p', name, address: `0x${symbol.address.toString(16)}` })
        : wrong.noName({ name }),
    );
  }

  /** gdb's value history: $3 the third, $ the last, $$ the one before. */
  private printed(name: string): Operand {
    const back = name === '$' ? 1 : 2;
    const at = /\d/.test(name) ? Number(name.slice(1)) - 1 : this.values.length - back;
    if (!(at in this.values)) throw new RequestError(wrong.noValue({ name }));
    return this.values[at];
  }

  private postfix(first: Operand): Operand {
    let operand = first;
    for (;;) {
      if (this.takes('[')) {
        const index = numberOf(this.binary(0));
        this.needs(']');
        operand = { object: elementOf(this.kernel, operand, index) };
      } else if (this.takes('.') || this.takes('->')) {
        if (this.here.kind !== 'name') throw this.wrong();
        operand = { object: memberOf(this.kernel, operand, this.here.text) };
        this.at++;
      } else return operand;
    }
  }
}

/** Most elements that @ makes an array of. */
const MOST = 1 << 20;

/** "first@count": so many objects in a row. */
function inARow(kernel: Kernel, first: Operand, count: bigint): Operand {
  if (!('object' in first) || first.object.bitSize !== undefined) throw new RequestError(wrong.noAddress());
  if (count < 1n || count > BigInt(MOST)) throw new RequestError(wrong.rowLength({ most: MOST }));
  const { type, address, space } = first.object;
  return {
    object: CObject.at({ kind: 'array', element: type, count: Number(count) }, address, space, kernel.types),
  };
}

function operate(kernel: Kernel, sign: string, left: Operand, right: Operand): Operand {
  if (sign === '@') return inARow(kernel, left, numberOf(right));
  const types = [bare(typeOf(left)), bare(typeOf(right))];
  if ((sign === '+' || sign === '-') && (types[0].kind === 'pointer' || types[0].kind === 'array'))
    return moved(kernel, sign, left, right);
  const a = numberOf(left);
  const b = numberOf(right);
  const truth = (yes: boolean): Operand => ({ type: INT, value: yes ? 1n : 0n });
  const number = (value: bigint): Operand => arithmetic(types[0], types[1], value);
  switch (sign) {
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '==':
      return truth(BigInt.asUintN(64, a) === BigInt.asUintN(64, b));
    case '!=':
      return truth(BigInt.asUintN(64, a) !== BigInt.asUintN(64, b));
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return number(b > 63n || b < 0n ? 0n : a << b);
    case '>>':
      return number(b > 63n || b < 0n ? 0n : a >> b);
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '&':
      return number(a & b);
    case '|':
      return number(a | b);
    case '^':
      return number(a ^ b);
    default:
      if (b === 0n) throw new RequestError(wrong.byZero());
      return number(sign === '/' ? a / b : a % b);
  }
}

/** Pointer arithmetic: in elements, and the distance of two pointers. */
function moved(kernel: Kernel, sign: string, left: Operand, right: Operand): Operand {
  const start = pointedBy(kernel, left);
  const size = BigInt(sizeOf(start.type) || 1);
  const other = bare(typeOf(right));
  if (sign === '-' && (other.kind === 'pointer' || other.kind === 'array')) {
    const bytes = BigInt.asIntN(64, numberOf(left) - numberOf(right));
    return { type: LONG, value: bytes / size };
  }
  if (other.kind !== 'int' && other.kind !== 'enum')
    throw new RequestError(wrong.notAdded({ type: declaration(typeOf(right)) }));
  const steps = numberOf(right) * size;
  return {
    type: pointerTo(start.type),
    value: BigInt.asUintN(64, start.address + (sign === '-' ? -steps : steps)),
  };
}
