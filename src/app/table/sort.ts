import type { RowsLike } from './rows-like.ts';

const CHUNK = 2048;

/**
 * `rows` in order of a column: by its numbers where it has some, by text else (numbers in it by value). Rows that
 * are equal keep their order. A merge sort in small steps, so that a million rows do not hold up the page.
 */
export function* sortSteps(
  rows: RowsLike,
  which: Uint32Array,
  by: { readonly column: string; readonly down: boolean },
): Generator<void, Uint32Array, void> {
  const column = rows.columnIndex(by.column);
  if (column < 0) return which;
  const compare = comparer(rows, column);
  const order = by.down
    ? (a: number, b: number) => compare(b, a) || a - b
    : (a: number, b: number) => compare(a, b) || a - b;
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

function comparer(rows: RowsLike, column: number): (a: number, b: number) => number {
  if (rows.columns[column].kind !== 'text') {
    return (a, b) => {
      const first = rows.value(a, column);
      const second = rows.value(b, column);
      if (first === undefined || second === undefined)
        return (first === undefined ? 1 : 0) - (second === undefined ? 1 : 0);
      return first < second ? -1 : first > second ? 1 : 0;
    };
  }
  const collator = new Intl.Collator('en', { numeric: true });
  return (a, b) => collator.compare(rows.text(a, column), rows.text(b, column));
}
