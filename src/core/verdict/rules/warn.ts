import { at, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'warn',
  about: 'a WARN() with panic_on_warn, or more than warn_limit of them (check_panic_on_warn, kernel/panic.c)',
  order: 80,
  examine(c) {
    if (!c.panic || !/panic_on_warn set|system warned too often/.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'warn');
    return {
      kind: 'warn',
      title: c.say('warn.title'),
      confidence: 'proven',
      sentence: c.say('warn.sentence', { who: who(c), at: at(c, c.fault?.where ?? c.blame()?.symbol) }),
      findings: [...(line ? [quote(c, 'warn', line)] : []), quote(c, 'warn', c.panic)],
      blameFrom: c.fault?.index,
    };
  },
};
