/**
 * Which rows of a long list are in sight. Browsers limit how tall an element may be (Firefox 17.9 million px,
 * Chromium 33.5 million), so the spacer is at most TALLEST and the scroll position is scaled beyond it.
 */
export const TALLEST = 8_000_000;

/** The rows that are drawn of a table that may be taller than browsers can scroll. */
export interface Window {
  /** Height of the element that makes the scroll bar. */
  readonly spacer: number;
  /** First row drawn. */
  readonly first: number;
  /** Rows drawn. */
  readonly count: number;
  /** Where the first drawn row stands in the spacer. */
  readonly offset: number;
}

/** What to draw of `rows` rows at `scrollTop`; heights in CSS pixels. */
export function windowAt(rows: number, rowHeight: number, height: number, scrollTop: number): Window {
  const whole = rows * rowHeight;
  const spacer = Math.min(whole, TALLEST);
  const most = Math.max(1, spacer - height);
  const top = Math.min(Math.max(0, scrollTop), most);
  const visible = Math.ceil(height / rowHeight) + 1;
  // In rows, fractional: what stands at the upper edge.
  const at = whole <= TALLEST ? top / rowHeight : (top / most) * Math.max(0, rows - height / rowHeight);
  const first = Math.max(0, Math.min(Math.floor(at), rows - 1));
  return {
    spacer,
    first,
    count: Math.max(0, Math.min(visible, rows - first)),
    offset: top - (at - first) * rowHeight,
  };
}

/** The scroll position that shows row `row` at the upper edge. */
export function scrollTo(row: number, rows: number, rowHeight: number, height: number): number {
  const whole = rows * rowHeight;
  if (whole <= TALLEST) return row * rowHeight;
  return (row / Math.max(1, rows - height / rowHeight)) * (TALLEST - height);
}
