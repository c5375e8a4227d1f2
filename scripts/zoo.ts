/**
 * One table of every dump there is: what of each opens, and how much of its verdict, log, tasks, stacks, modules, types and
 * translations is as the kernel told of itself (truth/), then every container variant of two dumps against the dump itself.
 *
 *   npm run zoo [-- --dump NAME]… [--no-variants]
 *
 * Dumps are those of ../shared/zoo and of the folder that OOPSCOPE_LAB names.
 */
import { parseArgs } from 'node:util';
import { memorySource } from '../src/core/source/source.ts';
import { imageOf, OF_PCS, VARIANTS } from '../test/build/memory-image.ts';
import {
  againstTruth,
  answersOf,
  COLUMNS,
  opened,
  sameShares,
  type Shares,
} from '../test/build/zoo-table.ts';
import { dumpPath, fileSource, hasDump, knownDumps } from '../test/build/zoo.ts';

const EM_X86_64 = 62;
/** A dump of each machine. */
const CONVERTED = ['6.1-null_pointer', '6.12-arm64-null_pointer'];

const { values } = parseArgs({
  options: { dump: { type: 'string', multiple: true }, 'no-variants': { type: 'boolean' } },
});
const wanted = (name: string): boolean => values.dump === undefined || values.dump.includes(name);

const all: Shares[] = [];
const percent = (value: number | undefined): string =>
  value === undefined ? '–' : value === 1 ? 'all' : `${(100 * value).toFixed(1)} %`;
function row(name: string, shares: Shares, note = ''): void {
  all.push(shares);
  console.log(
    `| ${name} | ${COLUMNS.map((column) => percent(shares[column])).join(' | ')} |${note && ` ${note}`}`,
  );
}

console.log(`| dump | ${COLUMNS.join(' | ')} |`);
console.log(`| --- |${' --- |'.repeat(COLUMNS.length)}`);
for (const { name, path, meta } of knownDumps().filter((each) => wanted(each.name))) {
  const session = opened([fileSource(path)]);
  if (typeof session === 'string') row(name, { opens: 0 }, session);
  else row(name, againstTruth(session, name, meta));
}
if (!values['no-variants'])
  for (const name of CONVERTED.filter((each) => wanted(each) && hasDump(each))) {
    const source = fileSource(dumpPath(name));
    const base = opened([source]);
    if (typeof base === 'string') continue;
    const right = answersOf(base);
    const image = imageOf(source);
    for (const [variant, build] of Object.entries(VARIANTS)) {
      if (OF_PCS.has(variant) && image.machine !== EM_X86_64) continue;
      const files = build(image).map((file) => memorySource(file.bytes, file.name));
      const session = opened(files);
      if (typeof session === 'string') row(`${name}: ${variant}`, { opens: 0 }, session);
      else row(`${name}: ${variant}`, sameShares(answersOf(session), right));
    }
  }

const cells = all.flatMap((shares) => COLUMNS.map((column) => shares[column] ?? 0));
const mean = cells.reduce((sum, each) => sum + each, 0) / Math.max(1, cells.length);
console.log(`\n${all.length} dumps, ${percent(mean)} of all cells right`);
