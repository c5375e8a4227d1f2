/**
 * Reads of physical and virtual memory. A read within one page answers the address of the bytes in the
 * cache; a longer one is gathered in the bounce buffer. Either is valid until the next call.
 */

import { BOUNCE, bounceAddress, page, pageShiftOf, pageSize, pageStatus } from './cache';
import { PAGE_PRESENT } from './status';
import { granuleOf, translate, walkFailure } from './walk';

let failure: i32 = PAGE_PRESENT;
let done: i32 = 0;

/** Why the last read failed (a page status, or a failed walk). */
export function readFailure(): i32 {
  return failure;
}
/** Bytes that the last read got before it failed. */
export function readDone(): i32 {
  return done;
}

@inline function least(a: u64, b: u64): u64 {
  return a < b ? a : b;
}

/** Address of `length` bytes at physical `pa`, or 0. `length` ≤ 1 MiB. */
export function readPhysical(pa: f64, length: i32): usize {
  const start = <u64>pa;
  const within = <usize>(start & (<u64>pageSize() - 1));
  if (<u32>length > <u32>BOUNCE) return 0;
  if (within + <usize>length <= pageSize()) {
    const frame = page(start >> pageShiftOf());
    if (frame != 0) return frame + within;
    failure = pageStatus();
    done = 0;
    return 0;
  }
  done = 0;
  while (done < length) {
    const at = start + <u64>done;
    const inside = at & (<u64>pageSize() - 1);
    const frame = page(at >> pageShiftOf());
    if (frame == 0) {
      failure = pageStatus();
      return 0;
    }
    const part = <i32>least(<u64>pageSize() - inside, <u64>(length - done));
    memory.copy(bounceAddress() + <usize>done, frame + <usize>inside, <usize>part);
    done += part;
  }
  return bounceAddress();
}

/** Address of `length` bytes at virtual `va` of space `id`, or 0. `length` ≤ 1 MiB. */
export function readVirtual(id: i32, va: u64, length: i32): usize {
  if (<u32>length > <u32>BOUNCE) return 0;
  const granule = granuleOf(id);
  if ((va & (granule - 1)) + <u64>length <= granule) {
    done = 0;
    return locate(id, va);
  }
  done = 0;
  while (done < length) {
    const at = va + <u64>done;
    const bytes = locate(id, at);
    if (bytes == 0) return 0;
    const part = <i32>least(granule - (at & (granule - 1)), <u64>(length - done));
    memory.copy(bounceAddress() + <usize>done, bytes, <usize>part);
    done += part;
  }
  return bounceAddress();
}

function locate(id: i32, va: u64): usize {
  const pa = translate(id, va);
  if (pa == u64.MAX_VALUE) {
    failure = walkFailure();
    return 0;
  }
  const frame = page(pa >> pageShiftOf());
  if (frame == 0) {
    failure = pageStatus();
    return 0;
  }
  return frame + <usize>(pa & (<u64>pageSize() - 1));
}
