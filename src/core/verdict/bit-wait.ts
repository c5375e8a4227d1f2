import { bitWaits } from '../catalogue/bit-waits.ts';
import type { Said } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import { useSaid } from '../identify/kernel-memory.ts';
import type { BitWait } from '../kernel/bit-waits.ts';
import { pageUse } from '../kernel/page-use.ts';
import { pageAtStruct, pageFlags } from '../kernel/pages.ts';
import type { Wait } from '../kernel/waits.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import { addressEvidence, ofTask, taskEvidence } from './phrases.ts';

/** The names that a place has in the sentences about who waits. */
interface Places {
  /** The variable at an address with its offset, else the address. */
  readonly name: (address: bigint) => string;
  /** Of a place without a name what it lies in. */
  readonly lies: (address: bigint) => Said | undefined;
}

/** Which bit or variable `wait` is for, and whether the bit is set. */
export function bitWaitFinding(c: Case, { task, waiters }: Wait, bit: BitWait, places: Places): Finding {
  const { word, number, page, set } = bit;
  const at = page ?? word;
  const shown: Said = {
    text: places.name(at),
    ref: page === undefined ? refTo.memory(at) : refTo.instance('page', at),
  };
  const told = { task: ofTask(task), of: shown, others: waiters - 1 };
  return {
    rule: 'waits',
    confidence: 'proven',
    text:
      number === undefined
        ? bitWaits.variable({ ...told, what: places.lies(word) })
        : bitWaits.bit({
            ...told,
            bit: number,
            flag:
              page === undefined ? undefined : pageFlags(c.kernel).find((each) => each.bit === number)?.name,
            page: page !== undefined,
            what: page === undefined ? places.lies(word) : usedFor(c, page),
            set,
          }),
    evidence: [taskEvidence(task), addressEvidence(word, '')],
  };
}

/** What the page whose struct is at `address` is used for. */
function usedFor({ kernel }: Case, address: bigint): Said | undefined {
  return ifKnown(() => {
    const page = pageAtStruct(kernel, address);
    const use = page && pageUse(kernel, page);
    return use && use.kind !== 'other' ? useSaid(use) : undefined;
  });
}
