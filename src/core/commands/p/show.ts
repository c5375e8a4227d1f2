import { expression as wrong } from '../../catalogue/commands.ts';
import { FaultError, RequestError } from '../../errors.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type CObject } from '../../types/cobject.ts';
import { declaration } from '../../types/declare.ts';
import { bare, sizeOf, type Type } from '../../types/model.ts';
import type { PrintOptions } from '../../types/print/options.ts';
import { plainValue } from '../../types/print/plain.ts';
import { printedLines, valueLines } from '../../types/print/print.ts';
import { linked } from '../print-options.ts';
import type { Operand } from './operand.ts';

/** "jiffies = $1 = 4294894713": an operand as gdb's print shows it after `before`. */
export function* shown(
  kernel: Kernel,
  operand: Operand,
  before: string,
  options: PrintOptions,
): Generator<Line, void, void> {
  if (!('object' in operand)) {
    const { type, value } = operand;
    const text =
      before + (options.format ? '' : prefix(type)) + valueLines(type, value, kernel.space, options);
    yield { text, row: { value }, links: bare(type).kind === 'pointer' ? [link(text, value)] : [] };
    return;
  }
  const { object } = operand;
  if (object.bare.kind === 'function') {
    const symbol = options.symbolize(object.address);
    yield {
      text: `${before}{${declaration(object.type)}} 0x${object.address.toString(16)}${symbol ? ` <${symbol}>` : ''}`,
    };
    return;
  }
  yield* objectLines(object, before + (options.format ? '' : prefix(object.type)), options);
}

function* objectLines(object: CObject, before: string, options: PrintOptions): Generator<Line, void, void> {
  try {
    const lines = printedLines(object, options, { before });
    const row = { address: object.address, size: sizeOf(object.type), value: plainValue(object) };
    for (const [i, line] of lines.entries()) yield i === 0 ? { ...linked(line), row } : linked(line);
  } catch (error) {
    if (error instanceof FaultError) throw new RequestError(wrong.fault({ why: error.said }));
    throw error;
  }
}

/** Pointers are shown with their type, except to characters. */
function prefix(type: Type): string {
  const t = bare(type);
  if (t.kind !== 'pointer') return '';
  const target = bare(t.target);
  return target.kind === 'int' && target.size === 1 && !target.bool ? '' : `(${declaration(type)}) `;
}

function link(text: string, value: bigint): { start: number; end: number; ref: string } {
  const shownAddress = '0x' + value.toString(16);
  const start = text.lastIndexOf(shownAddress);
  return { start, end: start + shownAddress.length, ref: refTo.address(addr(value)) };
}
