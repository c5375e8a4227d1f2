import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../../src/core/symbols/name-index.ts';
import type { EngineExports } from '../../../src/core/engine/exports.ts';
import { ENGINE_PATH } from '../../build/codec-room.ts';
import { seededRandom } from '../../build/random.ts';

const module = new WebAssembly.Module(readFileSync(ENGINE_PATH));
const wasm = new WebAssembly.Instance(module, { host: { load: () => 0 } })
  .exports as unknown as EngineExports;
const base = wasm.memory.buffer.byteLength;
wasm.memory.grow(64);
const bytes = new Uint8Array(wasm.memory.buffer);
const words = new Uint32Array(wasm.memory.buffer);

/** Puts parts one after the other, the last of them flush with the end of memory, where reading past it traps. */
function place(...parts: Uint8Array[]): number[] {
  const sizes = parts.map(({ length }) => Math.ceil(length / 16) * 16);
  let at = base;
  return parts.map((part, i) => {
    const here = i === parts.length - 1 ? bytes.length - part.length : at;
    bytes.set(part, here);
    at += sizes[i];
    return here;
  });
}
const u32 = (values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
const wordsAt = (at: number, count: number): number[] => [...words.subarray(at / 4, at / 4 + count)];

describe('chains of names', () => {
  it('lead to all entries of one hash in their order', () => {
    const random = seededRandom(3);
    for (const [count, different] of [
      [500, 500],
      [500, 3],
      [1000, 1],
    ] as const) {
      const hashes = Array.from({ length: count }, () => (random(10) === 0 ? 0 : 1 + random(different)));
      const mask = 255;
      const next = base;
      const heads = base + count * 4;
      bytes.set(u32(hashes), next);
      bytes.fill(0, heads, heads + (mask + 1) * 4);
      wasm.chainNames(next, count, heads, mask);
      for (let slot = 0; slot <= mask; slot++) {
        const found: number[] = [];
        for (let at = wordsAt(heads + slot * 4, 1)[0]; at !== 0; at = wordsAt(next + (at - 1) * 4, 1)[0])
          found.push(at - 1);
        expect(found).toEqual(hashes.flatMap((hash, i) => (hash !== 0 && (hash & mask) === slot ? [i] : [])));
      }
    }
  });
});

/** The plain twin of indexKallsyms. */
function indexKallsyms(
  names: Uint8Array,
  count: number,
  long: boolean,
  marks: readonly number[],
  tokens: readonly string[],
): { lost: number; starts: number[]; hashes: number[] } {
  const LOST = 0xffffffff;
  const starts: number[] = [];
  const hashes: number[] = [];
  let lost = 0;
  marks.forEach((mark, block) => {
    const many = Math.min(256, count - block * 256);
    const found: { start: number; name: string }[] = [];
    let at = mark;
    while (found.length < many && at < names.length) {
      const start = at;
      let size = names[at++];
      if (long && size >= 128) size = (size & 127) + names[at++] * 128;
      if (!(at + size <= names.length)) break;
      const text = [...names.subarray(at, at + size)].map((token) => tokens[token]).join('');
      found.push({ start, name: text.slice(1, 513) });
      at += size;
    }
    const end = marks[block + 1] as number | undefined;
    const sound =
      found.length === many && (end === undefined ? at <= names.length && names.length - at < 8 : at === end);
    if (!sound) lost++;
    for (let i = 0; i < many; i++) {
      starts.push(sound ? found[i].start : LOST);
      hashes.push(sound && found[i].name !== '' ? hashText(found[i].name) : 0);
    }
  });
  return { lost, starts, hashes };
}

describe('the pass over kallsyms', () => {
  it('finds what the twin finds, damaged or not', () => {
    const random = seededRandom(11);
    let sound = 0;
    let damaged = 0;
    for (let round = 0; round < 300; round++) {
      const tokens = Array.from({ length: 256 }, () =>
        Array.from({ length: random(4) }, () => String.fromCharCode(97 + random(26))).join(''),
      );
      const starts: number[] = [];
      let table = '';
      for (const token of tokens) {
        starts.push(table.length);
        table += token + '\0';
      }
      const long = random(2) === 0;
      const count = 1 + random(900);
      const marks: number[] = [];
      const list: number[] = [];
      for (let i = 0; i < count; i++) {
        if (i % 256 === 0) marks.push(list.length);
        const size = random(50) === 0 ? 128 + random(120) : random(20);
        if (long && size >= 128) list.push((size & 127) | 128, size >> 7);
        else list.push(size);
        for (let k = 0; k < size; k++) list.push(random(256));
      }
      for (let i = random(8); i > 0; i--) list.push(0);
      if (round % 3 === 1) list[random(list.length)] ^= 1 << random(8);
      if (round % 3 === 2) marks[random(marks.length)] = random(2) ? random(list.length) : 0xfffffff0;
      const names = Uint8Array.from(list);
      const bytesOfTokens = new TextEncoder().encode(table);
      const index = new Uint8Array(Uint16Array.from(starts).buffer);
      const [marksAt, startsAt, hashesAt, indexAt, tokensAt, namesAt] = place(
        u32(marks),
        new Uint8Array(count * 4),
        new Uint8Array(count * 4),
        index,
        bytesOfTokens,
        names,
      );
      const lost = wasm.indexKallsyms(
        ...([namesAt, names.length, count, long ? 1 : 0, marksAt] as const),
        ...([tokensAt, bytesOfTokens.length, indexAt, startsAt, hashesAt] as const),
      );
      const twin = indexKallsyms(names, count, long, marks, tokens);
      expect({ lost, starts: wordsAt(startsAt, count), hashes: wordsAt(hashesAt, count) }).toEqual(twin);
      if (lost === 0) sound++;
      else damaged++;
    }
    expect(sound).toBeGreaterThan(50);
    expect(damaged).toBeGreaterThan(50);
  });

  it('places addresses of each form, and says whether they ascend', () => {
    const offsets = [0, 5, 0x7fffffff, -1, -0x80000000, 4096];
    const start = 0xffffffff81000000n;
    const forms = [
      (o: bigint) => start + BigInt.asUintN(32, o),
      (o: bigint) => (o < 0n ? start - 1n - o : o),
      (o: bigint, i: number) => start + o + 4n * BigInt(i),
    ];
    forms.forEach((form, number) => {
      const [outAt, offsetsAt] = place(
        new Uint8Array(offsets.length * 8),
        new Uint8Array(Int32Array.from(offsets).buffer),
      );
      expect(wasm.placeKallsyms(offsetsAt, offsets.length, number, start, outAt)).toBe(0);
      const found = new BigUint64Array(bytes.slice(outAt, outAt + offsets.length * 8).buffer);
      expect([...found]).toEqual(offsets.map((o, i) => BigInt.asUintN(64, form(BigInt(o), i))));
    });
    const [outAt, offsetsAt] = place(new Uint8Array(24), u32([1, 1, 2]));
    expect(wasm.placeKallsyms(offsetsAt, 3, 0, start, outAt)).toBe(1);
  });
});
