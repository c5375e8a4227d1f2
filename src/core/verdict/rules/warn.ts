import { checks } from '../../catalogue/checks.ts';
import { stops } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import { who, ofSymbol, ofFrame, quote } from '../phrases.ts';
import { onWarnFinding, warnText } from '../checked.ts';
import type { LogFact } from '../log.ts';
import type { Rule } from '../rule.ts';

function quoteRecord(record: LogFact['record']): Omit<Finding, 'rule'> {
  const evidence = { ref: refTo.log(record.sequence), text: record.text.split('\n', 1)[0] };
  return { confidence: 'proven', text: checks.warnText({ line: evidence }), evidence: [evidence] };
}

export const rule: Rule = {
  id: 'warn',
  about: 'a WARN() with panic_on_warn, or more than warn_limit of them (check_panic_on_warn, kernel/panic.c)',
  order: 80,
  needs: ['log'],
  examine(c) {
    if (!c.panic || !/panic_on_warn set|system warned too often/.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'warn');
    const text = line && warnText(c, line);
    const own = c.fault?.where;
    return {
      kind: 'warn',
      title: stops.warnTitle(),
      confidence: 'proven',
      sentence: stops.warn({
        who: who(c),
        at: own && c.mayBeBlamed(own.symbol) ? ofSymbol(own) : ofFrame(c.blame(c.fault?.index)),
      }),
      findings: [
        ...(text ? [{ ...quoteRecord(text), rule: 'warn' }] : []),
        ...(line ? [quote('warn', line)] : []),
        quote('warn', c.panic),
        ...onWarnFinding(c),
      ],
      blameFrom: c.fault?.index,
    };
  },
};
