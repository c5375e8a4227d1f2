import type { Addr } from '../addr.ts';
import type { KernelParts } from './paging.ts';

/** Where exceptions and interrupts enter the kernel. */
export interface Vectors {
  /** The vectors that have an entry, in order. Throws MissingError or FaultError when the table is not in the dump. */
  entries(kernel: KernelParts): readonly { readonly vector: number; readonly address: Addr }[];
}
