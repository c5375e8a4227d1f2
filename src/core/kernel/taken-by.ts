import type { Kernel } from './kernel.ts';

/** Who wrote the dump: the crash kernel that kexec started, or QEMU from outside. */
export type TakenBy = 'kdump' | 'QEMU';

/** QEMU writes a note of its own for each CPU (hw/core and target/i386/arch_dump.c, "QEMU"). */
export function takenBy(kernel: Kernel): TakenBy {
  return kernel.container.notes.some((note) => note.name === 'QEMU') ? 'QEMU' : 'kdump';
}
