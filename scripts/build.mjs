#!/usr/bin/env node
/** `npm run build`: the engine, the page(s), the command line, the library, all anew. `npm run build -- cli`: only that part. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './house/install.mjs';
import { make } from './house/make.mjs';
import { made, top } from './house/paths.mjs';

install();
const asked = process.argv.slice(2);
const known = ['engine', 'page', 'cli', 'core'];
const wrong = asked.find((name) => !known.includes(name));
if (wrong) {
  console.error(`There is no part ${wrong}; the parts are ${known.join(', ')}.`);
  process.exit(2);
}
const timeOf = (path) => statSync(join(top, path), { throwIfNoEntry: false })?.mtimeMs;
const before = new Map(Object.values(made).map((path) => [path, timeOf(path)]));
// The others carry the engine: an older one would not fit them.
if (asked.length > 0 && !asked.includes('engine') && !make(['engine'])) process.exit(1);
if (!make(asked.length > 0 ? asked : known, { always: true })) process.exit(1);
let sums = '';
for (const path of Object.values(made)) {
  const file = join(top, path);
  if (!existsSync(file)) continue;
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (path.startsWith('dist/')) sums += `${hash}  ${path.slice('dist/'.length)}\n`;
  // What this run left alone is not told as if it were new.
  if (timeOf(path) !== before.get(path))
    console.log(`${path.padEnd(26)} ${String(statSync(file).size).padStart(9)} bytes  sha256 ${hash}`);
}
// For "sha256sum -c SHA256SUMS" beside the files.
if (sums !== '') writeFileSync(join(top, 'dist/SHA256SUMS'), sums);
if (asked.length === 0) await import('./sbom.mjs');
