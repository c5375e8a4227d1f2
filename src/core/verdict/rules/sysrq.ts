import { culprit as blame, finding } from '../../catalogue/findings.ts';
import { stops, who as whoIs } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import { who, frameEvidence, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sysrq',
  about: 'the stack of the panic goes through sysrq_handle_crash: somebody asked for the crash',
  order: 20,
  needs: ['stack', 'log'],
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
            text: finding.through({ function: 'sysrq_handle_crash' }),
            evidence: [frameEvidence(frame)],
          },
        ]
      : [];
    return {
      kind: 'sysrq',
      title: stops.sysrqTitle(),
      confidence: frame ? 'proven' : 'likely',
      sentence: stops.sysrq({ who: who(c) }),
      findings: [...findings, ...(line ? [quote('sysrq', line)] : [])],
      where: frame,
      culprit: {
        what: 'operator',
        name: c.task ? whoIs.task({ comm: c.task.comm, pid: c.task.pid }) : 'sysrq',
        ref: c.task && refTo.task(c.task.address),
        confidence: frame ? 'proven' : 'likely',
        why: blame.operator(),
      },
    };
  },
};
