import { checks } from '../../catalogue/checks.ts';
import { onWarnFinding } from '../checked.ts';
import { ofFrame, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';
import { reported } from './double-free.ts';

export const rule: Rule = {
  id: 'slab-corruption',
  about: 'a slab report ("BUG cache (taint): …", slab_bug() of mm/slub.c) that panic_on_warn made a panic of',
  order: 75,
  needs: ['log'],
  examine(c) {
    const line = reported(c);
    if (!line || !c.panic) return undefined;
    const [, cache, what] = line.match;
    return {
      kind: 'slab-corruption',
      title: checks.slabTitle({ what }),
      confidence: 'proven',
      sentence: checks.slab({ who: who(c), cache, what, at: ofFrame(c.blame(c.fault?.index)) }),
      findings: [quote('slab-corruption', line), quote('slab-corruption', c.panic), ...onWarnFinding(c)],
      blameFrom: c.fault?.index,
      subKind: what.replace(/\d+|0x[0-9a-f]+/g, '#'),
    };
  },
};
