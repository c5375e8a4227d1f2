import { memoryFault } from '../catalogue/memory-fault.ts';
import { finding } from '../catalogue/findings.ts';
import type { Message } from '../catalogue/message.ts';
import { faults } from '../catalogue/stops.ts';
import { errorOf } from '../identify/error-pointer.ts';
import type { Confidence, Finding } from '../rows/verdict.ts';
import { refTo } from '../rows/ref.ts';
import type { Case, Fault } from './case.ts';
import { near } from './fault.ts';
import { logEvidence, ofAccess, ofAddress, ofFaultWord, ofSymbol, quote, who } from './phrases.ts';
import type { Judgement } from './rule.ts';

/** How sure the faulting address is: the log and the instruction agree, or only one of them tells. */
function addressConfidence(fault: Fault): Confidence {
  const computed = fault.shadow ? fault.shadow.computed : fault.operand?.address;
  if (fault.jumped) return 'proven';
  if (computed !== undefined && fault.logged)
    return near(computed, fault.logged.address) ? 'proven' : 'likely';
  return computed !== undefined || fault.logged ? 'likely' : 'guess';
}

/** The findings that every page fault has: error code, and whether instruction and log agree. */
export function pageFaultFindings(fault: Fault): Finding[] {
  const findings: Finding[] = [];
  if (fault.word)
    findings.push(ofFaultWord('error-code', fault.word, fault.wordFact ? [logEvidence(fault.wordFact)] : []));
  findings.push(...addressFinding(fault));
  return findings;
}

/** The access was the sanitizer's own. */
function shadowFinding(fault: Fault, at: bigint): Finding[] {
  return [
    {
      rule: 'shadow',
      confidence: 'proven',
      text: memoryFault.shadow({ shadow: ofAddress(at), address: ofAddress(fault.address) }),
      evidence: [
        { ref: refTo.code(fault.registers.ip), text: finding.theInstruction() },
        ...(fault.logged ? [logEvidence(fault.logged.fact)] : []),
      ],
    },
  ];
}

/** What address the instruction accessed, and whether the log says the same; where only the log tells, its line. */
export function addressFinding(fault: Fault): Finding[] {
  if (fault.shadow) return shadowFinding(fault, fault.shadow.at);
  const computed = fault.operand?.address;
  const logged = fault.logged?.address;
  const fact = fault.logged && logEvidence(fault.logged.fact);
  if (computed === undefined || !fault.instruction)
    return fault.logged && fact
      ? [{ ...quote('address', fault.logged.fact, 'likely'), evidence: [fact] }]
      : [];
  const address = ofAddress(computed);
  const [confidence, text]: [Confidence, Message] =
    logged === undefined
      ? ['likely', finding.computed({ address })]
      : near(computed, logged)
        ? ['proven', finding.agrees({ address })]
        : ['guess', finding.disagrees({ address, logged: ofAddress(logged) })];
  return [
    {
      rule: 'address',
      confidence,
      text,
      evidence: [
        { ref: refTo.code(fault.registers.ip), text: finding.theInstruction() },
        ...(fact ? [fact] : []),
      ],
    },
  ];
}

/** The judgement of a page fault whose title is `title`. */
export function pageFaultJudgement(
  c: Case,
  fault: Fault,
  kind: string,
  title: Message,
  extra: readonly Finding[] = [],
): Judgement {
  const { access } = fault;
  return {
    kind,
    title,
    confidence: addressConfidence(fault),
    sentence: accessSentence(c, fault),
    access,
    address: fault.address,
    findings: [...extra, ...pageFaultFindings(fault)],
    blameFrom: fault.index,
    subKind: access,
  };
}

/** How the fault accessed memory, for titles; absent where nothing tells. */
export function accessOf({ access }: Pick<Fault, 'access'>): Message | undefined {
  return access && ofAccess(access);
}

function accessSentence(c: Case, fault: Fault): Message {
  const told = { who: who(c), address: ofAddress(fault.address), at: fault.where && ofSymbol(fault.where) };
  const size = fault.operand?.memory.size ?? 0;
  switch (fault.access) {
    case 'execute':
      return faults.execute(told);
    case 'write':
      return faults.write({ ...told, size });
    case undefined:
      return faults.touch(told);
    default:
      return faults.read({ ...told, size });
  }
}

/** Whether the base of the operand is an error number taken for a pointer: an offset to it may come out just above NULL. */
export function throughError({ operand, machine, registers }: Fault): boolean {
  const [base] = operand ? machine.code.pointersOf(operand.memory) : [];
  const value = base === undefined ? undefined : registers.get(base);
  return value !== undefined && errorOf(value) !== undefined;
}
