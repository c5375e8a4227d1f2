import { describe, expect, it } from 'vitest';
import { readable } from '../../../src/core/rows/readable.ts';

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('text of a dump', () => {
  it('stays as it is when it is plain', () => {
    expect(readable('a\tb\nc ~')).toBe('a\tb\nc ~');
  });
  it('is UTF-8 where it can be', () => {
    expect(readable(latin1('한글 é 🐧'))).toBe('한글 é 🐧');
  });
  it.each([
    ['\x1b[31mred', '.[31mred'],
    ['\0\x07\r', '...'],
    ['\xc2\x9b31m', '..31m'],
    ['\xff\xfe', '..'],
    ['\xe0\x80\x80', '...'],
    ['\xed\xa0\x80', '...'],
    ['\xf4\x90\x80\x80', '....'],
    ['end \xe2\x82', 'end ..'],
  ])('shows what cannot be printed as full stops: %j', (bytes, shown) => {
    expect(readable(bytes)).toBe(shown);
  });
});
