import { expect, it } from 'vitest';
import { arch } from '../../../src/core/arch/x86_64/index.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { isQuarantined } from '../../../src/core/kernel/quarantine.ts';

/** The shadow of generic KASAN (mm/kasan/kasan.h): a byte for 8 of memory, at dffffc0000000000 + (x >> 3) on x86-64. */

const OBJECT = 0xffff888005c580b8n;

/** A kernel whose shadow of OBJECT is `byte`. */
const kernelOf = (byte: number | undefined, kasan = true): Kernel =>
  ({
    arch,
    symbols: { byName: (name: string) => (kasan && name === 'kasan_report' ? { name } : undefined) },
    space: {
      tryRead: (at: bigint) =>
        at === 0xdffffc0000000000n + (OBJECT >> 3n) && byte !== undefined ? Uint8Array.of(byte) : undefined,
    },
  }) as unknown as Kernel;

it('has what its shadow calls freed, with and without a trace of who freed it', () => {
  expect(isQuarantined(kernelOf(0xfb), OBJECT)).toBe(true);
  expect(isQuarantined(kernelOf(0xfa), OBJECT)).toBe(true);
});

it('has not what is in use, in part in use, a red zone, or unknown', () => {
  for (const byte of [0, 4, 0xfc, undefined]) expect(isQuarantined(kernelOf(byte), OBJECT)).toBe(false);
});

it('is nowhere in a kernel without KASAN', () => {
  expect(isQuarantined(kernelOf(0xfb, false), OBJECT)).toBe(false);
});
