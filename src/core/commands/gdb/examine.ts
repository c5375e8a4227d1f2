import { addr, step, type Addr } from '../../addr.ts';
import { refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import { taskAt, taskCpu } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';
import type { CommandContext, Step } from '../command.ts';
import { Expression } from '../p/expression.ts';
import { numberOf } from '../p/operand.ts';

/** Units that one request shows at most. */
const MAX_UNITS = 65536;
/** Bytes of a unit by its letter, and how many of them stand in a line (gdb, "Examining Memory"). */
const SIZES: Readonly<Record<string, { readonly bytes: number; readonly perLine: number }>> = {
  b: { bytes: 1, perLine: 8 },
  h: { bytes: 2, perLine: 8 },
  w: { bytes: 4, perLine: 4 },
  g: { bytes: 8, perLine: 2 },
};

/** gdb's x: `format` as in "4gx" (count, letters of format and size, in any order), at the value of `expression`. */
export function* examine(
  context: CommandContext,
  format: string,
  expression: string,
): Generator<Step, void, void> {
  const [, digits, letters] = /^(\d{0,6})([a-z]{0,2})$/.exec(format) ?? [];
  if (letters === undefined || expression === '')
    throw new RequestError(refused.gdbFormat({ given: `x/${format} ${expression}`.trim() }));
  const count = Math.min(digits === '' ? 1 : Number(digits), MAX_UNITS);
  const shape = [...letters].find((letter) => 'xduocasi'.includes(letter)) ?? 'x';
  const size =
    SIZES[
      [...letters].find((letter) => letter in SIZES) ?? (shape === 'a' ? 'g' : shape === 'c' ? 'b' : 'w')
    ];
  const start = addressOf(context, expression);
  if (shape === 'i') yield* context.run(`dis ${start.toString(16)} ${count}`);
  else if (shape === 's') yield* strings(context, start, count);
  else {
    const perLine = shape === 'a' ? 2 : size.perLine;
    for (let i = 0; i < count; i += perLine)
      yield line(context, step(start, i * size.bytes), Math.min(perLine, count - i), size.bytes, shape);
  }
}

function addressOf(context: CommandContext, expression: string): Addr {
  const { kernel } = context;
  const cpu = context.task === 0n ? 0 : taskCpu(taskAt(kernel, context.task));
  return addr(BigInt.asUintN(64, numberOf(new Expression(kernel, cpu, expression).evaluate())));
}

/** "0xffffffff81000000 <startup_64>:" */
function head({ kernel }: CommandContext, at: Addr): string {
  const symbol = kernel.symbols.byAddress(at);
  return `0x${at.toString(16)}${symbol ? ` <${symbolText(symbol, 10, false)}>` : ''}:`;
}

function line(context: CommandContext, at: Addr, count: number, bytes: number, shape: string): Line {
  const { kernel } = context;
  const view = kernel.space.view(at, count * bytes);
  const values = Array.from({ length: count }, (_, i) => {
    let value = 0n;
    for (let b = bytes - 1; b >= 0; b--) value = (value << 8n) | BigInt(view.getUint8(i * bytes + b));
    return value;
  });
  return {
    text: head(context, at) + values.map((value) => `\t${shown(context, value, bytes, shape)}`).join(''),
    row: { address: at, values },
    links: [{ start: 0, end: 2 + at.toString(16).length, ref: refTo.memory(at) }],
  };
}

function shown({ kernel }: CommandContext, value: bigint, bytes: number, shape: string): string {
  switch (shape) {
    case 'd':
      return String(BigInt.asIntN(bytes * 8, value));
    case 'u':
      return String(value);
    case 'o':
      return `0${value.toString(8)}`;
    case 'c': {
      const code = Number(value & 0xffn);
      const letter =
        code >= 32 && code < 127 ? String.fromCharCode(code) : `\\${code.toString(8).padStart(3, '0')}`;
      return `${code} '${letter}'`;
    }
    case 'a': {
      const symbol = kernel.symbols.byAddress(value);
      return `0x${value.toString(16)}${symbol ? ` <${symbolText(symbol, 10, false)}>` : ''}`;
    }
    default:
      return `0x${value.toString(16).padStart(bytes * 2, '0')}`;
  }
}

/** Bytes of a string that are shown. */
const MAX_STRING = 200;

function* strings(context: CommandContext, start: Addr, count: number): Generator<Line> {
  let at = start;
  for (let i = 0; i < count; i++) {
    const text = context.kernel.space.string(at, MAX_STRING);
    yield { text: `${head(context, at)}\t${JSON.stringify(text)}`, row: { address: at, text } };
    at = step(at, text.length + 1);
  }
}
