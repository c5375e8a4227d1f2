import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { fold } from '../../scripts/compare/fold.ts';
import { commands } from '../../src/core/commands/index.ts';
import { answered, statements } from '../../src/core/console/statement.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import type { Session } from '../../src/core/session.ts';
import { strict } from './zoo.ts';

/** The zoo beside the repository: dumps, what crash answered on them (reference/), which cases there are (plan.tsv). */
export const ZOO = fileURLToPath(new URL('../../../shared/zoo/', import.meta.url));
/** The dumps on which crash answered every case. */
export const COMPARED = ['6.1-null_pointer', '6.12-cloud-sysrq', '6.1-cloud-hung_task'] as const;

/** A case of the zoo's plan on one dump: a command and what crash answers. */
export interface ReferenceCase {
  readonly id: string;
  readonly family: string;
  readonly command: string;
}
/** equal: crash's text; differing: another; missing: a command or part of one that is not there yet. */
export type Outcome = 'equal' | 'differing' | 'missing';
/** Both texts, folded (scripts/compare/fold.ts), and what their comparison says. */
export interface Compared {
  readonly crash: readonly string[];
  readonly ours: readonly string[];
  readonly outcome: Outcome;
  /** As they were printed. */
  readonly printed: { readonly crash: string; readonly ours: string };
}

/** The rows of the tab-separated file at `path` below the zoo (or `zoo`). */
function table(path: string, zoo = ZOO): string[][] {
  return readFileSync(zoo + path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** Whether `path` is there; with CI set it must be. */
function there(path: string): boolean {
  if (existsSync(path)) return true;
  if (strict) throw new Error(`CI is set and ${path} is missing.`);
  return false;
}

/** The families of zoo/plan.tsv that are compared: those of commands that exist, lines without a command's name, pipes. */
export const FAMILIES: readonly string[] = there(`${ZOO}plan.tsv`)
  ? [...new Set(table('plan.tsv').map(([, family]) => family))].filter(
      (family) =>
        family === 'bare' || family === 'pipe' || (family !== 'gdb' && commands.some(({ name }) => name === family)),
    )
  : [];

/** The cases of `families` that ran on `dump` and are not in unfit.tsv; none where the zoo is absent. */
export function referenceCases(
  dump: string,
  families: readonly string[] = FAMILIES,
  zoo = ZOO,
): ReferenceCase[] {
  if (!there(`${zoo}reference/${dump}/commands.tsv`)) return [];
  const unfit = new Set(table('unfit.tsv', zoo).map(([id, of]) => `${id} ${of}`));
  const lines = new Map(table(`reference/${dump}/commands.tsv`, zoo).map(([id, line]) => [id, line]));
  return table('plan.tsv', zoo)
    .filter(
      ([id, family]) => families.includes(family) && !unfit.has(`${id} ${dump}`) && !unfit.has(`${id} *`),
    )
    .flatMap(([id, family]) => {
      const command = lines.get(id);
      return command === undefined || recorded(dump, id, zoo) === undefined ? [] : [{ id, family, command }];
    });
}

/** What crash printed for case `id` on `dump`. */
function recorded(dump: string, id: string, zoo: string): string | undefined {
  const path = `${zoo}reference/${dump}/${id}.txt`;
  if (existsSync(path)) return readFileSync(path, 'latin1');
  return existsSync(path + '.gz') ? gunzipSync(readFileSync(path + '.gz')).toString('latin1') : undefined;
}

/**
 * Runs one case on `session` (the open dump) from the context in which crash began, and compares.
 * Compared as zoo/plan.tsv's notes say: white space folded; KERNEL: and DUMPFILE: lines, DWARF's file and line aside.
 */
export function compareCase(session: Session, dump: string, each: ReferenceCase, zoo = ZOO): Compared {
  const expected = recorded(dump, each.id, zoo) ?? '';
  const printed = answer(session, each.command);
  const cut = /\n\[cut: \d+ of \d+ lines\]\s*$/.exec(expected);
  const crash = fold(cut ? expected.slice(0, cut.index) : expected, each.family);
  let ours = fold(printed, each.family);
  if (cut) ours = ours.slice(0, crash.length);
  const same = crash.length === ours.length && crash.every((line, i) => line === ours[i]);
  const missing =
    / is not implemented yet\.|^command not found/m.test(printed) && !expected.includes('command not found');
  return {
    crash,
    ours,
    outcome: missing ? 'missing' : same ? 'equal' : 'differing',
    printed: { crash: expected, ours: printed },
  };
}

/** What the console answers to `command` (several when joined by ;;); the context is as before afterwards. */
function answer(session: Session, command: string): string {
  const { context } = session;
  const { task, radix } = context;
  context.values.length = 0;
  let text = '';
  try {
    for (const part of command.split(' ;; '))
      try {
        for (const statement of statements(part, false, context.aliases))
          for (const line of answered(statement, (line) => session.run(line))) text += line.text + '\n';
      } catch (error) {
        if (!(error instanceof OopscopeError)) throw error;
        text += error.message + '\n';
      }
  } finally {
    context.task = task;
    context.radix = radix;
  }
  return text;
}

