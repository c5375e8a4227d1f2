import { describe, expect, it } from 'vitest';
import { splitLine } from '../../src/cli/command-line.ts';

describe('a line of commands', () => {
  it('is taken apart at semicolons', () => {
    expect(splitLine('ps; bt -a ;; # nothing')).toEqual([{ command: 'ps' }, { command: 'bt -a' }]);
  });

  it('knows pipes, files and shell commands', () => {
    expect(splitLine('log | grep -i oops | tail -3')).toEqual([
      { command: 'log', pipe: 'grep -i oops | tail -3' },
    ]);
    expect(splitLine('ps > a b; ps >>x')).toEqual([
      { command: 'ps', file: { path: 'a b', append: false } },
      { command: 'ps', file: { path: 'x', append: true } },
    ]);
    expect(splitLine('!date')).toEqual([{ command: '', pipe: 'date' }]);
  });

  it('leaves alone what stands in quotes and parentheses', () => {
    expect(splitLine('eval (1 | 2) > x')).toEqual([
      { command: 'eval (1 | 2)', file: { path: 'x', append: false } },
    ]);
    expect(splitLine(`rd "a;b|c" 'd>e'`)).toEqual([{ command: `rd "a;b|c" 'd>e'` }]);
    expect(splitLine(`log | awk '{ print; }'`)).toEqual([{ command: 'log', pipe: `awk '{ print; }'` }]);
  });

  it('does not take the arrow of C for a redirection', () => {
    expect(splitLine('p init_task->comm')).toEqual([{ command: 'p init_task->comm' }]);
    expect(splitLine('p init_task.mm->pgd > out')).toEqual([
      { command: 'p init_task.mm->pgd', file: { path: 'out', append: false } },
    ]);
    expect(splitLine('p x[a>b]')).toEqual([{ command: 'p x[a>b]' }]);
  });

  it('takes a lone quote and brackets that never close as text', () => {
    expect(splitLine(`p don't; ps`)).toEqual([{ command: `p don't` }, { command: 'ps' }]);
    expect(splitLine(')(')).toEqual([{ command: ')(' }]);
  });
});
