import type { Kernel } from './kernel.ts';
import { modules, type Module, type ModuleRange } from './modules.ts';

interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

/** Whether `address` is in the text of the kernel or of a module. */
export function isText(kernel: Kernel, address: bigint): boolean {
  return textRanges(kernel).some((range) => address >= range.start && address < range.end);
}

/** Whether code of the kernel can be at `address`: its text, a module's, or something made at run time (BPF, ftrace). */
export function isCode(kernel: Kernel, address: bigint): boolean {
  if (isText(kernel, address)) return true;
  // Programs compiled at run time lie where modules do.
  const { start, end } = kernel.remember('module range', () => kernel.arch.paging.moduleRange(kernel));
  if (address < start || address >= end) return false;
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
    for (const module of modules(kernel))
      for (const range of module.ranges) {
        const size = textBytes(module, range);
        if (size > 0) found.push({ start: range.base, end: range.base + BigInt(size) });
      }
    return found;
  });
}

/** Since 6.4 a module's text is an area of its own; before, it is the beginning of one that holds data too. */
function textBytes(module: Module, range: ModuleRange): number {
  if (range.name.endsWith('text')) return range.size;
  const size = module.object.try((object) => object.find(`${range.name}_layout.text_size`)?.number());
  return size !== undefined && size <= range.size ? size : 0;
}

function moduleRanges(kernel: Kernel): readonly Range[] {
  return kernel.remember('module ranges', () =>
    modules(kernel).flatMap((module) =>
      module.ranges.map((range) => ({ start: range.base, end: range.base + BigInt(range.size) })),
    ),
  );
}
