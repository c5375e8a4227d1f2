import type { Addr } from '../addr.ts';
import type { KernelParts } from './paging.ts';

/** A range of physical memory as the firmware handed it over. */
export interface FirmwareRange {
  readonly start: bigint;
  /** One after its last byte. */
  readonly end: bigint;
  /** As the kernel names it: "E820_RAM". */
  readonly type: string;
}

/** What the kernel keeps of the machine it runs on. */
export interface Hardware {
  /** The per-CPU variable that describes a processor, and its type. */
  readonly processor: { readonly symbol: string; readonly type: string };
  /** The firmware's memory map. Throws MissingError or FaultError when it is not in the dump; undefined where firmware gives none. */
  memoryMap?(kernel: KernelParts): readonly FirmwareRange[];
}

/** Where exceptions and interrupts enter the kernel. */
export interface Vectors {
  /** The vectors that have an entry, in order. Throws MissingError or FaultError when the table is not in the dump. */
  entries(kernel: KernelParts): readonly { readonly vector: number; readonly address: Addr }[];
}
