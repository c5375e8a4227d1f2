import { describe, expect, it } from 'vitest';
import { segments } from '../../src/app/console/segments.ts';
import { visible } from '../../src/core/rows/visible.ts';

describe('lines with links', () => {
  it('cuts a line at its links', () => {
    const links = [{ start: 6, end: 10, ref: 'addr:beef' }];
    expect(segments({ text: 'TASK: beef end', links })).toEqual([
      { text: 'TASK: ' },
      { text: 'beef', ref: 'addr:beef' },
      { text: ' end' },
    ]);
  });
  it('leaves out links that overlap or lie outside', () => {
    const links = [
      { start: 0, end: 4, ref: 'a:1' },
      { start: 2, end: 6, ref: 'b:2' },
      { start: 5, end: 99, ref: 'c:3' },
    ];
    expect(segments({ text: 'abcdefg', links })).toEqual([{ text: 'abcd', ref: 'a:1' }, { text: 'efg' }]);
  });
  it('shows control characters and those that turn the direction of text', () => {
    expect(visible('a\u001b[31mb\u202ec')).toBe('a␛[31mb\\u202ec');
  });
});

describe('what is looked for in a line', () => {
  it('is told apart outside of links, in any case of letters, and within them', () => {
    const line = { text: 'Init of init_task: INIT', links: [{ start: 8, end: 17, ref: 'sym:init_task' }] };
    expect(segments(line, 'init')).toEqual([
      { text: 'Init', hit: true },
      { text: ' of ' },
      { text: 'init_task', ref: 'sym:init_task', hit: true },
      { text: ': ' },
      { text: 'INIT', hit: true },
    ]);
    expect(segments({ text: 'İ init' }, 'init')).toEqual([{ text: 'İ init' }]);
  });
});
