import { memorySource, type ByteSource } from '../../src/core/source/source.ts';
import { buildElf } from './elf.ts';
import { buildNotes, vmcoreinfoNote, type PlannedNote } from './notes.ts';
import { joined } from './pieces.ts';

/** Where the image lies, as in kernels without KASLR. */
export const IMAGE = 0xffffffff81000000n;
const PHYSICAL = 0x1000000;
/** struct uts_namespace: a reference count, then six texts of 65 bytes (include/linux/utsname.h). */
const UTS = { sysname: 4, release: 4 + 2 * 65 };

/** The image of a kernel of before BTF, in an ELF core as kexec-tools write it: what a test places in it, and its symbols in VMCOREINFO. */
export class OldKernel {
  readonly bytes = new Uint8Array(512 << 10);
  readonly view = new DataView(this.bytes.buffer);
  private next = 0;
  private readonly symbols = new Map<string, bigint>();
  private readonly lines: string[];

  constructor(readonly release: string) {
    this.lines = [`OSRELEASE=${release}`, 'PAGESIZE=4096'];
    this.place('_stext', new Uint8Array(64));
    const uts = this.place('init_uts_ns', new Uint8Array(400));
    this.text(uts + UTS.sysname, 'Linux');
    this.text(uts + UTS.release, release);
  }

  /** Puts `bytes` into the image and answers where they begin in it; `name` is told to VMCOREINFO. */
  place(name: string | undefined, bytes: Uint8Array, align = 64): number {
    const at = Math.ceil(this.next / align) * align;
    this.bytes.set(bytes, at);
    this.next = at + bytes.length;
    if (name !== undefined) this.symbols.set(name, IMAGE + BigInt(at));
    return at;
  }
  /** A variable of 4 or 8 bytes. */
  word(name: string, value: bigint, width: 4 | 8 = 8): number {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    return this.place(name, bytes.subarray(0, width), 8);
  }
  text(at: number, text: string): void {
    this.bytes.set(new TextEncoder().encode(text), at);
  }
  /** The address of byte `at` of the image. */
  address(at: number): bigint {
    return IMAGE + BigInt(at);
  }
  /** One more line of VMCOREINFO. */
  say(line: string): void {
    this.lines.push(line);
  }
  /** The address of what was placed as `name`. */
  symbol(name: string): bigint | undefined {
    return this.symbols.get(name);
  }
  forget(name: string): void {
    this.symbols.delete(name);
  }

  /** The dump; `notes` beside VMCOREINFO. Without `told` nothing says what the image is. */
  dump(notes: readonly PlannedNote[] = [], told = true): ByteSource {
    const symbols = [...this.symbols].map(([name, address]) => `SYMBOL(${name})=${address.toString(16)}`);
    const info = vmcoreinfoNote([...this.lines, ...symbols, ''].join('\n'));
    const segment = { physical: PHYSICAL, bytes: this.bytes, virtual: IMAGE };
    const plan = { segments: [segment], notes: buildNotes(told ? [info, ...notes] : notes) };
    return memorySource(joined(buildElf(plan)), 'old.vmcore');
  }
}
