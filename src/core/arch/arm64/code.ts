import { addr, isKernelHalf, step, type Addr } from '../../addr.ts';
import type { AddressSpace } from '../../memory/space.ts';
import type { Code, Definition } from '../code.ts';
import type { Instruction, MemoryOperand } from '../instruction.ts';
import type { Registers } from '../registers.ts';
import { decode, LENGTH } from './disassembler/decode.ts';
import { format, memoryText } from './disassembler/format.ts';

/** bl, and blr with the forms of it that check a pointer authentication code (DDI 0487, C6.2). */
const BL = { mask: 0xfc000000, value: 0x94000000 };
const BLR = { mask: 0xfefff000, value: 0xd63f0000 };

/** Code of arm64. */
export const code: Code = {
  maxLength: LENGTH,
  // Labels of the entry code are aligned to nothing that functions are not: none of them is told by it.
  functionAlignment: BigInt(LENGTH),
  decode,
  format,
  memoryText,
  isFill: ({ operation }) => operation === 'nop' || operation === 'udf',
  // A function is traced by a call after two instructions that switched off is a nop (arch/arm64/kernel/ftrace.c).
  isTracerNop: ({ operation }) => operation === 'nop',
  // arch/arm64/include/asm/asm-bug.h
  bug: 'brk',
  breakpoint: 'brk',
  // Division by zero gives zero on this machine.
  isDivision: () => false,
  afterCall,
  callTarget,
  effectiveAddress,
  pointersOf: ({ base, index }) =>
    [base, index].filter((name) => name !== undefined && name !== 'pc') as string[],
  definition,
  // mov x9, x30; bl ftrace_caller keeps all registers (arch/arm64/kernel/entry-ftrace.S).
  isEntryHook: (instructions, index) =>
    index > 0 &&
    index <= 3 &&
    instructions[index - 1].operands.some(
      (each) => each.kind === 'register' && each.full === 'x9' && each.access === 'w',
    ) &&
    instructions[index - 1].operands.some((each) => each.kind === 'register' && each.full === 'x30'),
  thunkRegister: () => undefined,
};

/** The word before `address`; undefined when it is not in the dump or instructions cannot stand there. */
function wordBefore(space: AddressSpace, address: bigint): number | undefined {
  return (address & 3n) === 0n && isKernelHalf(address) ? space.tryU32(step(address, -LENGTH)) : undefined;
}

function afterCall(space: AddressSpace, address: bigint): boolean {
  const word = wordBefore(space, address);
  return word !== undefined && ((word & BL.mask) >>> 0 === BL.value || (word & BLR.mask) >>> 0 === BLR.value);
}

function callTarget(space: AddressSpace, address: bigint): Addr | undefined {
  const word = wordBefore(space, address);
  if (word === undefined || (word & BL.mask) >>> 0 !== BL.value) return undefined;
  return step(address, ((word << 6) >> 4) - LENGTH);
}

function effectiveAddress(memory: MemoryOperand, registers: Registers): bigint | undefined {
  if (memory.address !== undefined) return addr(memory.address);
  const base = memory.base === undefined ? undefined : registers.get(memory.base);
  if (base === undefined) return undefined;
  if (memory.writeback === 'after') return base;
  if (memory.index === undefined) return step(base, memory.displacement);
  const index = memory.index === 'xzr' ? 0n : registers.get(memory.index);
  return index === undefined ? undefined : step(base, extended(index, memory.extend) * BigInt(memory.scale));
}

function extended(index: bigint, extend: string | undefined): bigint {
  if (extend === 'uxtw') return BigInt.asUintN(32, index);
  return extend === 'sxtw' ? BigInt.asIntN(32, index) : index;
}

/** An address that is computed: what add, sub and adr do. */
function address(base: string, displacement: bigint): Definition {
  const memory = {
    kind: 'memory',
    size: 0,
    base,
    scale: 1,
    displacement,
    displaced: true,
    access: 'none',
  } as const;
  return { how: 'address', memory };
}

function definition(each: Instruction, register: string): Definition | undefined {
  if (each.implicit.writes.includes(register)) return { how: 'unclear' };
  const moved = each.operands.find((operand) => operand.kind === 'memory');
  const written = each.operands.filter(
    (operand) => operand.kind === 'register' && operand.full === register && operand.access.includes('w'),
  );
  if (written.length === 0)
    return moved?.writeback !== undefined && moved.base === register ? { how: 'unclear' } : undefined;
  const [target] = written;
  if (each.operation === 'movk') return inserted(each);
  if (target.kind !== 'register' || target.access !== 'w' || written.length > 1) return { how: 'unclear' };
  if (moved) return loaded(each, moved, register);
  return computed(each);
}

/** A load, which fills the register with what is in memory; of pairs the second lies after the first. */
function loaded(each: Instruction, memory: MemoryOperand, register: string): Definition {
  if (
    !/^ld(p|np|psw|r|rb|rh|rs[bhw]|ur|urb|urh|urs[bhw]|ar|arb|arh|apr|xr|axr|tr|raa|rab)$/.test(
      each.operation,
    )
  )
    return { how: 'unclear' };
  const pair = /^ldn?p/.test(each.operation);
  if (!pair) return { how: 'load', memory };
  const size = memory.size / 2;
  const second = each.operands[1].kind === 'register' && each.operands[1].full === register;
  if (!second) return { how: 'load', memory: { ...memory, size } };
  // After the access the base has moved on; before it, the place is the base itself.
  const displacement = (memory.writeback === 'after' ? 0n : memory.displacement) + BigInt(size);
  return { how: 'load', memory: { ...memory, size, displacement, writeback: undefined, displaced: true } };
}

function computed({ operation, operands }: Instruction): Definition {
  const [, first, second] = operands;
  switch (operation) {
    case 'mov':
      if (first.kind === 'immediate') return constant(first.value);
      if (first.kind !== 'register') return { how: 'unclear' };
      return first.full === 'xzr' ? { how: 'zero' } : { how: 'copy', from: first.full };
    case 'movz':
      return first.kind === 'immediate' ? constant(first.value) : { how: 'unclear' };
    case 'adr':
    case 'adrp':
      return first.kind === 'target' ? constant(first.address) : { how: 'unclear' };
    case 'add':
    case 'sub': {
      if (first.kind !== 'register' || second.kind !== 'immediate' || first.size !== 8)
        return { how: 'unclear' };
      const value = second.value << BigInt(second.shift?.amount ?? 0);
      return address(first.full, operation === 'add' ? value : -value);
    }
    default:
      return { how: 'unclear' };
  }
}

/** movk: 16 bits of the register become others. */
function inserted({ operands }: Instruction): Definition {
  const [target, part] = operands;
  if (target.kind !== 'register' || part.kind !== 'immediate') return { how: 'unclear' };
  const amount = BigInt(part.shift?.amount ?? 0);
  const all = (1n << BigInt(target.size * 8)) - 1n;
  return { how: 'part', keep: all & ~(0xffffn << amount), value: part.value << amount };
}

const constant = (value: bigint): Definition => (value === 0n ? { how: 'zero' } : { how: 'constant', value });
