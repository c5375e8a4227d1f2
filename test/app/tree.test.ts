import { describe, expect, it } from 'vitest';
import { branches } from '../../src/app/views/tasks/tree.ts';

const parents = ['', '0', '0', '1', '3', '9', '6', '7'];
// 7 and 6 hang on each other; 5's parent is not there.
const parentOf = (row: number): string => (row === 6 ? '7' : row === 7 ? '6' : parents[row]);
const tree = (found: number[]) => branches(8, Uint32Array.from(found), String, parentOf);

describe('the tree of tasks', () => {
  it('puts children below their parents', () => {
    const { order, depth } = tree([0, 1, 2, 3, 4, 5]);
    expect([...order]).toEqual([0, 1, 3, 4, 2, 5]);
    expect(depth.get(4)).toBe(3);
    expect(depth.get(5)).toBe(0);
  });
  it('brings the ancestors of what a filter found', () => {
    expect([...tree([4]).order]).toEqual([0, 1, 3, 4]);
  });
  it('ends for circles', () => {
    expect([...tree([6, 7]).order].sort()).toEqual([6, 7]);
  });
});
