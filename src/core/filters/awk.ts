import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import { Condition, expression, type Test } from './awk/condition.ts';
import { numberOf, numberText, OPERAND, operand, type Operand, type Row } from './awk/row.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/**
 * The part of awk(1) that is typed after a bar: `awk '{print $1, $NF}'`, `awk '$5 == "UN" && NR > 1'`,
 * `awk -F: '/sched/ {print NR ": " $2}'`, `awk '{ sum += $8 } END { print sum }'`.
 */
export const filter: Filter = {
  name: 'awk',
  aliases: ['gawk', 'mawk'],
  usage:
    "awk [-F SEPARATOR] '[CONDITION] { print FIELDS }' | '[CONDITION] { SUM += FIELD } END { print SUM }'",
  prepare(words) {
    const options = sortOptions(this, { '-F': 'SEPARATOR' }, words);
    const [program = '', ...more] = options.words;
    noWords(this, more);
    const { test, act, end } = understood(program);
    const split = fieldsBy(options.value('-F'));
    return function* (lines) {
      let number = 0;
      let sum = 0;
      for (const line of lines) {
        const { text } = line;
        const row = { text, fields: split(text), number: ++number };
        if (!test(row)) continue;
        if ('add' in act) sum += act.add ? numberOf(act.add.value(row)) : 1;
        else yield act.print(line, row);
      }
      if (end) yield made(numberText(sum));
    };
  },
};

/** What is done with a line: it is printed, or a field of it is added (1 where none is named). */
type Act = { print(line: Line, row: Row): Line } | { readonly add: Operand | undefined };

interface Program {
  readonly test: Test;
  readonly act: Act;
  /** The sum is printed at the end. */
  readonly end: boolean;
}

/** One character splits as it is, a blank on runs of blanks, anything longer is a regular expression (POSIX awk, FS). */
function fieldsBy(separator: string | undefined): (text: string) => string[] {
  if (separator === undefined || separator === ' ')
    return (text) => text.split(/\s+/).filter((field) => field !== '');
  if (separator.length === 1) return (text) => text.split(separator);
  const by = expression(separator);
  return (text) => text.split(by);
}

/** A condition, and one action in braces; braces within texts are letters. */
const ONE_ACTION = /^(.*?)(?:\{\s*((?:"(?:[^"\\]|\\.)*"|[^{}"])*?)\s*;?\s*\})?\s*$/s;

/** Takes a program apart: which lines, and what is done with each. */
function understood(program: string): Program {
  const summed =
    /^([^{}]*)\{\s*([A-Za-z_]\w*)\s*(?:\+\+|\+=\s*([^;}]*?))\s*;?\s*\}\s*END\s*\{\s*print\s+([A-Za-z_]\w*)\s*;?\s*\}\s*$/s.exec(
      program,
    );
  if (summed) {
    const [, condition, name, field, shown] = summed;
    if (name !== shown) throw new RequestError(consoleWords.badProgram({ program, at: shown }));
    return {
      test: new Condition(program, condition).test(),
      act: { add: field ? whole(program, field) : undefined },
      end: true,
    };
  }
  if (program.trim() === '') throw new RequestError(consoleWords.badProgram({ program, at: '' }));
  const [, condition = '', body] = ONE_ACTION.exec(program) ?? [];
  const test = new Condition(program, condition).test();
  const printed = body === undefined ? '' : /^print\b\s*(.*)$/s.exec(body)?.[1];
  if (printed === undefined) throw new RequestError(consoleWords.badProgram({ program, at: body ?? '' }));
  // A line that goes through whole keeps its links.
  return { test, act: { print: printed === '' ? (line) => line : printer(program, printed) }, end: false };
}

/** The one operand that `text` is. */
function whole(program: string, text: string): Operand {
  const [token] = OPERAND.exec(text) ?? [];
  if (token === undefined || token !== text)
    throw new RequestError(consoleWords.badProgram({ program, at: text }));
  return operand(token);
}

/** What print puts together: groups joined with blanks, pieces with nothing. */
function printer(program: string, printed: string): (line: Line, row: Row) => Line {
  const groups: Operand[][] = [[]];
  let rest = printed;
  while (rest !== '') {
    const [token] = /^(?:\s+|,)/.exec(rest) ?? OPERAND.exec(rest) ?? [];
    if (token === undefined) throw new RequestError(consoleWords.badProgram({ program, at: rest }));
    rest = rest.slice(token.length);
    if (token === ',') groups.push([]);
    else if (token.trim() !== '') groups[groups.length - 1].push(operand(token));
  }
  return (_line, row) => made(groups.map((group) => group.map((each) => each.value(row)).join('')).join(' '));
}
