import { describe, expect, it } from 'vitest';
import { scrollTo, TALLEST, windowAt } from '../../src/app/table/window.ts';

describe('the window over a long list', () => {
  it('draws what is in sight', () => {
    const view = windowAt(1000, 20, 200, 4010);
    expect(view).toMatchObject({ spacer: 20_000, first: 200, offset: 4000 });
    expect(view.count).toBeGreaterThanOrEqual(10);
  });
  it('never makes the spacer taller than browsers can, and reaches both ends all the same', () => {
    const rows = 5_000_000;
    expect(windowAt(rows, 22, 700, 0)).toMatchObject({ spacer: TALLEST, first: 0, offset: 0 });
    const end = windowAt(rows, 22, 700, TALLEST - 700);
    expect(end.first + end.count).toBe(rows);
    expect(end.first).toBe(rows - Math.ceil(700 / 22));
  });
  it('goes to the row that was asked for', () => {
    for (const row of [0, 1, 77, 499_999, 999_950]) {
      const view = windowAt(1_000_000, 22, 700, scrollTo(row, 1_000_000, 22, 700));
      expect(Math.abs(view.first - row)).toBeLessThanOrEqual(1);
    }
  });
  it('is empty for an empty list', () => {
    expect(windowAt(0, 22, 700, 100).count).toBe(0);
  });
});
