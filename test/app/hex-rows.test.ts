import { describe, expect, it } from 'vitest';
import { hexRows } from '../../src/app/parts/hex-rows.ts';

describe('rows of memory', () => {
  const bytes = new Uint8Array(32).map((_, i) => 0x41 + i);
  const part = { space: 'virtual' as const, from: 'ffff888000000ff0', bytes, notes: [] };

  it('shows bytes and text', () => {
    const [first] = hexRows({ ...part, gaps: [] }, 16);
    expect(first.address).toBe('ffff888000000ff0');
    expect(first.bytes).toBe('41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50');
    expect(first.text).toBe('ABCDEFGHIJKLMNOP');
  });
  it('says why a row is absent, and marks single absent bytes', () => {
    const rows = hexRows({ ...part, gaps: [{ from: 14, length: 18, why: 'excluded' }] }, 16);
    expect(rows[0].bytes.endsWith('4e ?? ??')).toBe(true);
    expect(rows[1]).toMatchObject({ address: 'ffff888000001000', gap: 'excluded' });
  });
  it('wraps at the end of the address space', () => {
    expect(hexRows({ ...part, from: 'fffffffffffffff0', gaps: [] }, 16)[1].address).toBe('0000000000000000');
  });
});
