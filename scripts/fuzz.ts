/**
 * Asks everything of machines, files and texts that are damaged anew each time.
 *
 *   npm run fuzz -- [KIND …] [--mutants N] [--minutes N] [--seed N] [--over DUMP] [--part writable|constant|types]
 *
 *   machines   wrong words anywhere in the memory of a machine; --part: only in what it writes, its code, its types
 *   classes    damage aimed at one structure or two: kallsyms, BTF, log, page tables, lists, ORC, notes, header, descriptors
 *   reads      wrong words among those that the answer to one question rests on, each command and each list in turn
 *   moved      pages in each other's place, of another dump, turned round, shifted; descriptors and bitmaps one off; held against the whole dump's verdict
 *   malice     structures that are well formed and have no end, lead to themselves, or say they are larger than anything
 *   files      every container, packed stream and archive, its numbers wrong, pieces lost or doubled
 *   texts      logs with lines lost, torn, doubled, out of order, with any bytes
 *
 * All kinds in turn when none is named. --over: an x86-64 dump of the zoo for classes and reads, instead of the bundled
 * sample. Prints each that fell with what it takes to make it again, and at the end how many of each were tried and fell; exit code 1 when one did.
 */
import { parseArgs } from 'node:util';
import { CLASSES, Damaged } from '../test/fuzz/classes.ts';
import { FileDamage } from '../test/fuzz/files.ts';
import { Malice, MALICE } from '../test/fuzz/malice.ts';
import { failures, machines, type Part } from '../test/fuzz/machines.ts';
import { MovedDamage } from '../test/fuzz/moved.ts';
import { ReadDamage } from '../test/fuzz/reads.ts';
import { TextDamage } from '../test/fuzz/texts.ts';

const PARTS: readonly Part[] = ['writable', 'constant', 'types'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    mutants: { type: 'string' },
    seed: { type: 'string' },
    over: { type: 'string' },
    part: { type: 'string' },
  },
});

/** One kind of damage: what is made once, and what a seed makes of it. */
type Try = (seed: number, count: number) => { readonly made: unknown; readonly fell: readonly string[] };
const KINDS: Readonly<Record<string, () => Try>> = {
  machines() {
    const made = machines();
    const parts = values.part === undefined ? PARTS : [values.part as Part];
    return (seed, count) => {
      const part = parts[count % parts.length];
      const damages = part === 'types' ? 1 + (seed % 4) : 4 ** (1 + (seed % 6));
      const mutant = { part, damages, seed };
      // A part of the questions each: many mutants find more than many questions of one.
      return { made: mutant, fell: failures(made, mutant, 60) };
    };
  },
  classes() {
    const damaged = new Damaged(values.over);
    return (seed, count) => {
      const one = CLASSES[count % CLASSES.length];
      const other = CLASSES[Math.floor(count / CLASSES.length) % CLASSES.length];
      const mutant = { classes: count % 3 === 2 && one !== other ? [one, other] : [one], seed };
      return { made: { ...mutant, over: values.over }, fell: damaged.failures(mutant) };
    };
  },
  reads() {
    const damaged = new ReadDamage(values.over);
    return (seed) => {
      const { question, fell } = damaged.failures(seed);
      return { made: { reads: question, over: values.over, seed }, fell };
    };
  },
  moved() {
    const damaged = new MovedDamage(values.over);
    return (seed) => {
      const { way, fell } = damaged.failures(seed);
      return { made: { moved: way, over: values.over, seed }, fell };
    };
  },
  malice() {
    const malice = new Malice();
    return (_, count) => {
      const name = MALICE[count % MALICE.length];
      return { made: { malice: name }, fell: malice.failures(name) };
    };
  },
  files() {
    const damaged = new FileDamage();
    return (seed) => {
      const { form, fell } = damaged.failures(seed);
      return { made: { file: form, seed }, fell };
    };
  },
  texts() {
    const damaged = new TextDamage();
    return (seed) => ({ made: { text: seed }, fell: damaged.failures(seed) });
  },
};

const minutes = Number(values.minutes);
const most = Number(values.mutants ?? Infinity);
const kinds = positionals.length === 0 ? Object.keys(KINDS) : positionals;
const known = kinds.every((kind) => kind in KINDS) && PARTS.includes((values.part ?? 'types') as Part);
if (!(minutes > 0) || !(most > 0) || !known) {
  console.error(
    `npm run fuzz -- [${Object.keys(KINDS).join('|')} …] [--mutants N] [--minutes N] [--seed N] [--over DUMP]`,
  );
  process.exit(2);
}
const until = Date.now() + minutes * 60_000;
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const tries = kinds.map((kind) => ({ kind, attempt: KINDS[kind](), tried: 0, fell: 0 }));
for (let count = 0; count < most && Date.now() < until; count++) {
  const one = tries[count % tries.length];
  const { made, fell } = one.attempt(first + one.tried, one.tried);
  one.tried++;
  if (fell.length === 0) continue;
  one.fell++;
  console.log(`${JSON.stringify(made)}\n  ${fell.join('\n  ')}`);
}
for (const { kind, tried, fell } of tries)
  console.log(`${kind}: ${tried} tried from seed ${first}, ${fell} fell`);
process.exit(tries.some(({ fell }) => fell > 0) ? 1 : 0);
