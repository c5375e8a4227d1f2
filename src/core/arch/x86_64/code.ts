import { addr, step } from '../../addr.ts';
import type { Code, Definition, RegisterFile, RegisterSet } from '../code.ts';
import { decode, format, type Instruction, type MemoryOperand } from './disassembler/index.ts';
import { Registers, type RegisterName } from './registers.ts';

/** RFLAGS.IF (Intel SDM volume 1, 3.4.3). */
const INTERRUPT_FLAG = 0x200n;

export const registers: RegisterFile = {
  ip: 'rip',
  sp: 'rsp',
  // System V ABI, AMD64 supplement, 3.2.1 and 3.2.3
  arguments: ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'],
  result: 'rax',
  callerSaved: new Set(['rax', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11']),
  listed: 'rip rsp rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15'.split(' '),
  title: (name) => name.toUpperCase(),
  some: (values) => Registers.some(values as Partial<Record<RegisterName, bigint>>),
  interrupts(saved) {
    const value = saved.get('rflags');
    return value === undefined
      ? undefined
      : { on: (value & INTERRUPT_FLAG) !== 0n, bit: 'IF', register: 'RFLAGS', value };
  },
  systemCall(symbol, saved) {
    if (!saved.user || !symbol.startsWith('entry_SYSCALL_64')) return undefined;
    const number = saved.get('orig_rax');
    return number === undefined ? undefined : Number(number);
  },
};

export const code: Code = {
  maxLength: 15,
  decode,
  format(instruction: Instruction, symbolize) {
    return format(instruction, symbolize);
  },
  effectiveAddress(memory: MemoryOperand, saved: RegisterSet) {
    // The bases of these segments are not in the general registers.
    if (memory.segment === 'gs' || memory.segment === 'fs') return undefined;
    if (memory.address !== undefined) return addr(memory.address);
    let sum = memory.displacement;
    for (const [name, scale] of [
      [memory.base, 1],
      [memory.index, memory.scale],
    ] as const) {
      if (name === undefined || name === 'riz' || name === 'eiz') continue;
      const value = saved.get(name);
      if (value === undefined) return undefined;
      sum += value * BigInt(scale);
    }
    return step(0n, sum);
  },
  pointersOf: ({ base, index }) =>
    [base, index].filter((name) => name !== undefined && name !== 'rip' && name !== 'eip') as string[],
  definition,
  // __fentry__ (arch/x86/kernel/ftrace_64.S). Where it is not traced a NOP stands in its place: a call after that is
  // one of the function's own.
  isEntryHook: (instructions, index) =>
    index <= 1 && instructions.slice(0, index).every((each) => each.mnemonic === 'endbr64'),
  // arch/x86/include/asm/bug.h: 0f 0b
  bug: 'ud2',
  isDivision: ({ mnemonic }) => /^i?div/.test(mnemonic),
  // arch/x86/lib/retpoline.S
  thunkRegister: (symbol) => /^__x86_indirect_(?:call_)?thunk_(r\w+)$/.exec(symbol)?.[1],
};

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
