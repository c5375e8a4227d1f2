import type { RowsLike } from './rows-like.ts';

const CHUNK = 2048;

/** A column that rows are in order of. */
export interface Sorting {
  readonly column: string;
  readonly down: boolean;
}

/** How a column is ordered, as screen readers are told. */
export function sortName(by: readonly Sorting[], column: string): 'ascending' | 'descending' | 'none' {
  const found = by.find((each) => each.column === column);
  return found === undefined ? 'none' : found.down ? 'descending' : 'ascending';
}

/** The arrow of a column that rows are in order of, and which one of several it is. */
export function sortSign(by: readonly Sorting[], column: string): string {
  const at = by.findIndex((each) => each.column === column);
  if (at < 0) return '';
  return `${by[at].down ? '▾' : '▴'}${by.length > 1 ? at + 1 : ''}`;
}

/**
 * `rows` in order of columns, the first before the others: by its numbers where one has some, by text else (numbers in it by
 * value); what has nothing in a column comes last, up or down. Rows that are equal keep their order. A merge sort in small steps, so that a million rows do not hold up the page.
 */
export function* sortSteps(
  rows: RowsLike,
  which: Uint32Array,
  by: readonly Sorting[],
): Generator<void, Uint32Array, void> {
  const known = by.filter(({ column }) => rows.columnIndex(column) >= 0);
  if (known.length === 0) return which;
  const comparers = known.map(({ column, down }) => comparer(rows, rows.columnIndex(column), down));
  const order = (a: number, b: number): number => {
    for (const compare of comparers) {
      const found = compare(a, b);
      if (found !== 0) return found;
    }
    return a - b;
  };
  let from = which.slice();
  for (let start = 0; start < from.length; start += CHUNK) {
    from.subarray(start, start + CHUNK).sort(order);
    yield;
  }
  let to = new Uint32Array(from.length);
  for (let width = CHUNK; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) yield* merge(from, to, start, width, order);
    [from, to] = [to, from];
  }
  return from;
}

function* merge(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  width: number,
  order: (a: number, b: number) => number,
): Generator<void, void, void> {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let left = start;
  let right = middle;
  for (let out = start; out < end; out++) {
    to[out] =
      left < middle && (right >= end || order(from[left], from[right]) <= 0) ? from[left++] : from[right++];
    if (out % CHUNK === 0) yield;
  }
}

function comparer(rows: RowsLike, column: number, down: boolean): (a: number, b: number) => number {
  const way = down ? -1 : 1;
  if (rows.columns[column].kind !== 'text') {
    return (a, b) => {
      const first = rows.value(a, column);
      const second = rows.value(b, column);
      if (first === undefined || second === undefined)
        return (first === undefined ? 1 : 0) - (second === undefined ? 1 : 0);
      return first < second ? -way : first > second ? way : 0;
    };
  }
  const collator = new Intl.Collator('en', { numeric: true });
  return (a, b) => {
    const first = rows.text(a, column);
    const second = rows.text(b, column);
    if (first === '' || second === '') return (first === '' ? 1 : 0) - (second === '' ? 1 : 0);
    return way * collator.compare(first, second);
  };
}
