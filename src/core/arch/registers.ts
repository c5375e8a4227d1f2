import { step, type Addr } from '../addr.ts';
import type { AddressSpace } from '../memory/space.ts';

/** The registers of a machine as the kernel saves them: what they are called and what they are for. */
export interface RegisterFile {
  /**
   * The words of struct pt_regs in order, 8 bytes each, at most 63. The registers of NT_PRSTATUS (elf_gregset_t)
   * begin with the same words.
   */
  readonly names: readonly string[];
  /** How many of them NT_PRSTATUS has; all where it is absent. */
  readonly noted?: number;
  /** The instruction pointer, the stack pointer, the frame pointer. */
  readonly ip: string;
  readonly sp: string;
  readonly fp: string;
  /** By what crash tells frames apart: where the return address lies, or the frame pointer. */
  readonly frameAddress: 'slot' | 'fp';
  /** Where a call leaves its return address, and whence a return takes it; absent where both are done through the stack. */
  readonly link?: string;
  /** Whether a CPU with `registers` is in user mode. */
  isUser(registers: Registers): boolean;
  /**
   * `saved` with what tells the CPU's mode, where whoever saved a running machine did not keep it (VMware has no
   * selectors): the half of the addresses in which it ran says it.
   */
  completed?(saved: Readonly<Record<string, bigint>>): Readonly<Record<string, bigint>>;
  /** Where functions take their arguments, the first at 0, and where they leave their result. */
  readonly arguments: readonly string[];
  readonly result: string;
  /** What a called function may change. */
  readonly callerSaved: ReadonlySet<string>;
  /** The registers in the order in which people look at them. */
  readonly listed: readonly string[];
  /** As people write it: "RAX". */
  title(name: string): string;
  /** Whether interrupts were on, and the bit that says so: whether it is set. */
  interrupts(registers: Registers):
    | {
        readonly on: boolean;
        readonly set: boolean;
        readonly bit: string;
        readonly register: string;
        readonly value: bigint;
      }
    | undefined;
  /** As crash prints them, line by line; those of user mode where they differ. */
  readonly lines: readonly (readonly RegisterCell[])[];
  readonly userLines?: readonly (readonly RegisterCell[])[];
  /**
   * What crash calls the place that was interrupted, in a line of its own: "exception RIP". Absent where it names places
   * beside the registers; the function that was interrupted is then a frame like others.
   */
  readonly exceptionLabel?: string;
  /**
   * Whether the words from `at` on have the form of registers that an exception saved: for finding some that were left
   * on a stack. Words after the end of `words` are none.
   */
  looksSaved(words: BigUint64Array, at: number, isText: (address: bigint) => boolean): boolean;
}

/** One register of a line: what is printed before it, its name, how many digits, and whether the place it points at follows. */
export type RegisterCell = readonly [label: string, name: string, digits: number, placed?: 'placed'];

/** The general registers of a CPU at one moment, as far as they are known. */
export class Registers {
  private constructor(
    readonly form: RegisterFile,
    private readonly words: BigUint64Array,
    /** The registers that are known, by their number in `form.names`. */
    private readonly known: Uint8Array | undefined,
    /** Where in memory they were saved; undefined for notes. */
    readonly address?: Addr,
    /** Bytes that they take there. */
    private readonly size = form.names.length * 8,
  ) {}

  /** From the words of `form`, in its order; the last ones may be missing. */
  static whole(form: RegisterFile, words: BigUint64Array, address?: Addr, size?: number): Registers {
    return new Registers(form, words, undefined, address, size);
  }

  /** The pt_regs at `address`, of `size` bytes; undefined when they are not in the dump. */
  static at(form: RegisterFile, space: AddressSpace, address: bigint, size?: number): Registers | undefined {
    const bytes = space.tryRead(address, form.names.length * 8);
    return bytes && Registers.whole(form, new BigUint64Array(bytes.buffer), step(address, 0), size);
  }

  /** Only what is named is known; `size` bytes were saved at `address`. Names that the machine does not have are left out. */
  static some(
    form: RegisterFile,
    values: Readonly<Record<string, bigint | undefined>>,
    address?: Addr,
    size?: number,
  ): Registers {
    const words = new BigUint64Array(form.names.length);
    const known = new Uint8Array(form.names.length);
    for (const [name, value] of Object.entries(values)) {
      const index = indexOf(form, name);
      if (index === undefined || value === undefined) continue;
      words[index] = value;
      known[index] = 1;
    }
    return new Registers(form, words, known, address, size);
  }

  /** The value of `name`; undefined when it is not known, or no register of this machine. */
  get(name: string): Addr | undefined {
    const index = indexOf(this.form, name);
    if (index === undefined || index >= this.words.length) return undefined;
    return this.known === undefined || this.known[index] === 1 ? (this.words[index] as Addr) : undefined;
  }

  /** Like `get`, 0 when it is not known. */
  value(name: string): Addr {
    return this.get(name) ?? (0n as Addr);
  }

  get ip(): Addr {
    return this.value(this.form.ip);
  }
  get sp(): Addr {
    return this.value(this.form.sp);
  }
  get fp(): Addr | undefined {
    return this.get(this.form.fp);
  }
  /** Argument number `n` from 0 of a function that begins here; undefined when it is not known or not in a register. */
  arg(n: number): Addr | undefined {
    const name = this.form.arguments[n] as string | undefined;
    return name === undefined ? undefined : this.get(name);
  }
  /** What a function that just returned answered. */
  get result(): Addr | undefined {
    return this.get(this.form.result);
  }
  get isWhole(): boolean {
    return this.known === undefined;
  }
  /** Whether the CPU was in user mode. */
  get user(): boolean {
    return this.form.isUser(this);
  }
  /** One after the last byte where they were saved; undefined for notes. */
  get end(): Addr | undefined {
    return this.address === undefined ? undefined : step(this.address, this.size);
  }

  /** The known registers with their values, in the order in which they are saved. */
  *entries(): IterableIterator<[string, Addr]> {
    for (const name of this.form.names) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}

const INDEXES = new WeakMap<RegisterFile, Map<string, number>>();

function indexOf(form: RegisterFile, name: string): number | undefined {
  let indexes = INDEXES.get(form);
  if (!indexes) INDEXES.set(form, (indexes = new Map(form.names.map((each, index) => [each, index]))));
  return indexes.get(name);
}
