import { describe, expect, it } from 'vitest';
import { CorruptError } from '../../../src/core/errors.ts';
import { Btf, type BtfBase } from '../../../src/core/types/btf.ts';
import { DistilledBase } from '../../../src/core/types/distilled.ts';
import { bare, sizeOf, type Type } from '../../../src/core/types/model.ts';
import { Types } from '../../../src/core/types/types.ts';
import { BtfWriter } from '../../build/btf.ts';
import { plainEngine } from '../../build/engine.ts';

const HEADER = 24;
const open = (bytes: Uint8Array, base?: BtfBase): Btf => new Btf(bytes, plainEngine(), base);

/** A section with a type of each kind, by name. */
function everyKind(): { bytes: Uint8Array; ids: Record<string, number>; writer: BtfWriter } {
  const w = new BtfWriter();
  const int = w.int('int', 4, { signed: true });
  const char = w.int('char', 1, { signed: true, char: true });
  const bool = w.int('_Bool', 1, { bool: true });
  const double = w.float('double', 8);
  const node = w.coming;
  w.struct('node', 16, [
    { name: 'next', type: node + 1, bits: 0 },
    { name: 'flag', type: int, bits: 64, width: 3 },
    { name: '', type: node + 2, bits: 96, width: 0 },
  ]);
  const pointer = w.pointer(node);
  w.struct(
    '',
    4,
    [
      { name: 'number', type: int, bits: 0 },
      { name: 'text', type: node + 3, bits: 0 },
    ],
    'union',
  );
  const array = w.array(char, 4);
  const shared = w.volatile(int);
  const tagged = w.typeTag('user', w.const(w.restrict(pointer)));
  const state = w.enum('state', { IDLE: 0, BUSY: 1, BROKEN: -1 });
  const wide = w.enum64('wide', { LOW: 1n, HIGH: 1n << 40n, UNDER: -2n });
  const later = w.forward('later', 'union');
  const alias = w.typedef('node_t', node);
  const proto = w.proto(bool, [pointer, int]);
  const func = w.func('is_busy', proto);
  const variable = w.variable('counter', shared, false);
  w.declTag('kept', variable);
  const section = w.section('.data..percpu', [{ type: variable, offset: 0x40, size: 4 }]);
  const ids = {
    int,
    double,
    node,
    array,
    shared,
    tagged,
    state,
    wide,
    later,
    alias,
    func,
    variable,
    section,
  };
  return { bytes: w.bytes(), ids, writer: w };
}

describe('BTF', () => {
  const { bytes, ids } = everyKind();
  const btf = open(bytes);

  it('has each kind of type', () => {
    const kind = (id: number): string => btf.type(id).kind;
    expect(btf.find('int', 'int')).toMatchObject({ size: 4, signed: true, char: false, bool: false });
    expect(btf.find('int', '_Bool')).toMatchObject({ size: 1, bool: true });
    expect(btf.find('float', 'double')).toEqual({ kind: 'float', name: 'double', size: 8 });
    expect(kind(ids.shared)).toBe('volatile');
    expect(sizeOf(btf.type(ids.array))).toBe(4);
    const tagged = btf.type(ids.tagged);
    expect(tagged.kind).toBe('const');
    expect(bare(tagged)).toMatchObject({ kind: 'pointer', size: 8 });
    expect(btf.type(ids.later)).toEqual({ kind: 'forward', name: 'later', of: 'union' });
    expect(btf.find('typedef', 'node_t')).toMatchObject({ kind: 'typedef', name: 'node_t' });
    expect(btf.find('func', 'is_busy')).toMatchObject({ kind: 'function', variadic: false });
    expect(btf.find('var', 'counter')).toBe(btf.type(ids.shared));
    expect(btf.type(ids.section)).toEqual({ kind: 'void' });
    expect(btf.unread).toBe(0);
  });

  it('has members, bit-fields and what is anonymous', () => {
    const types = new Types(btf);
    const node = types.struct('node');
    if (!node) throw new Error('there is no struct node');
    expect(node.members.map(({ name, bitOffset, bitSize }) => [name, bitOffset, bitSize])).toEqual([
      ['next', 0, undefined],
      ['flag', 64, 3],
      ['', 96, undefined],
    ]);
    expect(types.member(node, 'text')?.bitOffset).toBe(96);
    expect(types.offsetOf('node', 'number')).toBe(12);
    // Types lead to each other, and each is made once.
    const next = bare(node.members[0].type);
    expect(next.kind === 'pointer' && next.target).toBe(node);
  });

  it('has enumerators of 32 and 64 bits', () => {
    const types = new Types(btf);
    expect(types.enumeration('state')?.values).toEqual([
      { name: 'IDLE', value: 0n },
      { name: 'BUSY', value: 1n },
      { name: 'BROKEN', value: -1n },
    ]);
    expect(types.enumeration('state')?.signed).toBe(true);
    expect(types.enumerator('wide', 'HIGH')).toBe(1n << 40n);
    expect(types.enumerator('wide', 'UNDER')).toBe(-2n);
  });

  it('has variables of sections', () => {
    expect([...btf.variables()]).toEqual([
      { name: 'counter', type: btf.type(ids.shared), offset: 0x40, size: 4, global: false },
    ]);
  });

  it('lists what has a name, and what has none when asked', () => {
    const named = (nameless: boolean): string[] =>
      [...btf.named(['struct', 'union', 'enum'], nameless)].map(({ kind, name }) => `${kind} ${name}`);
    expect(named(false)).toEqual(['struct node', 'enum state', 'enum wide']);
    expect(named(true)).toEqual(['struct node', 'union ', 'enum state', 'enum wide']);
  });

  it('knows no other kind or name', () => {
    expect(btf.find('union', 'node')).toBeUndefined();
    expect(btf.find('struct', 'nod')).toBeUndefined();
    expect(btf.find('struct', '')).toBeUndefined();
    for (const id of [0, -1, 10_000]) expect(btf.type(id)).toEqual({ kind: 'void' });
  });
});

