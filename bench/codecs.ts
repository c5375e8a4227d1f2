import { cpus } from 'node:os';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { compress as compressSnappy } from 'snappyjs';
import { ZSTDDecoder } from 'zstddec';
import { CODECS, type CodecName } from '../test/build/codec-room.ts';
import { openKdumpPages } from '../test/build/kdump-pages.ts';
import { compressLzo } from '../test/build/lzo1x.ts';
import { contenders, type Contender } from './codec-rivals.ts';
import { checkCodecs } from './codecs-check.ts';
import type { Piece } from './piece.ts';

/**
 * The page decoders beside others, on the 4 KiB pages of a real dump:
 *
 *   npx tsx bench/codecs.ts [DUMP]     times; DUMP is one of the zoo, kdump-compressed with zstd
 *   npx tsx bench/codecs.ts --check    every page of every dump, byte for byte, against other decoders
 *
 * The zstd pages are the dump's own. The others are made of its pages: zlib by Node at level 1 (as makedumpfile calls
 * it), snappy by snappyjs, LZO by test/build/lzo1x.ts; with OOPSCOPE_RECOMPRESSED naming a folder of zlib.vmcore,
 * lzo.vmcore and snappy.vmcore they are what makedumpfile wrote.
 *
 * Each contender decodes all pages once per round, in turn; the first round warms up and does not count. A time is the
 * median of five rounds, a ratio the median of the rounds' ratios. Each call gets a view of the stored bytes in a
 * JavaScript array; what it counts besides decoding stands in the table.
 */

const ROUNDS = 5;
const EVERY = 4; // of a dump's pages, which are too many for the slowest
const ZOO = fileURLToPath(new URL('../../shared/zoo/', import.meta.url));

/** What each decoder is held to, beside the named one. */
const BARS: Readonly<Record<CodecName, { beside: string; least: number }>> = {
  zlib: { beside: 'node:zlib', least: 1 },
  zstd: { beside: 'zstddec', least: 1 },
  snappy: { beside: 'snappyjs', least: 4 },
  lzo: { beside: 'lzo-wasm', least: 1.5 },
};

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

async function storedPages(dump: string): Promise<Record<CodecName, Uint8Array[]>> {
  const zstd = [...openKdumpPages(dump).pages()]
    .filter(({ codec }, i) => codec === 'zstd' && i % EVERY === 0)
    .map(({ bytes }) => bytes);
  const zstddec = new ZSTDDecoder();
  await zstddec.init();
  const pages = zstd.map((stored) => zstddec.decode(stored, 4096));
  const folder = process.env.OOPSCOPE_RECOMPRESSED;
  const made = (codec: CodecName, compress: (page: Uint8Array) => Uint8Array): Uint8Array[] => {
    const path = folder === undefined ? '' : join(folder, `${codec}.vmcore`);
    if (!existsSync(path)) return pages.map(compress);
    return [...openKdumpPages(path).pages()]
      .filter((page, i) => page.codec === codec && i % EVERY === 0)
      .map(({ bytes }) => bytes);
  };
  return {
    zstd,
    zlib: made('zlib', (page) => deflateSync(page, { level: 1 })),
    snappy: made('snappy', compressSnappy),
    lzo: made('lzo', compressLzo),
  };
}

/** Microseconds per page, one row per contender and one column per round. */
function measure(all: readonly Contender[], stored: readonly Uint8Array[]): number[][] {
  const times: number[][] = all.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    all.forEach((contender, i) => {
      const started = performance.now();
      for (const bytes of stored) contender.decode(bytes, 4096);
      if (round > 0) times[i].push(((performance.now() - started) * 1000) / stored.length);
    });
  }
  return times;
}

/** Prints the table; false when a bar was missed. */
export async function benchCodecs(dump = `${ZOO}6.1-null_pointer.vmcore`): Promise<boolean> {
  if (!existsSync(dump)) {
    console.log(`codecs: skipped, there is no dump at ${dump}`);
    return true;
  }
  const all = await contenders();
  const stored = await storedPages(dump);
  const [cpu] = cpus();
  console.log(`codecs: ${cpu.model}, ${cpus().length} cores, node ${process.version}`);
  console.log(`pages of ${dump.replace(/^.*\//, '')}, 4096 bytes each; medians of ${ROUNDS}\n`);
  let reached = true;
  for (const codec of CODECS) {
    const bytes = stored[codec].reduce((sum, page) => sum + page.length, 0);
    console.log(
      `${codec}: ${stored[codec].length} pages, ${Math.round(bytes / stored[codec].length)} bytes stored each`,
    );
    const times = measure(all[codec], stored[codec]);
    all[codec].forEach(({ name, counts }, i) => {
      const time = median(times[i]);
      const ratio = median(times[i].map((value, round) => value / times[0][round]));
      const bar = BARS[codec];
      let verdict = '';
      if (name === bar.beside) {
        verdict = ratio >= bar.least ? `  (asked: ${bar.least})` : `  MISSED (asked: ${bar.least})`;
        reached &&= ratio >= bar.least;
      }
      console.log(
        `  ${name.padEnd(10)} ${time.toFixed(2).padStart(7)} us/page ${(4096 / time).toFixed(0).padStart(6)} MB/s` +
          `  ours is ${ratio.toFixed(2).padStart(5)}x as fast${verdict}   [${counts}]`,
      );
    });
  }
  return reached;
}

export const piece: Piece = {
  id: 'codecs',
  about: 'The page decoders',
  run: () => benchCodecs(),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [argument] = process.argv.slice(2);
  const dumps = existsSync(ZOO) ? readdirSync(ZOO).filter((name) => name.endsWith('.vmcore')) : [];
  const good =
    argument === '--check'
      ? await checkCodecs(
          dumps.map((name) => join(ZOO, name)),
          process.env.OOPSCOPE_RECOMPRESSED,
        )
      : await benchCodecs(argument);
  process.exitCode = good ? 0 : 1;
}
