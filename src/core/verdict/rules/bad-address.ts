import { isKernelHalf } from '../../addr.ts';
import { badValue } from '../../catalogue/bad-value.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { identify } from '../../identify/index.ts';
import { isCanonical } from '../../identify/non-canonical.ts';
import type { StackRange } from '../../arch/stacks.ts';
import type { Said } from '../../catalogue/message.ts';
import { ifKnown } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { stackAt, stackOwner } from '../../kernel/stack-ranges.ts';
import { vmallocAreaAt } from '../../kernel/vmalloc.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { guarded } from '../left-stack.ts';
import { pageFaultJudgement, accessOf, throughError } from '../page-fault.ts';
import { ofAddress, ofTask, registerEvidence } from '../phrases.ts';
import { noAddress } from './non-canonical.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-address',
  about:
    'any other page fault in kernel mode: nothing is mapped there. An address of the lower half is a bad pointer, too',
  order: 130,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    // KASAN's check of a bad pointer faults in its shadow, which is not canonical.
    const asked =
      fault?.kind === 'general-protection' &&
      fault.shadow !== undefined &&
      isCanonical(c.kernel, fault.address ?? 0n);
    if ((fault?.kind !== 'page-fault' && !asked) || noAddress(c, fault)) return undefined;
    const kernel = fault.address === undefined || isKernelHalf(fault.address);
    const title = throughError(fault)
      ? badValue.errorTitle
      : kernel
        ? faults.badAddressTitle
        : memoryFault.badPointerTitle;
    return pageFaultJudgement(
      c,
      fault,
      'bad-address',
      title({ access: accessOf(fault) }),
      nextToMemory(c, fault),
    );
  },
};

/** The access hit the guard page after memory of vmalloc's, or that below a stack that had not run over; or both at once. */
function nextToMemory(c: Case, fault: Fault): Finding[] {
  const { address } = fault;
  if (address === undefined) return [];
  const stack = guarded(c, address);
  const area = guardedArea(c, address);
  if (!stack && !area) return [];
  const own = stack && fault.registers.sp > stack.low && fault.registers.sp <= stack.high;
  const above = stack && ofStack(c.kernel, stack);
  return [
    {
      rule: 'guard-page',
      confidence: 'proven',
      text:
        area === undefined
          ? memoryFault.guard({
              address: ofAddress(address),
              stack: above ?? '?',
              left: own ? (fault.registers.sp - stack.low).toString(16) : undefined,
            })
          : memoryFault.pastArea({ address: ofAddress(address), what: area, above }),
      evidence: [registerEvidence(fault, area === undefined ? 'sp' : 'ip')],
    },
  ];
}

/** "stack of insmod (PID 166)", or its kind. */
function ofStack(kernel: Kernel, stack: StackRange): Said {
  const owner = ifKnown(() => stackOwner(kernel, stack));
  return owner
    ? memoryFault.stackOf({ task: ofTask(owner) })
    : (identify(kernel, stack.low)?.text ?? stack.kind);
}

/** VM_NO_GUARD: no guard page follows it (include/linux/vmalloc.h). */
const NO_GUARD = 0x40;

/** The memory whose guard page `address` lies in: vmalloc leaves a page after each area, which is counted as part of it. */
function guardedArea({ kernel }: Case, address: bigint): Said | undefined {
  return ifKnown(() => {
    const area = vmallocAreaAt(kernel, address);
    if (!area?.vm || address < area.end - BigInt(kernel.layout.pageSize)) return undefined;
    if ((area.vm.get('flags').number() & NO_GUARD) !== 0 || kernel.space.readable(address)) return undefined;
    const stack = stackAt(kernel, area.start);
    return stack ? ofStack(kernel, stack) : identify(kernel, area.start)?.text;
  });
}
