import { describe, expect, it } from 'vitest';
import type { FrameView } from '../../../src/core/rows/verdict.ts';
import { folded } from '../../../src/core/verdict/recursion.ts';

const frame = (symbol: string, more: Partial<FrameView> = {}): FrameView => ({
  address: 'ffffffff81000000',
  text: `${symbol}+0x10`,
  symbol,
  method: 'orc',
  ...more,
});
const shown = (names: string, more: Partial<FrameView> = {}) =>
  folded(names.split(' ').map((name) => frame(name, more))).map(
    ({ symbol, times }) => `${symbol}${times === undefined ? '' : ` × ${times}`}`,
  );

describe('a trace with a recursion', () => {
  it('has one row for a function that calls itself', () => {
    expect(shown('snprintf a a a a a init')).toEqual(['snprintf', 'a × 5', 'init']);
  });
  it('has one row for each of those that call each other, and what is left of a round', () => {
    expect(shown('odd even odd even odd even odd init')).toEqual(['odd × 3', 'even × 3', 'odd', 'init']);
  });
  it('keeps what comes twice', () => {
    expect(shown('__schedule schedule a a b a b init')).toEqual(
      '__schedule schedule a a b a b init'.split(' '),
    );
  });
  it('does not fold over the border of another stack, nor places without a name', () => {
    const border = [frame('a'), frame('a', { boundary: 'exception' }), frame('a'), frame('a')];
    expect(folded(border)).toHaveLength(4);
    const nameless = Array.from({ length: 5 }, () =>
      frame('x', { symbol: undefined, text: 'ffffffff81000000' }),
    );
    expect(folded(nameless)).toHaveLength(5);
  });
  it('is folded in time that its length bounds', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => frame(`f${i % 7}`));
    expect(folded(many)).toHaveLength(20_000);
  });
});
