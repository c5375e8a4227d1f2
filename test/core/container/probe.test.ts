import { describe, expect, it } from 'vitest';
import { FORMATS, openContainer } from '../../../src/core/container/probe.ts';
import { UnsupportedError } from '../../../src/core/errors.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, rawPage } from '../../build/kdump.ts';
import { buildNotes } from '../../build/notes.ts';
import { joined, pageOf } from '../../build/pieces.ts';

const files: Record<string, Uint8Array> = {
  kdump: joined(buildKdump({ pages: [rawPage(0, pageOf(0))] })),
  elf: joined(buildElf({ segments: [{ physical: 0, bytes: pageOf(0) }] })),
};

it('the core of a process is refused as one', () => {
  const notes = buildNotes([{ name: 'CORE', type: 6, desc: new Uint8Array(16) }]);
  const core = joined(buildElf({ notes, segments: [{ physical: 0, bytes: pageOf(0), virtual: 0x400000n }] }));
  expect(() => openContainer(memorySource(core, 'core.1234'))).toThrow('core of a user-space process');
});

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
    ['some text that is no dump', 'it is text, but no kernel log'],
    ['\x01\x02\x03\x04\x05\x06\x07\x08\x09', 'it begins with the bytes 01 02 03 04 05 06 07 08'],
    ['\0'.repeat(600), 'nothing but zeros'],
    ['\0'.repeat(0x8001) + 'CD001', 'a disk or file system (ISO 9660)'],
    ['PAGEDU64', 'a dump of Windows'],
    ['QFI\xfb', 'qcow2'],
    ['\0'.repeat(0x1fe) + '\x55\xaa\0\0HdrS', 'a kernel as it is booted (bzImage)'],
    ['LPKSHHRH', 'journalctl -k'],
    ['7z\xbc\xaf\x27\x1c', '"7z x FILE"'],
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
