/** A line as awk sees it. */
export interface Row {
  readonly text: string;
  readonly fields: readonly string[];
  readonly number: number;
}

/** One value of a program: a field, a number, a text. `constant`: it was written as a text, and is compared as one. */
export interface Operand {
  value(row: Row): string;
  readonly constant?: boolean;
}

/** An operand at the beginning of a program: a text, a field, NF, NR or a number. */
export const OPERAND = /^(?:"(?:[^"\\]|\\.)*"|\$\d{1,4}|\$NF|\$\(NF-\d{1,4}\)|NF\b|NR\b|-?\d+(?:\.\d+)?)/;

/** What `token`, which OPERAND took, stands for. */
export function operand(token: string): Operand {
  if (token.startsWith('"')) {
    const text = token.slice(1, -1).replace(/\\(.)/g, (_, c: string) => ({ n: '\n', t: '\t' })[c] ?? c);
    return { value: () => text, constant: true };
  }
  if (token === 'NR') return { value: ({ number }) => String(number) };
  if (token === 'NF') return { value: ({ fields }) => String(fields.length) };
  if (token === '$0') return { value: ({ text }) => text };
  if (token === '$NF') return { value: ({ fields }) => fields.at(-1) ?? '' };
  const back = /^\$\(NF-(\d+)\)$/.exec(token)?.[1];
  if (back !== undefined) return { value: ({ fields }) => fields.at(-1 - Number(back)) ?? '' };
  if (token.startsWith('$')) return { value: ({ fields }) => fields[Number(token.slice(1)) - 1] ?? '' };
  return { value: () => token };
}

/** The number that a text begins with, as awk takes it; 0 where there is none. */
export function numberOf(text: string): number {
  return Number(/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(text)?.[0] ?? 0);
}

/** A number as awk prints it: whole ones whole, others with six digits that count (OFMT). */
export function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
