import type { Addr } from '../addr.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { Instruction, MemoryOperand } from './instruction.ts';
import type { Registers } from './registers.ts';

/** The name of an address for the text of an instruction ("schedule+4"); undefined: none. */
export type Symbolize = (address: bigint) => string | undefined;

/** An address in the text of an instruction, as gdb and objdump print it: with what `symbolize` calls it between < and >. */
export function addressText(address: bigint, symbolize?: Symbolize): string {
  const name = symbolize?.(address);
  return '0x' + address.toString(16) + (name ? ` <${name}>` : '');
}

/** What an instruction did to a register that it wrote. */
export type Definition =
  | { readonly how: 'zero' | 'unclear' }
  | { readonly how: 'constant'; readonly value: bigint }
  /** Bits of what it held before stay (`keep`), the others become those of `value`. */
  | { readonly how: 'part'; readonly keep: bigint; readonly value: bigint }
  | { readonly how: 'copy'; readonly from: string }
  /** From memory, or the address of memory. */
  | { readonly how: 'load' | 'address'; readonly memory: MemoryOperand };

/** Machine code: how it is read, and what compilers and the kernel's assembly do with it. */
export interface Code {
  /** Bytes of the longest instruction. */
  readonly maxLength: number;
  /** Functions of the entry code begin at multiples of so many bytes; labels within them need not. */
  readonly functionAlignment: bigint;
  /** The instruction that begins at `at` of `bytes`, which stand at `address`. Never throws; what is no instruction says so. */
  decode(bytes: Uint8Array, at: number, address: bigint): Instruction;
  /** Its text as gdb prints it. */
  format(instruction: Instruction, symbolize?: Symbolize): string;
  /** A memory operand as it stands in that text: "0x8(%rax)". */
  memoryText(memory: MemoryOperand): string;
  /** Whether it fills the room between two functions. */
  isFill(instruction: Instruction): boolean;
  /** Whether it is what a tracer leaves of a call at a function's beginning that is switched off. */
  isTracerNop(instruction: Instruction): boolean;
  /** The instruction that BUG() and WARN() are made of, as it is printed. */
  readonly bug: string;
  /** The instruction that is a breakpoint, as it is printed. */
  readonly breakpoint: string;
  isDivision(instruction: Instruction): boolean;
  /** Whether the instruction just before `address` may be a call. */
  afterCall(space: AddressSpace, address: bigint): boolean;
  /** Where the direct call that ends at `address` goes; undefined when there stands no such instruction. */
  callTarget(space: AddressSpace, address: bigint): Addr | undefined;
  /** What `memory` comes to; undefined when a register of it is not known or something else than registers matters. */
  effectiveAddress(memory: MemoryOperand, registers: Registers): bigint | undefined;
  /** The registers of an operand that hold pointers and indexes, the base first; not the instruction pointer. */
  pointersOf(memory: MemoryOperand): readonly string[];
  /** What `instruction`, which is no call, did to `register`; undefined when it leaves it alone. */
  definition(instruction: Instruction, register: string): Definition | undefined;
  /** Whether instruction `index` of a function is the call for tracers at its beginning, which keeps all registers. */
  isEntryHook(instructions: readonly Instruction[], index: number): boolean;
  /** The register that the function `name` jumps to, where it is made for nothing else (retpolines). */
  thunkRegister(name: string): string | undefined;
}
