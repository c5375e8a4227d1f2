import { plainEngine } from './engine.ts';
import { FaultError, ifKnown } from '../../src/core/errors.ts';
import { step, type Addr } from '../../src/core/addr.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import type { AddressSpace } from '../../src/core/memory/space.ts';
import { Btf } from '../../src/core/types/btf.ts';
import { CObject } from '../../src/core/types/cobject.ts';
import { Types } from '../../src/core/types/types.ts';
import type { BtfWriter } from './btf.ts';

const BASE = 0xffff888000100000n;

/** Memory that a test writes, and a kernel that knows nothing but it, its types and the symbols that the test names. */
export interface TypedMemory {
  readonly kernel: Kernel;
  /** Zeroed room of `size` bytes, aligned to `align`. */
  alloc(size: number, align?: number): bigint;
  u64(at: bigint, value: bigint): void;
  u32(at: bigint, value: number): void;
  u8(at: bigint, value: number): void;
  text(at: bigint, text: string): void;
  /** Names `at`. */
  symbol(name: string, at: bigint): void;
}

export function typedMemory(btf: BtfWriter, size = 1 << 20): TypedMemory {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const types = new Types(new Btf(btf.bytes(), plainEngine()));
  const symbols = new Map<string, { name: string; address: Addr; letter: string; size: number }>();
  const remembered = new Map<string, unknown>();
  let next = BASE;
  const at = (address: bigint, length: number): number => {
    const offset = Number(address - BASE);
    if (address < BASE || offset + length > size) throw new FaultError('nothing is there', address, 'kernel', 'not-mapped');
    return offset;
  };
  const u64 = (address: bigint): Addr => view.getBigUint64(at(address, 8), true) as Addr;
  const u32 = (address: bigint): number => view.getUint32(at(address, 4), true);
  const string = (address: bigint, most = 256): string => {
    const from = at(address, 1);
    const end = bytes.indexOf(0, from);
    return String.fromCharCode(...bytes.subarray(from, Math.min(end < 0 ? size : end, from + most)));
  };
  const space = {
    u8: (address: bigint) => view.getUint8(at(address, 1)),
    u16: (address: bigint) => view.getUint16(at(address, 2), true),
    u32,
    s32: (address: bigint) => u32(address) | 0,
    u64,
    tryU8: (address: bigint) => ifKnown(() => view.getUint8(at(address, 1))),
    tryU32: (address: bigint) => ifKnown(() => u32(address)),
    tryU64: (address: bigint) => ifKnown(() => u64(address)),
    view: (address: bigint, length: number) => new DataView(bytes.buffer, at(address, length), length),
    read: (address: bigint, length: number) => bytes.slice(at(address, length), at(address, length) + length),
    tryRead: (address: bigint, length: number) => ifKnown(() => bytes.slice(at(address, length), at(address, length) + length)),
    readSome: (address: bigint, length: number) =>
      address < BASE || address >= BASE + BigInt(size)
        ? new Uint8Array()
        : bytes.slice(Number(address - BASE), Number(address - BASE) + length),
    string,
    tryString: (address: bigint, most?: number) => ifKnown(() => string(address, most)),
    readable: (address: bigint) => address >= BASE && address < BASE + BigInt(size),
  } as unknown as AddressSpace;
  const byName = (name: string): unknown => symbols.get(name);
  const kernel = {
    space,
    types,
    symbols: { byName, image: { byName }, byAddress: () => undefined },
    at: (type: string, address: bigint) => CObject.at(types.named(type), address, space, types),
    symbol: byName,
    object: (name: string, type: string) =>
      CObject.at(types.named(type), symbols.get(name)?.address ?? 0n, space, types),
    tryPerCpuOffset: () => 0n,
    remember: <T>(key: string, make: () => T): T => {
      if (!remembered.has(key)) remembered.set(key, make());
      return remembered.get(key) as T;
    },
  } as unknown as Kernel;
  return {
    kernel,
    alloc(length, align = 16) {
      next = (next + BigInt(align - 1)) & ~BigInt(align - 1);
      const start = next;
      next = step(next, length);
      at(start, length);
      return start;
    },
    u64: (address, value) => view.setBigUint64(at(address, 8), BigInt.asUintN(64, value), true),
    u32: (address, value) => view.setUint32(at(address, 4), value, true),
    u8: (address, value) => view.setUint8(at(address, 1), value),
    text: (address, text) => bytes.set(new TextEncoder().encode(text), at(address, text.length)),
    symbol: (name, address) => void symbols.set(name, { name, address: address as Addr, letter: 'D', size: 4096 }),
  };
}
