import { checks } from '../../catalogue/checks.ts';
import { textTitle } from '../../catalogue/reports.ts';
import { stops } from '../../catalogue/stops.ts';
import { factsOf } from '../../reports/facts.ts';
import { faultOf } from '../../reports/refine.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import { who, ofSymbol, ofFrame, quote } from '../phrases.ts';
import { onWarnFinding, warnSetting, warnText } from '../checked.ts';
import type { Case } from '../case.ts';
import { splitOf } from '../events.ts';
import type { LogFact } from '../log.ts';
import type { Rule } from '../rule.ts';

function quoteRecord(record: LogFact['record']): Omit<Finding, 'rule'> {
  const evidence = { ref: refTo.log(record.sequence), text: record.text.split('\n', 1)[0] };
  return { confidence: 'proven', text: checks.warnText({ line: evidence }), evidence: [evidence] };
}

/** Kinds that the text of a warning or its file tells of, beyond that it is one. */
const DEEPER = {
  'object-debug': textTitle.objectDebug,
  lockdep: textTitle.lockdep,
  'netdev-busy': textTitle.netdev,
} as const;

/** What the report that the warning's line belongs to is of, where that is more than a warning. */
function deeper(c: Case, line: LogFact | undefined): keyof typeof DEEPER | undefined {
  if (!line) return undefined;
  const report = splitOf(c).reports.find(({ lines }) =>
    lines.some(({ sequence }) => sequence === line.record.sequence),
  );
  const kind = report && faultOf(report, factsOf(report)).kind;
  return kind !== undefined && Object.hasOwn(DEEPER, kind) ? (kind as keyof typeof DEEPER) : undefined;
}

export const rule: Rule = {
  id: 'warn',
  about: 'a WARN() with panic_on_warn, or more than warn_limit of them (check_panic_on_warn, kernel/panic.c)',
  order: 80,
  needs: ['log'],
  examine(c) {
    const setting = warnSetting(c);
    if (!c.panic || !setting) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'warn');
    const text = line && warnText(c, line);
    const own = c.fault?.where;
    const kind = deeper(c, line);
    return {
      kind: kind ?? 'warn',
      title: kind ? DEEPER[kind]() : stops.warnTitle({ setting }),
      confidence: 'proven',
      sentence: stops.warn({
        who: who(c),
        at: own && c.mayBeBlamed(own.symbol) ? ofSymbol(own) : ofFrame(c.blame(c.fault?.index)),
        setting,
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
