import { describe, expect, it } from 'vitest';
import { allVisible, visible, visibleLine } from '../../../src/core/rows/visible.ts';

describe('strings of a dump', () => {
  it('show their control characters and never pass them on', () => {
    expect(visible('\x1b[2Jred\x07')).toBe('\u241b[2Jred\u2407');
    expect(visible('\x7f')).toBe('\u2421');
    expect(visible('\x9b31m')).toBe('\\u009b31m');
    expect(visible('tab\tline\nend')).toBe('tab\tline\nend');
  });

  it.each([0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069])(
    'do not turn the direction of text: U+%x',
    (code) => {
      expect(visible(`a${String.fromCharCode(code)}b`)).toBe(`a\\u${code.toString(16).padStart(4, '0')}b`);
    },
  );

  it('are made visible wherever they stand in data, keys included', () => {
    expect(allVisible({ 'k\x01': ['\u202e', 1n, { deep: '\x00' }], none: null })).toEqual({
      'k\u2401': ['\\u202e', 1n, { deep: '\u2400' }],
      none: null,
    });
  });
});

it('a line of an answer stays one line', () => {
  expect(visibleLine('[a\nPANIC: fake]')).toBe('[a\u240aPANIC: fake]');
});
