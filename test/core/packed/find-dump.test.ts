import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openContainer } from '../../../src/core/container/probe.ts';
import { CorruptError, OopscopeError, UnsupportedError } from '../../../src/core/errors.ts';
import { findDump, type Folder } from '../../../src/core/packed/find-dump.ts';
import { memoryRoom } from '../../../src/core/packed/room.ts';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { joinedTexts } from '../../../src/core/textlog/joined.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { memorySource, type ByteSource } from '../../../src/core/source/source.ts';
import { buildKdump, zlibPage } from '../../build/kdump.ts';
import { buildTar, buildZip, gzipped, packedBy } from '../../build/packed.ts';
import { joined, pageOf } from '../../build/pieces.ts';
import { seededRandom } from '../../build/random.ts';
import { engine } from '../../build/zoo.ts';

const random = seededRandom(7);
/** 1.5 MB of which some repeats near and far, and some is noise. */
const stuff = new Uint8Array(1_500_000);
for (let at = 0; at < stuff.length;) {
  const length = 1 + random(5000);
  const kind = random(4);
  if (kind === 0) stuff.fill(random(256), at, at + length);
  else if (kind === 1 && at > 0) stuff.copyWithin(at, random(at), random(at) + length);
  else for (let i = at; i < Math.min(stuff.length, at + length); i++) stuff[i] = random(kind === 2 ? 256 : 7);
  at += length;
}
const kdump = joined(buildKdump({ pages: [1, 2, 3].map((pfn) => zlibPage(pfn, pageOf(pfn))) }));
const text = new TextEncoder().encode('[    0.000000] Linux version 6.1\n');

const find = (given: ByteSource | Folder, room = memoryRoom(2 ** 30)) => findDump([given], { engine, room });
const bytesOf = (source: ByteSource): Uint8Array => {
  const into = new Uint8Array(source.size);
  expect(source.read(0, into)).toBe(source.size);
  return into;
};
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const packed = (bytes: Uint8Array, name = 'vmcore.packed') => memorySource(bytes, name);

