import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKdumpPages, type StoredPage } from './kdump-pages.ts';
import { noise, prose } from './prose.ts';

/**
 * Writes test/fixtures/codecs/*.json, which are committed so that the tests need none of this:
 *
 *   npx tsx test/build/codec-fixtures.ts ZSTD_DUMP ZLIB_DUMP LZO_DUMP SNAPPY_DUMP
 *
 * The four are one dump, written by makedumpfile with -z, -c, -l and -p. Zstandard's command line tool makes the rest.
 */

/** Frame numbers of the pages kept: spread over the dump, in all four. */
const KEPT = 4;

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function pagesOf(path: string): Map<number, StoredPage> {
  return new Map([...openKdumpPages(path).pages()].map((page) => [page.pfn, page]));
}

function writePages(paths: readonly string[]): void {
  const [zstd, zlib, lzo, snappy] = paths.map(pagesOf);
  const common = [...zstd.keys()].filter((pfn) =>
    [zstd, zlib, lzo, snappy].every(
      (dump) => dump.get(pfn) !== undefined && dump.get(pfn)!.codec !== 'raw' && dump.get(pfn)!.bytes.length < 1600,
    ),
  );
  const kept = Array.from({ length: KEPT }, (_, i) => common[Math.floor(((i + 0.5) * common.length) / KEPT)]);
  const pages = kept.map((pfn) => ({
    pfn,
    zstd: base64(zstd.get(pfn)!.bytes),
    zlib: base64(zlib.get(pfn)!.bytes),
    lzo: base64(lzo.get(pfn)!.bytes),
    snappy: base64(snappy.get(pfn)!.bytes),
  }));
  save('pages.json', { pages });
}

function writeFrames(): void {
  const folder = mkdtempSync(join(tmpdir(), 'frames-'));
  const input = join(folder, 'input');
  const frame = (bytes: Uint8Array, ...options: string[]): Buffer => {
    writeFileSync(input, bytes);
    return execFileSync('zstd', ['-q', '-c', ...options, input], { maxBuffer: 1 << 24 });
  };
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  // What the tests make of `of`: [seed, size] of prose or noise, or [byte, size] of one byte repeated.
  const frames = [
    { name: 'checksum', of: { prose: [1, 5000] }, bytes: frame(prose(1, 5000), '-3') },
    { name: 'no checksum', of: { prose: [2, 5000] }, bytes: frame(prose(2, 5000), '-1', '--no-check') },
    { name: 'level 19', of: { prose: [3, 9000] }, bytes: frame(prose(3, 9000), '-19') },
    { name: 'fast 5', of: { prose: [4, 6000] }, bytes: frame(prose(4, 6000), '--fast=5') },
    { name: 'no content size', of: { prose: [5, 4096] }, bytes: frame(prose(5, 4096), '--no-content-size') },
    { name: 'stored', of: { noise: [6, 300] }, bytes: frame(noise(6, 300)) },
    { name: 'one byte', of: { run: [7, 9000] }, bytes: frame(new Uint8Array(9000).fill(7)) },
    { name: 'empty', of: { prose: [1, 0] }, bytes: frame(new Uint8Array(0)) },
    // A window of 2 KiB makes blocks of 2 KiB: tables are used again from block to block.
    { name: 'many blocks', of: { prose: [8, 20000] }, bytes: frame(prose(8, 20000), '-3', '--zstd=wlog=11') },
    { name: 'many blocks, small', of: { prose: [10, 9000] }, bytes: frame(prose(10, 9000), '-16', '--zstd=wlog=10') },
    {
      name: 'frames and skippable ones',
      of: { prose: [9, 3000] },
      bytes: Buffer.concat([
        skippable,
        frame(prose(9, 3000).subarray(0, 1000)),
        skippable,
        frame(prose(9, 3000).subarray(1000), '-10'),
        skippable,
      ]),
    },
  ];
  save('frames.json', { frames: frames.map(({ name, of, bytes }) => ({ name, of, bytes: base64(bytes) })) });
  rmSync(folder, { recursive: true });
}

function save(name: string, content: unknown): void {
  const path = new URL(`../fixtures/codecs/${name}`, import.meta.url);
  writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`);
  console.log(name, readFileSync(path).length);
}

const dumps = process.argv.slice(2);
if (dumps.length === 4) writePages(dumps);
writeFrames();
