import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { compress as compressSnappy, uncompress as uncompressSnappy } from 'snappyjs';
import { ZSTDDecoder } from 'zstddec';
import { CodecRoom, type CodecName } from '../test/build/codec-room.ts';
import { openKdumpPages, type StoredPage } from '../test/build/kdump-pages.ts';
import { compressLzo } from '../test/build/lzo1x.ts';

/**
 * Every page of every dump, byte for byte: as it is stored, against another decoder, and again as each other codec
 * stores it. Pages that makedumpfile recompressed are compared with the raw copy of the dump that was made with them
 * (raw.vmcore). Prints a line per dump; false when a page differed.
 */
export async function checkCodecs(dumps: readonly string[], recompressed?: string): Promise<boolean> {
  const room = new CodecRoom();
  const zstddec = new ZSTDDecoder();
  await zstddec.init();
  let differing = 0;

  const compare = (what: string, codec: CodecName, stored: Uint8Array, page: Uint8Array): void => {
    const written = room.decode(codec, stored, page.length);
    if (written === page.length && Buffer.compare(room.page(written), page) === 0) return;
    differing++;
    if (differing <= 20) console.log(`${what}: ${codec} differs (${written})`);
  };
  const original = ({ codec, bytes, pfn }: StoredPage, pageSize: number): Uint8Array => {
    if (codec === 'zstd') return zstddec.decode(bytes, pageSize);
    if (codec === 'zlib') return inflateSync(bytes);
    if (codec === 'snappy') return uncompressSnappy(bytes);
    if (codec === 'raw') return bytes;
    throw new Error(`Page ${pfn} is LZO, which nothing else here decodes.`);
  };

  for (const dump of dumps) {
    const { pages, pageSize } = openKdumpPages(dump);
    let count = 0;
    for (const stored of pages()) {
      const page = original(stored, pageSize);
      const what = `${dump}, page ${stored.pfn}`;
      if (stored.codec !== 'raw') compare(what, stored.codec, stored.bytes, page);
      for (const level of [1, 6]) compare(what, 'zlib', deflateSync(page, { level }), page);
      compare(what, 'snappy', compressSnappy(page), page);
      compare(what, 'lzo', compressLzo(page), page);
      count++;
    }
    console.log(`${dump}: ${count} pages of ${pageSize} bytes, as stored and as zlib, snappy, lzo`);
  }

  const raw = recompressed === undefined ? '' : join(recompressed, 'raw.vmcore');
  if (existsSync(raw)) {
    const truth = new Map([...openKdumpPages(raw).pages()].map(({ pfn, bytes }) => [pfn, bytes]));
    for (const codec of ['zlib', 'lzo', 'snappy'] as const) {
      const path = join(recompressed!, `${codec}.vmcore`);
      if (!existsSync(path)) continue;
      let count = 0;
      for (const stored of openKdumpPages(path).pages()) {
        const page = truth.get(stored.pfn);
        if (stored.codec !== codec || page === undefined) continue;
        compare(`${path}, page ${stored.pfn}`, codec, stored.bytes, page);
        count++;
      }
      console.log(`${path}: ${count} pages by makedumpfile`);
    }
  }
  console.log(differing === 0 ? 'no page differs' : `${differing} pages differ`);
  return differing === 0;
}
