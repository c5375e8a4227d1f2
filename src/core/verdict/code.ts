import { addr, step } from '../addr.ts';
import { decode, format, type Instruction, type MemoryOperand } from '../arch/x86_64/disassembler/index.ts';
import type { RegisterName, Registers } from '../arch/x86_64/registers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { symbolText } from '../symbols/symbol.ts';

/** Longer functions than this are decoded from the middle only. */
const MAX_FUNCTION = 64 * 1024;

/** The function around an instruction, decoded from its beginning. */
export interface Code {
  readonly instructions: readonly Instruction[];
  /** Index of the instruction at the asked address; -1 when decoding does not come to it. */
  readonly index: number;
}

/** The instructions of the function that `ip` lies in, from its start to `after` instructions after `ip`. */
export function codeAround(kernel: Kernel, ip: bigint, after = 8): Code {
  const at = kernel.symbols.byAddress(ip);
  const offset = at?.offset ?? 0;
  if (offset > MAX_FUNCTION) return { instructions: [], index: -1 };
  const start = step(ip, -offset);
  const length = Math.min(at?.symbol.size ?? MAX_FUNCTION, MAX_FUNCTION);
  const bytes = kernel.space.readSome(
    start,
    Math.max(offset + 15, Math.min(length, offset + 15 * (after + 1))),
  );
  const instructions: Instruction[] = [];
  let index = -1;
  for (let here = 0; here < bytes.length;) {
    const instruction = decode(bytes, here, step(start, here));
    if (here + instruction.length > bytes.length) break;
    if (here === offset) index = instructions.length;
    instructions.push(instruction);
    if (index >= 0 && instructions.length > index + after) break;
    here += instruction.length;
  }
  return { instructions, index };
}

export function instructionText(c: { readonly kernel: Kernel }, each: Instruction): string {
  return format(each, (address) => {
    const at = c.kernel.symbols.byAddress(address);
    return at && symbolText(at, 16);
  });
}

/** The operand of a load as text: "0x8(%rax)". */
export function operandText(at: Instruction): string {
  return format(at)
    .replace(/^\S+\s+/, '')
    .split(/,(?![^(]*\))/)[0];
}

/** What `memory` comes to; undefined when a register of it is not known or a segment's base matters. */
export function effectiveAddress(memory: MemoryOperand, registers: Registers): bigint | undefined {
  if (memory.segment === 'gs' || memory.segment === 'fs') return undefined;
  if (memory.address !== undefined) return addr(memory.address);
  let sum = memory.displacement;
  for (const [name, scale] of [
    [memory.base, 1],
    [memory.index, memory.scale],
  ] as const) {
    if (name === undefined || name === 'riz' || name === 'eiz') continue;
    const value = registers.get(name as RegisterName);
    if (value === undefined) return undefined;
    sum += value * BigInt(scale);
  }
  return step(0n, sum);
}
