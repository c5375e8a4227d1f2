import { step } from '../addr.ts';
import type { HoleKind } from '../container/absence.ts';
import type { Kernel } from './kernel.ts';

/** Physical memory that belongs to the crash kernel, the last address included. */
interface Reserved {
  readonly first: number;
  readonly last: number;
  readonly kind: HoleKind;
}

/** More are taken for damage (CRASHKERNEL_CMA_RANGES_MAX is 4). */
const MAX_RANGES = 64;

/**
 * What a frame is that a dump of the crash kernel has no memory for: the crash kernel's own (crashk_res and crashk_low_res, struct resource
 * of include/linux/ioport.h: start and end), or lent by it until it runs, for movable memory (crashk_cma_ranges, struct range,
 * crashkernel=…,cma since 6.17: kernel/crash_reserve.c). undefined for other memory.
 */
export function crashReservedAt(kernel: Kernel, address: number): HoleKind | undefined {
  return reserved(kernel).find(({ first, last }) => address >= first && address <= last)?.kind;
}

function reserved(kernel: Kernel): readonly Reserved[] {
  return kernel.remember('memory of the crash kernel', () => {
    const { image } = kernel.symbols;
    const found: Reserved[] = [];
    const add = (at: bigint, kind: HoleKind): void => {
      const [first, last] = [0, 8].map((offset) => Number(kernel.space.tryU64(step(at, offset)) ?? 0n));
      if (last > first && Number.isSafeInteger(last)) found.push({ first, last, kind });
    };
    for (const name of ['crashk_res', 'crashk_low_res']) {
      const symbol = image.byName(name);
      if (symbol) add(symbol.address, 'crash-kernel');
    }
    const ranges = image.byName('crashk_cma_ranges');
    const counter = image.byName('crashk_cma_cnt');
    const count = counter ? (kernel.space.tryU32(counter.address) ?? 0) : 0;
    for (let i = 0; ranges && i < count && i < MAX_RANGES; i++)
      add(step(ranges.address, i * 16), 'crash-cma');
    return found;
  });
}
