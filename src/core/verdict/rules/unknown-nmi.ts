import { faults } from '../../catalogue/stops.ts';
import { who, ofPlace, quote, interruptFinding } from '../phrases.ts';
import { cpuStanding } from '../standing.ts';
import { stuckAt } from '../stuck.ts';
import { noticedIn } from '../open-case.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unknown-nmi',
  about: 'the panic says "NMI: Not continuing" (unknown_nmi_error) or names SERR or IOCK',
  order: 55,
  needs: ['log', 'stack'],
  examine(c) {
    if (!c.panic || !/^NMI[: ]/.test(c.panic.match[1])) return undefined;
    const lines = [...c.log.every('nmi'), ...c.log.every('nmi-serr')].slice(-2);
    const hit = noticedIn(c);
    const { findings } = stuckAt(c, c.cpu === undefined ? undefined : cpuStanding(c, c.cpu));
    return {
      kind: 'unknown-nmi',
      title: faults.nmiTitle(),
      confidence: 'proven',
      sentence: faults.nmi({
        who: who(c),
        at: hit && ofPlace(c, hit.registers.ip),
      }),
      findings: [
        ...lines.map((line) => quote('unknown-nmi', line)),
        quote('unknown-nmi', c.panic),
        ...findings,
        ...interruptFinding(c, 'unknown-nmi', hit?.registers),
      ],
      blameFrom: hit?.index,
      stopped: hit?.registers,
    };
  },
};
