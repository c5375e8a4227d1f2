import { describe, expect, it } from 'vitest';
import { BtfWriter } from '../../../build/btf.ts';
import { BASE, printed } from '../../../build/printing.ts';

const INT = { signed: true };
function words(...values: bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values, (value) => BigInt.asUintN(64, value)).buffer);
}

describe('values', () => {
  it('are printed within braces, members one to a line', () => {
    const w = new BtfWriter();
    const int = w.int('int', 4, INT);
    const list = w.struct('list_head', 16, [
      { name: 'next', type: w.pointer(0), bits: 0 },
      { name: 'prev', type: w.pointer(0), bits: 64 },
    ]);
    const id = w.struct('s', 32, [
      { name: 'n', type: int, bits: 0 },
      { name: 'list', type: list, bits: 64 },
    ]);
    const text = printed(w, id, words(-1n & 0xffffffffn, 0x10n, 0n, 0n), {
      symbolize: (at) => (at === 0x10n ? 'init+8' : undefined),
    });
    expect(text).toBe('{\n  n = -1,\n  list = {\n    next = 0x10 <init+8>,\n    prev = 0x0\n  }\n}');
  });
  it('show arrays of structs as gdb does', () => {
    const w = new BtfWriter();
    const pair = w.struct('pair', 16, [
      { name: 'a', type: w.int('long int', 8, INT), bits: 0 },
      { name: 'b', type: w.int('long unsigned int', 8), bits: 64 },
    ]);
    const id = w.struct('s', 32, [{ name: 'p', type: w.array(pair, 2), bits: 0 }]);
    expect(printed(w, id, words(1n, 2n, -3n, -4n))).toBe(
      '{\n  p = {{\n      a = 1,\n      b = 2\n    }, {\n      a = -3,\n      b = 18446744073709551612\n    }}\n}',
    );
  });
  it('show numbers in hexadecimal of their own width', () => {
    const w = new BtfWriter();
    const id = w.array(w.int('int', 4, INT), 2);
    expect(printed(w, id, words(0xffffffff00000010n), { radix: 16 })).toBe('{0x10, 0xffffffff}');
  });
  it('show characters with their number, arrays of them as strings', () => {
    const w = new BtfWriter();
    const char = w.int('char', 1, INT);
    const bytes = new Uint8Array([34, 0, 104, 105, 10, 49, 1, 49, 255, 0, 0, 0]);
    const id = w.struct('s', 12, [
      { name: 'c', type: char, bits: 0 },
      { name: 't', type: w.array(char, 10), bits: 16 },
    ]);
    expect(printed(w, id, bytes)).toBe('{\n  c = 34 \'"\',\n  t = "hi\\n1\\0011\\377\\000\\000"\n}');
  });
  it('cut long arrays and strings', () => {
    const w = new BtfWriter();
    const bytes = new Uint8Array(16).fill(65);
    expect(printed(w, w.array(w.int('char', 1, INT), 16), bytes, { printMax: 4 })).toBe('"AAAA"...');
    const v = new BtfWriter();
    expect(printed(v, v.array(v.int('int', 4), 4), bytes, { printMax: 2 })).toBe(
      '{1094795585, 1094795585...}',
    );
  });
  it('show the text behind a character pointer, and say where it ends', () => {
    const w = new BtfWriter();
    const id = w.pointer(w.const(w.int('char', 1, INT)));
    const bytes = new Uint8Array(16);
    bytes.set(words(BASE + 8n));
    bytes.set([104, 105], 8);
    expect(printed(w, id, bytes)).toBe(`0x${(BASE + 8n).toString(16)} "hi"`);
    expect(printed(w, id, words(0x1000n))).toBe('0x1000 <error: Cannot access memory at address 0x1000>');
    expect(printed(w, id, words(0n))).toBe('0x0');
  });
  it('name enumerators, join flags, show bit-fields and bools', () => {
    const w = new BtfWriter();
    const flags = w.enum('f', { A: 1, B: 2, C: 12 });
    const plain = w.enum('e', { ONE: 1, FIVE: 5, NEGATIVE: -1 });
    const bool = w.int('_Bool', 1, { bool: true });
    const int = w.int('unsigned int', 4);
    const id = w.struct('s', 20, [
      { name: 'f', type: flags, bits: 0 },
      { name: 'g', type: flags, bits: 32 },
      { name: 'e', type: plain, bits: 64 },
      { name: 'low', type: int, bits: 96, width: 3 },
      { name: 'high', type: int, bits: 99, width: 5 },
      { name: 'yes', type: bool, bits: 104, width: 1 },
    ]);
    const bytes = new Uint8Array(20);
    new DataView(bytes.buffer).setUint32(0, 3, true);
    new DataView(bytes.buffer).setUint32(4, 0x25, true);
    new DataView(bytes.buffer).setInt32(8, 7, true);
    bytes[12] = 0b10110101;
    bytes[13] = 1;
    expect(printed(w, id, bytes)).toBe(
      '{\n  f = (A | B),\n  g = (A | C | unknown: 0x20),\n  e = 7,\n  low = 5,\n  high = 22,\n  yes = true\n}',
    );
  });
  it('show empty structs and flexible arrays', () => {
    const w = new BtfWriter();
    const empty = w.struct('empty', 0, []);
    const id = w.struct('s', 8, [
      { name: 'none', type: empty, bits: 0 },
      { name: 'n', type: w.int('long int', 8, INT), bits: 0 },
      { name: 'rest', type: w.array(w.int('int', 4, INT), 0), bits: 64 },
    ]);
    expect(printed(w, id, words(1n))).toBe(
      `{\n  none = {<No data fields>},\n  n = 1,\n  rest = 0x${(BASE + 8n).toString(16)}\n}`,
    );
  });
});

describe('damaged types', () => {
  it('that hold themselves are printed up to a depth and a length', () => {
    const w = new BtfWriter();
    const self = w.coming;
    const members = Array.from({ length: 8 }, (_, i) => ({ name: `m${i}`, type: self, bits: 0 }));
    const text = printed(w, w.struct('s', 8, members), words(0n));
    expect(text.split('\n').length).toBeLessThanOrEqual(200_001);
  });
});