describe('packed streams', () => {
  it.each([
    'gzip -c',
    'gzip -1 -c',
    'gzip -9 -c',
    'xz -c',
    'xz -9 -c',
    'xz -0 --block-size=100000 -c',
    'xz --lzma2=lc=0,lp=2,pb=1 -c',
    'zstd -c',
    'zstd -19 -c',
    'zstd --long=27 -c',
    'zstd --single-thread --no-check -1 -c',
    'lz4 -c',
    'lz4 -9 -BD -c',
    'lz4 -l -c',
    'lz4 -B4 -BX --content-size -c',
    'bzip2 -c',
    'bzip2 -1 -c',
  ])('%s is unpacked', (command) => {
    for (const bytes of [stuff, text, new Uint8Array(400_000), new Uint8Array()]) {
      const file = packedBy(command, bytes);
      // Not installed on this machine.
      if (!file) return;
      if (bytes.length === 0) continue;
      const { sources, remarks } = find(packed(file));
      expect(same(bytesOf(sources[0]), bytes)).toBe(true);
      expect(remarks).toEqual([]);
    }
  });

  it('may follow each other', () => {
    expect(same(bytesOf(find(packed(gzipped(stuff, text))).sources[0]), Buffer.concat([stuff, text]))).toBe(
      true,
    );
    for (const command of ['xz -c', 'zstd -c', 'lz4 -c', 'bzip2 -c']) {
      const [a, b] = [stuff.subarray(0, 300_000), text].map((each) => packedBy(command, each));
      if (a && b)
        expect(
          same(
            bytesOf(find(packed(Buffer.concat([a, b]))).sources[0]),
            Buffer.concat([stuff.subarray(0, 300_000), text]),
          ),
        ).toBe(true);
    }
  });

  it('that were cut off give what can be unpacked, and say so', () => {
    for (const command of ['gzip -c', 'xz -c', 'zstd -c', 'lz4 -B4 -c', 'bzip2 -1 -c']) {
      const file = packedBy(command, stuff);
      if (!file) continue;
      const { sources, remarks } = find(packed(file.subarray(0, Math.floor(file.length * 0.8))));
      const got = bytesOf(sources[0]);
      expect(got.length, command).toBeGreaterThan(0);
      expect(same(got, stuff.subarray(0, got.length)), command).toBe(true);
      expect(render(remarks[0], 'en')).toContain('cut off');
    }
  });

  it('gzip that was cut off within a block gives all that zlib gives of it', () => {
    const log = Buffer.from(
      Array.from({ length: 2500 }, (_, i) => `[    ${i}.000000] usb 1-${i % 7}: device ${i * 7919}\n`).join(
        '',
      ),
    );
    const whole = gzipSync(log);
    // One block: what lies before a cut has no end of its own.
    for (let part = 2; part < 20; part++) {
      const bytes = whole.subarray(0, Math.floor((whole.length * part) / 20));
      const expected = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
      expect(expected.length).toBeGreaterThan(0);
      const { sources, remarks } = find(packed(bytes));
      expect(bytesOf(sources[0]).length, `${part} of 20`).toBe(expected.length);
      expect(same(bytesOf(sources[0]), expected)).toBe(true);
      expect(remarks.map(({ id }) => id)).toEqual(['packed.partly']);
    }
  });

  it('of which nothing is there say so', () => {
    const file = packed(gzipSync(text).subarray(0, 11), 'log.gz');
    expect(() => find(file)).toThrow(
      expect.objectContaining({ said: { id: 'packed.endedAtOnce', fields: { file: 'log.gz' } } }),
    );
  });

  it('that are damaged end with a sentence or with what was unpacked, and never hang', () => {
    for (const command of ['gzip -c', 'xz -c', 'zstd -c', 'lz4 -c', 'bzip2 -c']) {
      const whole = packedBy(command, stuff.subarray(0, 200_000));
      if (!whole) continue;
      for (let round = 0; round < 30; round++) {
        const bytes = whole.slice();
        for (let n = 0; n < 3; n++)
          bytes[(round < 10 ? 0 : 6) + random(round < 20 ? 60 : bytes.length - 8)] = random(256);
        try {
          find(packed(bytes), memoryRoom(4_000_000));
        } catch (error) {
          expect(error).toBeInstanceOf(OopscopeError);
        }
      }
    }
  });

  it('are refused with the command to unpack them when they are too large for the room', () => {
    expect(() => find(packed(gzipped(stuff), 'vmcore.gz'), memoryRoom(1_000_000))).toThrow(
      /larger than 1 MB.*"gunzip vmcore\.gz"/,
    );
    const tar = gzipped(buildTar([['vmcore', stuff]]));
    expect(() => find(packed(tar, 'crash.tgz'), memoryRoom(1_000_000))).toThrow('"tar xf crash.tgz"');
  });

  it('that are nothing but a head are refused', () => {
    expect(() => find(packed(Uint8Array.from([0x1f, 0x8b, 8, 0, 0])))).toThrow(CorruptError);
  });
});

