import { step, type Addr } from '../../addr.ts';
import type { AddressSpace } from '../../memory/space.ts';

/**
 * Registers in the order of struct pt_regs (arch/x86/include/asm/ptrace.h, the same since 2.6.24), one 64-bit
 * word each. elf_gregset of NT_PRSTATUS begins with the same 21 words.
 */
export const PT_REGS = [
  'r15',
  'r14',
  'r13',
  'r12',
  'rbp',
  'rbx',
  'r11',
  'r10',
  'r9',
  'r8',
  'rax',
  'rcx',
  'rdx',
  'rsi',
  'rdi',
  'orig_rax',
  'rip',
  'cs',
  'rflags',
  'rsp',
  'ss',
] as const;
export type RegisterName = (typeof PT_REGS)[number];

/** Bytes of struct pt_regs. */
export const PT_REGS_SIZE = PT_REGS.length * 8;
/** Where the part that the processor itself pushes (rip, cs, rflags, rsp, ss) begins. */
export const IRET_AT = PT_REGS.indexOf('rip') * 8;

const INDEX = new Map<string, number>(PT_REGS.map((name, index) => [name, index]));

/** The general registers of a CPU at one moment, as far as they are known. */
export class Registers {
  private constructor(
    private readonly words: BigUint64Array,
    /** Bit i: register i of PT_REGS is known. */
    private readonly known: number,
    /** Where in memory the pt_regs lie; undefined for notes. */
    readonly address?: Addr,
  ) {}

  /** From 21 words in the order of pt_regs. */
  static whole(words: BigUint64Array, address?: Addr): Registers {
    return new Registers(words, (1 << PT_REGS.length) - 1, address);
  }

  /** The pt_regs at `address`; undefined when they are not in the dump. */
  static at(space: AddressSpace, address: bigint): Registers | undefined {
    const bytes = space.tryRead(address, PT_REGS_SIZE);
    return bytes && Registers.whole(new BigUint64Array(bytes.buffer), step(address, 0));
  }

  /** Only what is named is known. */
  static some(values: Partial<Record<RegisterName, bigint>>, address?: Addr): Registers {
    const words = new BigUint64Array(PT_REGS.length);
    let known = 0;
    for (const [name, value] of Object.entries(values)) {
      const index = INDEX.get(name);
      if (index === undefined) continue;
      words[index] = value;
      known |= 1 << index;
    }
    return new Registers(words, known, address);
  }

  /** The value of `name`; undefined when it is not known. */
  get(name: RegisterName): Addr | undefined {
    const index = INDEX.get(name) as number;
    return (this.known >> index) & 1 ? (this.words[index] as Addr) : undefined;
  }

  /** Like `get`, 0 when it is not known. */
  value(name: RegisterName): Addr {
    return this.words[INDEX.get(name) as number] as Addr;
  }

  get ip(): Addr {
    return this.value('rip');
  }
  get sp(): Addr {
    return this.value('rsp');
  }
  get bp(): Addr | undefined {
    return this.get('rbp');
  }
  get isWhole(): boolean {
    return this.known === (1 << PT_REGS.length) - 1;
  }
  /** Whether the CPU was in user mode: the privilege level in cs; FRED keeps more in the word's upper part. */
  get user(): boolean {
    return (this.value('cs') & 3n) === 3n;
  }

  /** The known registers with their values, in the order of pt_regs. */
  *entries(): IterableIterator<[RegisterName, Addr]> {
    for (const name of PT_REGS) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}
