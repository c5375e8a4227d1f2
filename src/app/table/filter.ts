import { inWords } from '../catalogue/say.svelte.ts';
import { typedNumber } from './cells.ts';
import type { RowsLike } from './rows-like.ts';

/**
 * The filter of a table: words that must all be in the row; `column:word` looks in one column (blanks of its title are underscores), `-word` excludes,
 * `column>number` and `column<number` compare, "two words" stay together.
 */
export interface Term {
  readonly column?: string;
  readonly not: boolean;
  readonly how: 'has' | '>' | '<' | '=';
  readonly text: string;
}

const ROWS_A_STEP = 2000;

/** The terms of a filter as it was typed: words, "quoted text", `column:text`, `column>number`, each with a `-` before it for not. */
export function parseFilter(filter: string): Term[] {
  const terms: Term[] = [];
  for (const [, minus, column, how, quoted, plain] of filter.matchAll(
    /(-?)(?:([\p{L}\p{N}_%]+)([:<>=]))?(?:"([^"]*)"?|(\S+))/gu,
  )) {
    const text = (quoted ?? plain ?? '').toLowerCase();
    if (text === '') continue;
    const relation = how === '>' || how === '<' || how === '=' ? how : 'has';
    terms.push({ column: column?.toLowerCase(), not: minus === '-', how: relation, text });
  }
  return terms;
}

/** Numbers of the rows that satisfy `filter` (and `keep`), in order. */
export function* filterSteps(
  rows: RowsLike,
  filter: string,
  keep?: (row: number) => boolean,
): Generator<void, Uint32Array, void> {
  const tests = parseFilter(filter).map((term) => compile(rows, term));
  const found = new Uint32Array(rows.count);
  let count = 0;
  for (let row = 0; row < found.length; row++) {
    if ((!keep || keep(row)) && tests.every((test) => test(row))) found[count++] = row;
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield;
  }
  return found.subarray(0, count);
}

function compile(rows: RowsLike, term: Term): (row: number) => boolean {
  const named = term.column === undefined ? -1 : rows.columns.findIndex((c) => matches(c, term.column ?? ''));
  // A colon that names no column is part of the text: "sym:schedule", "00:1f.0".
  const text =
    term.column !== undefined && named < 0
      ? `${term.column}${term.how === 'has' ? ':' : term.how}${term.text}`
      : term.text;
  const columns = named >= 0 ? [named] : rows.columns.map((_, index) => index);
  const number = typedNumber(rows.columns[named]?.kind, text);
  const holds = (row: number): boolean => {
    if (named >= 0 && term.how !== 'has') return compare(rows, row, named, term.how, text, number);
    return columns.some((column) => rows.text(row, column).toLowerCase().includes(text));
  };
  return term.not ? (row) => !holds(row) : holds;
}

/** What `column` is called in a filter: its title where that means it and nothing else, else its id. */
export function nameInFilter(
  { columns }: Pick<RowsLike, 'columns'>,
  column: RowsLike['columns'][number],
): string {
  const title = inWords(column.title).toLowerCase().replaceAll(' ', '_');
  const meant = /^[\p{L}\p{N}_%]+$/u.test(title) && columns.find((each) => matches(each, title));
  return meant && meant.id === column.id ? title : column.id;
}

function matches({ id, title }: RowsLike['columns'][number], name: string): boolean {
  return [id, title.en, title.ko].some((each) => each.toLowerCase().replaceAll(' ', '_') === name);
}

function compare(
  rows: RowsLike,
  row: number,
  column: number,
  how: '>' | '<' | '=',
  text: string,
  number: number,
): boolean {
  const found = rows.value(row, column);
  const value = typeof found === 'string' ? Number.parseFloat(found) : Number(found ?? NaN);
  if (how === '=') return rows.text(row, column).toLowerCase() === text || value === number;
  return how === '>' ? value > number : value < number;
}
