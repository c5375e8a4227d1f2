import { frameEvidence, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sysrq',
  about: 'the stack of the panic goes through sysrq_handle_crash: somebody asked for the crash',
  order: 20,
  examine(c) {
    const frame = c.through('sysrq_handle_crash', 'sysrq_handle_crash.cold');
    const line = c.log.last('sysrq');
    const message = c.panic?.match[1] === 'sysrq triggered crash' ? c.panic : undefined;
    if (!frame && !(line && message)) return undefined;
    const findings = frame
      ? [
          {
            rule: 'sysrq',
            confidence: 'proven' as const,
            text: c.say('trace.through', { function: 'sysrq_handle_crash' }),
            evidence: [frameEvidence(frame)],
          },
        ]
      : [];
    return {
      kind: 'sysrq',
      title: c.say('sysrq.title'),
      confidence: frame ? 'proven' : 'likely',
      sentence: c.say('sysrq.sentence', { who: who(c) }),
      findings: [...findings, ...(line ? [quote(c, 'sysrq', line)] : [])],
      where: frame,
      culprit: {
        what: 'operator',
        name: c.task ? `${c.task.comm} (PID ${c.task.pid})` : 'sysrq',
        confidence: frame ? 'proven' : 'likely',
        why: c.say('culprit.operator'),
      },
    };
  },
};
