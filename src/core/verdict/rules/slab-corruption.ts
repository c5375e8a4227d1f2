import { checks } from '../../catalogue/checks.ts';
import { onWarnFinding } from '../checked.ts';
import { ofFrame, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';
import { slabReport } from '../slab-report.ts';

export const rule: Rule = {
  id: 'slab-corruption',
  about:
    'a slab report ("BUG cache (taint): …", slab_bug() of mm/slub.c), or a warning that an object was handed to a cache that is not its own (cache_from_obj()), that panic_on_warn made a panic of',
  order: 75,
  needs: ['log'],
  examine(c) {
    const report = slabReport(c);
    if (!report || !c.panic) return undefined;
    const { cache, what, foreign, fact } = report;
    const at = ofFrame(c.blame(c.fault?.index));
    return {
      kind: 'slab-corruption',
      title: foreign ? checks.foreignTitle() : checks.slabTitle({ what }),
      confidence: 'proven',
      sentence: foreign
        ? checks.foreign({ who: who(c), cache, at })
        : checks.slab({ who: who(c), cache, what, at }),
      findings: [
        quote('slab-corruption', fact),
        ...report.findings,
        quote('slab-corruption', c.panic),
        ...onWarnFinding(c),
      ],
      blameFrom: c.fault?.index,
      subKind: what.replace(/\d+|0x[0-9a-f]+/g, '#'),
    };
  },
};
