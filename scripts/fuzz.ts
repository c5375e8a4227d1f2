/**
 * Asks everything of machines that are damaged anew each time.
 *
 *   npm run fuzz -- [--minutes N] [--seed N] [--part writable|constant|types]
 *   npm run fuzz -- --classes [--mutants N] [--minutes N] [--seed N]
 *
 * Each mutant is the bundled sample with wrong words in its memory; with --classes, with damage aimed at one structure or
 * two (kallsyms, BTF, log, page tables, lists, ORC, notes, header, descriptors, stored pages). Prints each that fell with what it takes to make it
 * again, and at the end how many were tried and how many fell; exit code 1 when one did.
 */
import { parseArgs } from 'node:util';
import { CLASSES, Damaged, type ClassMutant } from '../test/fuzz/classes.ts';
import { failures, machines, type Mutant, type Part } from '../test/fuzz/machines.ts';

const PARTS: readonly Part[] = ['writable', 'constant', 'types'];
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    part: { type: 'string' },
    classes: { type: 'boolean' },
    mutants: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0) || (values.part !== undefined && !PARTS.includes(values.part as Part))) {
  console.error('npm run fuzz -- [--minutes N] [--seed N] [--part writable|constant|types]');
  process.exit(2);
}
const parts = values.part === undefined ? PARTS : [values.part as Part];
const until = Date.now() + minutes * 60_000;
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
let tried = 0;
let fell = 0;
if (values.classes) byClasses();
const made = machines();
while (Date.now() < until) {
  const seed = first + tried;
  const part = parts[tried % parts.length];
  const damages = part === 'types' ? 1 + (seed % 4) : 4 ** (1 + (seed % 6));
  const mutant: Mutant = { part, damages, seed };
  // A part of the questions each: many mutants find more than many questions of one.
  const found = failures(made, mutant, 60);
  tried++;
  if (found.length === 0) continue;
  fell++;
  console.log(`${JSON.stringify(mutant)}\n  ${found.join('\n  ')}`);
}
console.log(`${tried} tried from seed ${first}, ${fell} fell`);
process.exit(fell > 0 ? 1 : 0);

/** Mutants of each class in turn and of pairs of them, until there are enough or time is over. */
function byClasses(): never {
  const damaged = new Damaged();
  const most = values.mutants === undefined ? Infinity : Number(values.mutants);
  for (; Date.now() < until && tried < most; tried++) {
    const seed = first + tried;
    const one = CLASSES[tried % CLASSES.length];
    const other = CLASSES[Math.floor(tried / CLASSES.length) % CLASSES.length];
    const mutant: ClassMutant = { classes: tried % 3 === 2 && one !== other ? [one, other] : [one], seed };
    const found = damaged.failures(mutant);
    if (found.length === 0) continue;
    fell++;
    console.log(`${JSON.stringify(mutant)}\n  ${found.join('\n  ')}`);
  }
  console.log(`${tried} tried from seed ${first}, ${fell} fell`);
  process.exit(fell > 0 ? 1 : 0);
}
