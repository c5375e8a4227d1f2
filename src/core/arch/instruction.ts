/**
 * What a decoded instruction is, as data: one model for every machine. Names are those that gdb prints for the machine
 * (AT&T syntax on x86-64, Arm's on arm64); operands stand in the order in which it prints them. Parts that only some machines have
 * (segments, masks, rounding) are optional.
 */

/** How an instruction uses an operand. */
export type Access = 'r' | 'w' | 'rw' | 'none';

/** Decorations of AVX-512: a mask register in braces, zeroing of masked elements. */
export interface Masked {
  mask?: string;
  zeroing?: boolean;
}

/** Memory that an instruction reads, writes or takes the address of. */
export interface MemoryOperand extends Masked {
  kind: 'memory';
  /** Bytes moved; 0 when the instruction does not say (lea, state areas). */
  size: number;
  /** Of x86: `fs` or `gs` when overridden; `ds` or `es` where string instructions name it. */
  segment?: string;
  /** The whole register's name; the instruction pointer's where the operand is relative to it. */
  base?: string;
  index?: string;
  scale: 1 | 2 | 4 | 8 | 16;
  /** Of arm64: how the index is widened before it is scaled, such as `sxtw`. */
  extend?: string;
  /** Of arm64: the base takes the sum, before the access or after it (which is then at the base itself). */
  writeback?: 'before' | 'after';
  displacement: bigint;
  /** The absolute address of an operand relative to the instruction pointer and of one that is only a displacement. */
  address?: bigint;
  access: Access;
  /** A displacement stands in the encoding, even if 0: it is printed then. */
  displaced: boolean;
  /** An encoding with a scale-index byte that names no index: printed as this pseudo register. */
  noIndex?: string;
  /** The operand of an indirect call or jump, printed with a star. */
  indirect?: boolean;
  /** Broadcast of AVX-512, such as `1to8`. */
  broadcast?: string;
}

/** A register, general or other. */
export interface RegisterOperand extends Masked {
  kind: 'register';
  /** As printed: `eax`, `cr3`, `xmm1`, `st(1)`. */
  name: string;
  /** The general register it is a part of, as Registers names it; for others the name itself. */
  full: string;
  size: number;
  access: Access;
  indirect?: boolean;
  /** The port of `in` and `out`, printed in parentheses. */
  port?: boolean;
  /** Of arm64: what is done to the value before it is used: a shift or an extension, `amount` bits to the left. */
  modifier?: { readonly name: string; readonly amount?: number };
}

/** `value` is what is printed: sign-extended to the operand's width, then unsigned. */
export interface ImmediateOperand {
  kind: 'immediate';
  value: bigint;
  size: number;
  /** Not in the encoding: the 1 of a shift by one, printed in decimal. */
  implied?: boolean;
  /** Printed in decimal: numbers of bits, lanes. */
  decimal?: boolean;
  /** Of arm64: shifted by so many bits (`lsl #16`); `value` is what stands before it. */
  shift?: { readonly name: string; readonly amount: number };
}

/** Where a direct call, jump or branch goes. */
export interface TargetOperand {
  kind: 'target';
  address: bigint;
  /** 2: an operand-size prefix cuts the address to 16 bits. */
  size?: 2;
}

/** Embedded rounding of AVX-512, such as `rn-sae`; printed in braces. */
export interface RoundingOperand {
  kind: 'rounding';
  name: string;
}

/** What is told by a name: a condition, a system register, a kind of barrier, a list of vector registers. */
export interface NamedOperand {
  kind: 'name';
  text: string;
}

/** What an instruction works on, in the order in which it is printed. */
export type Operand =
  MemoryOperand | RegisterOperand | ImmediateOperand | TargetOperand | RoundingOperand | NamedOperand;

/**
 * What happens after an instruction.
 * `branch` may or may not jump; `trap` raises an exception or enters another privilege level on purpose;
 * `stop` has no next instruction that means anything.
 */
export type Flow = 'next' | 'call' | 'jump' | 'branch' | 'return' | 'trap' | 'stop';

/** One decoded instruction. */
export interface Instruction {
  address: bigint;
  /** In bytes; at least 1. */
  length: number;
  bytes: Uint8Array;
  /** As printed, with its size suffix: `movb`. */
  mnemonic: string;
  /** Without size suffix: `mov`, `je`, `movzx`, `nop`. */
  operation: string;
  /** As printed before the mnemonic: `lock`, `rep`, `data16`, `cs`, `rex.W`. */
  prefixes: string[];
  operands: Operand[];
  flow: Flow;
  /** Of a direct call, jump or branch. */
  target?: bigint;
  /** General registers used without being an operand, as `push` uses the stack pointer. */
  implicit: { reads: string[]; writes: string[] };
}
