import { step } from '../../addr.ts';
import { kernelSays } from '../../catalogue/kernel.ts';
import { MissingError } from '../../errors.ts';
import type { FirmwareRange, Hardware } from '../hardware.ts';

/** enum e820_type (arch/x86/include/asm/e820/types.h). */
const TYPES: Readonly<Record<number, string>> = {
  1: 'E820_RAM',
  2: 'E820_RESERVED',
  3: 'E820_ACPI',
  4: 'E820_NVS',
  5: 'E820_UNUSABLE',
  7: 'E820_PMEM',
  12: 'E820_PRAM',
  128: 'E820_RESERVED_KERN',
  0xefffffff: 'E820_SOFT_RESERVED',
};
/** Bytes of struct e820_entry, packed: address, size, type. */
const ENTRY = 20;
/** E820_MAX_ENTRIES: 128 of the BIOS and 3 of each NUMA node (1024 at most). */
const MAX_ENTRIES = 128 + 3 * 1024;

/** Hardware of PCs. */
export const hardware: Hardware = {
  // arch/x86/include/asm/processor.h
  processor: { symbol: 'cpu_info', type: 'struct cpuinfo_x86' },
  /** e820_table (arch/x86/kernel/e820.c, 4.12 on): a pointer to a count and that many entries. */
  memoryMap({ space, symbols }) {
    const variable = symbols.byName('e820_table');
    if (!variable) throw new MissingError(kernelSays.noSymbol({ name: 'e820_table' }));
    const table = space.u64(variable.address);
    const count = Math.min(space.u32(table), MAX_ENTRIES);
    const ranges: FirmwareRange[] = [];
    for (let i = 0; i < count; i++) {
      const at = step(table, 4 + i * ENTRY);
      const start = space.u64(at);
      const type = space.u32(step(at, 16));
      ranges.push({
        start,
        end: start + space.u64(step(at, 8)),
        type: TYPES[type] ?? `type ${type}`,
      });
    }
    return ranges;
  },
};
