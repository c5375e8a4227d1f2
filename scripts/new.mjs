#!/usr/bin/env node
/**
 * `npm run new -- KIND NAME`: writes the skeleton of a command, container, rule, thing, view … and its test, both of which
 * compile and pass. Folders gather what lies in them, so no other file is touched. The kinds are the files of
 * scripts/new, each `{ about, files(name) }`.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, top } from './house/paths.mjs';
import { runQuietly } from './house/run.mjs';
import { spellings } from './house/spellings.mjs';

function fail(text) {
  console.error(text);
  process.exit(2);
}

const folder = join(top, 'scripts', 'new');
const kinds = {};
for (const file of readdirSync(folder).sort())
  kinds[file.replace('.mjs', '')] = await import(join(folder, file));

const [kind, name, ...rest] = process.argv.slice(2);
if (!kinds[kind] || !name || rest.length > 0) {
  const lines = Object.entries(kinds).map(
    ([id, { about }]) => `  npm run new -- ${id.padEnd(10)} NAME   ${about}`,
  );
  fail(['Say what to make and its name:', ...lines].join('\n'));
}
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  fail(`"${name}" is no name for a file here; write it like page-owner (small letters, digits, hyphens).`);
const files = kinds[kind].files(spellings(name));
const taken = Object.keys(files).find((path) => existsSync(join(top, path)));
if (taken) fail(`${taken} exists already; choose another name or take it away first.`);
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
  console.log(path);
}
// Names have lengths; the formatter decides where lines break.
runQuietly(process.execPath, [bin('prettier/bin/prettier.cjs'), '--write', ...Object.keys(files)]);
console.log(
  `Test it alone with: npx vitest run ${Object.keys(files).find((path) => path.startsWith('test/'))}`,
);
