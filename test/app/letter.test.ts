import { describe, expect, it } from 'vitest';
import { letterOf } from '../../src/app/parts/letter.ts';

describe('the letter of a key', () => {
  it('is the Latin one where the keyboard writes Hangul', () => {
    expect(letterOf({ key: 'ㅏ', code: 'KeyK' })).toBe('k');
    expect(letterOf({ key: 'ㄸ', code: 'KeyE' })).toBe('e');
  });
  it('is what the key writes elsewhere, wherever it lies', () => {
    expect(letterOf({ key: 'K', code: 'KeyV' })).toBe('k');
    expect(letterOf({ key: 'ArrowUp', code: 'ArrowUp' })).toBe('ArrowUp');
    expect(letterOf({ key: '?', code: 'Slash' })).toBe('?');
  });
});
