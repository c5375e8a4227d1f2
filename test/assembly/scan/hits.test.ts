import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineExports } from '../../../src/core/engine/exports.ts';
import { ENGINE_PATH } from '../../build/codec-room.ts';
import { seededRandom } from '../../build/random.ts';

const module = new WebAssembly.Module(readFileSync(ENGINE_PATH));
const engine = new WebAssembly.Instance(module, { host: { load: () => 0 } })
  .exports as unknown as EngineExports;
const base = engine.memory.buffer.byteLength;
engine.memory.grow(8);
const memory = new Uint8Array(engine.memory.buffer);
const view = new DataView(engine.memory.buffer);
const VALUES = base;
const OUT = base + 4096;
const ROOM = 64;

interface Hit {
  readonly offset: number;
  readonly which: number;
  readonly word: bigint;
}

/** Puts bytes flush with the end of memory, where reading past them traps. */
function place(hay: Uint8Array): number {
  memory.set(hay, memory.length - hay.length);
  return memory.length - hay.length;
}

function records(count: number): Hit[] {
  return Array.from({ length: count }, (_, i) => ({
    offset: view.getUint32(OUT + i * 16, true),
    which: view.getUint32(OUT + i * 16 + 4, true),
    word: view.getBigUint64(OUT + i * 16 + 8, true),
  }));
}

/** All hits, however often the room was full. */
function gather(length: number, call: (from: number) => number): Hit[] {
  const all: Hit[] = [];
  for (let from = 0; from < length;) {
    const count = call(from);
    expect(count).toBeLessThanOrEqual(ROOM);
    all.push(...records(count));
    const reached = engine.hitsReached();
    expect(reached).toBeGreaterThan(from);
    from = reached;
  }
  return all;
}

function wordsPlainly(hay: Uint8Array, width: number, values: readonly bigint[], ignored: bigint): Hit[] {
  const found: Hit[] = [];
  const mask = (1n << BigInt(width * 8)) - 1n;
  const all = new DataView(hay.buffer, hay.byteOffset, hay.length);
  for (let at = 0; at + width <= hay.length; at += width) {
    const word =
      width === 8
        ? all.getBigUint64(at, true)
        : BigInt(width === 4 ? all.getUint32(at, true) : all.getUint16(at, true));
    for (const [which, value] of values.entries())
      if ((word | (ignored & mask)) === ((value | ignored) & mask)) found.push({ offset: at, which, word });
  }
  return found;
}

function textPlainly(hay: Uint8Array, pageBytes: number, text: Uint8Array): Hit[] {
  const found: Hit[] = [];
  for (let at = 0; at < hay.length; at++) {
    const left = pageBytes - (at % pageBytes);
    const fits = text.subarray(0, Math.min(left, text.length)).every((byte, i) => hay[at + i] === byte);
    if (fits) found.push({ offset: at, which: left >= text.length ? 0 : 1, word: 0n });
  }
  return found;
}

describe('hits in memory that is here', () => {
  it.each([8, 4, 2])('finds every word of %i bytes that the plain twin finds', (width) => {
    const random = seededRandom(60 + width);
    let hits = 0;
    for (let round = 0; round < 1500; round++) {
      const kinds = [1, 2, 255][random(3)];
      const hay = Uint8Array.from({ length: random(600) }, () =>
        random(8) === 0 ? random(3) * kinds : 0xa5,
      );
      const values = Array.from({ length: 1 + random(4) }, () =>
        random(2) ? 0xa5a5a5a5a5a5a5a5n : BigInt(random(3) * kinds),
      );
      const ignored = [0n, 0xffn, 0xffff_0000n, 0xffff_ffff_0000_0000n, 0xffff_ffff_ffff_ffffn][random(5)];
      values.forEach((value, i) => view.setBigUint64(VALUES + i * 8, value, true));
      const at = place(hay);
      const found = gather(hay.length, (from) =>
        engine.hitWords(at, hay.length, width, VALUES, values.length, ignored, from, OUT, ROOM),
      );
      const expected = wordsPlainly(hay, width, values, ignored);
      if (JSON.stringify(found, bigints) !== JSON.stringify(expected, bigints))
        expect(found).toEqual(expected);
      hits += expected.length;
    }
    expect(hits).toBeGreaterThan(5000);
  });

  it('finds a lone word wherever it stands among many', () => {
    for (let place64 = 0; place64 < 64; place64++) {
      const hay = new Uint8Array(64 * 8);
      new DataView(hay.buffer).setBigUint64(place64 * 8, 0x1122334455667788n, true);
      view.setBigUint64(VALUES, 0x1122334455667788n, true);
      const count = engine.hitWords(place(hay), hay.length, 8, VALUES, 1, 0n, 0, OUT, ROOM);
      expect(records(count)).toEqual([{ offset: place64 * 8, which: 0, word: 0x1122334455667788n }]);
    }
  });

  it('finds texts in pages, and those that the end of a page cuts', () => {
    const random = seededRandom(70);
    let cut = 0;
    for (let round = 0; round < 1500; round++) {
      const pageBytes = 64;
      const hay = Uint8Array.from({ length: pageBytes * (1 + random(4)) }, () => 97 + random(2));
      const text = Uint8Array.from({ length: 1 + random(round % 5 === 0 ? 60 : 5) }, () => 97 + random(2));
      memory.set(text, VALUES);
      const at = place(hay);
      const found = gather(hay.length, (from) =>
        engine.hitText(at, hay.length, pageBytes, VALUES, text.length, from, OUT, ROOM),
      );
      const expected = textPlainly(hay, pageBytes, text);
      if (JSON.stringify(found, bigints) !== JSON.stringify(expected, bigints))
        expect(found).toEqual(expected);
      cut += expected.filter(({ which }) => which === 1).length;
    }
    expect(cut).toBeGreaterThan(500);
  });
});

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
