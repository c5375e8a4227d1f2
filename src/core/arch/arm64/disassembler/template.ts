/**
 * Instruction tables are text, one encoding per line:
 *
 *     VALUE/MASK NAME [OPERANDS] [?CONDITION]
 *
 * VALUE and MASK are hexadecimal: the instruction is this one when its word under MASK is VALUE and CONDITION
 * (conditions.ts) holds. The first such line is taken, so aliases stand before what they are aliases of.
 *
 * In NAME, `{cc}` is the condition in bits 3:0. OPERANDS stand in the order in which they are printed, separated by commas;
 * operands.ts lists their letters. Before an operand `=` says that it is written, `+` read and written, `-` neither; an
 * operand in parentheses is left out when it has its usual value. Names and values are those of the Arm Architecture
 * Reference Manual (DDI 0487), chapter C4 (index by encoding) and C6, C7 (descriptions).
 */
import type { Access, Flow } from '../../instruction.ts';

/** An operand as a line of the tables describes it. */
export interface OperandSpec {
  readonly kind: string;
  readonly access: Access;
  /** Left out when it has its usual value. */
  readonly optional: boolean;
}

/** An encoding: words that have `value` under `mask`, and what they are. */
export interface Template {
  readonly value: number;
  readonly mask: number;
  readonly name: string;
  readonly operands: readonly OperandSpec[];
  readonly condition?: string;
  readonly flow: Flow;
}

const ACCESSES: Readonly<Record<string, Access>> = { '=': 'w', '+': 'rw', '-': 'none' };

/** The encodings that `table` lists. */
export function parseTable(table: string): Template[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseLine);
}

function parseLine(line: string): Template {
  const [code, name, ...rest] = line.trim().split(/\s+/);
  const [value, mask] = code.split('/').map((digits) => parseInt(digits, 16) | 0);
  const condition = rest.at(-1)?.startsWith('?') ? rest.pop()?.slice(1) : undefined;
  const operands = (rest[0] ?? '').split(',').filter(Boolean).map(parseOperand);
  return { value, mask, name: name.replace('~', ' '), operands, condition, flow: flowOf(name) };
}

function parseOperand(text: string): OperandSpec {
  const optional = text.startsWith('(');
  const plain = optional ? text.slice(1, -1) : text;
  const access = ACCESSES[plain[0]] as Access | undefined;
  return { kind: access ? plain.slice(1) : plain, access: access ?? 'r', optional };
}

function flowOf(name: string): Flow {
  if (/^(bl|blr\w*|blra\w*)$/.test(name)) return 'call';
  if (/^(b|br|bra\w+)$/.test(name)) return 'jump';
  if (/^(b\.|bc\.|cbn?z$|tbn?z$)/.test(name)) return 'branch';
  if (/^(e?ret(a[ab])?|drps)$/.test(name)) return 'return';
  if (/^(svc|hvc|smc|brk|hlt|dcps\d)$/.test(name)) return 'trap';
  return name === 'udf' ? 'stop' : 'next';
}

/** Encodings by bits 28:25 of their words, which tell the groups apart (DDI 0487, C4.1). */
export function byGroup(templates: readonly Template[]): readonly (readonly Template[])[] {
  return Array.from({ length: 16 }, (_, group) =>
    templates.filter(({ value, mask }) => {
      const known = (mask >>> 25) & 15;
      return (group & known) === ((value >>> 25) & known);
    }),
  );
}
