import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/core/commands/index.ts';
import type { InLanguages } from '../../../src/core/rows/thing.ts';
import { openDump } from '../../build/zoo.ts';

const HANGUL = /[\uac00-\ud7a3]/;

describe('the help of every command', () => {
  it.each(commands.map((command) => [command.name, command] as const))('%s', (_, command) => {
    const said: InLanguages[] = [
      command.summary,
      ...(command.description ? [command.description] : []),
      ...command.options.map((option) => option.about),
      ...command.examples.map(([, about]) => about),
    ];
    for (const { en, ko } of said) {
      expect(en).toMatch(/\S/);
      expect(en).not.toMatch(HANGUL);
      // What an example prints is the same in both.
      if (ko !== en) expect(ko).toMatch(HANGUL);
      expect(`${en}${ko}`).not.toMatch(/undefined|\[object/);
    }
  });

  it('is in the language of the session', () => {
    const session = openDump('sample');
    const read = (line: string): string => [...session.run(line)].map(({ text }) => text).join('\n');
    session.context.language = 'ko';
    try {
      expect(read('help')).toContain('태스크와 스택:');
      expect(read('help bt')).toContain('bt - 태스크의 스택(함수 호출 순서)');
      expect(() => read('rd')).toThrow('rd: say where');
    } finally {
      session.context.language = 'en';
    }
    expect(read('help bt')).toContain('bt - the stack of a task: which function called which');
  });
});
