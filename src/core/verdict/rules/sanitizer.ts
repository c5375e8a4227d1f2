import { stops } from '../../catalogue/stops.ts';
import { who, ofFrame, ofLine, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sanitizer',
  about: 'a KASAN or KFENCE report that ended in a panic',
  order: 74,
  needs: ['log'],
  examine(c) {
    const line = c.log.last('kasan', 'kfence');
    if (!line || !c.panic || !/panic_on_warn|kasan|KFENCE/i.test(c.panic.match[1])) return undefined;
    const what = line.id === 'kasan' ? 'KASAN' : 'KFENCE';
    return {
      kind: 'sanitizer',
      title: stops.sanitizerTitle({ what }),
      confidence: 'proven',
      sentence: stops.check({
        who: who(c),
        at: ofFrame(c.blame()),
        line: ofLine(line),
      }),
      findings: [quote('sanitizer', line), quote('sanitizer', c.panic)],
    };
  },
};
