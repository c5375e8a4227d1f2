import { UnsupportedError } from '../errors.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Code } from './code.ts';
import type { Paging } from './paging.ts';
import type { RegisterFile } from './registers.ts';
import type { Stacks } from './stacks.ts';
import type { Syscalls } from './syscalls.ts';
import type { FaultLog, Trouble } from './trouble.ts';
import type { Unwinding } from './unwinding.ts';

/**
 * Everything that differs between machines, and nothing that does not. A machine is one folder whose index.ts exports
 * `arch`; index.ts here gathers them, opening chooses one, and the kernel carries it. Each part below is an idea of
 * its own, declared beside this file. A part that a machine does not have yet is absent: who needs it asks
 * `part(arch, 'code')`, which says so in a sentence.
 */
export interface Arch extends ArchParts {
  /** As `uname -m` has it: 'x86_64', 'aarch64'. */
  readonly name: string;
  /** For people: 'x86-64', 'arm64'. */
  readonly title: string;
  /** e_machine of its ELF files (EM_X86_64 62, EM_AARCH64 183). */
  readonly elfMachine: number;
  /** Whether VMCOREINFO is of this machine, told by lines that only this one writes. */
  recognises(info: Vmcoreinfo): boolean;
}

/** The parts of a machine. */
export interface ArchParts {
  /** Page tables, linear mappings, where things lie. */
  readonly paging: Paging;
  readonly registers?: RegisterFile;
  readonly code?: Code;
  readonly stacks?: Stacks;
  readonly unwinding?: Unwinding;
  readonly syscalls?: Syscalls;
  /** How it faults, and what its kernel runs and prints then. */
  readonly trouble?: Trouble;
  readonly faultLog?: FaultLog;
}

/** A part of `arch` that may be absent. Throws UnsupportedError when it is. */
export function part<Name extends keyof ArchParts>(arch: Arch, name: Name): NonNullable<ArchParts[Name]> {
  const found = arch[name];
  if (found === undefined)
    throw new UnsupportedError(
      `This is a dump of an ${arch.title} machine; oopscope cannot answer this for one yet.`,
    );
  return found as NonNullable<ArchParts[Name]>;
}
