import { pageFaultFindings } from '../page-fault.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { who, ofFrame, ofSymbol, ofAddress, registerEvidence } from '../phrases.ts';
import { jumpedFrom, refusedBranch, returnFinding } from '../branch.ts';
import { tailCall, tailFinding } from '../tail-call.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-jump',
  about:
    'the instruction pointer itself is the address that faulted, and it is in no code; or the processor refused a call, jump or return whose target is no address: a bad function pointer or return address',
  order: 110,
  needs: ['log', 'stack', 'registers'],
  examine(c) {
    const { fault } = c;
    // An address that is not aligned may well be in code: the trap rule's.
    if (fault?.kind === 'alignment') return undefined;
    const refused = fault && refusedBranch(c.kernel, fault);
    if (!fault || (!refused && (fault.where !== undefined || !fault.jumped))) return undefined;
    // Data or user memory that is mapped but may not be executed is no-exec's.
    if (fault.word?.present) return undefined;
    const target = refused?.target ?? fault.registers.ip;
    const from = jumpedFrom(c, fault);
    const tail = refused ? undefined : tailCall(c, fault);
    const symbol = (tail?.frame ?? from)?.symbol;
    // Where the branch was refused it is still known which one it was.
    const own =
      fault.where &&
      (c.mayBeBlamed(fault.where.symbol) ? ofSymbol(fault.where) : ofFrame(c.blame(fault.index)));
    const caller = refused ? own : symbol && ofSymbol(symbol);
    const isNull = target === 0n;
    const returned = refused?.how === 'return';
    const title = isNull
      ? memoryFault.nullCallTitle()
      : returned
        ? memoryFault.badReturnTitle()
        : faults.badJumpTitle();
    return {
      kind: 'bad-jump',
      title,
      confidence: 'proven',
      sentence: isNull
        ? memoryFault.nullCall({ who: who(c), caller })
        : returned
          ? memoryFault.badReturn({ who: who(c), address: ofAddress(target), at: own })
          : faults.badJump({ who: who(c), address: ofAddress(target), caller }),
      access: 'execute',
      address: target,
      findings: [
        {
          rule: 'bad-jump',
          confidence: 'proven',
          text: title,
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(tail ? [tailFinding(c, fault, tail)] : []),
        ...(refused ? [] : [...pageFaultFindings(fault), ...returnFinding(c, fault)]),
      ],
      blameFrom: fault.index,
      tail: tail?.frame,
      ...(!refused && !from && { sure: 'guess' as const }),
    };
  },
};
