#!/usr/bin/env node
/**
 * `npm start -- ARGS`: the command line with ARGS. `npm start` alone: builds the page, prints the verdict of
 * the bundled sample and says where the page is. Both install and build what is missing first.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './house/install.mjs';
import { make } from './house/make.mjs';
import { made, sample, top } from './house/paths.mjs';
import { run } from './house/run.mjs';

const args = process.argv.slice(2);
const oopscope = (given) =>
  run(process.execPath, [join(top, made.cli), ...given], { cwd: process.env.INIT_CWD ?? process.cwd() });

install();
if (args.length > 0) {
  if (!make(['engine', 'cli'])) process.exit(2);
  process.exit(oopscope(args));
}
if (!make(['engine', 'cli', 'page'])) process.exit(2);
let status = 0;
if (existsSync(join(top, sample))) {
  console.log(
    `The bundled sample, ${sample} (a real dump; ${join('test', 'sample', 'README.md')} says how it was made):\n`,
  );
  status = oopscope([join(top, sample)]);
}
const page = join(top, made.page);
if (existsSync(page)) {
  console.log(`
The page is ${made.page} (${(statSync(page).size / 1048576).toFixed(1)} MB, everything inside, nothing leaves it).
Open it in a browser by double click, or as ${pathToFileURL(page).href}
and drop a dump on it. In the terminal: npm start -- DUMP, npm start -- --help.`);
}
process.exit(status);
