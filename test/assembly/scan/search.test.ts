import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineExports } from '../../../src/core/engine/exports.ts';
import { ENGINE_PATH } from '../../build/codec-room.ts';
import { seededRandom } from '../../build/random.ts';

/** The plain twin of assembly/scan/search.ts. */
function findBytes(hay: Uint8Array, needle: Uint8Array, from: number): number {
  if (needle.length === 0) return -1;
  for (let at = from; at + needle.length <= hay.length; at++) {
    if (needle.every((byte, i) => hay[at + i] === byte)) return at;
  }
  return -1;
}

const module = new WebAssembly.Module(readFileSync(ENGINE_PATH));
const engine = new WebAssembly.Instance(module, { host: { load: () => 0 } })
  .exports as unknown as EngineExports;
const needleAt = engine.memory.buffer.byteLength;
engine.memory.grow(2);
const memory = new Uint8Array(engine.memory.buffer);
/** Puts bytes flush with the end of memory, where reading past them traps. */
function place(hay: Uint8Array): number {
  memory.set(hay, memory.length - hay.length);
  return memory.length - hay.length;
}

describe('search', () => {
  it('finds bytes where the twin does', () => {
    const random = seededRandom(51);
    let found = 0;
    for (let round = 0; round < 3000; round++) {
      // Few different bytes, so that much nearly fits.
      const kinds = 1 + random(3);
      const hay = Uint8Array.from({ length: random(200) }, () => random(kinds));
      const needle = Uint8Array.from({ length: random(round % 3 === 0 ? 40 : 6) }, () => random(kinds));
      const from = random(hay.length + 2);
      memory.set(needle, needleAt);
      const expected = findBytes(hay, needle, from);
      expect(engine.findBytes(place(hay), hay.length, needleAt, needle.length, from)).toBe(expected);
      if (expected >= 0) found++;
    }
    expect(found).toBeGreaterThan(500);
  });

  it('finds nothing in nothing, from before or behind', () => {
    const at = place(new Uint8Array(16));
    expect(engine.findBytes(at, 0, needleAt, 1, 0)).toBe(-1);
    expect(engine.findBytes(at, 16, needleAt, 1, -1)).toBe(-1);
    expect(engine.findBytes(at, 16, needleAt, 17, 0)).toBe(-1);
  });
});
