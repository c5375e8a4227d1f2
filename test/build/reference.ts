import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fold } from '../../scripts/compare/fold.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import { hasDump, openDump, zooText } from './zoo.ts';

/** A case of the zoo's plan on one dump: a command and what crash answers. */
export interface ReferenceCase {
  readonly id: string;
  readonly family: string;
  readonly command: string;
}

function table(path: string): string[][] {
  const zoo = fileURLToPath(new URL('../../../shared/zoo/', import.meta.url));
  return readFileSync(zoo + path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** The cases of `families` that ran on `dump` and are not in unfit.tsv; none where the zoo is absent. */
export function referenceCases(dump: string, families: readonly string[]): ReferenceCase[] {
  if (!hasDump(dump)) return [];
  const unfit = new Set(table('unfit.tsv').map(([id, of]) => `${id} ${of}`));
  const commands = new Map(table(`reference/${dump}/commands.tsv`).map(([id, line]) => [id, line]));
  return table('plan.tsv')
    .filter(([id, family]) => families.includes(family) && !unfit.has(`${id} ${dump}`) && !unfit.has(`${id} *`))
    .flatMap(([id, family]) => {
      const command = commands.get(id);
      return command === undefined ? [] : [{ id, family, command }];
    });
}

/** crash's answer and ours, folded (scripts/compare/fold.ts). */
export function bothAnswers(dump: string, { id, family, command }: ReferenceCase): { crash: string[]; ours: string[] } {
  const want = zooText(`reference/${dump}/${id}.txt`);
  const cut = /\n\[cut: \d+ of \d+ lines\]\s*$/.exec(want);
  const crash = fold(cut ? want.slice(0, cut.index) : want, family);
  const ours = fold(answer(dump, command), family);
  return { crash, ours: cut ? ours.slice(0, crash.length) : ours };
}

function answer(dump: string, command: string): string {
  const { context, run } = openDump(dump);
  const { task, radix } = context;
  let text = '';
  try {
    for (const part of command.split(' ;; ')) for (const line of run(part)) text += line.text + '\n';
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    text += error.message;
  } finally {
    context.task = task;
    context.radix = radix;
  }
  return text;
}
