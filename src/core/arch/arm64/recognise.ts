import { imageOffset, offsetsOf, readWord, spaceOf } from '../found-image.ts';
import type { FoundImage, Recognised } from '../paging.ts';
import { negative, tableFormat, type Granule } from './granule.ts';

/**
 * How a kernel of arm64 is mapped, where it says nothing of it: the page tables are tried with each granule and size of
 * addresses that Kconfig offers (arch/arm64/Kconfig, ARM64_VA_BITS_*), and the right one maps the image in one piece.
 */
const GRANULES: readonly Granule[] = [
  [12, 48],
  [12, 39],
  [12, 52],
  [14, 47],
  [14, 48],
  [14, 36],
  [14, 52],
  [16, 52],
  [16, 48],
  [16, 42],
].map(([pageShift, bits]) => ({ pageShift, vaBits: bits, actualBits: bits }));
/** What VA_BITS may be where fewer are in use. */
const BUILT_FOR = [36, 39, 42, 47, 48, 52];

/**
 * The layout of an arm64 kernel of which only symbols are known; undefined when it is none, or its top table is not
 * in the dump.
 */
export function recognise(found: FoundImage): Recognised | undefined {
  const root = found.physical('swapper_pg_dir');
  // Of this machine alone: arch/arm64/mm/{mmu,init}.c.
  if (root === undefined || found.physical('memstart_addr') === undefined) return undefined;
  for (const granule of GRANULES) {
    const all = { start: negative(granule.actualBits), end: 1n << 64n };
    // Names tell no offset since 7.0, when the image lay in the upper half.
    const window = found.offset === undefined ? { ...all, start: negative(granule.actualBits - 1) } : all;
    const offset = imageOffset(found, root, tableFormat(granule, 'kernel'), window);
    if (offset !== undefined) return { offset, lines: linesOf(found, root, inUse(found, granule), offset) };
  }
  return undefined;
}

/** With 64 KiB pages the top table does not tell 52 bits from 48 in use; vabits_actual does (5.4 to 6.8), and else is 52 only where it is used. */
function inUse(found: FoundImage, granule: Granule): Granule {
  if (granule.pageShift !== 16 || granule.vaBits !== 52) return granule;
  const at = found.physical('vabits_actual');
  const told = at === undefined ? undefined : Number(readWord(found.memory, at) ?? 0n);
  return { ...granule, actualBits: told === 48 ? 48 : 52 };
}

function linesOf(found: FoundImage, root: number, granule: Granule, offset: bigint): string[] {
  const { pageShift, actualBits } = granule;
  const image = BigInt.asUintN(64, offset + BigInt(root));
  const flipped = image >= negative(actualBits - 1);
  const middle = negative(actualBits - 1);
  const area = flipped ? { start: negative(actualBits), end: middle } : { start: middle, end: 1n << 64n };
  const space = spaceOf(found.memory, root, tableFormat(granule, 'kernel'));
  const [linear] = offsetsOf(space, area, found.physical('init_task') ?? root);
  const at = found.physical('memstart_addr');
  const memstart = at === undefined ? undefined : readWord(found.memory, at);
  // PAGE_OFFSET - memstart_addr, whatever PAGE_OFFSET the kernel counts from.
  const pageOffset = (bits: number): bigint => negative(flipped ? bits : bits - 1);
  const built =
    linear === undefined || memstart === undefined
      ? undefined
      : BUILT_FOR.find(
          (bits) => bits >= actualBits && BigInt.asUintN(64, pageOffset(bits) - memstart) === linear,
        );
  const bits = Math.max(built ?? actualBits, granule.vaBits);
  const start = linear === undefined ? memstart : pageOffset(bits) - linear;
  return [
    `PAGESIZE=${1 << pageShift}`,
    `NUMBER(VA_BITS)=${bits}`,
    `NUMBER(TCR_EL1_T1SZ)=${64 - actualBits}`,
    `NUMBER(kimage_voffset)=0x${offset.toString(16)}`,
    ...(start === undefined ? [] : [`NUMBER(PHYS_OFFSET)=${BigInt.asIntN(64, start)}`]),
  ];
}
