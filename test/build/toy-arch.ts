import type { Arch } from '../../src/core/arch/arch.ts';
import { arch as x86 } from '../../src/core/arch/x86_64/index.ts';
import { Kernel } from '../../src/core/kernel/kernel.ts';

/** A third machine, for tests only: it maps memory as another does and has no other part yet. */
export const toy: Arch = {
  name: 'toy',
  title: 'Toy',
  elfMachine: 0xfffe,
  recognises: () => false,
  paging: x86.paging,
};

/** `kernel` as if it had run on the toy: the same memory, nothing remembered. */
export function onToy(kernel: Kernel): Kernel {
  return Object.assign(Object.create(Kernel.prototype) as Kernel, kernel, {
    arch: toy,
    remembered: new Map<string, unknown>(),
  });
}
