import { describe, expect, it } from 'vitest';
import { orcLookup } from '../../../../../src/core/arch/x86_64/orc/table.ts';
import type { KernelParts } from '../../../../../src/core/arch/paging.ts';

/** A kernel whose one table has an entry for ftrace_caller and one for ftrace_regs_caller, and tracers with trampolines. */

const TEXT = 0xffffffff81000000n;
const PLAIN = TEXT + 0x100n;
const REGS = TEXT + 0x200n;
const IPS = TEXT + 0x1000n;
const ENTRIES = TEXT + 0x2000n;
const LIST = TEXT + 0x3000n;
const OPS = 0xffff888001000000n;
const TRAMPOLINE = 0xffffffffc0606000n;

const CODE: Readonly<Record<string, readonly number[]>> = {
  plain: [0x48, 0x81, 0xec, 0xa8, 0, 0, 0, 0x48, 0x89, 0x44, 0x24, 0x50, 0x48, 0x89, 0x4c, 0x24],
  regs: [0x9c, 0x48, 0x81, 0xec, 0xa8, 0, 0, 0, 0x48, 0x89, 0x44, 0x24, 0x50, 0x48, 0x89, 0x4c],
};
const u32 = (value: bigint) => [0n, 8n, 16n, 24n].map((shift) => Number((value >> shift) & 0xffn));
const u64 = (value: bigint) => [...u32(value), ...u32(value >> 32n)];
/** v3: CFA from rsp, a call. */
const entry = (offset: number) => [offset, 0, 0, 0, 5 | (0 << 4), 2];

function kernel(copied: readonly number[], next = 0n): KernelParts {
  const pieces: readonly (readonly [bigint, readonly number[]])[] = [
    [PLAIN, CODE.plain],
    [REGS, CODE.regs],
    [IPS, [...u32(PLAIN - IPS), ...u32(REGS - (IPS + 4n))]],
    [ENTRIES, [...entry(8), ...entry(16)]],
    [LIST, u64(OPS)],
    [OPS, [...u64(next), ...u64(TRAMPOLINE), ...u64(0x100n)]],
    [TRAMPOLINE, copied],
  ];
  const readSome = (address: bigint, length: number): Uint8Array => {
    const piece = pieces.find(([at, bytes]) => address >= at && address < at + BigInt(bytes.length));
    return piece
      ? Uint8Array.from(piece[1].slice(Number(address - piece[0]))).subarray(0, length)
      : new Uint8Array();
  };
  const tryRead = (address: bigint, length: number) => {
    const bytes = readSome(address, length);
    return bytes.length === length ? bytes : undefined;
  };
  const view = (address: bigint, length: number) => {
    const bytes = tryRead(address, length);
    return bytes && new DataView(bytes.slice().buffer);
  };
  const names: Readonly<Record<string, bigint>> = {
    _stext: TEXT,
    _end: TEXT + 0x10000n,
    __start_orc_unwind_ip: IPS,
    __stop_orc_unwind_ip: IPS + 8n,
    __start_orc_unwind: ENTRIES,
    ftrace_caller: PLAIN,
    ftrace_regs_caller: REGS,
    ftrace_ops_list: LIST,
    ftrace_list_end: TEXT + 0x4000n,
  };
  const kept = new Map<string, unknown>();
  return {
    symbols: {
      image: { byName: (name: string) => (name in names ? { name, address: names[name] } : undefined) },
    },
    space: {
      readSome,
      tryRead,
      tryU32: (address: bigint) => view(address, 4)?.getUint32(0, true),
      tryU64: (address: bigint) => view(address, 8)?.getBigUint64(0, true),
    },
    types: {
      struct: () => undefined,
      has: (type: string) => type === 'ftrace_ops',
      offsetOf: (_type: string, name: string) => ['next', 'trampoline', 'trampoline_size'].indexOf(name) * 8,
    },
    remember: (key: string, make: () => unknown) => {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key);
    },
  } as unknown as KernelParts;
}

const at = (ip: bigint, copied: readonly number[], next = 0n) =>
  orcLookup(kernel(copied, next), () => undefined)(ip);

describe('a trampoline of ftrace', () => {
  it('goes by the table of what it is a copy of', () => {
    expect(at(TRAMPOLINE + 8n, CODE.regs)?.cfaOffset).toBe(at(REGS + 8n, CODE.regs)?.cfaOffset);
    expect(at(TRAMPOLINE + 8n, CODE.plain)?.cfaOffset).toBe(at(PLAIN + 8n, CODE.plain)?.cfaOffset);
    expect(at(REGS + 8n, CODE.regs)?.cfaOffset).not.toBe(at(PLAIN + 8n, CODE.regs)?.cfaOffset);
  });

  it('is none beyond its end, where it is no copy, or in a list without an end', () => {
    expect(at(TRAMPOLINE + 0x100n, CODE.regs)).toBeUndefined();
    expect(at(TRAMPOLINE + 8n, CODE.regs.toReversed())).toBeUndefined();
    expect(at(TRAMPOLINE + 0x200n, CODE.regs, OPS)).toBeUndefined();
  });
});
