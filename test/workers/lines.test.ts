import { describe, expect, it } from 'vitest';
import { packLines, unpackLines } from '../../workers/lines.ts';

describe('lines on their way to the page', () => {
  it('keep text and links; rows stay with the core', () => {
    const lines = [
      { text: 'PID: 166', links: [{ start: 5, end: 8, ref: 'pid:166' }], row: { pid: 166 } },
      { text: '' },
      {
        text: 'a b',
        links: [
          { start: 0, end: 1, ref: 'sym:a' },
          { start: 2, end: 3, ref: 'sym:b' },
        ],
      },
    ];
    const packed = structuredClone(packLines(lines));
    expect(unpackLines(packed)).toEqual([
      { text: 'PID: 166', links: [{ start: 5, end: 8, ref: 'pid:166' }] },
      { text: '', links: undefined },
      { text: 'a b', links: lines[2].links },
    ]);
    expect(JSON.stringify([...packed.text, ...packed.refs])).not.toContain('row');
  });

  it('of none are none', () => {
    expect(unpackLines(packLines([]))).toEqual([]);
  });
});
