import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/core/source/source.ts';
import { openSession } from '../../src/core/session.ts';
import { engine, openDump } from '../build/zoo.ts';
import { rawSample } from '../build/raw-sample.ts';

describe('opening a dump whose parts cannot all be read', () => {
  it('still reads the log when the symbol table is damaged, and says what that costs', () => {
    const { bytes, offsetOf } = rawSample();
    const sound = openDump('sample').kernel;
    const symbol = sound.vmcoreinfo.symbol('kallsyms_num_syms') ?? 0n;
    const count = offsetOf(sound.space.translate(symbol) ?? 0);
    expect(count).toBeDefined();
    new DataView(bytes.buffer).setUint32(count ?? 0, 0xffffffff, true);
    const session = openSession([memorySource(bytes, 'damaged')], { engine });
    expect(session.summary.lacks.join()).toContain('symbols');
    const verdict = session.verdict();
    expect(verdict.log?.some((line) => line.text.includes('NULL pointer dereference'))).toBe(true);
    expect(verdict.unchecked.some(({ what }) => what.includes('symbols'))).toBe(true);
    expect([...session.run('log')].length).toBeGreaterThan(100);
  });
});
