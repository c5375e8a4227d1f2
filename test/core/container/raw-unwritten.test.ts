import { expect, it } from 'vitest';
import { openRaw } from '../../../src/core/container/raw.ts';
import type { ByteSource } from '../../../src/core/source/source.ts';

/** A file of `size` bytes that holds `bytes` at `at` and zeros everywhere else; counts what is read. */
function sparse(size: number, at: number, bytes: Uint8Array): ByteSource & { read: number } {
  const source = {
    name: 'ram',
    size,
    count: 0,
    read(offset: number, into: Uint8Array): number {
      const had = Math.max(0, Math.min(into.length, size - offset));
      source.count += had;
      into.fill(0);
      const from = Math.max(at, offset);
      const to = Math.min(at + bytes.length, offset + had);
      if (from < to) into.set(bytes.subarray(from - at, to - at), from - offset);
      return had;
    },
  };
  return source as never;
}
const banner = new TextEncoder().encode('Linux version 6.1.0-50-amd64 (somebody@somewhere) (gcc)');
const nothing = new Uint8Array();
const none = (): void => undefined;

it('a file of zeros of any length is not read through', () => {
  const file = sparse(2 ** 42, 0, nothing);
  expect(openRaw(file, [], none)).toBeUndefined();
  expect((file as never as { count: number }).count).toBeLessThan(512 * 1024 * 1024);
});

it('one in which a kernel’s image lies behind much that is empty is', () => {
  const image = new Uint8Array(17 * 1024 * 1024).fill(0x90);
  image.set(banner, 5000);
  const found = openRaw(sparse(2 ** 30 + 1, 200 * 1024 * 1024, image), [], none);
  expect(found?.format).toBe('raw memory');
});

it('a short one is looked through whole, however little is in it', () => {
  expect(openRaw(sparse(2 ** 26, 2 ** 25 + 5000, banner), [], none)?.format).toBe('raw memory');
});
