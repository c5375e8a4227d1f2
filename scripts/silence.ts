/**
 * `npm run silence`: measures that nothing leaves the page, prints the table and writes it where documents show it:
 * README.md (by kind of route) and docs/silence.md (every route). `-- --print`: writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, networkHere, PAGE } from '../test/browser/silence/measure.ts';
import { groupTable, routeTable, summary } from '../test/browser/silence/table.ts';

const top = join(import.meta.dirname, '..');

/** Puts `text` between the markers of that name; a document without them is left alone. */
function putInto(document: string, marker: string, text: string): void {
  const path = join(top, document);
  const [begin, end] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) {
    console.error(`${document} has no place for the table: it wants the lines ${begin} and ${end}.`);
    return;
  }
  writeFileSync(path, `${old.slice(0, from + begin.length)}\n\n${text}\n\n${old.slice(to)}`);
  console.error(`${document}: ${marker} written`);
}

if (!existsSync(PAGE)) {
  console.error('dist/oopscope.html is missing; run "npm run build" first.');
  process.exit(2);
}
const kind = networkHere();
console.error(
  kind === 'namespace'
    ? 'In a private network namespace: DNS, TCP and UDP are counted.'
    : 'On loopback listeners (no private network to be had here): TCP and UDP are counted, DNS is not.',
);
const measured = await measure(kind);
const [words, groups, routes] = [summary(measured), groupTable(measured), routeTable(measured)];
console.log(`${words}\n\n${groups}`);
if (!process.argv.includes('--print')) {
  putInto('README.md', 'silence', `${words}\n\n${groups}`);
  putInto('docs/silence.md', 'silence routes', `${words}\n\n${routes}`);
}
