/**
 * What is said of dumps of which is known what is right: npm run verdicts [-- FOLDER|DUMP…]. The zoo's dumps, and those of the
 * folders given (named KERNEL-WAY.vmcore, as test/lab/ways.json has them). Ends with 1 where something was said as proven that
 * is false.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { held, type Held } from '../test/build/verdicts.ts';
import { dumpPath } from '../test/build/zoo.ts';

const zoo = dumpPath('x').replace(/\/[^/]*$/, '');
const given = process.argv.slice(2);
const paths = [zoo, ...given].filter(existsSync).flatMap((path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.vmcore'))
        .sort()
        .map((name) => `${path}/${name}`)
    : [path],
);
if (paths.length === 0) {
  console.error('There is no dump; name a folder of them: npm run verdicts -- FOLDER');
  process.exit(2);
}

const place = ({ said: { where } }: Held): string =>
  where ? where.symbol + (where.module ? ` [${where.module}]` : '') : '–';
const mark = (right: boolean): string => (right ? '' : ' ✗');
const rows: Held[] = [];
console.log('| dump | kind | place | culprit | confidence | wrong |\n| --- | --- | --- | --- | --- | --- |');
for (const path of paths) {
  const row = held(path);
  if (!row) {
    console.error(`${path}: what is right is not known (test/lab/ways.json)`);
    continue;
  }
  rows.push(row);
  const { said, right } = row;
  const wrong = [
    ...row.falseProof.map((what) => `**${what}**`),
    ...(row.kind ? [] : [`kind is ${right.kind.join(' or ')}`]),
    ...(row.place ? [] : [`place is ${(right.where ?? []).join(' or ')}`]),
    ...(row.culprit ? [] : [`culprit is ${right.culprit.join(' or ')}`]),
    ...row.untold,
  ];
  console.log(
    `| ${row.name} | ${said.kind}${mark(row.kind)} | ${place(row)}${mark(row.place)} | ` +
      `${said.culprit?.name ?? '–'}${mark(row.culprit)} | ${said.confidence} | ${wrong.join('; ')} |`,
  );
}

const share = (what: string, count: number): string =>
  `${what} ${count} of ${rows.length} (${((count / rows.length) * 100).toFixed(1)} %)`;
const count = (is: (row: Held) => boolean): number => rows.filter(is).length;
console.log(
  `\n${[
    share(
      'kind',
      count((row) => row.kind),
    ),
    share(
      'place',
      count((row) => row.place),
    ),
    share(
      'culprit',
      count((row) => row.culprit),
    ),
    share(
      'all told',
      count((row) => row.untold.length === 0),
    ),
    share(
      'false though proven',
      count((row) => row.falseProof.length > 0),
    ),
  ].join(', ')}`,
);
process.exitCode = count((row) => row.falseProof.length > 0) > 0 ? 1 : 0;
