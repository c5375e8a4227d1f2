import type { Confidence, Finding } from '../rows/verdict.ts';
import { refTo } from '../rows/ref.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import type { MessageId } from './messages/en.ts';
import { addressText, at, bytesOf, logEvidence, quote, who } from './phrases.ts';
import type { Judgement } from './rule.ts';

/** Bits of a page fault's error code (Intel SDM volume 3, 4.7; arch/x86/include/asm/trap_pf.h). */
const BITS: readonly (readonly [bit: number, clear: MessageId | undefined, set: MessageId])[] = [
  [0, 'code.0', 'code.0!'],
  [1, 'code.1', 'code.1!'],
  [2, 'code.2', 'code.2!'],
  [3, undefined, 'code.3!'],
  [4, 'code.4', 'code.4!'],
  [5, undefined, 'code.5!'],
  [6, undefined, 'code.6!'],
  [15, undefined, 'code.15!'],
  [31, undefined, 'code.31!'],
];

/** "page not present · write · kernel mode · not a fetch". */
export function errorCodeWords(c: Case, code: number): string {
  // A fetch reads too; saying so would only confuse.
  const fetch = (code & 16) !== 0;
  return BITS.map(([bit, clear, set]) =>
    (code >>> bit) & 1 ? c.say(set) : clear && !(fetch && bit === 1) ? c.say(clear) : undefined,
  )
    .filter((word) => word !== undefined)
    .join(' · ');
}

/** How sure the faulting address is: the log and the instruction agree, or only one of them tells. */
function addressConfidence(fault: Fault): Confidence {
  const computed = fault.operand?.address;
  if (fault.jumped) return 'proven';
  if (computed !== undefined && fault.logged)
    return near(computed, fault.logged.address) ? 'proven' : 'likely';
  return computed !== undefined || fault.logged ? 'likely' : 'guess';
}

/** Accesses that run over a page's end fault a little after their address. */
function near(a: bigint, b: bigint): boolean {
  const distance = a > b ? a - b : b - a;
  return distance < 64n;
}

/** The findings that every page fault has: error code, and whether instruction and log agree. */
export function pageFaultFindings(c: Case, fault: Fault): Finding[] {
  const findings: Finding[] = [];
  if (fault.code !== undefined) {
    const code = '0x' + fault.code.toString(16).padStart(4, '0');
    findings.push({
      rule: 'error-code',
      confidence: 'proven',
      text: c.say('error-code', { code, words: errorCodeWords(c, fault.code) }),
      evidence: fault.codeFact ? [logEvidence(fault.codeFact)] : [],
    });
  }
  findings.push(...addressFinding(c, fault));
  return findings;
}

/** What address the instruction accessed, and whether the log says the same; where only the log tells, its line. */
export function addressFinding(c: Case, fault: Fault): Finding[] {
  const computed = fault.operand?.address;
  const logged = fault.logged?.address;
  const fact = fault.logged && logEvidence(fault.logged.fact);
  if (computed === undefined || !fault.instruction)
    return fault.logged && fact
      ? [{ ...quote(c, 'address', fault.logged.fact, 'likely'), evidence: [fact] }]
      : [];
  const id = logged === undefined ? 'computed' : near(computed, logged) ? 'agree' : 'disagree';
  return [
    {
      rule: 'address',
      confidence: AGREEMENT[id],
      text: c.say(id, { address: addressText(computed), logged: addressText(logged) }),
      evidence: [
        { ref: refTo.code(fault.registers.ip), text: c.say('evidence.instruction') },
        ...(fact ? [fact] : []),
      ],
    },
  ];
}

const AGREEMENT = { agree: 'proven', computed: 'likely', disagree: 'guess' } as const;

/** The judgement of a page fault whose title is `title`. */
export function pageFaultJudgement(
  c: Case,
  fault: Fault,
  kind: string,
  title: MessageId,
  extra: readonly Finding[] = [],
): Judgement {
  const access = fault.access ?? 'read';
  return {
    kind,
    title: c.say(title, { access: c.say(`access.${access}`) }),
    confidence: addressConfidence(fault),
    sentence: c.say(`fault.${access}`, {
      who: who(c),
      bytes: bytesOf(c, fault),
      address: addressText(fault.address),
      at: at(c, fault.where),
    }),
    access,
    address: fault.address,
    findings: [...extra, ...pageFaultFindings(c, fault)],
    blameFrom: fault.index,
    subKind: access,
  };
}
