import { hex0x, isKernelHalf } from '../../addr.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { ifKnown } from '../../errors.ts';
import { taskSpace, walkTable } from '../../kernel/page-table.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import type { Fault } from '../fault.ts';
import { pageFaultJudgement } from '../page-fault.ts';
import { ofAddress, ofSymbol, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'reserved-bit',
  about:
    'the error code of a page fault says that a page-table entry has a reserved bit set: the table is damaged',
  order: 108,
  needs: ['log', 'stack', 'registers'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'page-fault' || !fault.word?.reserved) return undefined;
    return {
      ...pageFaultJudgement(c, fault, 'reserved-bit', memoryFault.reservedTitle(), entryFinding(c, fault)),
      sentence: memoryFault.reserved({
        who: who(c),
        address: ofAddress(fault.address),
        at: fault.where && ofSymbol(fault.where),
      }),
    };
  },
};

/** The entry that the address leads to in the dump's tables. */
function entryFinding(c: Case, { address }: Fault): Finding[] {
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
