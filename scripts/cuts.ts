/**
 * What a dump still shows when it was cut off: npm run cuts [-- DUMP]. The table of docs/reliability.md is what this prints
 * for the zoo's 6.1-null_pointer, once as it is (kdump) and once as an ELF core.
 */
import { existsSync } from 'node:fs';
import { asElf, cutOff, leftOf, PERCENTS, type Left } from '../test/build/cuts.ts';
import { dumpPath, fileSource } from '../test/build/zoo.ts';

const path = process.argv[2] ?? dumpPath('6.1-null_pointer');
if (!existsSync(path)) {
  console.error(`There is no dump ${path}; name one: npm run cuts -- DUMP`);
  process.exit(2);
}

const yes = (is: boolean | undefined): string => (is ? 'yes' : '–');
const row = (percent: number, left: Left): string =>
  left.refused !== undefined
    ? `| ${percent} % | no: ${left.refused} |`
    : `| ${percent} % | ${yes(left.told)} | ${yes(left.release !== undefined)} | ${yes(left.died !== undefined)} | ` +
      `${yes(left.symbols)} | ${yes(left.types)} | ${left.log} | ${left.tasks} | ${left.kind}, ${left.confidence} |`;

const whole = fileSource(path);
for (const [title, source] of [
  ['kdump-compressed', whole],
  ['ELF core', asElf(whole)],
] as const) {
  console.log(`### ${title}\n`);
  console.log(
    '| left of it | told as cut | release | time of crash | symbols | types | log records | tasks | verdict |',
  );
  console.log('| --: | --- | --- | --- | --- | --- | --: | --: | --- |');
  for (const percent of PERCENTS) console.log(row(percent, leftOf(cutOff(source, percent))));
  console.log('');
}
