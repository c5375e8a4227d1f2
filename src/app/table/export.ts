import type { RowsLike } from './rows-like.ts';

/** Tables as text for other programs. `which` are the rows to take, `columns` the ids of the columns. */
export function toCsv(
  rows: RowsLike,
  which: ArrayLike<number>,
  columns: readonly string[],
  separator = ',',
): string {
  const indexes = columns.map((id) => rows.columnIndex(id));
  const lines = [indexes.map((index) => quoted(rows.columns[index].title, separator)).join(separator)];
  for (let i = 0; i < which.length; i++)
    lines.push(indexes.map((index) => quoted(rows.text(which[i], index), separator)).join(separator));
  return lines.join('\n') + '\n';
}

/** A spreadsheet takes a leading =, +, - or @ for a formula: such texts from a dump get an apostrophe. */
function quoted(text: string, separator: string): string {
  const safe = /^[=+\-@\t]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return safe.includes(separator) || /["\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An array of objects; columns with numbers give numbers where these are exact. */
export function toJson(rows: RowsLike, which: ArrayLike<number>, columns: readonly string[]): string {
  const indexes = columns.map((id) => [id, rows.columnIndex(id)] as const);
  const lines: string[] = [];
  for (let i = 0; i < which.length; i++) {
    const row: Record<string, string | number> = {};
    for (const [id, index] of indexes) {
      const text = rows.text(which[i], index);
      row[id] = rows.columns[index].kind === 'count' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    }
    lines.push(JSON.stringify(row));
  }
  return `[\n${lines.join(',\n')}\n]\n`;
}
