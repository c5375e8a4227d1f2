import { describe, expect, it } from 'vitest';
import { FORMATS, openContainer } from '../../../src/core/container/probe.ts';
import { UnsupportedError } from '../../../src/core/errors.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, rawPage } from '../../build/kdump.ts';
import { joined, pageOf } from '../../build/pieces.ts';

const files: Record<string, Uint8Array> = {
  kdump: joined(buildKdump({ pages: [rawPage(0, pageOf(0))] })),
  elf: joined(buildElf({ segments: [{ physical: 0, bytes: pageOf(0) }] })),
};

describe('what a file is', () => {
  it.each(Object.keys(files))('%s: told by content, by one format only, whatever the name', (id) => {
    const source = memorySource(files[id], 'holiday.jpg');
    expect(FORMATS.filter((format) => format.probe(source)).map((format) => format.id)).toEqual([id]);
    expect(openContainer(source).pages.endPfn).toBeGreaterThan(0);
  });

  it.each([
    ['', 'it is empty'],
    ['\x1f\x8b\x08 and more', 'it is gzip-compressed'],
    ['\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x01\0\x3e\0', 'it is an ELF file, but not a core of memory'],
    ['some text that is no dump', 'it begins with the bytes 73 6f 6d 65 20 74 65 78'],
  ])('%j: says what it is instead and what can be read', (text, sentence) => {
    const open = () =>
      openContainer(
        memorySource(
          Uint8Array.from(text, (c) => c.charCodeAt(0)),
          'vmcore',
        ),
      );
    expect(open).toThrow(UnsupportedError);
    expect(open).toThrow(sentence);
    expect(open).toThrow(/kdump-compressed/);
  });
});
