import { textLacks } from '../catalogue/reports.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Split } from '../reports/split.ts';
import type { Verdict } from '../rows/verdict.ts';
import { judgeText } from './text/judge.ts';

/** Kinds of verdicts on a log that say no more than that it has nothing, or that it ended. */
export const NO_KIND = new Set(['nothing', 'reboot', 'panic', 'unknown']);
/** Kinds of verdicts on a dump that need no log: it was running, or somebody asked for the crash. */
const SETTLED = new Set(['live']);

/** panic() is in every kernel (kernel/panic.c): where its name is not known the names of functions are lost. */
export const namesLost = ({ symbols }: Pick<Kernel, 'symbols'>): boolean =>
  symbols.byName('panic') === undefined;

/**
 * The verdict on a dump whose names are lost: what its log tells, in full. Addresses get the nearest of the few names that are
 * left, so what `verdict` says of places is not to be believed, and nothing of it is proven.
 */
export function byLog(verdict: Verdict, split: Split | undefined): Verdict {
  const { where: _where, culprit: _culprit, confidence, ...rest } = verdict;
  if (SETTLED.has(verdict.kind)) return verdict;
  const weak = confidence === 'proven' ? 'likely' : confidence;
  const said = split && judgeText(split);
  if (!said || NO_KIND.has(said.kind)) return { ...rest, confidence: weak };
  return {
    ...rest,
    ...present(said),
    task: said.task && verdict.task?.pid === said.task.pid ? verdict.task : said.task,
    confidence: 'likely',
    findings: [
      { rule: 'by-log', confidence: 'proven', text: textLacks.names(), evidence: [] },
      ...said.findings,
    ],
  };
}

/** What a log tells better than a dump without names. */
function present(said: Verdict): Partial<Verdict> & Pick<Verdict, 'kind' | 'title' | 'sentence'> {
  const { kind, title, sentence, access, address, cpu, context, where, culprit, bucket } = said;
  const { instructions, registers, trace } = said;
  return {
    kind,
    title,
    sentence,
    access,
    address,
    where,
    culprit,
    bucket,
    ...(cpu !== undefined && { cpu }),
    ...(context !== undefined && { context }),
    ...(instructions && { instructions }),
    ...(registers && { registers }),
    trace,
  };
}
