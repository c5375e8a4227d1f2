import { describe, expect, it } from 'vitest';
import { COLOURED, PLAIN } from '../../src/cli/colours.ts';
import { wordingIn } from '../../src/core/report/wording.ts';
import { bytes, duration } from '../../src/core/report/facts.ts';
import { verdictText } from '../../src/cli/verdict-text.ts';
import { exampleVerdict } from '../build/verdict.ts';

describe('the verdict in the terminal', () => {
  const text = verdictText(exampleVerdict, wordingIn('en'), PLAIN);

  it('says what happened first, and how sure that is', () => {
    expect(text.split('\n')[0]).toMatch(/^NULL pointer dereference \(write, kernel mode\) +proven$/);
    expect(text.split('\n')[1]).toBe(exampleVerdict.sentence);
  });

  it('has every statement and its evidence', () => {
    for (const part of [
      '6.1.0-50-amd64 · lab-host · died 2026-11-23 00:10:27 UTC after 9 s · 2 CPUs · 1 GB',
      '> ffffffffc051e01f  c6 00 01  movb   $0x1,(%rax)    RAX = 0 → NULL',
      '• error code 0x0002: page not present, write, kernel mode  proven',
      'log:812  BUG: kernel NULL pointer dereference',
      'RAX  0000000000000000  NULL',
      'Call trace  init_it [broken] ← do_one_initcall',
      'Taints      O (out-of-tree module)',
      'Other CPUs  CPU 1: lab_busy (PID 154) in user mode',
      'user pages (excluded by dump level 31)',
    ])
      expect(text).toContain(part);
  });

  it('shows control characters instead of sending them', () => {
    expect(text).not.toContain('\x1b');
    expect(text).toContain('\u241b[31m');
  });

  it('has colours when asked, and the same words under them', () => {
    const coloured = verdictText(exampleVerdict, wordingIn('en'), COLOURED);
    expect(coloured).toContain('\x1b[1;31m');
    expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(text);
  });

  it('speaks Korean around what the core says', () => {
    const korean = verdictText(exampleVerdict, wordingIn('ko'), PLAIN);
    expect(korean.split('\n')[0]).toMatch(/ 확인됨$/);
    expect(korean).toContain('호출 경로');
    expect(korean).not.toContain('Call trace');
  });

  it('leaves out what is not known', () => {
    const bare = verdictText(
      {
        kind: 'unknown',
        title: 'Unknown',
        confidence: 'guess',
        sentence: 'Nothing is known.',
        findings: [],
        unchecked: [],
      },
      wordingIn('en'),
      PLAIN,
    );
    expect(bare.trimEnd().split('\n').length).toBe(2);
  });
});

describe('numbers for people', () => {
  it('are short', () => {
    expect([9.9, 252, 7384, 273906].map(duration)).toEqual(['9 s', '4 min 12 s', '02:03:04', '3 d 04:05:06']);
    expect([512, 2048, 1024 ** 3, 4.5 * 1024 ** 3].map(bytes)).toEqual([
      '512 bytes',
      '2 KB',
      '1 GB',
      '4.5 GB',
    ]);
  });
});
