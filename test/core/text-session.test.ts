import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { findDump } from '../../src/core/packed/find-dump.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { openText } from '../../src/core/text-session.ts';
import { engine } from '../build/zoo.ts';

const QUIET = Array.from({ length: 3000 }, (_, i) => `[    ${i}.000000] usb 1-${i % 7}: device ${i * 7919}`);

it('a whole log in which nothing happened: likely', () => {
  const session = openText(memorySource(Buffer.from(QUIET.join('\n')), 'log'));
  expect(session?.verdict()).toMatchObject({ kind: 'nothing', confidence: 'likely' });
  expect(session?.verdict().unchecked.map(({ what }) => what)).not.toContainEqual(
    expect.objectContaining({ id: 'packed.partly' }),
  );
});

it('of a log whose end is lost, that nothing happened is a guess, and the verdict says what is missing', () => {
  const bytes = gzipSync(QUIET.join('\n'));
  const { sources, remarks } = findDump([memorySource(bytes.subarray(0, bytes.length / 2), 'log.gz')], {
    engine,
  });
  const verdict = openText(sources[0], remarks)?.verdict();
  expect(verdict).toMatchObject({ kind: 'nothing', confidence: 'guess' });
  expect(verdict?.unchecked.map(({ what }) => what)).toContainEqual(remarks[0]);
});

it('records that are missing between those that are here are said, and nothing is sure of them', () => {
  const kept = QUIET.map((line, i) => `6,${i},${i}000000,-;${line.slice(line.indexOf(']') + 2)}`);
  const verdict = openText(
    memorySource(Buffer.from([...kept.slice(0, 40), ...kept.slice(90)].join('\n')), 'kmsg'),
  )?.verdict();
  expect(verdict).toMatchObject({ kind: 'nothing', confidence: 'guess' });
  expect(verdict?.unchecked.map(({ what }) => what)).toContainEqual(
    expect.objectContaining({ id: 'textlog.numbersMissing' }),
  );
});

const opened = (text: string) => openText(memorySource(Buffer.from(text), 'text'));

it.each([
  ['a document with quotes', '# Oddities\n\n> It said what it meant.\n> Twice.\n\nAnd went on.\n'],
  [
    'a document with tables',
    '| Kernel | Tried on |\n| --- | --- |\n| 6.1 | a real dump |\n| 7.2 | another |\n',
  ],
  ['a numbered list', '1: to begin with\n2: to go on\n3: to end\n'],
  [
    'a program’s log',
    '2026-11-26 14:36:25 startup archives unpack\n2026-11-26 14:36:26 status installed libc6\n',
  ],
  [
    'the log of other programs than the kernel',
    'Nov 26 14:36:25 box sshd[812]: Accepted publickey for alice\nNov 26 14:36:26 box cron[44]: job done\n',
  ],
])('%s is no log of a kernel in which nothing happened', (_, text) => {
  expect(opened(text)).toBeUndefined();
});

it.each([
  ['quoted', '> usb 1-1: new high-speed USB device\n> usb 1-1: New USB device found\n'],
  ['by a syslog', 'Nov 26 14:36:25 box kernel: something quiet\nNov 26 14:36:26 box cron[44]: job done\n'],
  ['with the kernel’s own clock', '[    1.000000] something quiet\n[    2.000000] something else\n'],
])('lines that only a kernel writes are one: %s', (_, text) => {
  expect(opened(text)?.verdict().kind).toBe('nothing');
});
