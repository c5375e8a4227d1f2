import { brokenList } from '../catalogue/kernel.ts';
import type { Message } from '../catalogue/message.ts';
import type { Addr } from '../addr.ts';
import { FaultError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { CObject } from '../types/cobject.ts';
import type { Types } from '../types/types.ts';

/** Longer lists than this are taken for endless. */
const MAX_LIST = 4_000_000;

/** Why a list walk ended before its head came again. */
export interface BrokenList {
  reason?: Message;
}

/**
 * The objects of struct `type` linked by their list_head member `member` after `head` (include/linux/list.h).
 * Bounded; notices cycles that leave the head out; a damaged link ends the walk, `broken` then says why.
 */
export function* listEntries(
  head: CObject,
  type: string,
  member: string,
  broken?: BrokenList,
): Generator<CObject> {
  const offset = head.types.offsetOf(type.replace(/^struct /, ''), member);
  const entry = head.types.named(type);
  for (const at of listAddresses(head, broken))
    yield CObject.at(entry, BigInt.asUintN(64, at - BigInt(offset)), head.space, head.types);
}

/** Addresses of the list_heads after `head`. */
function* listAddresses(head: CObject, broken?: BrokenList): Generator<Addr> {
  const space = head.space;
  const start = head.address;
  const say = (reason: Message): void => {
    if (broken) broken.reason = reason;
  };
  let here: Addr;
  try {
    here = space.u64(start);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return say(brokenList.head({ why: error.said }));
  }
  // Brent's way of noticing a cycle: compare with a remembered entry, remembered anew at each power of two.
  let remembered: Addr = start;
  let power = 1;
  let steps = 0;
  for (let count = 0; here !== start; count++) {
    if (count > MAX_LIST) return say(brokenList.tooLong({ most: MAX_LIST }));
    let next: Addr;
    try {
      next = space.u64(here);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return say(brokenList.link({ count, why: error.said }));
    }
    yield here;
    if (next === remembered && next !== start) return say(brokenList.circle({ count: count + 1 }));
    if (++steps === power) {
      remembered = here;
      power *= 2;
      steps = 0;
    }
    here = next;
  }
}

/** The objects of struct `type` linked by their hlist_node `member` in the hlist_head at `head` (include/linux/list.h). Bounded; notices cycles. */
export function* hlistEntries(
  kernel: { readonly space: AddressSpace; readonly types: Types },
  head: Addr,
  type: string,
  member: string,
): Generator<CObject> {
  const offset = kernel.types.offsetOf(type.replace(/^struct /, ''), member);
  const entry = kernel.types.named(type);
  const seen = new Set<bigint>();
  let here = kernel.space.tryU64(head) ?? 0n;
  while (here !== 0n && !seen.has(here) && seen.size < MAX_LIST) {
    seen.add(here);
    yield CObject.at(entry, BigInt.asUintN(64, here - BigInt(offset)), kernel.space, kernel.types);
    here = kernel.space.tryU64(here as Addr) ?? 0n;
  }
}
