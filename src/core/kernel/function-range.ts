import { step, type Addr } from '../addr.ts';
import { part } from '../arch/arch.ts';
import type { Instruction } from '../arch/instruction.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Kernel } from './kernel.ts';

/** Where a function begins and ends. */
export interface FunctionRange {
  readonly start: Addr;
  /** First address after it. */
  readonly end: Addr;
}

/** Longer functions are cut. */
const MAX_SIZE = 1 << 20;
/** Bytes between a function of a module and the next one: the nops of its alignment, and what callers may patch before it. */
const MAX_FILL = 64;
/** Symbols within one function of the entry code. */
const MAX_LABELS = 64;

/**
 * The function that `address` is in: up to the next symbol, without what fills the room between two
 * functions. Of modules the fill is left, as crash has it. In the entry code some symbols are labels only.
 */
export function functionRange(kernel: Kernel, address: bigint): FunctionRange | undefined {
  const at = kernel.symbols.byAddress(address);
  if (!at) return undefined;
  const first = at.symbol.module === undefined ? startOf(kernel, at.symbol) : at.symbol;
  const start = first.address;
  const limit = Math.min(sizeOf(kernel, first), MAX_SIZE);
  return { start, end: step(start, first.module === undefined ? endOfCode(kernel, start, limit) : limit) };
}

/** The symbol that begins the function which `symbol` is a label of. */
function startOf(kernel: Kernel, symbol: KernelSymbol): KernelSymbol {
  const { image } = kernel.symbols;
  let here = symbol;
  for (let i = 0; i < MAX_LABELS && isLabel(kernel, here); i++) {
    const before = image.inOrder(image.position(here.address) - 1);
    if (!before || !inEntryCode(kernel, before.address)) break;
    here = before;
  }
  return here;
}

/** Bytes from `symbol` to the next one that begins a function. */
function sizeOf(kernel: Kernel, symbol: KernelSymbol): number {
  const { image } = kernel.symbols;
  const size = symbol.size ?? 4096;
  if (symbol.module !== undefined) {
    // The last function of a section is followed by what fills the page.
    const own = symbol.ownSize ?? size;
    return size - own > MAX_FILL ? own : size;
  }
  let end = step(symbol.address, size);
  for (let i = 0; i < MAX_LABELS && inEntryCode(kernel, symbol.address); i++) {
    const next = image.inOrder(image.position(end));
    if (!next || !isLabel(kernel, next) || next.size === undefined) break;
    end = step(next.address, next.size);
  }
  return Number(end - symbol.address);
}

/** Whether `symbol` only marks a place within a function: it is not aligned, or the code before goes on into it. */
function isLabel(kernel: Kernel, { address }: KernelSymbol): boolean {
  if (!inEntryCode(kernel, address)) return false;
  return address % part(kernel.arch, 'code').functionAlignment !== 0n || flowsInto(kernel, address);
}

/** Whether the last instruction before `address` is followed by the one there, and no fill lies between. */
function flowsInto(kernel: Kernel, address: bigint): boolean {
  const { image } = kernel.symbols;
  const before = image.inOrder(image.position(address) - 1);
  if (!before || !inEntryCode(kernel, before.address)) return false;
  const length = Math.min(Number(address - before.address), MAX_SIZE);
  const bytes = kernel.space.readSome(before.address, length);
  const { decode, isFill } = part(kernel.arch, 'code');
  let last: Instruction | undefined;
  for (let at = 0; at < bytes.length; at += last.length) last = decode(bytes, at, step(before.address, at));
  return (
    last !== undefined &&
    !isFill(last) &&
    (last.flow === 'next' || last.flow === 'branch' || last.flow === 'call')
  );
}

/** .entry.text: assembly (ENTRY_TEXT of include/asm-generic/vmlinux.lds.h). */
function inEntryCode(kernel: Kernel, address: bigint): boolean {
  const { start, end } = kernel.remember('entry code', () => ({
    start: kernel.symbols.image.byName('__entry_text_start')?.address ?? 0n,
    end: kernel.symbols.image.byName('__entry_text_end')?.address ?? 0n,
  }));
  return address >= start && address < end;
}

/** Bytes of the `limit` bytes from `start` on that come before the nops at their end. */
function endOfCode(kernel: Kernel, start: Addr, limit: number): number {
  const { decode, isFill } = part(kernel.arch, 'code');
  const bytes = kernel.space.readSome(start, limit);
  let end = 0;
  for (let at = 0; at < bytes.length;) {
    const instruction = decode(bytes, at, step(start, at));
    at += instruction.length;
    if (!isFill(instruction)) end = at;
  }
  return bytes.length < limit || end === 0 ? limit : end;
}
