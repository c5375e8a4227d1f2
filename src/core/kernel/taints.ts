import { step } from '../addr.ts';
import { named, type Message } from '../catalogue/message.ts';
import { taint } from '../catalogue/taint.ts';
import { ifKnown } from '../errors.ts';
import { isBlank } from '../memory/blank.ts';
import type { Kernel } from './kernel.ts';
import { modules } from './modules.ts';

/** One reason why the kernel is tainted. */
export interface Taint {
  readonly bit: number;
  readonly letter: string;
  readonly text: Message;
}

/** Letters by bit: Documentation/admin-guide/tainted-kernels.rst (6.12; bit 19 since 6.15). */
const LETTERS = 'PFSRMBUDAWCIOELKXTNJ';
const { unknown, ...meanings } = taint;

/**
 * tainted_mask (kernel/panic.c); undefined when it cannot be read, and when it is damaged: it lacks what a module that is loaded
 * tainted the kernel with (add_taint_module(), kernel/module/main.c), or is a zero among nothing but zeros.
 */
export function taintedMask(kernel: Kernel): bigint | undefined {
  return kernel.remember('tainted mask', () => {
    const symbol = kernel.symbols.image.byName('tainted_mask');
    const mask = symbol && kernel.space.tryU64(symbol.address);
    if (mask === undefined || (mask === 0n && isBlank(kernel.space, symbol!.address))) return undefined;
    const byModules = ifKnown(() => modules(kernel)) ?? [];
    return byModules.some(({ taints }) => taints < 1n << MAX_BITS && (taints & ~mask) !== 0n)
      ? undefined
      : mask;
  });
}
/** Bits that may be in a mask that is not damaged itself; 20 are known (TAINT_FLAGS_COUNT, include/linux/panic.h). */
const MAX_BITS = 24n;

/** The kernel's taints, lowest bit first. */
export function taints(kernel: Kernel): readonly Taint[] {
  return taintsOf(kernel, taintedMask(kernel) ?? 0n);
}

/** The taints in `mask`: of the kernel, or of a module. */
export function taintsOf(kernel: Kernel, mask: bigint): readonly Taint[] {
  const found: Taint[] = [];
  for (let bit = 0; bit < 64; bit++) {
    if (!((mask >> BigInt(bit)) & 1n)) continue;
    found.push({
      bit,
      letter: letterOf(kernel, bit),
      text: named(meanings, LETTERS[bit] ?? '') ?? unknown({ bit }),
    });
  }
  return found;
}

/** The kernel's own letter for `bit`: taint_flags[bit].c_true (kernel/panic.c, 4.9 on), else the documented one. */
function letterOf(kernel: Kernel, bit: number): string {
  const table = kernel.symbols.image.byName('taint_flags');
  const size = kernel.types.struct('taint_flag')?.size;
  if (table && size && kernel.types.has('taint_flag', 'c_true') && (bit + 1) * size <= (table.size ?? 0)) {
    const code = kernel.space.tryU8(
      step(table.address, bit * size + kernel.types.offsetOf('taint_flag', 'c_true')),
    );
    if (code !== undefined && code > 0x20 && code < 0x7f) return String.fromCharCode(code);
  }
  return LETTERS[bit] ?? '?';
}
