import { finding } from '../../catalogue/findings.ts';
import { stops } from '../../catalogue/stops.ts';
import { who, ofFrame, frameEvidence, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'panic',
  about: 'panic() called by something that no other rule knows; the caller and its message are the answer',
  order: 200,
  needs: ['log', 'stack'],
  examine(c) {
    const frames = c.stack?.frames ?? [];
    const at = frames.findIndex((frame) => /^(panic|vpanic)(\.|$)/.test(frame.symbol?.symbol.name ?? ''));
    if (!c.panic && at < 0) return undefined;
    const caller = at >= 0 ? (c.blame(at + 1) ?? frames[at + 1]) : c.blame();
    const message = c.panic?.match[1].split('\n')[0] ?? '';
    return {
      kind: 'panic',
      title: stops.panicTitle({ message: message || '?' }),
      // Without its message it may be what another rule would know by it.
      confidence: at >= 0 && c.panic ? 'proven' : 'likely',
      sentence: stops.panic({ who: who(c), at: ofFrame(caller) }),
      findings: [
        ...(at >= 0
          ? [
              {
                rule: 'panic',
                confidence: 'proven' as const,
                text: finding.through({ function: 'panic' }),
                evidence: [frameEvidence(frames[at])],
              },
            ]
          : []),
        ...(c.panic ? [quote('panic', c.panic)] : []),
      ],
      blameFrom: at >= 0 ? at + 1 : undefined,
      subKind: message.replace(/\d+|0x[0-9a-f]+/g, '#'),
    };
  },
};
