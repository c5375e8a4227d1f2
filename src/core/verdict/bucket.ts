import type { Case } from './case.ts';
import { loggedPlace } from './logged-place.ts';
import { isNeverBlamed, plainName } from './never-blame.ts';
import type { Judgement } from './rule.ts';

/** Functions that go into a bucket. */
const FUNCTIONS = 5;

/**
 * The name under which the same crash is found again: kind, what of it matters, and the first functions that
 * may be blamed, without offsets, addresses and what compilers add.
 */
export function bucketOf(c: Case, judgement: Judgement): string {
  const frames = ((judgement.stack ?? c.stack)?.frames ?? []).slice(judgement.blameFrom ?? 0);
  const logged = judgement.stack ? undefined : loggedPlace(c, judgement.blameFrom);
  const names = logged ? [nameOf(logged.symbol, logged.module)] : [];
  for (const frame of frames) {
    const symbol = frame.symbol?.symbol;
    if (!symbol || isNeverBlamed(symbol.name, symbol.module)) continue;
    const name = nameOf(symbol.name, symbol.module);
    // A recursion counts once.
    if (names.at(-1) !== name) names.push(name);
    if (names.length === FUNCTIONS) break;
  }
  return [judgement.kind + (judgement.subKind ? `/${judgement.subKind}` : ''), names.join('<-')]
    .filter((part) => part !== '')
    .join(':');
}

function nameOf(symbol: string, module: string | undefined): string {
  return plainName(symbol) + (module ? `[${module}]` : '');
}
