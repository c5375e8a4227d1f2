import { arch as words } from '../catalogue/arch.ts';
import { ForeignMachineError, UnsupportedError } from '../errors.ts';
import { gather } from '../gather.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Arch } from './arch.ts';

/** Every machine: the folders of this one. */
export const machines: readonly Arch[] = gather(
  import.meta.glob<{ arch?: Arch }>('./*/index.ts', { eager: true }),
  'arch',
  (arch) => arch.name,
);

/** Names of ELF machines that Linux runs on, for those we have no folder of (include/uapi/linux/elf-em.h). */
const OTHERS: Readonly<Record<number, string>> = {
  3: 'x86 (32-bit)',
  21: 'ppc64',
  22: 's390x',
  40: 'arm (32-bit)',
  243: 'riscv',
  258: 'loongarch',
};

/**
 * The machine of a dump: the one that the file names, else the one whose lines VMCOREINFO has. Throws
 * ForeignMachineError, naming it, when it is none of ours, UnsupportedError when nothing tells.
 */
export function chooseArch(elfMachine: number | undefined, info: Vmcoreinfo | undefined): Arch {
  const known = machines.map(({ title }) => title).join(', ');
  const found =
    elfMachine === undefined
      ? info && machines.find((arch) => arch.recognises(info))
      : machines.find((arch) => arch.elfMachine === elfMachine);
  if (found) return found;
  if (elfMachine === undefined) throw new UnsupportedError(words.unknownMachine({ known }));
  throw new ForeignMachineError(
    words.foreignMachine({ machine: OTHERS[elfMachine], elf: elfMachine, known }),
  );
}
