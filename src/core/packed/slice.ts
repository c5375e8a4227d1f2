import { readPast, type ByteSource } from '../source/source.ts';

/** `length` bytes of `source` from `at` on, as a file; shorter where the source ends before. */
export function slice(source: ByteSource, name: string, at: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, source.size - at));
  const within = (offset: number, into: Uint8Array): Uint8Array =>
    into.subarray(0, Math.max(0, Math.min(into.length, size - offset)));
  return {
    name,
    size,
    origin: source.origin && { ...source.origin, name, at: source.origin.at + at, size },
    read: (offset, into) => source.read(at + offset, within(offset, into)),
    readPast: (offset, into) => readPast(source, at + offset, within(offset, into)),
  };
}
