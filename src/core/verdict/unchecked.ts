import type { Verdict } from '../rows/verdict.ts';
import type { Case } from './case.ts';

/** makedumpfile's dump level (makedumpfile(8), -d). */
const LEVELS = [
  [1, 'level.zero'],
  [2, 'level.cache'],
  [4, 'level.private'],
  [8, 'level.user'],
  [16, 'level.free'],
] as const;

/** What could not be checked, and why. */
export function unchecked(
  c: Case,
  lacks: readonly string[],
  problems: readonly string[],
): Verdict['unchecked'] {
  const found: { what: string; why: string }[] = [];
  const { say } = c;
  const level = c.kernel.container.dumpLevel;
  const classes = LEVELS.filter(([bit]) => ((level ?? 0) & bit) !== 0 && bit !== 1).map(([, id]) => say(id));
  if (level !== undefined && classes.length > 0)
    found.push({
      what: say('unchecked.pages', { classes: classes.join(', ') }),
      why: say('unchecked.pages.why', { level }),
    });
  found.push({ what: say('unchecked.lines'), why: say('unchecked.lines.why') });
  const first = c.log.records[0];
  if (first && first.sequence > 0)
    found.push({ what: say('unchecked.log'), why: say('unchecked.log.why', { sequence: first.sequence }) });
  if (c.stack && !c.stack.complete)
    found.push({
      what: say('unchecked.trace', { function: c.stack.frames.at(-1)?.symbol?.symbol.name ?? '?' }),
      why: c.stack.stopped,
    });
  if (c.fault && !c.fault.instruction && !c.fault.jumped)
    found.push({ what: say('unchecked.code'), why: say('unchecked.code.why') });
  for (const lack of lacks) found.push({ what: lack, why: '' });
  for (const problem of problems) {
    const colon = problem.indexOf(': ');
    found.push({ what: problem.slice(0, colon), why: problem.slice(colon + 2) });
  }
  return found;
}
