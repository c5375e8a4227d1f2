import { checks } from '../../catalogue/checks.ts';
import { onWarnFinding } from '../checked.ts';
import { ofFrame, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'atomic-context',
  about:
    'the stack of the panic goes through __schedule_bug(), or the panic names it: somebody slept where that is not allowed (kernel/sched/core.c)',
  order: 77,
  needs: ['log'],
  examine(c) {
    const frame = c.through('__schedule_bug', '__schedule_bug.cold');
    const named = c.panic && /^scheduling while atomic/.test(c.panic.match[1]);
    if (!c.panic || (!frame && !named)) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'atomic');
    const at = frame ? (c.stack?.frames.indexOf(frame) ?? -1) + 1 : undefined;
    return {
      kind: 'atomic-context',
      title: checks.atomicTitle(),
      confidence: 'proven',
      sentence: checks.atomic({ who: who(c), at: ofFrame(c.blame(at)) }),
      findings: [
        ...(line ? [quote('atomic-context', line)] : []),
        quote('atomic-context', c.panic),
        ...onWarnFinding(c),
      ],
      blameFrom: at,
    };
  },
};