describe('a module’s BTF', () => {
  it('goes on where its base ends, with names of both', () => {
    const base = everyKind();
    const below = open(base.bytes);
    const w = new BtfWriter(base.writer);
    w.struct('mine', 16, [{ name: 'next', type: base.ids.node, bits: 0 }]);
    // The module has a struct of its own under a name that stands among the base's strings.
    w.struct('later', 8, [{ name: 'only', type: base.ids.int, bits: 0 }]);
    const module = open(w.bytes(), below);
    expect(module.startId).toBe(below.endId);
    expect(module.find('struct', 'mine')).toMatchObject({ size: 16, members: [{ name: 'next' }] });
    expect(module.find('struct', 'later')).toMatchObject({ name: 'later', size: 8 });
    expect(module.find('struct', 'node')).toBeUndefined();
    const types = new Types(below);
    let asked = 0;
    types.later(() => {
      asked++;
      return [module];
    });
    expect(types.struct('node')?.members[0].name).toBe('next');
    expect(asked).toBe(0);
    const mine = types.struct('mine');
    expect(asked).toBe(1);
    expect(mine?.members[0].type).toBe(types.struct('node'));
    expect([...types.all(['struct'])].map(({ name }) => name)).toEqual(['node', 'mine', 'later']);
  });
});

describe('kinds after ENUM64', () => {
  /** A struct, then a record of `kind`, then another struct. */
  const around = (kind: number, count: number, words: readonly number[]): BtfWriter => {
    const w = new BtfWriter();
    const int = w.int('int', 4, { signed: true });
    w.struct('before', 4, [{ name: 'a', type: int, bits: 0 }]);
    w.other(kind, count, words);
    w.struct('after', 4, [{ name: 'b', type: int, bits: 0 }]);
    return w;
  };
  const LAST = 40;
  const layout = (kind: number, fixed: number, each: number): [number, number][] =>
    Array.from({ length: LAST }, (_, i) => (i === kind ? [fixed, each] : [0, 0]));

  it.each([
    // A register and an offset from it, places of two parameters, two inlined sites (include/uapi/linux/btf.h of bpf-next).
    [20, 2, [0x38, 5, 0x10]],
    [21, 2, [3, 0]],
    [22, 2, [1, 2, 0x40, 1, 2, 0x80]],
  ])('%i costs nothing but itself', (kind, count, words) => {
    const btf = open(around(kind, count, words).bytes());
    expect([btf.unread, btf.endId]).toEqual([0, 5]);
    expect(btf.type(3)).toEqual({ kind: 'void' });
    expect(new Types(btf).struct('after')?.members[0].name).toBe('b');
  });

  it('of other sizes, and unknown ones, are passed over where the section says their sizes', () => {
    // Kind 20 as it was proposed first: 8 bytes, whatever the count.
    for (const [kind, count, words, fixed, each] of [
      [20, 0, [0x00010005, 0x10], 8, 0],
      [37, 3, [1, 2, 3, 4, 5, 6, 7], 4, 8],
    ] as const) {
      const btf = open(around(kind, count, words).bytes(layout(kind, fixed, each)));
      expect([btf.unread, btf.endId], `${kind}`).toEqual([0, 5]);
      expect(btf.find('struct', 'after')).toBeDefined();
    }
  });

  it('of which nothing says the size end the section, which is told', () => {
    const btf = open(around(37, 1, [1, 2]).bytes());
    expect(btf.find('struct', 'before')).toBeDefined();
    expect(btf.unread).toBeGreaterThan(0);
  });

  it('are read with a header of any length', () => {
    const bytes = around(22, 1, [1, 2, 3]).bytes(layout(22, 0, 12));
    const longer = new Uint8Array(bytes.length + 16);
    longer.set(bytes.subarray(0, 32));
    longer.set(bytes.subarray(32), 48);
    new DataView(longer.buffer).setUint32(4, 48, true);
    expect(open(longer).find('struct', 'after')).toBeDefined();
  });
});

