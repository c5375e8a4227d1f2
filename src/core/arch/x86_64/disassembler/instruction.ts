/**
 * What a decoded x86-64 instruction is, as data.
 *
 * Names are those of the AT&T syntax that binutils and gdb print; operands stand in AT&T order (source first).
 */

/** How an instruction uses an operand. */
export type Access = 'r' | 'w' | 'rw' | 'none';

/** The sixteen 64-bit general registers and the instruction pointer: what `full` of a general register is. */
export type RegisterName =
  | 'rax'
  | 'rcx'
  | 'rdx'
  | 'rbx'
  | 'rsp'
  | 'rbp'
  | 'rsi'
  | 'rdi'
  | 'r8'
  | 'r9'
  | 'r10'
  | 'r11'
  | 'r12'
  | 'r13'
  | 'r14'
  | 'r15'
  | 'rip';

/** Decorations of AVX-512: a mask register in braces, zeroing of masked elements. */
export interface Masked {
  mask?: string;
  zeroing?: boolean;
}

export interface MemoryOperand extends Masked {
  kind: 'memory';
  /** Bytes moved; 0 when the instruction does not say (lea, state areas). */
  size: number;
  /** `fs` or `gs` when overridden; `ds` or `es` where string instructions name it. */
  segment?: string;
  /** 64-bit (or, after an address-size prefix, 32-bit) register name; `rip` or `eip` for relative ones. */
  base?: string;
  index?: string;
  scale: 1 | 2 | 4 | 8;
  displacement: bigint;
  /** The absolute address of a rip-relative operand and of one that is only a displacement. */
  address?: bigint;
  access: Access;
  /** A displacement stands in the encoding, even if 0: it is printed then. */
  displaced: boolean;
  /** An encoding with a scale-index byte that names no index: printed as this pseudo register. */
  noIndex?: 'riz' | 'eiz';
  /** The operand of an indirect call or jump, printed with a star. */
  indirect?: boolean;
  /** Broadcast of AVX-512, such as `1to8`. */
  broadcast?: string;
}

export interface RegisterOperand extends Masked {
  kind: 'register';
  /** As printed: `eax`, `cr3`, `xmm1`, `st(1)`. */
  name: string;
  /** The 64-bit register it is a part of; for others the name itself. */
  full: string;
  size: number;
  access: Access;
  indirect?: boolean;
  /** The port of `in` and `out`, printed in parentheses. */
  port?: boolean;
}

/** `value` is what is printed: sign-extended to the operand's width, then unsigned. */
export interface ImmediateOperand {
  kind: 'immediate';
  value: bigint;
  size: number;
  /** Not in the encoding: the 1 of a shift by one, printed in decimal. */
  implied?: boolean;
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

export type Operand = MemoryOperand | RegisterOperand | ImmediateOperand | TargetOperand | RoundingOperand;

/**
 * What happens after an instruction.
 * `branch` may or may not jump; `trap` raises an exception or enters another privilege level on purpose
 * (int3, int, ud2, syscall); `stop` has no next instruction that means anything (hlt, undecodable bytes).
 */
export type Flow = 'next' | 'call' | 'jump' | 'branch' | 'return' | 'trap' | 'stop';

export interface Instruction {
  address: bigint;
  /** 1 to 15 bytes. */
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
  /** General registers used without being an operand: `push` has rsp, `rep movs` rcx, rsi, rdi. */
  implicit: { reads: string[]; writes: string[] };
}
