/**
 * `npm run bench`: everything that is measured; `npm run bench -- cli codecs`: these only. Prints tables in Markdown, as
 * they stand in docs/performance.md, and names the machine.
 */
import { cpus, release, totalmem, type } from 'node:os';
import type { Piece } from './piece.ts';

const pieces = Object.values(import.meta.glob<{ piece?: Piece }>(['./*.ts', '!./index.ts'], { eager: true }))
  .flatMap((file) => file.piece ?? [])
  .sort((a, b) => a.id.localeCompare(b.id));

const asked = process.argv.slice(2);
const unknown = asked.find((id) => !pieces.some((piece) => piece.id === id));
if (unknown !== undefined) {
  console.error(`There is no bench ${unknown}; there are:`);
  for (const { id, about } of pieces) console.error(`  ${id.padEnd(10)} ${about}`);
  process.exit(2);
}
const processors = cpus();
console.log(
  `Machine: ${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} processors, ` +
    `${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.versions.node}; other work may run beside.`,
);
let well = true;
for (const piece of pieces) {
  if (asked.length > 0 && !asked.includes(piece.id)) continue;
  console.log(`\n## ${piece.about}\n`);
  well = (await piece.run()) && well;
}
process.exit(well ? 0 : 1);
