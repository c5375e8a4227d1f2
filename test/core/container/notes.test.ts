import { describe, expect, it } from 'vitest';
import { parseNotes } from '../../../src/core/container/notes.ts';
import { buildNotes } from '../../build/notes.ts';

describe('ELF notes', () => {
  it('are read one after the other, whatever their padding', () => {
    const planned = ['A', 'CORE', 'VMCOREINFO', ''].map((name, i) => ({
      name,
      type: i + 1,
      desc: new Uint8Array(i * 3).fill(i),
    }));
    expect(parseNotes(buildNotes(planned))).toEqual(planned);
  });

  it('end where a size makes no sense', () => {
    const bytes = buildNotes([
      { name: 'A', type: 1, desc: new Uint8Array(4) },
      { name: 'B', type: 2, desc: new Uint8Array(4) },
    ]);
    new DataView(bytes.buffer).setUint32(20 + 4, 0xffffffff, true);
    expect(parseNotes(bytes).map((note) => note.name)).toEqual(['A']);
    expect(parseNotes(new Uint8Array(11))).toEqual([]);
    expect(parseNotes(new Uint8Array(4096))).toEqual([]);
  });
});
