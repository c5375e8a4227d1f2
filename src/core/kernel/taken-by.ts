import type { Kernel } from './kernel.ts';

/**
 * Who wrote the dump: the crash kernel that kexec started, or whoever saved the machine from outside. QEMU writes a note of its
 * own for each CPU (hw/core and target/i386/arch_dump.c, "QEMU"), VirtualBox one of its version ("VBCORE").
 */
export function takenBy({ container }: Kernel): string {
  if (container.takenBy !== undefined) return container.takenBy;
  const noted = (name: string): boolean => container.notes.some((note) => note.name === name);
  return noted('QEMU') ? 'QEMU' : noted('VBCORE') ? 'VirtualBox' : 'kdump';
}
