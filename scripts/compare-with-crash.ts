/**
 * Compares our commands with what crash printed of the zoo's dumps.
 *
 *   npm run compare -- [--dump NAME]… [--family NAME]… [--id ID] [--show] [--brief] [--zoo DIR]
 *
 * Prints a table by family: equal, differing, missing (not yet), and for each difference its first line. What is left
 * out of the comparison is said in test/build/reference.ts; `npm test` runs the same cases and knows every difference.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openSession, type Session } from '../src/core/session.ts';
import { BlockCache } from '../src/core/source/blocks.ts';
import {
  compareCase,
  COMPARED,
  FAMILIES,
  referenceCases,
  ZOO,
  type Compared,
  type Outcome,
  type ReferenceCase,
} from '../test/build/reference.ts';

const { values: options } = parseArgs({
  options: {
    dump: { type: 'string', multiple: true },
    family: { type: 'string', multiple: true },
    id: { type: 'string', multiple: true },
    show: { type: 'boolean' },
    brief: { type: 'boolean' },
    /** Another folder laid out like the zoo. */
    zoo: { type: 'string' },
  },
});
const zoo = options.zoo ? options.zoo.replace(/\/*$/, '/') : ZOO;

function openDump(path: string): { session: Session; close: () => void } {
  const fd = openSync(path, 'r');
  const source = new BlockCache({
    name: path,
    size: fstatSync(fd).size,
    read: (offset, into) => readSync(fd, into, 0, into.length, offset),
  });
  const engine = new WebAssembly.Module(readFileSync(new URL('../build/engine.wasm', import.meta.url)));
  return { session: openSession([source], { engine }), close: () => closeSync(fd) };
}

const totals: Record<Outcome, number> = { equal: 0, differing: 0, missing: 0 };
for (const dump of options.dump ?? COMPARED) {
  const { session, close } = openDump(`${zoo}${dump}.vmcore`);
  const rows = new Map<string, Record<Outcome, number>>();
  for (const each of referenceCases(dump, options.family ?? FAMILIES, zoo)) {
    if (options.id && !options.id.includes(each.id)) continue;
    const compared = compareCase(session, dump, each, zoo);
    const row = rows.get(each.family) ?? { equal: 0, differing: 0, missing: 0 };
    row[compared.outcome]++;
    totals[compared.outcome]++;
    rows.set(each.family, row);
    if (compared.outcome !== 'equal' && !options.brief) difference(each, compared);
    if (options.show)
      console.log(`--- crash\n${compared.printed.crash}\n--- oopscope\n${compared.printed.ours}`);
  }
  console.log(`\n${dump}`);
  for (const [family, row] of rows)
    console.log(
      `  ${family.padEnd(10)} equal ${String(row.equal).padStart(3)}  differing ${String(row.differing).padStart(3)}  missing ${String(row.missing).padStart(3)}`,
    );
  close();
}
const all = totals.equal + totals.differing + totals.missing;
console.log(
  `\nall: ${totals.equal} of ${all} equal (${((100 * totals.equal) / Math.max(1, all)).toFixed(1)} %), ${totals.differing} differing, ${totals.missing} missing`,
);

/** The first line in which the two differ. */
function difference({ id, command }: ReferenceCase, { outcome, crash, ours }: Compared): void {
  console.log(`${outcome.padEnd(9)} ${id}: ${command}`);
  if (outcome !== 'differing') return;
  const length = Math.max(crash.length, ours.length);
  const at = Array.from({ length }, (_, i) => i).find((i) => crash[i] !== ours[i]) ?? 0;
  console.log(
    `    line ${at + 1} of ${crash.length}/${ours.length}\n      crash    ${crash[at] ?? '(end)'}\n      oopscope ${ours[at] ?? '(end)'}`,
  );
}
