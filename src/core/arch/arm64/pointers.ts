import type { Addr } from '../../addr.ts';
import type { KernelParts } from '../paging.ts';

/** Bit 55 of an address tells which half it is of, whatever stands in the bits above (DDI 0487, D8.2). */
const HALF = 1n << 55n;

/**
 * What return addresses are without the code that authenticates them (FEAT_PAuth; KERNELPACMASK in VMCOREINFO since 5.10,
 * else all bits above those of addresses) and without a tag: the bits that are not an address' are those of its half.
 */
export function codeStripper(kernel: KernelParts): (word: bigint) => Addr {
  return kernel.remember('pointer authentication', () => makeStripper(kernel));
}

function makeStripper(kernel: KernelParts): (word: bigint) => Addr {
  const told = kernel.vmcoreinfo.number('KERNELPACMASK');
  const above = BigInt.asUintN(64, -(1n << BigInt(kernel.layout.tables.halfBits)));
  const mask = BigInt.asUintN(64, told ?? 0n) | above;
  return (word) => ((word & HALF) !== 0n ? word | mask : word) as Addr;
}
