import type { Addr } from '../addr.ts';
import { FaultError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { mapleEntries } from './maple-tree.ts';
import { filePath } from './paths.ts';

/** A piece of a process's memory: struct vm_area_struct (include/linux/mm_types.h). */
export interface Vma {
  readonly object: CObject;
  readonly address: Addr;
  readonly start: Addr;
  /** First address after it. */
  readonly end: Addr;
  readonly flags: bigint;
}

/** Longer lists are taken for endless (vm.max_map_count is 65530 unless raised). */
const MAX_VMAS = 4_000_000;

/** The areas of `mm` (struct mm_struct) in order of address, those that touch `from` to `to`. */
export function* vmas(
  kernel: Kernel,
  mm: CObject,
  from = 0n,
  to = 0xffffffffffffffffn,
): Generator<Vma, void, void> {
  // 6.1 on (524e00b36e8c) a maple tree, before a list and a red-black tree.
  const tree = mm.find('mm_mt');
  for (const address of tree ? fromTree(kernel, tree, from, to) : fromList(kernel, mm)) {
    const vma = vmaOf(kernel, address);
    if (vma && vma.end > from && vma.start <= to) yield vma;
  }
}

/** The area of `mm` that `address` is in. */
export function vmaAt(kernel: Kernel, mm: CObject, address: bigint): Vma | undefined {
  for (const vma of vmas(kernel, mm, address, address)) return vma;
  return undefined;
}

function* fromTree(kernel: Kernel, tree: CObject, from: bigint, to: bigint): Generator<Addr, void, void> {
  for (const { entry } of mapleEntries(kernel, tree, from, to)) yield entry;
}

function* fromList(kernel: Kernel, mm: CObject): Generator<Addr, void, void> {
  let here = mm.get('mmap').pointer();
  const seen = new Set<bigint>();
  for (let count = 0; here !== 0n && count < MAX_VMAS && !seen.has(here); count++) {
    seen.add(here);
    yield here;
    const next = kernel.at('struct vm_area_struct', here).try((vma) => vma.get('vm_next').pointer());
    if (next === undefined) return;
    here = next;
  }
}

function vmaOf(kernel: Kernel, address: Addr): Vma | undefined {
  const object = kernel.at('struct vm_area_struct', address);
  return object.try((vma) => ({
    object,
    address,
    start: vma.get('vm_start').pointer(),
    end: vma.get('vm_end').pointer(),
    flags: vma.get('vm_flags').pointer(),
  }));
}

/** The path of the file that `vma` maps; '' when it maps none. */
export function vmaFile(kernel: Kernel, vma: Vma): string {
  try {
    const file = vma.object.get('vm_file').pointer();
    return file === 0n ? '' : filePath(kernel, kernel.at('struct file', file));
  } catch (error) {
    if (error instanceof FaultError) return '';
    throw error;
  }
}
