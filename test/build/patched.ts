import { FaultError, ifKnown } from '../../src/core/errors.ts';
import type { Addr } from '../../src/core/addr.ts';
import { Kernel } from '../../src/core/kernel/kernel.ts';
import type { AddressSpace } from '../../src/core/memory/space.ts';

/** Words of memory to have in place of the dump's; 'absent': reading there fails. 32-bit reads see the low half. */
export type Patches = ReadonlyMap<bigint, bigint | 'absent'>;

/** `kernel` as it would be with `patches` in its memory; nothing that it remembers is taken along. */
export function patchedKernel(kernel: Kernel, patches: Patches): Kernel {
  const real = kernel.space;
  const word = (address: bigint): bigint | undefined => {
    const patch = patches.get(address);
    if (patch === 'absent') throw new FaultError('patched to be absent', address, 'kernel', 'excluded');
    return patch;
  };
  const u64 = (address: bigint): Addr => (word(address) as Addr | undefined) ?? real.u64(address);
  const u32 = (address: bigint): number => {
    const patch = word(address);
    return patch === undefined ? real.u32(address) : Number(BigInt.asUintN(32, patch));
  };
  const space = Object.assign(Object.create(real) as AddressSpace, {
    u64,
    u32,
    s32: (address: bigint) => u32(address) | 0,
    tryU64: (address: bigint) => ifKnown(() => u64(address)),
    tryU32: (address: bigint) => ifKnown(() => u32(address)),
  });
  return new Kernel({ ...kernel, space });
}
