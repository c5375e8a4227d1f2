import { step } from '../addr.ts';
import type { Code } from '../arch/code.ts';
import type { Instruction } from '../arch/instruction.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { symbolText } from '../symbols/symbol.ts';

/** Longer functions than this are decoded from the middle only. */
const MAX_FUNCTION = 64 * 1024;

/** The function around an instruction, decoded from its beginning. */
export interface Stretch {
  readonly instructions: readonly Instruction[];
  /** Index of the instruction at the asked address; -1 when decoding does not come to it. */
  readonly index: number;
}

/** The instructions of the function that `ip` lies in, from its start to `after` instructions after `ip`. */
export function codeAround(kernel: Kernel, code: Code, ip: bigint, after = 8): Stretch {
  const at = kernel.symbols.byAddress(ip);
  const offset = at?.offset ?? 0;
  if (offset > MAX_FUNCTION) return { instructions: [], index: -1 };
  const start = step(ip, -offset);
  const length = Math.min(at?.symbol.size ?? MAX_FUNCTION, MAX_FUNCTION);
  const bytes = kernel.space.readSome(
    start,
    Math.max(offset + code.maxLength, Math.min(length, offset + code.maxLength * (after + 1))),
  );
  const instructions: Instruction[] = [];
  let index = -1;
  for (let here = 0; here < bytes.length;) {
    const instruction = code.decode(bytes, here, step(start, here));
    if (here + instruction.length > bytes.length) break;
    if (here === offset) index = instructions.length;
    instructions.push(instruction);
    if (index >= 0 && instructions.length > index + after) break;
    here += instruction.length;
  }
  return { instructions, index };
}

/** The register that the thunk at `target` goes on through (retpolines); undefined where there is none. */
export function thunkOf(kernel: Kernel, code: Code, target: bigint): string | undefined {
  for (const { name } of kernel.symbols.aliases(target)) {
    const register = code.thunkRegister(name);
    if (register !== undefined) return register;
  }
  return undefined;
}

/** An instruction with symbols, its operands in a column of their own. */
export function instructionText(kernel: Kernel, code: Code, each: Instruction): string {
  const text = code.format(each, (address) => {
    const at = kernel.symbols.byAddress(address);
    return at && symbolText(at, 16);
  });
  // Where gdb sets a tab before the operands they stand in a column of their own here.
  return text.replace(/^(\S+)\t/, (_, name: string) => `${name.padEnd(6)} `);
}

/** The operand of a load as text: "0x8(%rax)". */
export function operandText(code: Code, at: Instruction): string {
  const memory = at.operands.find((each) => each.kind === 'memory');
  return memory ? code.memoryText(memory) : '';
}
