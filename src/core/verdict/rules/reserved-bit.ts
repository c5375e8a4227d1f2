import { addr, hex0x, isKernelHalf } from '../../addr.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { ifKnown } from '../../errors.ts';
import { taskSpace, walkTable } from '../../kernel/page-table.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import { linesOfOops } from '../fault.ts';
import { pageFaultJudgement } from '../page-fault.ts';
import { logEvidence, ofAddress, ofFaultWord, ofLoggedPlace, ofSymbol, quote, who } from '../phrases.ts';
import type { Judgement, Rule } from '../rule.ts';
import { loggedPlace } from '../where.ts';

export const rule: Rule = {
  id: 'reserved-bit',
  about:
    'the error code of a page fault says that a page-table entry has a reserved bit set: the table is damaged; or the log says so, of an access of a program or where no stack shows the fault',
  order: 108,
  needs: ['log', 'stack', 'registers'],
  examine(c) {
    const { fault } = c;
    if (!fault) return byLog(c);
    if (fault.kind !== 'page-fault' || !fault.word?.reserved) return undefined;
    return {
      ...pageFaultJudgement(
        c,
        fault,
        'reserved-bit',
        memoryFault.reservedTitle(),
        entryFinding(c, fault.address),
      ),
      sentence: memoryFault.reserved({
        who: who(c),
        address: ofAddress(fault.address),
        at: fault.where && ofSymbol(fault.where),
      }),
    };
  },
};

/**
 * What the log says of it where no stack shows the fault (pgtable_bad(), arch/x86/mm/fault.c): a program's own access met the
 * damaged entry, and no code of the kernel did anything; or the kernel's, and its stack is lost.
 */
function byLog(c: Case): Judgement | undefined {
  const line = linesOfOops(c.log).last('page-table');
  const oops = c.log.last('oops');
  if (!line || !oops || !c.panic || !/^Fatal exception/.test(c.panic.match[1])) return undefined;
  const address = addr(BigInt('0x' + line.match[1]));
  const word = c.kernel.arch.faultLog?.faultWord(parseInt(oops.match[2], 16));
  const user = word?.user === true;
  const place = user ? undefined : loggedPlace(c);
  return {
    kind: 'reserved-bit',
    title: memoryFault.reservedTitle(),
    confidence: user && word.reserved ? 'proven' : 'likely',
    sentence: memoryFault.reserved({
      who: who(c),
      address: ofAddress(address),
      at: place && ofLoggedPlace(place),
    }),
    access: word?.access,
    address,
    findings: [
      ...entryFinding(c, address),
      ...(word ? [ofFaultWord('error-code', word, [logEvidence(oops)])] : []),
      quote('reserved-bit', line),
      quote('reserved-bit', c.panic),
    ],
    ...(user ? { elsewhere: true, subKind: 'user' } : { place, subKind: word?.access }),
  };
}

/** The entry that the address leads to in the dump's tables. */
function entryFinding(c: Case, address: bigint | undefined): Finding[] {
  const { kernel, task } = c;
  if (address === undefined) return [];
  const space = isKernelHalf(address) ? kernel.space : task && ifKnown(() => taskSpace(kernel, task.address));
  const last = space && ifKnown(() => walkTable(kernel, space, address))?.steps.at(-1);
  if (!last) return [];
  return [
    {
      rule: 'reserved-bit',
      confidence: 'proven',
      text: memoryFault.entry({ level: last.level, entry: hex0x(last.entry), address: ofAddress(address) }),
      evidence: [{ ref: refTo.memory(address), text: `${last.level} ${hex0x(last.entry)}` }],
    },
  ];
}
