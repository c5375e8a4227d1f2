import { plainEngine } from '../../build/engine.ts';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../../src/core/types/btf.ts';
import { declaration, memberLines } from '../../../src/core/types/declare.ts';
import { isStruct } from '../../../src/core/types/model.ts';
import { BtfWriter } from '../../build/btf.ts';

function typed(make: (writer: BtfWriter) => number): Btf & { asked: number } {
  const writer = new BtfWriter();
  const asked = make(writer);
  return Object.assign(new Btf(writer.bytes(), plainEngine()), { asked });
}
function declared(make: (writer: BtfWriter) => number, name = 'x'): string {
  const btf = typed(make);
  return declaration(btf.type(btf.asked), name);
}
function members(make: (writer: BtfWriter) => number): string[] {
  const btf = typed(make);
  const type = btf.type(btf.asked);
  return isStruct(type) ? memberLines(type).map((line) => '  '.repeat(line.indent) + line.text) : [];
}

describe('a declaration', () => {
  it("spells C's integers as gdb does", () => {
    expect(declared((w) => w.int('long unsigned int', 8))).toBe('unsigned long x');
    expect(declared((w) => w.int('short int', 2, { signed: true }))).toBe('short x');
    expect(declared((w) => w.int('_Bool', 1, { bool: true }))).toBe('_Bool x');
  });
  it('puts stars, brackets and parentheses where C has them', () => {
    expect(declared((w) => w.pointer(w.pointer(w.int('char', 1, { signed: true }))))).toBe('char **x');
    expect(declared((w) => w.array(w.array(w.int('int', 4, { signed: true }), 3), 2))).toBe('int x[2][3]');
    expect(declared((w) => w.array(w.pointer(w.int('int', 4, { signed: true })), 4))).toBe('int *x[4]');
    expect(declared((w) => w.pointer(w.array(w.int('int', 4, { signed: true }), 4)))).toBe('int (*x)[4]');
    expect(declared((w) => w.array(w.int('int', 4, { signed: true }), 0))).toBe('int x[]');
  });
  it('tells a constant pointer from a pointer to what is constant', () => {
    expect(declared((w) => w.pointer(w.const(w.int('char', 1, { signed: true }))))).toBe('const char *x');
    expect(declared((w) => w.const(w.pointer(w.int('char', 1, { signed: true }))))).toBe('char * const x');
  });
  it('writes functions with the types of their parameters', () => {
    const make = (w: BtfWriter): number => {
      const int = w.int('int', 4, { signed: true });
      return w.pointer(w.proto(int, [w.pointer(0), int]));
    };
    expect(declared(make)).toBe('int (*x)(void *, int)');
    expect(declared(make, '')).toBe('int (*)(void *, int)');
    expect(declared((w) => w.pointer(w.proto(0, [])))).toBe('void (*x)(void)');
  });
  it('ends for types that refer to themselves', () => {
    const writer = new BtfWriter();
    const self = writer.pointer(writer.coming);
    expect(declaration(new Btf(writer.bytes(), plainEngine()).type(self), 'x').length).toBeLessThan(200);
    expect(declared((w) => w.typedef('loop', w.coming))).toBe('loop x');
  });
});

describe('the members of a struct', () => {
  it('are written out where they are anonymous, with bit-fields and their places', () => {
    const lines = members((w) => {
      const int = w.int('int', 4, { signed: true });
      const inner = w.struct(
        '',
        8,
        [
          { name: 'b', type: int, bits: 0 },
          { name: 'c', type: int, bits: 32 },
        ],
        'union',
      );
      return w.struct('s', 16, [
        { name: 'a', type: int, bits: 0, width: 3 },
        { name: '', type: inner, bits: 32 },
        { name: 'named', type: inner, bits: 64 },
      ]);
    });
    expect(lines).toEqual([
      '  int a : 3;',
      '  union {',
      '    int b;',
      '    int c;',
      '  };',
      '  union {',
      '    int b;',
      '    int c;',
      '  } named;',
    ]);
  });
  it('are shortened within named ones of a named one', () => {
    const lines = members((w) => {
      const int = w.int('int', 4, { signed: true });
      const deepest = w.struct('', 4, [{ name: 'c', type: int, bits: 0 }]);
      const inner = w.struct('', 4, [{ name: 'b', type: deepest, bits: 0 }]);
      return w.struct('s', 4, [{ name: 'a', type: inner, bits: 0 }]);
    });
    expect(lines).toEqual(['  struct {', '    struct {...} b;', '  } a;']);
  });
  it('end for structs that hold themselves', () => {
    const lines = members((w) => {
      const self = w.coming;
      return w.struct('', 8, [
        { name: '', type: self, bits: 0 },
        { name: '', type: self, bits: 0 },
      ]);
    });
    expect(lines.length).toBeLessThan(100_000);
  });
});
