import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** A string of the machine's firmware (SMBIOS). */
export interface DmiString {
  /** 'DMI_BIOS_VENDOR'. */
  readonly name: string;
  readonly text: string;
}

const MAX_STRINGS = 64;
const MAX_LENGTH = 256;

/** dmi_ident[] (drivers/firmware/dmi_scan.c), named by enum dmi_field; those that firmware gave. */
export function dmiStrings(kernel: Kernel): readonly DmiString[] {
  const table = kernel.symbols.image.byName('dmi_ident');
  const names = kernel.types.enumeration('dmi_field')?.values;
  if (!table || !names) return [];
  const found: DmiString[] = [];
  for (const { name, value } of names) {
    if (name === 'DMI_NONE' || name === 'DMI_STRING_MAX' || value < 0n || value >= MAX_STRINGS) continue;
    const at = kernel.space.tryU64(step(table.address, value * 8n));
    const text = at ? kernel.space.tryString(at, MAX_LENGTH) : undefined;
    if (text !== undefined) found.push({ name, text });
  }
  return found;
}
