import type { AddressSpace } from '../memory/space.ts';
import type { Kernel } from './kernel.ts';
import { taskAt } from './tasks.ts';

/**
 * Page tables of x86-64 as their entries (Intel SDM volume 3, 4.5): 9 index bits a level above the 12 bits of the
 * page; bit 0 present, bit 7 a large page (PUD 1 GiB, PMD 2 MiB), bits 51:12 the frame.
 */

export type Level = 'PGD' | 'P4D' | 'PUD' | 'PMD' | 'PTE';
const NAMES: readonly Level[] = ['PTE', 'PMD', 'PUD', 'P4D', 'PGD'];
const FRAME = 0x000ffffffffff000n;
const PRESENT = 1n;
const LARGE = 0x80n;

/** One entry that a translation goes through. */
export interface WalkStep {
  readonly level: Level;
  /** Physical address of the entry. */
  readonly at: number;
  readonly entry: bigint;
}

export interface Walk {
  readonly steps: readonly WalkStep[];
  /** Where the address leads; undefined when an entry is not present or a table not in the dump. */
  readonly physical?: number;
  /** Physical address and bytes of the page, large ones too. */
  readonly page?: number;
  readonly pageSize?: number;
}

/** The entries that translate `address` in `space`, from the top table down. */
export function walkTable(kernel: Kernel, space: AddressSpace, address: bigint): Walk {
  // Memory encryption sets a bit in entries that is no part of the frame (sme_mask of VMCOREINFO).
  const frame = FRAME & ~(kernel.vmcoreinfo.number('sme_mask') ?? 0n);
  const steps: WalkStep[] = [];
  let table = BigInt(space.root);
  for (let level = space.levels; level > 0; level--) {
    const shift = BigInt(12 + 9 * (level - 1));
    const at = Number(table + (((address >> shift) & 511n) << 3n));
    const bytes = kernel.memory.tryRead(at, 8);
    if (!bytes) return { steps };
    const entry = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
    // With four levels the top one is called PGD and there is no P4D.
    steps.push({ level: level === space.levels ? 'PGD' : NAMES[level - 1], at, entry });
    if ((entry & PRESENT) === 0n) return { steps };
    if (level === 1 || (level <= 3 && (entry & LARGE) !== 0n)) {
      const within = (1n << shift) - 1n;
      const page = entry & frame & ~within;
      return {
        steps,
        physical: Number(page + (address & within)),
        page: Number(page),
        pageSize: Number(within) + 1,
      };
    }
    table = entry & frame;
  }
  return { steps };
}

/** Names of an entry's bits as crash has them, lowest first. */
const FLAGS: readonly (readonly [bit: bigint, name: string])[] = [
  [0n, 'PRESENT'],
  [1n, 'RW'],
  [2n, 'USER'],
  [3n, 'PWT'],
  [4n, 'PCD'],
  [5n, 'ACCESSED'],
  [6n, 'DIRTY'],
  [7n, 'PSE'],
  [8n, 'GLOBAL'],
  [63n, 'NX'],
];

/** "PRESENT|RW|NX": the bits of a page-table entry. */
export function entryFlags(entry: bigint): string {
  return FLAGS.filter(([bit]) => (entry >> bit) & 1n)
    .map(([, name]) => name)
    .join('|');
}

/**
 * The user space of the task at `task`: the page tables of task_struct.mm, of active_mm's none. undefined for
 * kernel threads, and when its mm_struct or top table is not in the dump.
 */
export function taskSpace(kernel: Kernel, task: bigint): AddressSpace | undefined {
  const { object, pid, comm } = taskAt(kernel, task);
  if (object.get('mm').pointer() === 0n) return undefined;
  const top = object.try((each) => each.get('mm.pgd').pointer());
  const root = top === undefined ? undefined : kernel.space.translate(top);
  return root === undefined ? undefined : kernel.userSpace(`user space of PID ${pid} (${comm})`, root);
}
