import { checks } from '../catalogue/checks.ts';
import { ifKnown } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { linearPhysical } from '../memory/tables.ts';
import { plainName } from '../reports/never-blame.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case, Fault } from './case.ts';
import { firstArgument } from './origin.ts';
import { addressEvidence, ofAddress } from './phrases.ts';

/** What is given back to an allocator that it never gave: a stack's memory, a variable, an address that is none. */

/** Functions that take memory back by its address, their first argument (mm/slub.c, mm/slab.c, mm/slab_common.c). */
const TAKES_BACK = /^(kfree|kfree_sensitive|__kfree)$/;

/** What a function that takes memory back was called with, where `fault` lies in it and its argument is no object of a slab. */
export function givenBack(c: Case, fault: Fault): Finding[] {
  const name = plainName(fault.where?.symbol.name ?? '');
  if (!TAKES_BACK.test(name)) return [];
  const held = firstArgument(c, fault.machine, fault.registers);
  if (!held) return [];
  const [register, value] = held;
  if (ifKnown(() => slabCacheOf(c.kernel, value)) !== undefined) return [];
  const what = ifKnown(() => identify(c.kernel, value));
  // Of the direct map's pages some were given as a whole (large kmalloc()), and what says whose a page is may be lost.
  const direct = ifKnown(() => c.kernel.arch.paging.directMap(c.kernel));
  const outside = direct !== undefined && linearPhysical(direct, value) === undefined;
  return [
    {
      rule: 'given-back',
      confidence: outside ? 'proven' : 'likely',
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
