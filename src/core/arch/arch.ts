import { arch as words } from '../catalogue/arch.ts';
import type { Message } from '../catalogue/message.ts';
import { UnsupportedError } from '../errors.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Code } from './code.ts';
import type { Hardware, Vectors } from './hardware.ts';
import type { Paging } from './paging.ts';
import type { RegisterFile } from './registers.ts';
import type { Stacks } from './stacks.ts';
import type { Syscalls } from './syscalls.ts';
import type { FaultLog, Trouble } from './trouble.ts';
import type { Unwinding } from './unwinding.ts';

/**
 * Everything that differs between machines, and nothing that does not. A machine is one folder whose index.ts exports
 * `arch`; index.ts here gathers them, opening chooses one, and the kernel carries it. Each part is an idea of its own,
 * declared beside this file. A part that a machine does not have yet is absent: who needs it asks `part(arch, 'code')`, which
 * says so in a sentence.
 */
export interface Arch {
  /** As `uname -m` has it: 'x86_64', 'aarch64'. */
  readonly name: string;
  /** For people: 'x86-64', 'arm64'. */
  readonly title: string;
  /** e_machine of its ELF files (EM_X86_64 62, EM_AARCH64 183). */
  readonly elfMachine: number;
  /** Whether VMCOREINFO is of this machine, told by lines that only this one writes. */
  recognises(info: Vmcoreinfo): boolean;
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
  readonly vectors?: Vectors;
  readonly hardware?: Hardware;
}

/** The parts that a machine may not have yet. */
export type PartName =
  | 'registers'
  | 'code'
  | 'stacks'
  | 'unwinding'
  | 'syscalls'
  | 'trouble'
  | 'faultLog'
  | 'vectors'
  | 'hardware';

/** The sentence that says that `name` is not there yet for `arch`; undefined when it is. */
export function lackOf(arch: Arch, name: PartName): Message | undefined {
  if (arch[name] !== undefined) return undefined;
  const sentences = {
    registers: words.noRegisters,
    code: words.noCode,
    stacks: words.noStacks,
    unwinding: words.noStacks,
    syscalls: words.noSyscalls,
    trouble: words.noVerdict,
    faultLog: words.noVerdict,
    vectors: words.noVectors,
    hardware: words.noHardware,
  };
  return sentences[name]({ machine: arch.title });
}

/** A part of `arch` that may be absent. Throws UnsupportedError, saying what cannot be answered, when it is. */
export function part<Name extends PartName>(arch: Arch, name: Name): NonNullable<Arch[Name]> {
  const lack = lackOf(arch, name);
  if (lack) throw new UnsupportedError(lack);
  return arch[name]!;
}
