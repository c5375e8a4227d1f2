import type { AddressSpace } from '../memory/space.ts';
import { entryAddress, entryKind, levelShift, tableIndex } from '../memory/tables.ts';
import type { Kernel } from './kernel.ts';
import { taskAt } from './tasks.ts';

/** One entry that a translation goes through. */
export interface WalkStep {
  /** Name of its table's level: 'PGD', 'PTE'. */
  readonly level: string;
  /** Physical address of the entry. */
  readonly at: number;
  readonly entry: bigint;
}

/** A walk of page tables, level by level. */
export interface Walk {
  readonly steps: readonly WalkStep[];
  /** Where the address leads; undefined when an entry leads to nothing or a table is not in the dump. */
  readonly physical?: number;
  /** Physical address and bytes of the page, large ones too. */
  readonly page?: number;
  readonly pageSize?: number;
}

/** The entries that translate `address` in `space`, from the top table down. */
export function walkTable(kernel: Kernel, space: AddressSpace, address: bigint): Walk {
  const { format } = space;
  const names = kernel.arch.paging.levelNames(format);
  const steps: WalkStep[] = [];
  let table = space.root;
  for (let level = format.levels; level > 0; level--) {
    const at = table + tableIndex(format, level, address) * 8;
    const bytes = kernel.memory.tryRead(at, 8);
    if (!bytes) return { steps };
    const entry = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
    steps.push({ level: names[format.levels - level], at, entry });
    const kind = entryKind(format, level, entry);
    if (kind === undefined) return { steps };
    const leads = BigInt(kernel.memory.own(Number(entryAddress(format.entry, entry))));
    if (kind === 'page') {
      const within = (1n << BigInt(levelShift(format, level))) - 1n;
      const page = leads & ~within;
      return {
        steps,
        physical: Number(page + (address & within)),
        page: Number(page),
        pageSize: Number(within) + 1,
      };
    }
    table = Number(leads);
  }
  return { steps };
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
