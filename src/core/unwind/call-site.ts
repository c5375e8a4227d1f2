import { step, type Addr } from '../addr.ts';
import type { AddressSpace } from '../memory/space.ts';

/** Lengths of `call` with a register or memory operand (opcode ff /2, Intel SDM vol. 2A): 2 to 7 bytes. */
const INDIRECT = [2, 3, 4, 6, 7];

/** Whether the instruction just before `address` may be a call: e8 rel32, or ff /2 with or without REX prefix. */
export function afterCall(space: AddressSpace, address: bigint): boolean {
  const bytes = space.tryRead(step(address, -8), 8);
  if (!bytes) return false;
  if (bytes[3] === 0xe8) return true;
  return INDIRECT.some((length) => bytes[8 - length] === 0xff && ((bytes[9 - length] >> 3) & 7) === 2);
}

/** Where the direct call (e8 rel32) that ends at `address` goes; undefined when there stands no such instruction. */
export function callTarget(space: AddressSpace, address: bigint): Addr | undefined {
  const bytes = space.tryRead(step(address, -5), 5);
  if (bytes?.[0] !== 0xe8) return undefined;
  return step(address, new DataView(bytes.buffer, bytes.byteOffset).getInt32(1, true));
}
