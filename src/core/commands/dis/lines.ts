import { asCrash } from '../../catalogue/commands.ts';
import { hex, step, type Addr } from '../../addr.ts';
import { part } from '../../arch/arch.ts';
import type { Code } from '../../arch/code.ts';
import type { Instruction } from '../../arch/instruction.ts';
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

/** How dis prints instructions. */
export interface CodeFormat {
  readonly radix: 10 | 16;
  /** User space: no symbols. */
  readonly user: boolean;
  /** Bytes after each trap of BUG() that are no instructions. */
  readonly skip: number;
}

/** Bytes that are decoded at once. */
const PIECE = 4096;

/** The instructions of `range`, one to a line as crash prints them. Throws RequestError where memory ends. */
export function* instructionLines(
  kernel: Kernel,
  space: AddressSpace,
  range: CodeRange,
  shown: CodeFormat,
): Generator<Line, void, void> {
  const code = part(kernel.arch, 'code');
  // The last instruction of a piece may reach into the next one.
  const whole = PIECE + code.maxLength;
  let at = range.start;
  for (let done = 0; done < range.most;) {
    const bytes = space.readSome(at, whole);
    if (bytes.length === 0) throw unreadable(space, at);
    let offset = 0;
    const stop = bytes.length < whole ? bytes.length : PIECE;
    for (; offset < stop && done < range.most; done++) {
      const here = step(at, offset);
      if (range.end !== undefined && here >= range.end) return;
      const instruction = code.decode(bytes, offset, here);
      yield line(kernel, code, instruction, shown);
      offset += instruction.length;
      if (instruction.mnemonic === code.bug) offset += shown.skip;
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

function line(kernel: Kernel, code: Code, instruction: Instruction, shown: CodeFormat): Line {
  const { address } = instruction;
  const named = (to: bigint): string | undefined => {
    const at = shown.user ? undefined : kernel.symbols.byAddress(to);
    return at && symbolText(at, shown.radix, false);
  };
  const where = named(address);
  const before = where === undefined ? `   0x${hex(address)}:\t` : `0x${hex(address)} <${where}>:\t`;
  const text = code.format(instruction, named);
  const starts = !shown.user && kernel.symbols.byAddress(address)?.offset === 0;
  const ftrace = starts && code.isTracerNop(instruction) ? ' [FTRACE NOP]' : '';
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
