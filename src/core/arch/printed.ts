import { gather } from '../gather.ts';
import type { BankReader } from './machine-check.ts';
import type { FaultWord } from './trouble.ts';

/**
 * What the kernels of a machine print when they fault, as far as a log's text alone is read: for machines that have a
 * folder for dumps (name is then their arch's) and for those that only logs are known of.
 */
export interface Printed {
  /** As `uname -m` has it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Lines that kernels of this machine alone print. */
  readonly signs: readonly RegExp[];
  /** The line that names the interrupted instruction. */
  readonly place: RegExp;
  /** Registers within a line: groups `name` and `value`; global. */
  readonly registers: RegExp;
  /** The name of a register as RegisterFile has it; undefined: none that matters. */
  register(printed: string): string | undefined;
  /** The registers that hold the address of the instruction, and the address that faulted where one does. */
  readonly ip: string;
  readonly faulted?: string;
  /** Bytes of the units in which "Code:" is printed, in the machine's own order when 1. */
  readonly codeUnit: 1 | 2 | 4;
  /**
   * What the word that its kernels print with an oops tells of the access that faulted; undefined where it is of something
   * else. Absent where they print none.
   */
  readonly access?: (word: number) => Pick<FaultWord, 'access' | 'present' | 'reserved'> | undefined;
  /** Addresses below are those of processes; absent where not all of its kernels have them there. */
  readonly userBelow?: bigint;
  /** The instruction in "Code:" at which BUG() and WARN() stop. */
  readonly checkStop?: RegExp;
  /** Functions that are never to blame on this machine, with those of every one (reports/never-blame.ts). */
  readonly neverBlamed: string;
  /** Reads the banks in which processors of this machine tell of hardware errors. */
  readonly bank?: BankReader;
}

/** Every machine whose logs are known: the folders that have printed.ts. */
export const printedMachines: readonly Printed[] = gather(
  import.meta.glob<{ printed?: Printed }>('./*/printed.ts', { eager: true }),
  'printed',
  (printed) => printed.name,
);
