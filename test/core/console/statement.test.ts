import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/core/errors.ts';
import { answered, statements, type Statement } from '../../../src/core/console/statement.ts';
import { openDump } from '../../build/zoo.ts';

const plain = (line: string, shell = false): Partial<Statement>[] =>
  statements(line, shell).map(({ command, into, from, shell: rest, filters }) => ({
    command,
    ...(into && { into }),
    ...(from && { from }),
    ...(rest !== undefined && { shell: rest }),
    ...(filters.length > 0 && { filters: filters.length as never }),
  }));

describe('a console line', () => {
  it('is taken apart at semicolons; comments are none', () => {
    expect(plain('ps; bt -a ;; # nothing')).toEqual([{ command: 'ps' }, { command: 'bt -a' }]);
    expect(plain('  // x')).toEqual([]);
  });

  it('knows pipes into filters, redirections and files of commands', () => {
    expect(plain(`log | grep -i oops | tail -3`)).toEqual([{ command: 'log', filters: 2 }]);
    expect(plain('ps > out; ps >>x; ps >! "a b"')).toEqual([
      { command: 'ps', into: { path: 'out', how: 'new' } },
      { command: 'ps', into: { path: 'x', how: 'append' } },
      { command: 'ps', into: { path: 'a b', how: 'replace' } },
    ]);
    expect(plain(`ps | grep '>' > out`)).toEqual([
      { command: 'ps', filters: 1, into: { path: 'out', how: 'new' } },
    ]);
    expect(plain('< commands.txt')).toEqual([{ command: '', from: 'commands.txt' }]);
  });

  it.each([
    'p init_task->comm',
    'p init_task.mm->pgd->pgd',
    'p a>b',
    'p x[a > b]',
    'p (a > b)',
    'p x >= 3',
    'p x > 3',
    'eval 1 >> 3',
    'p x > 0x10',
    'p a || b',
    'eval (1 | 2)',
    `rd "a;b|c" 'd>e'`,
    'struct task_struct.comm ffff8d2c59182100',
    `p don't`,
    'p &init_task',
    'p a & b',
    'p a && b',
    'p 2>1',
    'p 2>=x',
  ])('takes no sign of C for one of its own: %s', (line) => {
    expect(plain(line)).toEqual([{ command: line }]);
  });

  it.each([
    ['ps | nosuchprogram', /nosuchprogram/],
    ['ps | grep -Z x', /-Z/],
    ['ps |', /no command after/],
    ['| grep x', /no command before/],
    ['ps >', /no file name after >/],
    ['ps > a b', /"b" stands after/],
    ['ps > a > b', /both a and b/],
    [`ps | grep "x`, /never closed/],
    ['!date', /date/],
    ['!', /no command after "!"/],
    ['ps 2> err', /"2>" is of a shell/],
    ['ps 2>&1', /"2>" is of a shell/],
    ['ps &> err', /"&>" is of a shell/],
    ['ps &', /"&" is of a shell/],
    ['ps; log | nothing; mod', /nothing/],
  ])('is refused whole when a word is not understood: %s', (line, sentence) => {
    expect(() => statements(line, false)).toThrow(RequestError);
    expect(() => statements(line, false)).toThrow(sentence);
  });

  it('leaves to the shell what is no filter of ours, where there is one', () => {
    expect(plain('ps | grep UN | sed s/x/y/ > out', true)).toEqual([
      { command: 'ps', into: { path: 'out', how: 'new' }, filters: 1, shell: 'sed s/x/y/' },
    ]);
    expect(plain(`log | perl -ne 'print if /x|y/'`, true)).toEqual([
      { command: 'log', shell: `perl -ne 'print if /x|y/'` },
    ]);
    expect(plain('!date', true)).toEqual([{ command: '', shell: 'date' }]);
  });

  it('answers what the articles type', () => {
    const { run } = openDump('sample');
    const text = (line: string): string[] =>
      statements(line, false).flatMap((each) => [...answered(each, run)].map((one) => one.text));
    expect(text(`ps | grep '>'`)).toHaveLength(2);
    expect(text('log | tail -5')).toHaveLength(5);
    expect(text('log | grep -c EXT4')).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(text('sys | grep RELEASE; mod | wc -l')).toHaveLength(2);
    expect(text(`ps | awk '{print $1}' | sort -n | uniq | head -2`)).toHaveLength(2);
  });
});
