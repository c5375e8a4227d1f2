import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../../src/core/symbols/name-index.ts';
import type { EngineExports } from '../../../src/core/engine/exports.ts';
import { ENGINE_PATH } from '../../build/codec-room.ts';
import { seededRandom } from '../../build/random.ts';

const KINDS = 128;
const UNKNOWN = 0xffffffff;
type Layout = readonly { fixed: number; each: number; wanted: boolean }[];

/** The plain twin of assembly/scan/btf.ts. */
function indexBtf(
  types: Uint8Array,
  layout: Layout,
  strings: Uint8Array,
  stringBase: number,
  room: number,
): { records: number[]; hashes: number[] } {
  const view = new DataView(types.buffer, types.byteOffset, types.length);
  const records: number[] = [];
  const hashes: number[] = [];
  for (let at = 0; records.length < room && at + 12 <= types.length;) {
    const info = view.getUint32(at + 4, true);
    const { fixed, each, wanted } = layout[(info >>> 24) & 127];
    const size = 12 + fixed + each * (info & 0xffffff);
    if (fixed === UNKNOWN || at + size > types.length) break;
    const name = view.getUint32(at, true) - stringBase;
    let text = '';
    if (wanted && name >= 0)
      for (let i = name; i < strings.length && strings[i] !== 0 && text.length < 512; i++)
        text += String.fromCharCode(strings[i]);
    records.push(at);
    hashes.push(text === '' ? 0 : hashText(text));
    at += size;
  }
  return { records, hashes };
}

const module = new WebAssembly.Module(readFileSync(ENGINE_PATH));
const wasm = new WebAssembly.Instance(module, { host: { load: () => 0 } })
  .exports as unknown as EngineExports;
const base = wasm.memory.buffer.byteLength;
wasm.memory.grow(4);
const bytes = new Uint8Array(wasm.memory.buffer);
const words = new Uint32Array(wasm.memory.buffer);

describe('the pass over BTF', () => {
  it('finds the records and names that the twin finds, damaged or not', () => {
    const random = seededRandom(29);
    let whole = 0;
    let cut = 0;
    for (let round = 0; round < 400; round++) {
      const layout = Array.from({ length: KINDS }, (_, kind) => ({
        fixed: kind < 20 ? random(4) * 4 : UNKNOWN,
        each: random(4) * 4,
        wanted: random(2) === 0,
      }));
      const strings = Uint8Array.from({ length: 1 + random(3000) }, () =>
        random(round % 2 ? 2000 : 9) === 0 ? 0 : 97 + random(26),
      );
      const stringBase = random(2) * 1000;
      const list: number[] = [];
      for (let i = random(60); i >= 0; i--) {
        const kind = random(20);
        const count = random(5);
        list.push(stringBase + random(strings.length + 20), ((kind << 24) | count) >>> 0, random(100));
        const { fixed, each } = layout[kind];
        for (let k = (fixed + each * count) / 4; k > 0; k--) list.push(random(0x7fffffff));
      }
      if (round % 3 === 0) list[random(list.length)] = random(2) ? 0xffffffff : random(0x7fffffff);
      const types = new Uint8Array(Uint32Array.from(list).buffer);
      const room = round % 7 === 0 ? 5 : 64;
      // Types flush with the end of memory, where reading past them traps.
      const typesAt = bytes.length - types.length;
      bytes.set(types, typesAt);
      layout.forEach(({ fixed, each, wanted }, kind) => {
        words.set([fixed, each], base / 4 + kind * 2);
        bytes[base + KINDS * 8 + kind] = wanted ? 1 : 0;
      });
      const recordsAt = base + KINDS * 9;
      const hashesAt = recordsAt + 256;
      const stringsAt = hashesAt + 256;
      bytes.set(strings, stringsAt);
      const count = wasm.indexBtf(
        ...([typesAt, types.length, base, stringsAt, strings.length, stringBase] as const),
        ...([recordsAt, hashesAt, room] as const),
      );
      const found = (at: number): number[] => [...words.subarray(at / 4, at / 4 + count)];
      const twin = indexBtf(types, layout, strings, stringBase, room);
      expect({ records: found(recordsAt), hashes: found(hashesAt) }).toEqual(twin);
      const last = twin.records.length === 0 ? 0 : twin.records[twin.records.length - 1];
      if (types.length - last > 100) cut++;
      else whole++;
    }
    expect(whole).toBeGreaterThan(50);
    expect(cut).toBeGreaterThan(50);
  });
});
