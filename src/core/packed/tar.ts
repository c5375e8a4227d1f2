import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { slice } from './slice.ts';
import type { Archive, Member } from './packing.ts';

/**
 * tar archives (POSIX.1-2017 pax interchange format; GNU tar's manual, "Basic Tar Format" and "Storing Sparse Files"): blocks of
 * 512 bytes. Long names come from pax headers and from GNU's members of type L; sparse members are passed over.
 */
const BLOCK = 512;
const MAX_MEMBERS = 1_000_000;
const MAX_NAME = 65536;

export const archive: Archive = {
  id: 'tar',
  probe(source) {
    const head = readBytes(source, 0, BLOCK);
    return head !== undefined && head[0] !== 0 && checked(head);
  },
  *members(source) {
    let longName: string | undefined;
    let longSize: number | undefined;
    let at = 0;
    for (let n = 0; n < MAX_MEMBERS; n++) {
      const head = readBytes(source, at, BLOCK);
      if (!head || head[0] === 0) return;
      if (!checked(head))
        throw new CorruptError(say.corrupt({ file: source.name, packing: 'tar', offset: at }));
      const kind = String.fromCharCode(head[156]);
      const size = longSize ?? number(head.subarray(124, 136));
      const data = at + BLOCK;
      at = data + Math.ceil(size / BLOCK) * BLOCK;
      if (kind === 'L') longName = text(readBytes(source, data, Math.min(size, MAX_NAME)) ?? head);
      else if (kind === 'x') {
        const said = pax(readBytes(source, data, Math.min(size, MAX_NAME)));
        longName = said.get('path');
        longSize = said.has('size') ? Number(said.get('size')) : undefined;
        if (longSize !== undefined && !(longSize >= 0 && longSize < 2 ** 52)) longSize = undefined;
      } else if (kind !== 'g' && kind !== 'K') {
        if (kind === '0' || kind === '\0' || kind === '7')
          yield member(source, longName ?? name(head), data, size);
        longName = longSize = undefined;
      }
    }
  },
};

function member(source: ByteSource, path: string, at: number, size: number): Member {
  return { path, source: slice(source, path, at, size) };
}

/** Whether the sum of the header's bytes is what it says, its own field counted as blanks. */
function checked(head: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : head[i];
  return sum === number(head.subarray(148, 156));
}

/** Octal digits, or GNU's binary numbers with the highest bit set. */
function number(field: Uint8Array): number {
  if (field[0] & 0x80) return field.subarray(1).reduce((value, byte) => value * 256 + byte, field[0] & 0x7f);
  const digits = /^[ \0]*([0-7]+)/.exec(String.fromCharCode(...field));
  return digits ? parseInt(digits[1], 8) : 0;
}

function name(head: Uint8Array): string {
  const own = text(head.subarray(0, 100));
  const prefix = String.fromCharCode(...head.subarray(257, 262)) === 'ustar' && head[262] === 0;
  const before = prefix ? text(head.subarray(345, 500)) : '';
  return before === '' ? own : `${before}/${own}`;
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Records "LENGTH KEY=VALUE\n". */
function pax(bytes: Uint8Array | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes ?? new Uint8Array()).split('\n')) {
    const parts = /^\d+ ([^=]+)=(.*)$/s.exec(line);
    if (parts) found.set(parts[1], parts[2]);
  }
  return found;
}
