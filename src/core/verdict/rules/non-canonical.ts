import { faults } from '../../catalogue/stops.ts';
import { addressFinding, pageFaultFindings } from '../page-fault.ts';
import { who, ofSymbol, ofAddress, ofAccess, quote } from '../phrases.ts';
import { isCanonical } from '../../identify/non-canonical.ts';
import type { Case, Fault } from '../case.ts';
import type { Rule } from '../rule.ts';

/** Machines that have no exception of its own for an address of neither half report that nothing is mapped there. */
export function noAddress({ kernel }: Pick<Case, 'kernel'>, fault: Fault): boolean {
  return (
    fault.kind === 'page-fault' &&
    !fault.jumped &&
    fault.address !== undefined &&
    !isCanonical(kernel, fault.address)
  );
}

export const rule: Rule = {
  id: 'non-canonical',
  about:
    'a general protection fault, with the operand computed from the saved registers; where machines report such addresses as page faults, one with an address of neither half',
  order: 140,
  needs: ['stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    const line = c.log.last('gpf');
    const walked = fault !== undefined && noAddress(c, fault);
    if (fault?.kind !== 'general-protection' && fault?.kind !== 'stack-segment' && !walked) return undefined;
    const address = fault.shadow ? fault.address : (fault.operand?.address ?? fault.address);
    const bad = address !== undefined && !isCanonical(c.kernel, address);
    const { access } = fault;
    return {
      kind: 'non-canonical',
      title: bad
        ? (walked ? faults.noAddressTitle : faults.nonCanonicalTitle)({ access: access && ofAccess(access) })
        : faults.protectionTitle(),
      confidence: bad ? 'proven' : 'likely',
      sentence: bad
        ? faults.nonCanonical({
            who: who(c),
            address: ofAddress(address),
            at: fault.where && ofSymbol(fault.where),
          })
        : faults.protection({ who: who(c), at: fault.where && ofSymbol(fault.where) }),
      access: bad ? access : undefined,
      address: bad ? address : undefined,
      findings: [
        ...(walked ? pageFaultFindings(fault) : bad ? addressFinding(fault) : []),
        ...(line ? [quote('non-canonical', line)] : []),
      ],
      blameFrom: fault.index,
      subKind: access,
    };
  },
};
