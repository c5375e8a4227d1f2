import { quote, who, at } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sanitizer',
  about: 'a KASAN or KFENCE report that ended in a panic',
  order: 74,
  examine(c) {
    const line = c.log.last('kasan', 'kfence');
    if (!line || !c.panic || !/panic_on_warn|kasan|KFENCE/i.test(c.panic.match[1])) return undefined;
    const what = line.id === 'kasan' ? 'KASAN' : 'KFENCE';
    return {
      kind: 'sanitizer',
      title: c.say('sanitizer.title', { what }),
      confidence: 'proven',
      sentence: c.say('hardening.sentence', {
        who: who(c),
        at: at(c, c.blame()?.symbol),
        line: line.record.text,
      }),
      findings: [quote(c, 'sanitizer', line), quote(c, 'sanitizer', c.panic)],
    };
  },
};
