import { isCanonical } from '../../identify/non-canonical.ts';
import { addressFinding } from '../page-fault.ts';
import { addressText, at, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'non-canonical',
  about: 'a general protection fault: vector 13, with the operand computed from the saved registers',
  order: 140,
  examine(c) {
    const { fault } = c;
    const line = c.log.last('gpf');
    if (fault?.vector !== 'general-protection' && fault?.vector !== 'stack-segment') return undefined;
    const address = fault.operand?.address ?? fault.address;
    const bad = address !== undefined && !isCanonical(c.kernel, address);
    const access = fault.access ?? 'read';
    return {
      kind: 'non-canonical',
      title: bad ? c.say('gpf.title', { access: c.say(`access.${access}`) }) : c.say('gpf.title.plain'),
      confidence: bad ? 'proven' : 'likely',
      sentence: c.say(bad ? 'gpf.sentence' : 'gpf.sentence.plain', {
        who: who(c),
        address: addressText(address),
        at: at(c, fault.where),
      }),
      access: bad ? access : undefined,
      address: bad ? address : undefined,
      findings: [
        ...(bad ? addressFinding(c, fault) : []),
        ...(line ? [quote(c, 'non-canonical', line)] : []),
      ],
      blameFrom: fault.index,
      subKind: access,
    };
  },
};
