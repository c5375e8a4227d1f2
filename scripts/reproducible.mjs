#!/usr/bin/env node
/**
 * `npm run reproducible`: builds what git has at HEAD twice, in two folders of different names, and compares the files.
 * Prints their SHA-256; ends with 1 when two differ. The packages of this checkout serve both.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './house/install.mjs';
import { made, top } from './house/paths.mjs';

install();
const folder = mkdtempSync(join(tmpdir(), 'oopscope-twice-'));

function run(cwd, program, ...args) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`);
}

/** Hashes of what a build in a folder called `name` makes, by path. */
function hashes(name) {
  const place = join(folder, name);
  run(top, 'git', 'clone', '--quiet', '--no-hardlinks', top, place);
  symlinkSync(join(top, 'node_modules'), join(place, 'node_modules'));
  run(place, process.execPath, 'scripts/build.mjs', 'engine', 'page', 'cli', 'core');
  return new Map(
    Object.values(made).map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(place, path)))
        .digest('hex'),
    ]),
  );
}

let same = true;
try {
  const first = hashes('one');
  const second = hashes('another-name');
  for (const [path, hash] of first) {
    const equal = second.get(path) === hash;
    same &&= equal;
    console.log(`${hash}  ${path}${equal ? '' : `  DIFFERS: ${second.get(path)}`}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(same ? 'Two builds, one hash each.' : 'The builds differ.');
process.exit(same ? 0 : 1);