describe('a module that was built apart from its kernel', () => {
  it("has vmlinux's types where its distilled base has names only", () => {
    const vmlinux = new BtfWriter();
    const long = vmlinux.int('long', 8, { signed: true });
    vmlinux.typedef('padding', long);
    const node = vmlinux.struct('node', 16, [
      { name: 'next', type: vmlinux.coming + 1, bits: 0 },
      { name: 'value', type: long, bits: 64 },
    ]);
    vmlinux.pointer(node);
    vmlinux.struct('other', 8, [{ name: 'inside', type: long, bits: 0 }]);

    const base = new BtfWriter();
    const [there, changed] = [base.struct('node', 16, []), base.struct('other', 24, [])];
    const lost = base.forward('unknown', 'struct');
    const module = new BtfWriter(base);
    module.struct('mine', 48, [
      { name: 'node', type: there, bits: 0 },
      { name: 'other', type: changed, bits: 128 },
      { name: 'lost', type: module.coming + 1, bits: 320 },
    ]);
    module.pointer(lost);

    const whole = open(vmlinux.bytes());
    const distilled = new DistilledBase(open(base.bytes()), whole);
    const types = new Types(open(module.bytes(), distilled));
    const mine = types.struct('mine');
    const [own, other, gone] = (mine?.members ?? []).map(({ type }) => bare(type));
    expect(own).toBe(whole.find('struct', 'node'));
    expect(types.offsetOf('mine', 'node.value')).toBe(8);
    // Of another size it is another type.
    expect(other).toMatchObject({ name: 'other', size: 24, members: [] });
    expect(gone.kind === 'pointer' && gone.target).toMatchObject({ kind: 'forward', name: 'unknown' });
  });
});

describe('damaged BTF', () => {
  const sound = everyKind();
  const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer);
  /** The sound section with one change. */
  const damaged = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const bytes = sound.bytes.slice();
    change(bytes);
    return bytes;
  };

  it('of which the header is no header is refused', () => {
    expect(() => open(new Uint8Array(10))).toThrow(CorruptError);
    expect(() => open(damaged((b) => (b[0] ^= 1)))).toThrow(CorruptError);
    for (const at of [4, 8, 12, 16, 20])
      expect(() => open(damaged((b) => view(b).setUint32(at, 0xfffffff0, true)))).toThrow(CorruptError);
  });

  it('has the types before a record of no kind, and says that there are others', () => {
    // The fourth type, float double, after three ints of 16 bytes.
    const btf = open(damaged((b) => view(b).setUint32(HEADER + 48 + 4, 0x7f000000, true)));
    expect(btf.endId).toBe(4);
    expect(btf.unread).toBe(view(sound.bytes).getUint32(12, true) - 48);
    expect(btf.find('int', '_Bool')).toMatchObject({ size: 1 });
    expect(btf.find('struct', 'node')).toBeUndefined();
  });

  it('with a count that reaches past its end stops there', () => {
    const btf = open(damaged((b) => view(b).setUint32(HEADER + 60 + 4, 0x04ffffff, true)));
    expect(btf.endId).toBe(5);
    expect(btf.find('float', 'double')).toBeDefined();
  });

  it('in one name costs that one', () => {
    const btf = open(damaged((b) => view(b).setUint32(HEADER, 0xfffffff0, true)));
    expect(btf.type(1)).toMatchObject({ kind: 'int', name: '', size: 4 });
    expect(btf.find('int', 'int')).toBeUndefined();
    expect(btf.find('int', 'char')).toBeDefined();
    expect(new Types(btf).struct('node')?.members[1].name).toBe('flag');
  });

  it('that leads into itself ends', () => {
    const w = new BtfWriter();
    const self = w.coming;
    w.typedef('self', self);
    const tag = w.coming;
    w.typeTag('round', tag);
    w.struct('box', 8, [{ name: '', type: w.coming, bits: 0 }]);
    const types = new Types(open(w.bytes()));
    expect(bare(types.find('typedef', 'self') as Type)).toEqual({ kind: 'void' });
    const box = types.struct('box');
    expect(box && types.member(box, 'nothing')).toBeUndefined();
    expect(open(w.bytes()).type(tag)).toEqual({ kind: 'void' });
  });

  it('answers or refuses, whatever word of it is wrong', () => {
    for (let at = 0; at + 4 <= sound.bytes.length; at += 4)
      for (const word of [0, 1, 0x7fffffff, 0xffffffff, 0x04000010]) {
        let btf;
        try {
          btf = open(damaged((b) => view(b).setUint32(at, word, true)));
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptError);
          continue;
        }
        for (const { type } of btf.named(['struct', 'union', 'enum', 'typedef', 'func', 'var'], true)) {
          const made = bare(type());
          expect(sizeOf(made)).toBeGreaterThanOrEqual(0);
        }
        expect([...btf.variables()].length).toBeLessThan(10);
      }
  });

  it('with very many types of one name is indexed one step a type', () => {
    const w = new BtfWriter();
    for (let i = 0; i < 20_000; i++) w.int('same', 4);
    const btf = open(w.bytes());
    expect(btf.find('int', 'same')).toBe(btf.type(1));
    expect(btf.find('struct', 'same')).toBeUndefined();
  });
});
