import { systemError } from '../../catalogue/system-error.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { hex0x } from '../../addr.ts';
import { ifKnown } from '../../errors.ts';
import { onBus } from '../../kernel/resources.ts';
import { vmallocAreaAt, vmallocFacts } from '../../kernel/vmalloc.ts';
import { readable } from '../../rows/readable.ts';
import { logEvidence, ofAddress, ofFaultWord, registerEvidence, ofSymbol, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'system-error',
  about:
    'hardware reported an error that no instruction is at fault for: an SError or an external abort (arm64_serror_panic(), do_sea())',
  order: 32,
  needs: ['log'],
  examine(c) {
    const line = c.log.last('serror');
    const panicked = c.panic && /Asynchronous SError Interrupt/.test(c.panic.match[1]);
    const { fault } = c;
    if (fault?.kind !== 'system-error' && !(line && panicked)) return undefined;
    const oops = c.log.last('oops');
    const word = line ? c.kernel.arch.faultLog?.faultWord(parseInt(line.match[2], 16)) : fault?.word;
    const fact = line ?? fault?.wordFact ?? oops;
    const device = line ? [] : deviceFinding(c, fault);
    const findings: Finding[] = [
      ...device,
      ...(word && fact ? [ofFaultWord('error-code', word, [logEvidence(fact)])] : []),
      ...(line ? [quote('system-error', line)] : []),
      ...(panicked && c.panic ? [quote('system-error', c.panic)] : []),
      ...(!line && oops ? [quote('system-error', oops)] : []),
      ...c.log
        .every('mce')
        .slice(0, 8)
        .map((each) => quote('system-error', each)),
    ];
    const told = { who: who(c), at: fault?.where && ofSymbol(fault.where) };
    return {
      kind: 'system-error',
      title: line ? systemError.serrorTitle() : systemError.abortTitle(),
      confidence: 'proven',
      sentence: line ? systemError.serror(told) : systemError.abort(told),
      findings,
      blameFrom: fault?.index,
      // Who asks a device that does not answer is to blame as everywhere else.
      ...(device.length === 0 && {
        culprit: {
          what: 'hardware',
          name: line ? 'SError' : 'external abort',
          confidence: 'likely',
        } as const,
      }),
    };
  },
};

/** That what was accessed is a device's, not memory. */
function deviceFinding({ kernel }: Case, fault: Fault | undefined): Finding[] {
  const address = fault?.operand?.address;
  if (!fault || address === undefined) return [];
  const facts = ifKnown(() => {
    const area = vmallocAreaAt(kernel, address);
    return area && { ...vmallocFacts(area), start: area.start };
  });
  if (facts?.physical === undefined || !/\bioremap\b/.test(facts.kind)) return [];
  const physical = facts.physical + Number(address - facts.start);
  const device = ifKnown(() => onBus(kernel, physical));
  if (device === 'ram') return [];
  return [
    {
      rule: 'device',
      confidence: 'proven',
      text: systemError.device({
        address: ofAddress(address),
        physical: hex0x(physical),
        device: device && readable(device.name),
      }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}
