import { hex0x } from '../../core/addr.ts';
import type { Datum, Kind } from '../../core/rows/thing.ts';
import { inWords } from '../catalogue/say.svelte.ts';
import type { RowsLike } from './rows-like.ts';

/** Tables for other programs. `which` are the rows to take, `columns` the ids of the columns. */

/** Comma-separated values: bytes, nanoseconds and addresses as they are, not as they are shown. */
export function toCsv(rows: RowsLike, which: ArrayLike<number>, columns: readonly string[]): string {
  return lines(rows, which, columns, ',', (row, index) =>
    plain(rows.columns[index].kind, rows.value(row, index)),
  );
}

/** What is seen, with tabs between the columns: for the clipboard. */
export function toText(rows: RowsLike, which: ArrayLike<number>, columns: readonly string[]): string {
  return lines(rows, which, columns, '\t', (row, index) => rows.text(row, index));
}

function lines(
  rows: RowsLike,
  which: ArrayLike<number>,
  columns: readonly string[],
  separator: string,
  cell: (row: number, index: number) => string,
): string {
  const indexes = columns.map((id) => rows.columnIndex(id));
  const found = [
    indexes.map((index) => quoted(inWords(rows.columns[index].title), separator)).join(separator),
  ];
  for (let i = 0; i < which.length; i++)
    found.push(indexes.map((index) => quoted(cell(which[i], index), separator)).join(separator));
  return found.join('\n') + '\n';
}

function plain(kind: Kind, value: Datum): string {
  if (value === undefined) return '';
  return kind === 'address' ? hex0x(BigInt(value)) : String(value);
}

/** A spreadsheet takes a leading =, +, - or @ for a formula: such texts from a dump get an apostrophe. */
function quoted(text: string, separator: string): string {
  const safe = /^[=+\-@\t]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return safe.includes(separator) || /["\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An array of objects. Numbers are numbers where JSON holds them exactly, else text; addresses are "0x…". */
export function toJson(rows: RowsLike, which: ArrayLike<number>, columns: readonly string[]): string {
  const indexes = columns.map((id) => [id, rows.columnIndex(id)] as const);
  const found: string[] = [];
  for (let i = 0; i < which.length; i++) {
    const row: Record<string, string | number | boolean | null> = {};
    for (const [id, index] of indexes) row[id] = exact(rows.columns[index].kind, rows.value(which[i], index));
    found.push(JSON.stringify(row));
  }
  return `[\n${found.join(',\n')}\n]\n`;
}

function exact(kind: Kind, value: Datum): string | number | boolean | null {
  if (value === undefined) return null;
  if (kind === 'address') return hex0x(BigInt(value));
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
