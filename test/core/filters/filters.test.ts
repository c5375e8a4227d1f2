import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/core/errors.ts';
import { filterNamed, filters } from '../../../src/core/filters/index.ts';
import { shellWords } from '../../../src/core/console/statement.ts';
import { textOf } from '../../build/zoo.ts';

/** The filters against the programs whose names they have, on what a real dump answers. */
const ps = textOf('sample', 'ps');
const log = textOf('sample', 'log');
const mod = textOf('sample', 'mod');

function ours(line: string, text: string): string {
  const [name, ...words] = shellWords(line);
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .map((each) => ({ text: each }));
  const through = filterNamed(name)?.prepare(words, name);
  return [...(through?.(lines) ?? [])].map((each) => each.text + '\n').join('');
}

function theirs(line: string, text: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', line], {
      input: text,
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8', PATH: process.env.PATH },
    });
  } catch (error) {
    // grep answers 1 where it finds nothing.
    const { status, stdout } = error as { status: number; stdout: string };
    if (status === 1) return stdout;
    throw error;
  }
}

describe.skipIf(process.platform === 'win32')('filters do what the programs of their names do', () => {
  it.each([
    [`grep '>'`, ps],
    [`grep -c UN`, ps],
    [`grep -v IN`, ps],
    [`grep -iw 'BUG'`, log],
    [`grep -n -A 3 -B 2 RIP`, log],
    [`grep -C1 'Call Trace'`, log],
    [`grep -2 'BUG:'`, log],
    [`grep -m 3 EXT4`, log],
    [`grep -o 'cpu[0-9]*' `, log],
    [`grep -oi 'cpu *[0-9]'`, log],
    [`grep -E 'RIP|CR2'`, log],
    [`grep 'RIP\\|CR2'`, log],
    [`egrep '^.{14} +(RAX|RDX)'`, log],
    [`grep 'a+'`, log],
    [`grep -F '[#1]'`, log],
    [`grep '[[:digit:]]\\{10\\}'`, log],
    [`grep '\\[[^]]*\\]'`, log],
    [`grep -x 'nothing'`, log],
    [`grep -e RIP -e CR2`, log],
    [`grep '*'`, log],
    ['head', ps],
    ['head -3', ps],
    ['head -n 0', ps],
    ['tail', log],
    ['tail -n 2', log],
    ['tail -5', log],
    ['tail -n +80', ps],
    ['wc -l', log],
    ['wc -w', log],
    ['wc -c', log],
    ['sort', mod],
    ['sort -r', mod],
    ['sort -k 2', mod],
    ['sort -n', ps],
    ['sort -nrk4', mod],
    ['sort -u', ps],
    ['uniq', ps],
    ['uniq -c', `a\na\nb\na\n`],
    ['uniq -d', `a\na\nb\nB\n`],
    ['uniq -iu', `a\na\nb\nB\nc\n`],
    ['cut -c 1-10,20', ps],
    [`cut -d ' ' -f 2-`, log],
    [`cut -s -d : -f 1`, log],
    [`awk '{print $1}'`, ps],
    [`awk '{print $1, $NF}'`, ps],
    [`awk '/lab/ { print NR ": " $2 }'`, ps],
    [`awk -F: '{print $2}'`, log],
    [`awk '{ print NF; }'`, mod],
    [`awk '/RIP/'`, log],
    [`awk 'NR==2'`, ps],
    [`awk 'NR > 1 && NR <= 4 {print $1}'`, ps],
    [`awk '$5 == "RU" || $5=="UN"'`, ps],
    [`awk '$7 > 1000 && !/lab/ {print $NF ": " $7}'`, ps],
    [`awk '$NF ~ /^\\[k/ {print $(NF-1) "{" NR "}"}'`, ps],
    [`awk '$5 !~ "I[ND]"'`, ps],
    [`awk '($1 < 10 || $1 > 150) && $1 != 0'`, ps],
    [`awk '{s+=$7} END {print s}'`, ps],
    [`awk '$5=="IN" {n++} END {print n}'`, ps],
    [`awk '{ sum += $6; } END { print sum; }'`, ps],
  ])('%s', (line, text) => {
    expect(ours(line, text)).toBe(theirs(line, text));
  });
});

describe('filters refuse what they do not understand, by name', () => {
  it.each([
    ['grep', /no pattern/],
    ['grep -Z x', /option -Z/],
    ['grep x file', /"file"/],
    ['grep -A x y', /-A needs a number; "x"/],
    ['grep -E "("', /regular expression/],
    ['head -n', /-n needs a value/],
    ['head file', /"file"/],
    ['sort -k x', /-k needs a number/],
    ['cut -f x', /"x" is not a list/],
    ['cut', /is not a list/],
    [`awk '{ system("x") }'`, /system/],
    [`awk 'BEGIN { print 1 }'`, /BEGIN/],
    [`awk '$1 = 2'`, /= 2/],
    [`awk '{ s += $1 } END { print t }'`, /"t"/],
    [`awk '(NR == 1'`, /awk/],
    ['wc -z', /option -z/],
    ['cat file', /"file"/],
  ])('%s', (line, sentence) => {
    expect(() => ours(line, 'x\n')).toThrow(RequestError);
    expect(() => ours(line, 'x\n')).toThrow(sentence);
  });
});

describe('filters', () => {
  it('keep links and rows of the lines they keep, moved where something is put before them', () => {
    const lines = [{ text: 'x 12', links: [{ start: 2, end: 4, ref: 'pid:12' }], row: { pid: 12 } }];
    expect([...filterNamed('grep')!.prepare(['12'], 'grep')(lines)]).toEqual(lines);
    expect([...filterNamed('grep')!.prepare(['-n', '12'], 'grep')(lines)]).toEqual([
      { text: '1:x 12', links: [{ start: 4, end: 6, ref: 'pid:12' }], row: { pid: 12 } },
    ]);
  });

  it('are lazy: head ends what would not end by itself', () => {
    let given = 0;
    function* endless(): Generator<{ text: string }> {
      for (;;) yield { text: String(given++) };
    }
    expect([...filterNamed('head')!.prepare(['-3'], 'head')(endless())].length).toBe(3);
    expect(given).toBe(3);
  });

  it('are listed', () => {
    expect(filters.map(({ name }) => name)).toEqual([
      'awk',
      'cut',
      'grep',
      'head',
      'less',
      'sort',
      'tail',
      'uniq',
      'wc',
    ]);
  });
});
