import { addr, step, type Addr } from '../../addr.ts';
import { kernelSays } from '../../catalogue/kernel.ts';
import { MissingError } from '../../errors.ts';
import type { Vectors } from '../hardware.ts';

/** IDT_ENTRIES (arch/x86/include/asm/desc_defs.h), and the bytes of a gate_desc there. */
const ENTRIES = 256;
const GATE = 16;

/** The interrupt descriptor table: idt_table (arch/x86/kernel/idt.c). */
export const vectors: Vectors = {
  entries({ space, symbols }) {
    const table = symbols.byName('idt_table');
    if (!table) throw new MissingError(kernelSays.noSymbol({ name: 'idt_table' }));
    const found: { vector: number; address: Addr }[] = [];
    for (let vector = 0; vector < ENTRIES; vector++) {
      const gate = space.view(step(table.address, vector * GATE), GATE);
      // The entry in three parts, as struct gate_struct has it: bits 0 to 15, 16 to 31, 32 to 63.
      const address = addr(
        BigInt(gate.getUint16(0, true)) |
          (BigInt(gate.getUint16(6, true)) << 16n) |
          (BigInt(gate.getUint32(8, true)) << 32n),
      );
      if (address !== 0n) found.push({ vector, address });
    }
    return found;
  },
};
