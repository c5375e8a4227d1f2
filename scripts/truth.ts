/**
 * One table: what every dump's kernel said of itself seconds before it died (truth/), against what is read from the dump.
 *
 *   npm run truth [-- --dump NAME]… [--explain]
 *
 * Dumps are those of ../shared/zoo and of the folder that OOPSCOPE_LAB names, laid out alike. A cell is how many facts are
 * equal, of how many; then how many of the others are explained (the machine lived on for some seconds), then how many are
 * not, which are printed below the table. `--explain` prints the explained ones as well.
 */
import { parseArgs } from 'node:util';
import { againstTruth, TRUTHS, truthOf, type Held } from '../test/build/truth-table.ts';
import { knownDumps, withDump } from '../test/build/zoo.ts';

const { values } = parseArgs({
  options: { dump: { type: 'string', multiple: true }, explain: { type: 'boolean' } },
});
const dumps = knownDumps().filter(({ name }) => values.dump === undefined || values.dump.includes(name));
const tables = dumps.map((dump) => ({
  name: dump.name,
  held: withDump(dump.path, ({ kernel }) => againstTruth(kernel, dump.meta, truthOf(dump))),
}));

function cell(held: Held | undefined): string {
  if (!held) return '–';
  const { equal, of, explained, wrong } = held;
  const rest = [
    explained.length > 0 ? `${explained.length} explained` : '',
    wrong.length > 0 ? `**${wrong.length} wrong**` : '',
  ];
  return [`${equal}/${of}`, ...rest].filter((each) => each !== '').join(', ');
}

console.log(`| | ${tables.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|${'---|'.repeat(tables.length)}`);
for (const id of TRUTHS)
  console.log(`| ${id} | ${tables.map(({ held }) => cell(held.get(id))).join(' | ')} |`);

let equal = 0;
let wrong = 0;
let all = 0;
for (const { name, held } of tables)
  for (const [id, each] of held) {
    equal += each.equal;
    all += each.of;
    wrong += each.wrong.length;
    for (const said of each.wrong) console.log(`WRONG ${name}, ${id}: ${said}`);
    if (values.explain) for (const said of each.explained) console.log(`explained ${name}, ${id}: ${said}`);
  }
console.log(
  `\n${tables.length} dumps, ${all} facts: ${equal} equal, ${all - equal - wrong} explained, ${wrong} not explained`,
);
process.exit(wrong === 0 ? 0 : 1);
