import type { Kernel } from './kernel.ts';
import { modules } from './modules.ts';

interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

/** From where on x86-64 keeps modules and programs compiled at run time (MODULES_VADDR, MODULES_END of mm.rst). */
const MODULES_START = 0xffffffff80000000n;
const MODULES_END = 0xffffffffff000000n;

/** Whether code of the kernel can be at `address`: its text, a module's, or something made at run time (BPF, ftrace). */
export function isCode(kernel: Kernel, address: bigint): boolean {
  for (const range of textRanges(kernel)) if (address >= range.start && address < range.end) return true;
  if (address < MODULES_START || address >= MODULES_END) return false;
  const image = kernel.remember('image range', () => ({
    start: kernel.symbols.image.byName('_text')?.address ?? 0n,
    end: kernel.symbols.image.byName('_end')?.address ?? 0n,
  }));
  if (address >= image.start && address < image.end) return false;
  const known = moduleRanges(kernel).some((range) => address >= range.start && address < range.end);
  return !known && kernel.space.readable(address);
}

function textRanges(kernel: Kernel): readonly Range[] {
  return kernel.remember('text ranges', () => {
    const found: Range[] = [];
    for (const [first, last] of [
      ['_stext', '_etext'],
      ['_sinittext', '_einittext'],
    ]) {
      const start = kernel.symbols.image.byName(first)?.address;
      const end = kernel.symbols.image.byName(last)?.address;
      if (start !== undefined && end !== undefined && end > start) found.push({ start, end });
    }
    // Since 6.4 a module's text is an area of its own; before, it shares one with its data.
    for (const module of modules(kernel))
      for (const range of module.ranges)
        if (/text|core|init$/.test(range.name))
          found.push({ start: range.base, end: range.base + BigInt(range.size) });
    return found;
  });
}

function moduleRanges(kernel: Kernel): readonly Range[] {
  return kernel.remember('module ranges', () =>
    modules(kernel).flatMap((module) =>
      module.ranges.map((range) => ({ start: range.base, end: range.base + BigInt(range.size) })),
    ),
  );
}
