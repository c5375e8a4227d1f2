import { checks } from '../catalogue/checks.ts';
import { ifKnown } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { plainName } from '../reports/never-blame.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import { firstArgument } from './origin.ts';
import { addressEvidence, ofAddress } from './phrases.ts';

/** What is given back to an allocator that it never gave: a stack's memory, a variable, an address that is none. */

/** Functions that take memory back by its address, their first argument (mm/slub.c, mm/slab.c, mm/slab_common.c). */
const TAKES_BACK = /^(kfree|kvfree|kfree_sensitive|kfree_const|__kfree)$/;
/** What a function that takes memory back was called with, where `fault` lies in it and its argument is no object of a slab. */
export function givenBack(c: Case, fault: Fault): Finding[] {
  const name = plainName(fault.where?.symbol.name ?? '');
  if (!TAKES_BACK.test(name)) return [];
  const held = firstArgument(c, fault.machine, fault.registers);
  if (!held) return [];
  const [register, value] = held;
  if (ifKnown(() => slabCacheOf(c.kernel, value)) !== undefined) return [];
  const what = ifKnown(() => identify(c.kernel, value));
  return [
    {
      rule: 'given-back',
      confidence: 'proven',
      text: checks.givenBack({
        function: name,
        address: ofAddress(value),
        what: what && { text: what.text, ref: what.ref ?? refTo.address(value) },
        register: fault.machine.registers.title(register),
      }),
      evidence: [addressEvidence(value, fault.machine.registers.title(register))],
    },
  ];
}
