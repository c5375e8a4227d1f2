import { addr } from '../../addr.ts';
import { faultCode } from '../../catalogue/fault-code.ts';
import { faults } from '../../catalogue/stops.ts';
import type { Finding } from '../../rows/verdict.ts';
import { logEvidence, ofAccess, ofAddress, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';
import { loggedPlace } from '../where.ts';

export const rule: Rule = {
  id: 'logged-fault',
  about:
    'no stack shows the fault, but the panic says that it ended an oops and the log says at which address',
  order: 190,
  examine(c) {
    const line = c.log.last('null-fault', 'page-fault');
    if (c.fault || !line || !c.panic || !/Fatal exception|^Oops/.test(c.panic.match[1])) return undefined;
    const place = loggedPlace(c);
    const oops = c.log.last('oops');
    const word = oops && c.kernel.arch.faultLog?.faultWord(parseInt(oops.match[2], 16));
    const address = addr(BigInt('0x' + line.match[1]));
    const access = word?.access ?? 'read';
    const through = line.id === 'null-fault';
    const title = through ? faults.nullTitle : faults.badAddressTitle;
    const findings: Finding[] = [line, ...(place ? [place.fact] : []), c.panic].map((fact) =>
      quote('logged-fault', fact),
    );
    if (word)
      findings.unshift({
        rule: 'error-code',
        confidence: 'proven',
        text: faultCode.code({ code: word.text, words: word.words }),
        evidence: [logEvidence(oops)],
      });
    const module = place?.module ? ` [${place.module}]` : '';
    return {
      kind: through ? 'null-pointer' : 'bad-address',
      title: title({ access: ofAccess(access) }),
      confidence: 'likely',
      sentence: faults.logged({
        who: who(c),
        access: ofAccess(access),
        address: ofAddress(address),
        at: place && {
          text: `${place.symbol}+0x${place.offset.toString(16)}${module}`,
          ref: logEvidence(place.fact).ref,
        },
      }),
      access,
      address,
      findings,
      place,
      subKind: access,
    };
  },
};