describe('archives and folders', () => {
  const long = `var/crash/${'127.0.0.1-2026-11-23-00:10:27/'.repeat(5)}vmcore`;
  const files: [string, Uint8Array][] = [
    ['etc/', new Uint8Array()],
    ['etc/hosts', text],
    ['var/crash/127.0.0.1-2026-11-20/vmcore-incomplete', kdump.subarray(0, 30_000)],
    [long, kdump],
    ['var/crash/127.0.0.1-2026-11-23/vmcore-dmesg.txt', text],
  ];

  it.each([
    ['tar', () => buildTar(files)],
    ['tar.gz', () => gzipped(buildTar(files))],
    ['zip', () => buildZip(files)],
    ['zip, stored', () => buildZip(files, { stored: true })],
    ['zip of 64 bits', () => buildZip(files, { large: true })],
    ['a gz in a tar in a zip', () => buildZip([['a.tar', buildTar([['crash/vmcore.gz', gzipped(kdump)]])]])],
  ])('%s: the whole dump is found, wherever it is', (_name, build) => {
    const { sources, remarks } = find(packed(build(), 'crash'));
    expect(same(bytesOf(sources[0]), kdump)).toBe(true);
    expect(render(remarks[0], 'en')).toMatch(/vmcore.* is read$/);
  });

  it('a folder is looked through like an archive', () => {
    const folder = {
      folder: 'crash',
      members: files.map(([path, bytes]) => ({ path, source: memorySource(bytes, path) })),
    };
    expect(same(bytesOf(find(folder).sources[0]), kdump)).toBe(true);
  });

  it('without a dump the log that kdump wrote is taken, else that of the system', () => {
    const logs: [string, Uint8Array][] = [
      ['sos_commands/kernel/dmesg', text],
      ['var/log/messages', text],
      ['var/crash/1/vmcore-dmesg.txt', text],
    ];
    expect(find(packed(buildTar(logs))).sources[0].name).toBe('var/crash/1/vmcore-dmesg.txt');
    expect(find(packed(buildTar(logs.slice(0, 2)))).sources[0].name).toBe('sos_commands/kernel/dmesg');
  });

  it('records of pstore are read together, and no other folder’s', () => {
    const part = (n: number): Uint8Array =>
      new TextEncoder().encode(`Panic#1 Part${n}\n[    9.00000${9 - n}] line of part ${n}\n`);
    const records: [string, Uint8Array][] = [1, 2, 3].map((n) => [
      `pstore/7/dmesg-efi_pstore-17${n}`,
      part(n),
    ]);
    const { sources } = find(packed(buildTar([...records, ['pstore/6/dmesg-efi_pstore-160', part(9)]])));
    expect(sources.map(({ name }) => name).sort()).toEqual(records.map(([name]) => name));
    const { records: read } = readTextLog(bytesOf(joinedTexts(sources)), reportsIn)!;
    const lines = read.map((each) => each.text).join('\n');
    expect(lines.indexOf('part 3')).toBeLessThan(lines.indexOf('part 1'));
    expect(lines).toContain('part 2');
  });

  it('dumps of other crashes are named, not unpacked', () => {
    const crash = (n: number): [string, Uint8Array] => [`crash/127.0.0.1-2026-11-2${n}/vmcore`, kdump];
    const { sources, remarks } = find(packed(buildZip([1, 2, 3].map(crash)), 'crash.zip'));
    expect(sources.map(({ name }) => name)).toEqual(['crash/127.0.0.1-2026-11-23/vmcore']);
    expect(remarks.map((each) => render(each, 'en')).join()).toContain(
      'open the others by themselves: crash/127.0.0.1-2026-11-22/vmcore, crash/127.0.0.1-2026-11-21/vmcore',
    );
  });

  it('bombs end where the room does, however they are cut', () => {
    const zeros = new Uint8Array(900_000);
    const bomb: [string, Uint8Array][] = [1, 2, 3, 4, 5, 6].map((n) => [
      `crash/vmcore.${n}`,
      Buffer.concat([kdump, zeros]),
    ]);
    expect(() => find(packed(buildZip(bomb)), memoryRoom(1_000_000))).toThrow(/larger than 1 MB/);
    let nested: Uint8Array = new Uint8Array(500_000);
    for (let depth = 0; depth < 30; depth++) nested = gzipped(buildTar([['core.tar', nested]]));
    // What is packed deeper than anybody packs stays packed, and is refused as that.
    const [deep] = find(packed(nested, 'x.tgz'), memoryRoom(1_000_000)).sources;
    expect(() => openContainer(deep)).toThrow(/gzip|not a dump/);
  });

  it('names that lead out of the folder are names and nothing else', () => {
    const { sources } = find(packed(buildTar([['../../etc/cron.d/vmcore', kdump]])));
    expect(sources[0].name).toBe('../../etc/cron.d/vmcore');
    expect(same(bytesOf(sources[0]), kdump)).toBe(true);
  });

  it('with neither is refused', () => {
    expect(() => find(packed(buildTar([['etc/hosts', text]]), 'x.tar'))).toThrow(UnsupportedError);
    expect(() => find(packed(buildTar([['etc/hosts', text]]), 'x.tar'))).toThrow(
      'The only file in x.tar is neither',
    );
  });

  it('that were cut off give the members before', () => {
    const tar = buildTar([
      ['vmcore', kdump],
      ['etc/hosts', text],
    ]);
    tar[512 + Math.ceil(kdump.length / 512) * 512 + 3] ^= 1;
    const { sources, remarks } = find(packed(tar));
    expect(same(bytesOf(sources[0]), kdump)).toBe(true);
    expect(remarks.map((each) => render(each, 'en')).join()).toContain('damaged');
  });

  it('damaged anywhere end with a sentence', () => {
    for (const whole of [buildTar(files), buildZip(files), buildZip(files, { large: true })])
      for (let round = 0; round < 150; round++) {
        const bytes = whole.slice();
        const from = round % 2 === 0 ? 0 : Math.max(0, bytes.length - 700);
        for (let n = 0; n < 4; n++) bytes[from + random(Math.min(600, bytes.length - from))] = random(256);
        try {
          find(
            packed(round % 3 === 0 ? bytes.subarray(0, random(bytes.length)) : bytes),
            memoryRoom(10_000_000),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(OopscopeError);
        }
      }
  });
});
