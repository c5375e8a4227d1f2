import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { CodecName } from './codec-room.ts';
import { noise, prose } from './prose.ts';
import { dumpPath, hasDump } from './zoo.ts';

/** The committed fixtures of the decoders (written by codec-fixtures.ts), and where real dumps are. */

export interface Sample {
  readonly name: string;
  readonly codec: CodecName;
  readonly stored: Uint8Array;
  readonly page: Uint8Array;
}

interface PageFixture {
  readonly pfn: number;
  readonly zstd: string;
  readonly zlib: string;
  readonly lzo: string;
  readonly snappy: string;
}
interface FrameFixture {
  readonly name: string;
  readonly of: { prose?: [number, number]; noise?: [number, number]; run?: [number, number] };
  readonly bytes: string;
}

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/codecs/${name}`, import.meta.url), 'utf8'));

/** Real pages as makedumpfile stored them, by each of its four compressors; Node's zlib says what they hold. */
export function samplePages(): Sample[] {
  const { pages } = fixture('pages.json') as { pages: PageFixture[] };
  return pages.flatMap((entry) => {
    const page = new Uint8Array(inflateSync(bytes(entry.zlib)));
    return (['zlib', 'lzo', 'snappy', 'zstd'] as const).map((codec) => ({
      name: `page ${entry.pfn}`,
      codec,
      stored: bytes(entry[codec]),
      page,
    }));
  });
}

/** Frames of the zstd command line tool, for what makedumpfile does not write. */
export function sampleFrames(): Sample[] {
  const { frames } = fixture('frames.json') as { frames: FrameFixture[] };
  return frames.map(({ name, of, bytes: stored }) => {
    let page = new Uint8Array(0);
    if (of.prose) page = new Uint8Array(prose(...of.prose));
    else if (of.noise) page = new Uint8Array(noise(...of.noise));
    else if (of.run) page = new Uint8Array(of.run[1]).fill(of.run[0]);
    return { name, codec: 'zstd', stored: bytes(stored), page };
  });
}

/** The path of a dump of the zoo, or undefined where there is no zoo; with CI set that is an error. */
export function zooDump(name: string): string | undefined {
  return hasDump(name) ? dumpPath(name) : undefined;
}
