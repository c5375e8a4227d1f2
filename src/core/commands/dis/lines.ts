import { asCrash } from '../../catalogue/commands.ts';
import { hex, step, type Addr } from '../../addr.ts';
import { decode, format, type Instruction } from '../../arch/x86_64/disassembler/index.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { AddressSpace } from '../../memory/space.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';

/** From `start` on: up to `end`, where it is known, at most `most` instructions. */
export interface CodeRange {
  readonly start: Addr;
  readonly end?: Addr;
  readonly most: number;
}

export interface CodeFormat {
  readonly radix: 10 | 16;
  /** User space: no symbols. */
  readonly user: boolean;
  /** Bytes after each ud2 that are no instructions. */
  readonly skip: number;
}

/** Bytes that are decoded at once, and how much of the next piece the last instruction may reach into. */
const PIECE = 4096;
const LONGEST = 15;
/** What ftrace leaves of a call that is switched off: nopl 0x0(%rax,%rax,1) (arch/x86/kernel/ftrace.c). */
const FTRACE_NOP = [0x0f, 0x1f, 0x44, 0x00, 0x00] as const;

/** The instructions of `range`, one to a line as crash prints them. Throws RequestError where memory ends. */
export function* instructionLines(
  kernel: Kernel,
  space: AddressSpace,
  range: CodeRange,
  shown: CodeFormat,
): Generator<Line, void, void> {
  let at = range.start;
  for (let done = 0; done < range.most;) {
    const bytes = space.readSome(at, PIECE + LONGEST);
    if (bytes.length === 0) throw unreadable(space, at);
    let offset = 0;
    const stop = bytes.length < PIECE + LONGEST ? bytes.length : PIECE;
    for (; offset < stop && done < range.most; done++) {
      const here = step(at, offset);
      if (range.end !== undefined && here >= range.end) return;
      const instruction = decode(bytes, offset, here);
      yield line(kernel, instruction, shown);
      offset += instruction.length;
      if (instruction.operation === 'ud2') offset += shown.skip;
    }
    at = step(at, offset);
  }
}

function unreadable(space: AddressSpace, at: Addr): RequestError {
  const half = space.name === 'kernel' ? 'kernel' : 'user';
  const word = space.absence(at) === 'excluded' ? 'page excluded' : 'seek error';
  return new RequestError(
    asCrash(`dis: ${word}: ${half} virtual address: ${hex(at)}  type: "gdb_readmem_callback"`),
  );
}

function line(kernel: Kernel, instruction: Instruction, shown: CodeFormat): Line {
  const { address } = instruction;
  const named = (to: bigint): string | undefined => {
    const at = shown.user ? undefined : kernel.symbols.byAddress(to);
    return at && symbolText(at, shown.radix, false);
  };
  const where = named(address);
  const before = where === undefined ? `   0x${hex(address)}:\t` : `0x${hex(address)} <${where}>:\t`;
  const text = format(instruction, named);
  const starts = !shown.user && kernel.symbols.byAddress(address)?.offset === 0;
  const ftrace =
    starts && FTRACE_NOP.every((byte, i) => instruction.bytes[i] === byte) ? ' [FTRACE NOP]' : '';
  const full = before + text + ftrace;
  return {
    text: full,
    row: {
      address,
      ...(where === undefined ? {} : { symbol: where }),
      bytes: byteText(instruction.bytes),
      instruction: text,
    },
    links: links(instruction, full),
  };
}

function byteText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The line's own address, and the addresses that its instruction names. */
function links(instruction: Instruction, text: string): Link[] {
  const own = hex(instruction.address).length + 2;
  const start = text.indexOf('0x');
  const found: Link[] = [{ start, end: start + own, ref: refTo.code(instruction.address) }];
  const add = (address: bigint | undefined, ref: (at: bigint) => string): void => {
    if (address === undefined) return;
    const shown = '0x' + hex(address);
    const at = text.lastIndexOf(shown);
    if (at > start) found.push({ start: at, end: at + shown.length, ref: ref(address) });
  };
  add(instruction.target, refTo.code);
  for (const operand of instruction.operands)
    if (operand.kind === 'memory') add(operand.address, refTo.address);
  return found;
}
