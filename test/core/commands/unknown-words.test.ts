import { describe, expect, it } from 'vitest';
import { OopscopeError } from '../../../src/core/errors.ts';
import { openDump } from '../../build/zoo.ts';

/** What `line` says, answer or refusal. */
function said(line: string): string {
  let text = '';
  try {
    for (const each of session.run(line)) {
      text += `${each.text}\n`;
      if (text.length > 20_000) break;
    }
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    text += error.message;
  }
  return text;
}

const session = openDump('sample');
/** These take any words: a new name, a line of its own, what does not matter as nothing may be written, C's address of a variable. */
const ANY = new Set(['alias', 'foreach', 'repeat', 'wr', 'p']);

describe.each(session.commands.filter(({ name }) => !ANY.has(name)).map(({ name }) => name))(
  'a word that means nothing to %s',
  (name) => {
    it.each(['nosuchword', '&& sys', '|| sys', '& sys', '`id`', '$(id)', '<< end'])(
      'is named: %s',
      (words) => {
        const [first] = words.split(' ');
        expect(said(`${name} ${words}`)).toContain(first);
      },
    );
  },
);

describe('what joins commands in a shell', () => {
  it('runs nothing', () => {
    for (const line of ['ps && sys', 'log -t || sys', 'mod & sys', 'runq `id`']) {
      expect(() => [...session.run(line)]).toThrow(/is of a shell/);
    }
  });

  it('is C within an expression', () => {
    expect(said('p 1 && 2')).toContain('= 1');
    expect(said('p 0 || 0')).toContain('= 0');
  });
});

describe('words beside options that have none', () => {
  it.each(['log -t foo', 'mod -t foo', 'dev -p foo', 'net -a foo', 'runq -t foo', 'timer -r foo'])(
    '%s',
    (line) => {
      expect(() => [...session.run(line)]).toThrow('foo');
    },
  );
  it('where they mean something they do', () => {
    expect(said('runq -c 0')).toContain('CPU 0 RUNQUEUE');
    expect(said('ps 1 nosuchword')).toContain('init');
    expect(said('ps init nosuchword')).toMatch(/nosuchword[\s\S]*init/);
  });
});
