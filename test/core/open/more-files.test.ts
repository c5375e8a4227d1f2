import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { sortFiles } from '../../../src/core/open/more-files.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildKdump, rawPage } from '../../build/kdump.ts';
import { joined, pageOf } from '../../build/pieces.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const elf = Uint8Array.from(
  { length: 64 },
  (_, i) => [0x7f, 0x45, 0x4c, 0x46, 2, 1][i] ?? (i === 16 ? 2 : 0),
);
const dump = memorySource(joined(buildKdump({ pages: [rawPage(1, pageOf(1))] })), 'vmcore');

describe('files that are given together', () => {
  it('finds the dump whatever stands first', () => {
    const given = sortFiles([memorySource(elf, 'vmlinux'), dump]);
    expect(given.dump.name).toBe('vmcore');
    expect(given.beside.map(({ kind, source }) => [kind, source.name])).toEqual([['vmlinux', 'vmlinux']]);
  });

  it('says of each other file what it is', () => {
    const { beside, logs, unused } = sortFiles([
      dump,
      memorySource(text('ffffffff81000000 T _text\n'), 'System.map'),
      memorySource(text('[    0.000000] Linux version'), 'dmesg'),
      memorySource(Uint8Array.of(0x9f, 0xeb, 1, 0), 'a.btf'),
      memorySource(new Uint8Array(), 'empty'),
    ]);
    expect(unused.map((each) => render(each, 'en').split(' is not')[0])).toEqual([
      'empty: a file of no kind that is known',
    ]);
    expect(logs.map(({ name }) => name)).toEqual(['dmesg']);
    expect(beside.map(({ kind, source }) => [kind, source.name])).toEqual([
      ['map', 'System.map'],
      ['btf', 'a.btf'],
    ]);
  });

  it('lets the first stand for the dump when there is none, so that the error speaks of it', () => {
    expect(sortFiles([memorySource(text('hello'), 'notes.txt')]).dump.name).toBe('notes.txt');
  });
});
