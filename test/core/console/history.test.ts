import { describe, expect, it } from 'vitest';
import { afterBar } from '../../../src/core/console/after-bar.ts';
import { asksHistory, historyLines, recalled } from '../../../src/core/console/history.ts';
import { statements } from '../../../src/core/console/statement.ts';
import { RequestError } from '../../../src/core/errors.ts';
import { openDump } from '../../build/zoo.ts';

const typed = ['ps -k', 'bt -a', 'ps', 'log | tail -3'];

describe('a line that asks for one of before', () => {
  it.each([
    ['!!', 'log | tail -3'],
    ['r', 'log | tail -3'],
    ['  r  ', 'log | tail -3'],
    ['!2', 'bt -a'],
    ['r 2', 'bt -a'],
    ['r ps', 'ps'],
    ['r b', 'bt -a'],
    ['!! | wc -l', 'log | tail -3 | wc -l'],
    ['!3 | head', 'ps | head'],
  ])('%s is %s', (line, meant) => expect(recalled(line, typed)).toBe(meant));

  it.each(['rd jiffies', 'runq', 'repeat -1 ps', '!ls -l', '!2to3 x', 'ps', 'p r', 'h', ''])(
    '%s is what it is',
    (line) => expect(recalled(line, typed)).toBeUndefined(),
  );

  it.each(['!9', 'r 9', 'r vm'])('%s is refused where there is none', (line) =>
    expect(() => recalled(line, typed)).toThrow(RequestError),
  );
  it('is refused before anything was typed', () => expect(() => recalled('!!', [])).toThrow(RequestError));
});

describe('the list of what was typed', () => {
  it('is asked for by h and history, alone or before a bar', () => {
    for (const line of ['h', ' history ', 'h | grep ps', 'ps; h', 'h > typed.txt'])
      expect(asksHistory(line), line).toBe(true);
    for (const line of ['help', 'p h', 'hex', 'ps | h', 'h x']) expect(asksHistory(line), line).toBe(false);
  });

  it('has numbers and links that run them, and goes through filters', () => {
    const [first] = historyLines(typed);
    expect(first.text).toBe('[1] ps -k');
    expect(first.text.slice(first.links?.[0].start, first.links?.[0].end)).toBe('ps -k');
    const [statement] = statements('h | grep ps', false);
    const through = statement.filters.reduce<Iterable<{ text: string }>>(
      (lines, filter) => filter(lines as never),
      historyLines(typed),
    );
    expect([...through].map(({ text }) => text)).toEqual(['[1] ps -k', '[3] ps']);
  });
});

describe('Tab', () => {
  it('offers filters after a bar, with their usage', () => {
    const offered = afterBar('ps | gr');
    expect(offered).toMatchObject({ from: 5, words: ['grep'] });
    expect(offered?.usages?.[0]).toContain('PATTERN');
    expect(afterBar('log |')?.words).toContain('tail');
    expect(afterBar('log | grep x')?.words).toEqual([]);
    expect(afterBar('log | wc -l; p')).toBeUndefined();
    expect(afterBar('ps')).toBeUndefined();
  });

  it('never offers what is only there to be refused', () => {
    const session = openDump('sample');
    expect(session.complete('kmem -').words).toContain('-p');
    for (const [line, word] of [
      ['kmem -', '-c'],
      ['kmem -', '-L'],
      ['rd -', '-r'],
      ['w', 'wr'],
      ['ex', 'extend'],
    ])
      expect(session.complete(line).words, line).not.toContain(word);
    // Its manual is there to be read.
    expect(session.complete('help w').words).toContain('wr');
    // Whatever says that it is refused is marked so.
    for (const { name, summary, refused, options } of session.commands) {
      expect(/^refused/.test(summary.en), name).toBe(refused === true);
      for (const option of options)
        expect(/\brefused\b/.test(option.about.en), `${name} ${option.flag}`).toBe(option.refused === true);
    }
  });

  it('offers a type where a command wants one, and what else is called so where it does not', () => {
    const session = openDump('sample');
    expect(session.complete('struct task_st').words).toEqual(['task_struct']);
    expect(session.complete('struct -o task_st').words).toEqual(['task_struct']);
    expect(session.complete('* task_st').words).toEqual(['task_struct']);
    expect(session.complete('struct task_struct init_tas').words).toContain('init_task');
    expect(session.complete('whatis task_st').words).toContain('task_statm');
    // A name that only a variable has.
    expect(session.complete('struct init_tas').words).toContain('init_task');
  });
});
