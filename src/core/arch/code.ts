import type { Addr } from '../addr.ts';

/** What a processor runs, as far as machines share it: registers and instructions by the part they play. */

/** The registers of a CPU at one moment, as far as they are known. Names are the machine's own, in small letters. */
export interface RegisterSet {
  /** The value of `name`; undefined when it is not known. */
  get(name: string): Addr | undefined;
  /** The instruction pointer and the stack pointer; 0 when they are not known. */
  readonly ip: Addr;
  readonly sp: Addr;
  /** Whether the CPU was in user mode. */
  readonly user: boolean;
  /** The known registers with their values. */
  entries(): IterableIterator<[string, Addr]>;
}

/** What happens after an instruction; the machine's folder says more. */
type Flow = 'next' | 'call' | 'jump' | 'branch' | 'return' | 'trap' | 'stop';
type Access = 'r' | 'w' | 'rw' | 'none';

export interface MemoryOperand {
  readonly kind: 'memory';
  /** Bytes moved; 0 when the instruction does not say. */
  readonly size: number;
  readonly base?: string;
  readonly index?: string;
  readonly displacement: bigint;
  /** What is there is no data but where to go next. */
  readonly indirect?: boolean;
  readonly access: Access;
}
export interface RegisterOperand {
  readonly kind: 'register';
  /** The whole register that it is a part of. */
  readonly full: string;
  readonly access: Access;
}

export interface Instruction {
  readonly address: bigint;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly mnemonic: string;
  readonly operands: readonly (
    MemoryOperand | RegisterOperand | { readonly kind: 'immediate' | 'target' | 'rounding' }
  )[];
  readonly flow: Flow;
  /** Of a direct call, jump or branch. */
  readonly target?: bigint;
}

/** What an instruction did to a register that it wrote. */
export type Definition =
  | { readonly how: 'zero' | 'unclear' }
  | { readonly how: 'constant'; readonly value: bigint }
  | { readonly how: 'copy'; readonly from: string }
  /** From memory, or the address of memory. */
  | { readonly how: 'load' | 'address'; readonly memory: MemoryOperand };

/** A machine's instructions. */
export interface Code {
  /** Bytes of the longest instruction. */
  readonly maxLength: number;
  /** The instruction at `offset` of `bytes`, which lie at `address`. */
  decode(bytes: Uint8Array, offset: number, address: bigint): Instruction;
  format(instruction: Instruction, symbolize?: (address: bigint) => string | undefined): string;
  /** What `memory` comes to; undefined when a register of it is not known or something else matters. */
  effectiveAddress(memory: MemoryOperand, registers: RegisterSet): bigint | undefined;
  /** The registers of an operand that hold pointers and indexes, the base first; not the instruction pointer. */
  pointersOf(memory: MemoryOperand): readonly string[];
  /** What `instruction`, which is no call, did to `register`; undefined when it leaves it alone. */
  definition(instruction: Instruction, register: string): Definition | undefined;
  /** Whether the call at `index` of a function is the tracer's, which keeps all registers. */
  isEntryHook(instructions: readonly Instruction[], index: number): boolean;
  /** The instruction that BUG() is made of, as it is printed. */
  readonly bug: string;
  isDivision(instruction: Instruction): boolean;
  /** The register through which a thunk of the kernel's jumps. */
  thunkRegister(symbol: string): string | undefined;
}

/** A machine's registers. */
export interface RegisterFile {
  readonly ip: string;
  readonly sp: string;
  /** Arguments of a function in order, what it returns, and what it may change. */
  readonly arguments: readonly string[];
  readonly result: string;
  readonly callerSaved: ReadonlySet<string>;
  /** In the order in which people look at them. */
  readonly listed: readonly string[];
  /** As people write it: "RAX". */
  title(name: string): string;
  /** A set of which only what is named is known. */
  some(values: Readonly<Record<string, bigint>>): RegisterSet;
  /** Whether interrupts were on, and what says so. */
  interrupts(
    registers: RegisterSet,
  ):
    | { readonly on: boolean; readonly bit: string; readonly register: string; readonly value: bigint }
    | undefined;
  /** The number of the system call that the entry code `symbol` saved these registers of. */
  systemCall(symbol: string, registers: RegisterSet): number | undefined;
}
