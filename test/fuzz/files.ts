import { readFileSync } from 'node:fs';
import { spoken } from '../../src/core/catalogue/message.ts';
import { openLogOrDump } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { flattened } from '../build/flattened.ts';
import { FOREIGN, imageOf, VARIANTS, type ByteFile, type MemoryImage } from '../build/memory-image.ts';
import { buildTar, buildZip, gzipped, packedBy } from '../build/packed.ts';
import { seededRandom } from '../build/random.ts';
import { dumpPath, engine, textOf } from '../build/zoo.ts';
import { wrong, type Below, type Width } from './damage.ts';
import { Trial } from './trial.ts';

/**
 * Files of every form that is known, damaged: each container of a small memory, each packed stream and archive, and those
 * within each other. What opens is asked; what does not has to say why.
 */
export class FileDamage {
  private readonly files: readonly (readonly [form: string, files: readonly ByteFile[]])[];

  constructor() {
    const whole = imageOf(memorySource(readFileSync(dumpPath('sample')), 'sample'));
    // A few pages in several runs, moved to low frames: what is damaged is the container, and each trial is short.
    const some = whole.pages.filter((_, i) => i % 97 < 4).slice(0, 300);
    const vmcoreinfo =
      'OSRELEASE=6.1.0\nPAGESIZE=4096\nSYMBOL(_stext)=ffffffff81000000\nCRASHTIME=1764100000\n';
    const small: MemoryImage = {
      ...whole,
      vmcoreinfo,
      pages: some.map(([, page], i) => [i + 7 * Math.floor(i / 50), page]),
    };
    const containers = [
      ...Object.entries(VARIANTS).map(([form, build]) => [form, build(small)] as const),
      ...Object.entries(FOREIGN).map(
        ([form, build]) => [form, [{ name: form, bytes: build(small) }]] as const,
      ),
    ];
    const dump = VARIANTS['kdump zlib'](small)[0].bytes;
    const log = new TextEncoder().encode(textOf('sample', 'log'));
    const members = [
      ['var/crash/1/vmcore', dump],
      ['var/crash/1/vmcore-dmesg.txt', log],
    ] as const;
    const packed: (readonly [string, Uint8Array])[] = [
      ['gzip', gzipped(dump.subarray(0, 50_000), dump.subarray(50_000))],
      ['gzip of a log', gzipped(log)],
      ['tar', buildTar(members)],
      ['tar.gz', gzipped(buildTar(members))],
      ['zip', buildZip(members)],
      ['zip64', buildZip(members, { large: true })],
      ['zip, stored', buildZip(members, { stored: true })],
      ['flattened in a tar', buildTar([['vmcore.flat', flattened(dump)]])],
      ...['xz', 'zstd', 'lz4', 'bzip2'].flatMap((program): (readonly [string, Uint8Array])[] => {
        const bytes = packedBy(`${program} -c`, dump);
        return bytes ? [[program, bytes]] : [];
      }),
    ];
    this.files = [...containers, ...packed.map(([form, bytes]) => [form, [{ name: form, bytes }]] as const)];
  }

  get forms(): readonly string[] {
    return this.files.map(([form]) => form);
  }

  failures(seed: number): { readonly form: string; readonly fell: readonly string[] } {
    const below = seededRandom(seed * 2654435761);
    below(7);
    const [form, files] = this.files[below(this.files.length)];
    const which = below(files.length);
    const sources = files.map(({ name, bytes }, i) =>
      memorySource(i === which ? damaged(bytes, below) : bytes, name),
    );
    const trial = new Trial();
    trial.tolerate('opening', () => {
      const session = openLogOrDump(sources, { engine, cacheBytes: 1 << 20 });
      trial.tolerate('verdict', () => {
        const verdict = session.verdict();
        spoken(verdict, 'ko');
        if (verdict.kind === 'live' && verdict.confidence === 'proven')
          trial.fell.push('a crash is said to be none, as proven');
      });
      for (const line of ['sys', 'log', 'ps', 'rd -p 0 64', 'kmem -f', 'vtop 0'])
        trial.drain(line, () => session.run(line));
    });
    return { form, fell: trial.end() };
  }
}

/** Words of the head, of the tail, of the places where something begins, or bytes anywhere; lost, doubled or left-out pieces. */
function damaged(whole: Uint8Array, below: Below): Uint8Array {
  let bytes = whole.slice();
  for (let i = below(4); i >= 0; i--) {
    const width = ([1, 2, 4, 8] as Width[])[below(4)];
    const at = [
      () => below(Math.min(bytes.length, 512)),
      () => below(Math.min(bytes.length, 8192)) & ~7,
      () => bytes.length - 1 - below(Math.min(bytes.length, 1024)),
      () => (below(Math.ceil(bytes.length / 4096)) * 4096 + below(64)) & ~3,
      () => below(bytes.length),
    ][below(5)]();
    wrong(bytes, at, width, below);
  }
  if (below(5) === 0) {
    const at = below(bytes.length);
    const length = below(Math.min(bytes.length - at, 9000));
    const piece = bytes.subarray(at, at + length);
    const ways = [
      () => bytes.slice(0, at),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
      () => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]),
      () => bytes.fill(0, at, at + length),
    ];
    bytes = new Uint8Array(ways[below(ways.length)]());
  }
  return bytes;
}
