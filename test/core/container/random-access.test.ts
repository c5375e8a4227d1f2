import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualModules } from '../../../scripts/vite/virtual.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, rawPage, zlibPage } from '../../build/kdump.ts';
import { pageOf, writeSparse, type Pieces } from '../../build/pieces.ts';
import { seededRandom } from '../../build/random.ts';

/** The bound of the whole project for dumps of any size. */
const MEGABYTES = 300;
const GB = 1024 ** 3;
const folder = mkdtempSync(join(tmpdir(), 'oopscope-sparse-'));

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [virtualModules()],
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('../../build/read-random.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'read-random.mjs' } },
    },
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(name: string, pieces: Pieces): { endPfn: number; present: number; megabytes: number } {
  const path = join(folder, name);
  writeSparse(path, pieces);
  const done = spawnSync(process.execPath, [join(folder, 'read-random.mjs'), path], { encoding: 'utf8' });
  expect(done.stderr).toBe('');
  return JSON.parse(done.stdout) as { endPfn: number; present: number; megabytes: number };
}

/** The frames that the program asks for. */
function askedFor(endPfn: number): number[] {
  const random = seededRandom(1);
  return [0, endPfn - 1, ...Array.from({ length: 1000 }, () => random(endPfn))];
}

describe('memory taken while reading anywhere', () => {
  it(`stays below ${MEGABYTES} MB on a kdump of a machine with 1 TB`, () => {
    const endPfn = (1024 * GB) / 4096;
    const frames = [...new Set(askedFor(endPfn))];
    const pages = frames.map((pfn, i) => (i % 2 ? zlibPage : rawPage)(pfn, pageOf(pfn)));
    const found = read('terabyte.vmcore', buildKdump({ pages, maxMapnr: endPfn }));
    expect(found).toMatchObject({ endPfn, present: 1002 });
    expect(found.megabytes).toBeLessThan(MEGABYTES);
  });

  it(`stays below ${MEGABYTES} MB on a sparse ELF core of 64 GB`, () => {
    const segments = [
      { physical: 0, stored: 3 * GB },
      { physical: 4 * GB, stored: 61 * GB },
    ];
    const endPfn = (65 * GB) / 4096;
    const found = read('sparse.elf', buildElf({ segments }));
    const holes = askedFor(endPfn).filter((pfn) => pfn >= (3 * GB) / 4096 && pfn < (4 * GB) / 4096).length;
    expect(found).toMatchObject({ endPfn, present: 1002 - holes });
    expect(found.megabytes).toBeLessThan(MEGABYTES);
  });
});
