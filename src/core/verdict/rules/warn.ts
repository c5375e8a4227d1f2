import { stops } from '../../catalogue/stops.ts';
import { who, ofSymbol, ofFrame, quote } from '../phrases.ts';
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
      title: stops.warnTitle(),
      confidence: 'proven',
      sentence: stops.warn({
        who: who(c),
        at: c.fault?.where ? ofSymbol(c.fault.where) : ofFrame(c.blame()),
      }),
      findings: [...(line ? [quote('warn', line)] : []), quote('warn', c.panic)],
      blameFrom: c.fault?.index,
    };
  },
};
