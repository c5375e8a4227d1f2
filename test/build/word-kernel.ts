import type { Kernel } from '../../src/core/kernel/kernel.ts';

/** Offsets of members in their structs: `mutex.owner`. */
export type MemberOffsets = Readonly<Record<string, number>>;

/**
 * A kernel that is nothing but words of memory by address and the members that `offsets` names; what else is asked of it
 * is not there. For code that reads structs word by word: who waits for what.
 */
export function wordKernel(words: ReadonlyMap<bigint, bigint>, offsets: MemberOffsets): Kernel {
  const kept = new Map<string, unknown>();
  const tryU64 = (address: bigint): bigint | undefined => words.get(address);
  const readSome = (address: bigint, length: number): Uint8Array =>
    new Uint8Array(
      BigUint64Array.from({ length: length / 8 }, (_, i) => tryU64(address + BigInt(i * 8)) ?? 0n).buffer,
    );
  const at = (type: string, address: bigint) => {
    const struct = type.replace(/^struct /, '');
    const get = (name: string) => ({ bigint: () => tryU64(address + BigInt(offsets[`${struct}.${name}`])) });
    return { address, try: <T>(work: (each: unknown) => T) => work({ get }) };
  };
  return {
    types: {
      has: (type: string, member: string) => `${type}.${member}` in offsets,
      offsetOf: (type: string, member: string) => offsets[`${type}.${member}`],
    },
    space: { tryU64, readSome },
    at,
    remember: (key: string, make: () => unknown) => {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key);
    },
  } as unknown as Kernel;
}
