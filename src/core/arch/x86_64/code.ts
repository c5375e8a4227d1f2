import { addr, step, type Addr } from '../../addr.ts';
import type { AddressSpace } from '../../memory/space.ts';
import type { Code, Definition } from '../code.ts';
import type { Instruction, MemoryOperand } from '../instruction.ts';
import type { Registers } from '../registers.ts';
import { decode } from './disassembler/decode.ts';
import { format, memoryText } from './disassembler/format.ts';

/** Lengths of `call` with a register or memory operand (opcode ff /2, Intel SDM vol. 2A): 2 to 7 bytes. */
const INDIRECT = [2, 3, 4, 6, 7];
/** What ftrace leaves of a call that is switched off: nopl 0x0(%rax,%rax,1) (arch/x86/kernel/ftrace.c). */
const TRACER_NOP = [0x0f, 0x1f, 0x44, 0x00, 0x00];

/** Code of x86-64. */
export const code: Code = {
  maxLength: 15,
  // SYM_CODE_START of include/linux/linkage.h.
  functionAlignment: 16n,
  decode,
  format,
  memoryText,
  // nop of any length; xchg %ax,%ax is the one of two bytes.
  isFill: ({ operation, bytes }) =>
    operation === 'nop' || (bytes.length === 2 && bytes[0] === 0x66 && bytes[1] === 0x90),
  isTracerNop: ({ bytes }) => TRACER_NOP.every((byte, i) => bytes[i] === byte),
  // arch/x86/include/asm/bug.h: 0f 0b
  bug: 'ud2',
  breakpoint: 'int3',
  isDivision: ({ mnemonic }) => /^i?div/.test(mnemonic),
  afterCall,
  callTarget,
  effectiveAddress,
  pointersOf: ({ base, index }) =>
    [base, index].filter((name) => name !== undefined && name !== 'rip' && name !== 'eip') as string[],
  definition,
  // __fentry__ keeps all registers (arch/x86/kernel/ftrace_64.S). Where the function is not traced a NOP stands in its
  // place: a call after that is one of the function's own.
  isEntryHook: (instructions, index) =>
    index <= 1 && instructions.slice(0, index).every((each) => each.operation === 'endbr64'),
  // arch/x86/lib/retpoline.S
  thunkRegister: (name) => /^__x86_indirect_(?:call_|jump_)?thunk_(r\w+)$/.exec(name)?.[1],
};

/** e8 rel32, or ff /2 with or without REX prefix. */
function afterCall(space: AddressSpace, address: bigint): boolean {
  const bytes = space.tryRead(step(address, -8), 8);
  if (!bytes) return false;
  if (bytes[3] === 0xe8) return true;
  return INDIRECT.some((length) => bytes[8 - length] === 0xff && ((bytes[9 - length] >> 3) & 7) === 2);
}

/** e8 rel32. */
function callTarget(space: AddressSpace, address: bigint): Addr | undefined {
  const bytes = space.tryRead(step(address, -5), 5);
  if (bytes?.[0] !== 0xe8) return undefined;
  return step(address, new DataView(bytes.buffer, bytes.byteOffset).getInt32(1, true));
}

function effectiveAddress(memory: MemoryOperand, registers: Registers): bigint | undefined {
  // Their bases are no general registers.
  if (memory.segment === 'gs' || memory.segment === 'fs') return undefined;
  if (memory.address !== undefined) return addr(memory.address);
  let sum = memory.displacement;
  for (const [name, scale] of [
    [memory.base, 1],
    [memory.index, memory.scale],
  ] as const) {
    if (name === undefined) continue;
    const value = registers.get(name);
    if (value === undefined) return undefined;
    sum += value * BigInt(scale);
  }
  return step(0n, sum);
}

function definition(each: Instruction, register: string): Definition | undefined {
  if (each.implicit.writes.includes(register)) return { how: 'unclear' };
  const written = each.operands.some(
    (operand) => operand.kind === 'register' && operand.full === register && operand.access.includes('w'),
  );
  if (!written) return undefined;
  const target = each.operands.at(-1);
  if (target?.kind !== 'register' || target.full !== register || !target.access.includes('w'))
    return { how: 'unclear' };
  const source = each.operands[0];
  if (/^(xor|sub)$/.test(each.operation) && source.kind === 'register' && source.full === register)
    return { how: 'zero' };
  if (target.size < 4 || !(each.operation === 'lea' || each.operation.startsWith('mov')))
    return { how: 'unclear' };
  if (source.kind === 'memory') return { how: each.operation === 'lea' ? 'address' : 'load', memory: source };
  if (source.kind === 'immediate') return { how: 'constant', value: source.value };
  return source.kind === 'register' ? { how: 'copy', from: source.full } : { how: 'unclear' };
}
